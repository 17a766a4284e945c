//! Proving that something is never below zero, box by box.

use chainrule_number::Rational;
use chainrule_symbolic::graph::{ExprId, Graph};

use super::{Budget, Calculated};
use crate::ranges::{LeafRange, Part, Program, Range, Ranges, exact_sign, halved, slid};

/// Boxes are halved at most so often in all.
const MOST_BOXES: usize = 6000;

/// What a search found.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// It holds in the whole box.
    Proved,
    /// It fails at this point.
    Counterexample(Vec<Rational>),
    /// Neither within the limits.
    Nothing,
}

/// Searches a box: is `expr` at least zero there (above zero, if `strict`) wherever it is defined?
pub fn search(graph: &mut Graph, expr: ExprId, strict: bool, ranges: &Ranges, budget: &Budget) -> Found {
    search_within(graph, expr, strict, ranges, MOST_BOXES, budget)
}

/// As [`search`], with so many boxes at most.
pub fn search_within(
    graph: &mut Graph,
    expr: ExprId,
    strict: bool,
    ranges: &Ranges,
    most: usize,
    budget: &Budget,
) -> Found {
    let program = Program::with_slopes(graph, expr);
    let everything = LeafRange::of_range(Range::ALL);
    let whole: Vec<LeafRange> =
        program.leaves.iter().map(|leaf| ranges.get(leaf).unwrap_or(&everything).clone()).collect();
    let mut curvature: Option<Option<Calculated>> = None;
    let leaves: Vec<Range> = whole.iter().map(|range| range.range).collect();
    let fixed = vec![None; leaves.len()];
    let mut stack = vec![Part { leaves, fixed, strict, depth: 0 }];
    let mut boxes = 0;
    while let Some(part) = stack.pop() {
        boxes += 1;
        // The values, and how they move with each leaf.
        if boxes > most || !budget.spend(program.size() * (2 + part.leaves.len())) {
            return Found::Nothing;
        }
        // Where it is undefined everywhere there is nothing to show.
        let Ok(values) = program.ranges(&part.leaves) else { continue };
        let value = program.whole(&values);
        if value.is_positive() || (!part.strict && value.is_not_negative()) {
            continue;
        }
        if (0..part.leaves.len()).all(|leaf| part.is_point(leaf)) {
            let point: Option<Vec<Rational>> = part
                .leaves
                .iter()
                .zip(&part.fixed)
                .map(|(range, fixed)| fixed.clone().or_else(|| Rational::from_f64(range.lower())))
                .collect();
            let Some(point) = point else { return Found::Nothing };
            match exact_sign(graph, expr, &program.leaves, &point) {
                Some(sign) if sign.is_gt() || (sign.is_eq() && !part.strict) => continue,
                Some(_) if is_inside(&point, &whole) => return Found::Counterexample(point),
                Some(_) | None => return Found::Nothing,
            }
        }
        if let Some(smaller) = slid(&program, &values, &part, &whole) {
            stack.push(smaller);
            continue;
        }
        if let [leaf] = program.leaves.as_slice()
            && !part.strict
        {
            let curvature = curvature.get_or_insert_with(|| Calculated::of(graph, expr, *leaf));
            if let Some(curvature) = curvature
                && curvature.bottoms_out(graph, part.leaves[0])
            {
                continue;
            }
        }
        let Some(halves) = halved(&part, &whole) else { return Found::Nothing };
        stack.extend(halves);
    }
    Found::Proved
}

fn is_inside(point: &[Rational], whole: &[LeafRange]) -> bool {
    point.iter().zip(whole).all(|(value, range)| range.contains(value))
}
