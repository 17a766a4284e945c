//! Bounds: that one expression is never below another, over a box or for all values.
//!
//! - [`Budget`]: how many steps a search may take;
//! - [`Range`]: f64 intervals that know whether their ends are reached;
//! - `exact`: the same tape with exact ends, for sums and products of many bounds;
//! - `primitives`: functions over them; `error_function`: erf at floats; `power`: powers;
//! - `program`: an expression as a tape over many boxes, with the ranges that its functions' rows prove, and its slopes;
//! - `search`: box by box, sliding to an end where the value only rises or falls;
//! - `curvature`: a stationary point of something convex is its least value;
//! - `quadratic`: forms such as x² − 2xy + y²;
//! - `polynomial`, `factored`: sums of products; common factors taken out, functions taken as variables with their
//!   ranges;
//! - `sturm`: the sign of a polynomial in one variable;
//! - `proof`: rules put one upon another, where the above see nothing at once;
//! - `extent`: the least and the largest value over a box.

mod curvature;
mod error_function;
mod exact;
mod extent;
mod factored;
mod leaf_range;
mod polynomial;
mod power;
mod primitives;
mod program;
mod proof;
mod quadratic;
mod range;
mod range_scalar;
mod search;
mod sturm;

use std::cmp::Ordering;

use chainrule_number::Rational;
use chainrule_symbolic::graph::{ExprId, Graph};
use rustc_hash::FxHashMap;

pub use crate::budget::Budget;
use curvature::Calculated;
pub use extent::{MOST_ENCLOSED, extent};
pub use factored::sum_of_sizes;
pub use leaf_range::{LeafRange, Ranges};
pub use program::Program;
pub use proof::prove;
pub use range::Range;
pub use search::Found;
pub(crate) use search::Part;

use crate::identity;
use chainrule_number::{PRECISIONS, USUAL_PRECISION};
use chainrule_number::{Undefined, Value};
use chainrule_program::{Formula, Kernel};

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
    if exact::exact_range(&program, ranges).is_some_and(|range| range.is_not_negative(strict)) {
        return true;
    }
    program
        .reach(ranges)
        .is_some_and(|range| if strict { range.is_positive() } else { range.is_not_negative() })
}

/// The ranges of some expressions over a box.
pub fn ranges_of(graph: &mut Graph, expressions: &[ExprId], ranges: &Ranges) -> Vec<Option<Range>> {
    expressions.iter().map(|&expr| Program::new(graph, expr).reach(ranges)).collect()
}

/// The sign of an expression at a point, exactly; nothing where it is undefined or can't be told.
pub(crate) fn exact_sign(
    graph: &mut Graph,
    expr: ExprId,
    leaves: &[ExprId],
    point: &[Rational],
) -> Option<Ordering> {
    let kernel = Kernel::new().of(graph, expr);
    let formula = Formula::of_primitives(graph, kernel, leaves).ok()?;
    let numbers: Vec<Value> = point.iter().cloned().map(Value::Exact).collect();
    for &bits in PRECISIONS.iter().filter(|&&bits| bits <= USUAL_PRECISION) {
        match formula.at(&numbers, bits) {
            Ok(Value::Exact(value)) => return Some(value.cmp(&Rational::zero())),
            Ok(Value::Enclosed(value)) => {
                if let Some(sign) = value.sign() {
                    return Some(sign);
                }
            }
            Err(Undefined::DivisionByZero) => {}
            Err(_) => return None,
        }
    }
    // Too close to zero to tell: it may be zero.
    let mut rewriter = chainrule_symbolic::graph::Rewriter::new();
    for (&leaf, value) in leaves.iter().zip(point) {
        let number = graph.number(value.clone());
        rewriter.replace(leaf, number);
    }
    let at_point = rewriter.apply(graph, kernel);
    let zero = graph.integer(0);
    identity::holds(graph, at_point, zero, &FxHashMap::default()).then_some(Ordering::Equal)
}
