//! What only rises is least where it begins; sums of names as one name.

use chainrule_symbolic::function::rows::arithmetic::NEGATE;
use chainrule_symbolic::graph::{ExprId, Graph, Walk};

use super::super::curvature::derived_by;
use super::canonical::is_arithmetic;
use super::cases::solved;
use super::goal::{Goal, Goals};
use crate::ranges::{Program, Range};

/// With more leaves slopes are not looked at.
const MOST_LEAVES: usize = 3;

/// Larger expressions are not derived.
const LARGEST: usize = 80;

/// An expression that only rises with a leaf is least at the lower end of that leaf, one that only falls at the upper
/// end. It must be defined and without jumps throughout, ends included, and so must its slope.
pub(super) fn slopes(graph: &mut Graph, goal: &Goal) -> Vec<Goals> {
    let leaves = goal.leaves(graph);
    if leaves.len() > MOST_LEAVES || Walk::rewritable(graph, goal.expr).len() > LARGEST {
        return Vec::new();
    }
    let mut out = Vec::new();
    for leaf in leaves {
        let range = goal.range_of(leaf);
        if (range.lower.is_none() && range.upper.is_none()) || !is_smooth(graph, goal, goal.expr) {
            continue;
        }
        let Some(symbol) = graph.symbol_at(leaf) else { continue };
        let slope = derived_by(graph, goal.expr, symbol);
        if !is_smooth(graph, goal, slope) {
            continue;
        }
        let falling = graph.call(&NEGATE, &[slope]);
        for (end, slope) in [(&range.lower, slope), (&range.upper, falling)] {
            let Some((end, open)) = end else { continue };
            let end = graph.number(end.clone());
            let at_end = goal.with(graph, leaf, end);
            out.push(vec![goal.of(slope).loose(), at_end.clone()]);
            if *open && goal.strict {
                // Strictly rising from an end that is left out: zero at the end is enough.
                out.push(vec![goal.of(slope), at_end.loose()]);
            }
        }
    }
    out
}

/// Whether an expression is defined everywhere in the ranges, ends included, and nothing in it jumps.
fn is_smooth(graph: &mut Graph, goal: &Goal, expr: ExprId) -> bool {
    let program = Program::with_slopes(graph, expr);
    let leaves: Vec<Range> = program.leaves.iter().map(|&leaf| closed(goal.range_of(leaf).range)).collect();
    program.ranges(&leaves).is_ok_and(|ranges| program.gradient(&ranges).is_some())
}

/// A range with its finite ends.
fn closed(range: Range) -> Range {
    Range::floats(range.lower(), range.upper())
}

/// Where all names stand only in one sum, that sum as a name of its own.
pub(super) fn sums(graph: &mut Graph, goal: &Goal) -> Vec<Goals> {
    let before = goal.leaves(graph).len();
    let mut out = Vec::new();
    for id in Walk::rewritable(graph, goal.expr) {
        if is_arithmetic(graph, id) {
            continue;
        }
        let &[argument] = graph.children(id) else { continue };
        let Some((solved_goal, name)) = solved(graph, goal, argument) else { continue };
        let range = goal.exact_reach(graph, argument);
        let solved_goal = solved_goal.knowing(name, range);
        if let Some(written) = super::canonical::written(graph, &solved_goal) {
            let solved_goal = solved_goal.of(written);
            if solved_goal.leaves(graph).len() < before {
                out.push(vec![solved_goal]);
            }
        }
    }
    out
}
