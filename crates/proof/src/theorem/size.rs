//! The size of one expression: a number times what is left free.

use chainrule_number::{Rational, Scalar};
use chainrule_symbolic::function::rows::arithmetic::{DIVIDE, MULTIPLY, NEGATE, POWER};
use chainrule_symbolic::function::rows::piecewise::ABS;
use chainrule_symbolic::function::{Function, Interval};
use chainrule_symbolic::graph::{ExprId, Graph, Node};
use chainrule_symbolic::network::Network;

use super::{Ground, PartBound, Why};
use crate::ranges::Range;

/// Larger products are not taken apart.
const MOST_PARTS: usize = 64;

/// Numbers that ranges give are rounded outwards to so many significant digits.
const DIGITS: i32 = 6;

/// A bound on the size of an expression: numbers, and parts that stay.
#[derive(Clone, Debug)]
pub(super) struct Size {
    /// Numbers that are no bounds: they stand in the expression.
    pub exact: Rational,
    /// Bounds of parts, other than 1, in their order.
    pub numbers: Vec<Rational>,
    /// What stays, with its powers.
    pub kept: Vec<(ExprId, i64)>,
    /// The bounds used.
    pub parts: Vec<PartBound>,
    /// Whether some part never reaches its bound.
    pub strict: bool,
}

impl Size {
    /// Whether something in it is bounded by more than itself.
    pub fn says_something(&self) -> bool {
        !self.parts.is_empty()
    }

    /// Whether nothing in it is free: then it is a number above zero, and strictness is kept.
    pub fn is_number(&self) -> bool {
        self.kept.is_empty()
    }
}

/// The size of an expression; nothing where it is zero or has too many parts.
pub(super) fn bounded_size(
    graph: &mut Graph,
    network: &Network,
    ground: &Ground,
    expr: ExprId,
) -> Option<Size> {
    let mut size = Size {
        exact: Rational::one(),
        numbers: Vec::new(),
        kept: Vec::new(),
        parts: Vec::new(),
        strict: false,
    };
    // The first factor comes off the stack first.
    let mut stack = vec![(expr, 1i64)];
    let mut count = 0;
    while let Some((id, power)) = stack.pop() {
        count += 1;
        if count > MOST_PARTS {
            return None;
        }
        let Node::Apply { function, arguments, .. } = graph.node(id) else {
            part(graph, network, ground, id, power, &mut size)?;
            continue;
        };
        let row = graph.builtin(function);
        let arguments = arguments.to_vec();
        if row == Some(&MULTIPLY) {
            stack.extend(arguments.into_iter().rev().map(|argument| (argument, power)));
        } else if row == Some(&NEGATE) || row == Some(&ABS) {
            stack.push((arguments[0], power));
        } else if row == Some(&DIVIDE) {
            stack.push((arguments[1], -power));
            stack.push((arguments[0], power));
        } else if row == Some(&POWER)
            && let Node::Number(exponent) = graph.node(arguments[1])
            && let Some(exponent) = exponent.to_i64()
        {
            stack.push((arguments[0], power.checked_mul(exponent)?));
        } else {
            part(graph, network, ground, id, power, &mut size)?;
        }
    }
    Some(size)
}

/// One part that is no product.
fn part(
    graph: &mut Graph,
    network: &Network,
    ground: &Ground,
    id: ExprId,
    power: i64,
    size: &mut Size,
) -> Option<()> {
    if let Node::Number(number) = graph.node(id) {
        let factor = number.abs().pow(power).ok()?;
        if factor.is_zero() {
            return None;
        }
        size.exact = Scalar::mul(&size.exact, &factor, 0).ok()?;
        return Some(());
    }
    match bounded(graph, network, ground, id).filter(|_| power > 0) {
        Some((bound, strict, why)) => {
            let whole = bound.pow(power).ok()?;
            let number = graph.number(bound);
            let own_size = graph.call(&ABS, &[id]);
            let part_bound = PartBound { of: id, size: own_size, bound: number, strict, why };
            if !size.parts.contains(&part_bound) {
                size.parts.push(part_bound);
            }
            size.strict |= strict;
            if whole.is_zero() {
                return None;
            }
            if !whole.is_one() {
                size.numbers.push(whole);
            }
        }
        None => size.kept.push((id, power)),
    }
    Some(())
}

