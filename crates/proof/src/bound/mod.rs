//! Bounds: that one expression is never below another, over a box or for all values.
//!
//! - [`Budget`]: how many steps a search may take;
//! - `search`: box by box, sliding to an end where the value only rises or falls;
//! - `curvature`: a stationary point of something convex is its least value;
//! - `quadratic`: forms such as x² − 2xy + y²;
//! - `polynomial`, `factored`: sums of products; common factors taken out, functions taken as variables with their
//!   ranges;
//! - `sturm`: the sign of a polynomial in one variable;
//! - `proof`: rules put one upon another, where the above see nothing at once;
//! - `extent`: the least and the largest value over a box.

mod curvature;
mod extent;
mod factored;
mod polynomial;
mod proof;
mod quadratic;
mod search;
mod sturm;

use chainrule_symbolic::graph::{ExprId, Graph};

pub use crate::budget::Budget;
use curvature::Calculated;
pub use extent::{MOST_ENCLOSED, extent};
pub use factored::sum_of_sizes;
pub use proof::prove;
pub use search::Found;

use crate::ranges::{Program, Ranges, exact_range};

/// Whether `expr` is at least zero (above zero, if `strict`) wherever it is defined, its leaves in these ranges.
pub fn is_not_negative(
    graph: &mut Graph,
    expr: ExprId,
    strict: bool,
    ranges: &Ranges,
    budget: &Budget,
) -> Found {
    match factored::search(graph, expr, strict, ranges, budget) {
        Found::Proved => return Found::Proved,
        // The point is one of the functions' values, not of the leaves: another search must find the leaves.
        Found::Counterexample(_) | Found::Nothing => {}
    }
    search::search(graph, expr, strict, ranges, budget)
}

/// Whether the ranges over the whole box show it at once, with no search.
pub fn is_plainly_not_negative(graph: &mut Graph, expr: ExprId, strict: bool, ranges: &Ranges) -> bool {
    let program = Program::new(graph, expr);
    if exact_range(&program, ranges).is_some_and(|range| range.is_not_negative(strict)) {
        return true;
    }
    program
        .reach(ranges)
        .is_some_and(|range| if strict { range.is_positive() } else { range.is_not_negative() })
}
