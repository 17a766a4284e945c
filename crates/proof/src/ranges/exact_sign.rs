//! The sign of an expression at a point.

use std::cmp::Ordering;

use chainrule_number::{PRECISIONS, Rational, USUAL_PRECISION, Undefined, Value};
use chainrule_program::{Formula, Kernel};
use chainrule_symbolic::graph::{ExprId, Graph, Rewriter};
use rustc_hash::FxHashMap;

use crate::identity;

/// The sign, exactly; nothing where it is undefined or can't be told.
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
    let mut rewriter = Rewriter::new();
    for (&leaf, value) in leaves.iter().zip(point) {
        let number = graph.number(value.clone());
        rewriter.replace(leaf, number);
    }
    let at_point = rewriter.apply(graph, kernel);
    let zero = graph.integer(0);
    identity::holds(graph, at_point, zero, &FxHashMap::default()).then_some(Ordering::Equal)
}
