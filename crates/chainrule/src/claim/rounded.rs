//! Claims between numbers that were printed rounded.
//!
//! Each number that is written with a point stands for all that round to it: half a unit of its last digit to either
//! side. Whole numbers, and powers of ten such as `1e-4`, are exact. Intervals over which the sides are evaluated may be
//! too wide, never too narrow: what is not reachable is certainly not.

use chainrule_evaluator::number::{Dyadic, Enclosure, Scalar, Toward, first_place, power_of_ten};
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
const REACH_DIGITS: i64 = 6;

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
    let mut kernel = Kernel::new();
    let mut reach = |side: ExprId| {
        let side = kernel.of(graph, side);
        match exact(graph, side) {
            Some(number) => Some((Enclosure::from_rational(&number, BITS), true)),
            None => Some((evaluate(graph, side, &printed, BITS).ok()?, false)),
        }
    };
    let (Some((left, _)), Some((right, is_result))) = (reach(left), reach(right)) else { return refuted };
    let gap = left.sub(&right, BITS);
    let slack = band(&Rational::zero(), unit);
    let Some(reached) = range(if is_result { &left } else { &right }) else { return refuted };
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

/// From where to where an enclosure goes, rounded outwards to a few digits.
fn range(enclosure: &Enclosure) -> Option<String> {
    let end = |end: &Dyadic, toward: Toward| {
        let value = end.top().is_none_or(|top| top.abs() < LARGEST_EXPONENT).then(|| end.to_rational())?;
        let unit = power_of_ten(first_place(&value).unwrap_or(0) + 1 - REACH_DIGITS);
        let units = value.checked_div(&unit)?;
        let whole = match toward {
            Toward::Down => Rational::from_bigint(units.floor()),
            Toward::Up => -Rational::from_bigint((-units).floor()),
        };
        Some(Layout::number(Number::value(&(&whole * &unit), None).0).ascii())
    };
    Some(format!("from {} to {}", end(enclosure.lower(), Toward::Down)?, end(enclosure.upper(), Toward::Up)?))
}
