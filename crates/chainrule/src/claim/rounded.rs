//! Claims between numbers that were printed rounded.
//!
//! Each number that is written with a point stands for all that round to it: half a unit of its last digit to either
//! side. Whole numbers, and powers of ten such as `1e-4`, are exact. Intervals over which the sides are evaluated may be
//! too wide, never too narrow: what is not reachable is certainly not.

use chainrule_evaluator::number::{Dyadic, Enclosure, Scalar};
use chainrule_evaluator::{Kernel, evaluate};
use chainrule_render::{Layout, Number};
use chainrule_symbolic::function::rows::arithmetic::NEGATE;
use chainrule_symbolic::graph::{ExprId, Graph, Node};
use chainrule_symbolic::number::Rational;
use rustc_hash::FxHashMap;

use super::Judgement;

/// The working precision, in bits.
const BITS: u32 = 256;

/// So many digits are said of what operands reach.
const REACH_DIGITS: usize = 6;

/// Ends beyond this power of two are not written out.
const LARGEST_EXPONENT: i64 = 4_000;

/// What becomes of a claim that is refuted as it is written: `left ~= right` to half a `unit`.
pub(super) fn judge(
    graph: &mut Graph,
    (left, right): (ExprId, ExprId),
    operands: &[(ExprId, Rational)],
    unit: &Rational,
    refuted: Judgement,
) -> Judgement {
    let half = Rational::fraction(1, 2);
    let band = |value: &Rational, unit: &Rational| {
        let slack = unit * &half;
        Enclosure::from_range(&(value - &slack), &(value + &slack), BITS)
    };
    let printed: FxHashMap<ExprId, Enclosure> = operands
        .iter()
        .filter_map(|(number, unit)| Some((*number, band(&exact(graph, *number)?, unit))))
        .collect();
    // The printed result says by its last digit how far it goes; the other side goes as far as its operands do.
    let (side, result) = match (exact(graph, left), exact(graph, right)) {
        (_, Some(result)) => (left, result),
        (Some(result), None) => (right, result),
        (None, None) => return refuted,
    };
    let side = Kernel::new().of(graph, side);
    let Ok(reached) = evaluate(graph, side, &printed, BITS) else { return refuted };
    let gap = reached.sub(&Enclosure::from_rational(&result, BITS), BITS);
    let slack = band(&Rational::zero(), unit);
    let Some(reached) = range(&reached) else { return refuted };
    let reached = format!("operands rounded as printed reach {reached}");
    if gap.is_disjoint(&slack) {
        Judgement::Refuted { how: format!("not reachable: {reached}") }
    } else {
        let Judgement::Refuted { how } = refuted else { return refuted };
        Judgement::Consistent { how: format!("as printed {how}; {reached}") }
    }
}

/// The number, where the expression is one, with or without a minus.
fn exact(graph: &Graph, expr: ExprId) -> Option<Rational> {
    match graph.node(expr) {
        Node::Number(number) => Some(number.clone()),
        Node::Apply { function, arguments: &[size], .. } if graph.builtin(function) == Some(&NEGATE) => {
            match graph.node(size) {
                Node::Number(number) => Some(-number),
                Node::Symbol(_) | Node::Apply { .. } | Node::Derivative { .. } => None,
            }
        }
        Node::Symbol(_) | Node::Apply { .. } | Node::Derivative { .. } => None,
    }
}

/// From where to where an enclosure goes, its ends rounded to a few digits.
fn range(enclosure: &Enclosure) -> Option<String> {
    let end = |end: &Dyadic| {
        let value = end.top().is_none_or(|top| top.abs() < LARGEST_EXPONENT).then(|| end.to_rational())?;
        Some(Layout::number(Number::value(&value, Some(REACH_DIGITS)).0).ascii())
    };
    Some(format!("from {} to {}", end(enclosure.lower())?, end(enclosure.upper())?))
}