/// The largest size of an expression, whether it is never reached, and why.
fn bounded(
    graph: &mut Graph,
    network: &Network,
    ground: &Ground,
    id: ExprId,
) -> Option<(Rational, bool, Why)> {
    let (stated, why) = stated(graph, network, ground, id);
    let reach = largest(ground.reach(graph, id));
    match (stated, reach) {
        // The row says it exactly; the ranges may know more of the argument.
        (Some((row, strict)), Some((found, _))) if found.to_f64() > row.to_f64() * (1.0 - 1e-6) => {
            Some((row, strict, why?))
        }
        (Some((row, strict)), None) => Some((row, strict, why?)),
        (_, Some((found, _))) => {
            let why = if ground.is_given(id) { Why::Given } else { Why::Computed };
            if let (Why::Given, Some(range)) = (why, ground.ranges.get(&id)) {
                let ends = [range.lower.clone()?, range.upper.clone()?];
                let (value, open) =
                    ends.iter().max_by(|a, b| a.0.abs().cmp(&b.0.abs()).then(b.1.cmp(&a.1)))?.clone();
                return Some((value.abs(), open, why));
            }
            Some((outwards(&found)?, false, why))
        }
        (None, None) => None,
    }
}

/// What the row of a function states of its values or of its derivative.
fn stated(
    graph: &Graph,
    network: &Network,
    ground: &Ground,
    id: ExprId,
) -> (Option<(Rational, bool)>, Option<Why>) {
    let written = match graph.node(id) {
        Node::Symbol(symbol) if !ground.is_given(id) => network.formula(symbol).unwrap_or(id),
        Node::Symbol(_) | Node::Number(_) | Node::Apply { .. } | Node::Derivative { .. } => id,
    };
    let Node::Apply { function, primes, .. } = graph.node(written) else { return (None, None) };
    let Some(row): Option<&'static Function> = graph.builtin(function) else { return (None, None) };
    let (interval, why) = match primes {
        0 => (row.range, Why::ValueOf(row)),
        1 => (row.derivative_range, Why::SlopeOf(row)),
        _ => return (None, None),
    };
    (largest_of(interval), Some(why))
}

/// The largest size in an interval, and whether it is never reached.
fn largest_of(interval: Interval) -> Option<(Rational, bool)> {
    let (lower, upper) = (interval.lower.value()?, interval.upper.value()?);
    let (below, above) = (interval.lower.is_open(), interval.upper.is_open());
    Some(match lower.abs().cmp(&upper.abs()) {
        std::cmp::Ordering::Less => (upper.abs(), above),
        std::cmp::Ordering::Greater => (lower.abs(), below),
        std::cmp::Ordering::Equal => (upper.abs(), above && below),
    })
}

/// The largest size in a range.
fn largest(range: Range) -> Option<(Rational, bool)> {
    let size = range.lower().abs().max(range.upper().abs());
    Some((Rational::from_f64(size)?, false))
}

/// Rounded up to a few digits.
fn outwards(value: &Rational) -> Option<Rational> {
    let size = value.to_f64();
    if size <= 0.0 {
        return Some(Rational::zero());
    }
    #[expect(clippy::cast_possible_truncation, reason = "the exponent of a float is small")]
    let exponent = DIGITS - 1 - size.log10().floor() as i32;
    let scale = Rational::from_integer(10).pow(i64::from(exponent)).ok()?;
    let scaled = value * &scale;
    let whole = Rational::from_bigint(scaled.floor());
    let up = if whole == scaled { whole } else { &whole + &Rational::one() };
    up.checked_div(&scale)
}
