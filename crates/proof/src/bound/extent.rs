//! What an expression can reach over a box: its least and its largest value, from below and from above.

use chainrule_symbolic::function::rows::arithmetic::NEGATE;
use chainrule_symbolic::graph::{ExprId, Graph};

use crate::ranges::{LeafRange, Part, Program, Range, Ranges, halved, slid};

/// Boxes are halved at most so often for one end.
const MOST_BOXES: usize = 2000;

/// So many instructions are evaluated for one end, about.
const MOST_INSTRUCTIONS: usize = 400_000;

/// Programs with more instructions are not evaluated at all.
pub const MOST_ENCLOSED: usize = 20_000;

/// The search for an end stops where what is left of it is this small, relative to its size.
const CLOSE: f64 = 1e-9;

/// A range that holds every value of an expression over a box, wherever it is defined there: both ends are searched box by
/// box, sliding to an end of a leaf where the value only rises or falls with it. Nothing where the expression is too
/// large or undefined throughout.
///
/// Source: branch and bound (Hansen, Walster: Global Optimization Using Interval Analysis, chapter 12).
pub fn extent(graph: &mut Graph, expr: ExprId, ranges: &Ranges) -> Option<Range> {
    let lower = least(graph, expr, ranges)?;
    let opposite = graph.call(&NEGATE, &[expr]);
    let upper = -least(graph, opposite, ranges)?;
    Some(Range::floats(lower, upper))
}

/// A number that no value is below, as large as the search finds.
fn least(graph: &mut Graph, expr: ExprId, ranges: &Ranges) -> Option<f64> {
    let program = Program::with_slopes(graph, expr);
    if program.size() > MOST_ENCLOSED {
        return None;
    }
    let everything = LeafRange::between(None, None);
    let whole: Vec<LeafRange> =
        program.leaves.iter().map(|leaf| ranges.get(leaf).unwrap_or(&everything).clone()).collect();
    let first = Part::whole(&whole);
    let bottom = |part: &Part| Some(program.whole(&program.ranges(part.leaves()).ok()?).lower());
    let mut open = vec![(bottom(&first)?, first)];
    // Values that the expression takes, and numbers below which nothing settled lies.
    let (mut reached, mut settled) = (f64::INFINITY, f64::INFINITY);
    for _ in 0..(MOST_INSTRUCTIONS / program.work().max(1)).min(MOST_BOXES) {
        let Some(place) = (0..open.len()).min_by(|&a, &b| open[a].0.total_cmp(&open[b].0)) else { break };
        let least = open[place].0;
        if settled <= least || reached - least <= CLOSE * least.abs().max(reached.abs()) {
            break;
        }
        let (bound, part) = open.swap_remove(place);
        let Ok(values) = program.ranges(part.leaves()) else { continue };
        let parts = if let Some(smaller) = slid(&program, &values, &part, &whole) {
            vec![smaller]
        } else {
            let Some(halves) = halved(&part, &whole) else {
                settled = settled.min(bound);
                continue;
            };
            halves.to_vec()
        };
        for part in parts {
            // Where it is undefined throughout there is no value.
            let Some(least) = bottom(&part) else { continue };
            if let Some(middle) = part.middle()
                && let Ok(values) = program.ranges(&middle)
            {
                reached = reached.min(program.whole(&values).upper());
            }
            if part.is_settled() {
                settled = settled.min(least);
            } else if least <= reached {
                open.push((least.max(bound), part));
            }
        }
    }
    let left = open.iter().map(|(least, _)| *least).fold(settled, f64::min);
    // Nothing was left out that lies below the values reached.
    Some(left.min(reached)).filter(|least| *least < f64::INFINITY)
}
