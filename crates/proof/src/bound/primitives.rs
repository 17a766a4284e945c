//! The primitives over ranges.

use chainrule_number::{Elementary, Rational};

use super::Range;
use super::range::toward;
use chainrule_number::{Enclosure, Scalar, Toward, Undefined};

/// What a primitive can reach.
pub(super) fn apply(function: Elementary, arguments: &[Range]) -> Result<Range, Undefined> {
    let Some(&x) = arguments.first() else {
        return Ok(Range::floats(std::f64::consts::PI.next_down(), std::f64::consts::PI.next_up()));
    };
    match function {
        Elementary::Exp => x.rising(maryada::exp),
        Elementary::Ln => x.rising(maryada::log),
        Elementary::Sqrt => {
            let cut = x.lower < 0.0;
            let root = x.rising(maryada::sqrt)?;
            Ok(if cut { Range { lower_open: false, ..root } } else { root })
        }
        Elementary::Sin => x.closed(maryada::sin),
        Elementary::Cos => x.closed(maryada::cos),
        Elementary::Tan => x.closed(maryada::tan),
        Elementary::Asin => x.closed(maryada::asin),
        Elementary::Acos => x.closed(maryada::acos),
        Elementary::Atan => x.rising(maryada::atan),
        Elementary::Sinh => x.rising(maryada::sinh),
        Elementary::Cosh => x.closed(maryada::cosh),
        Elementary::Tanh => x.rising(maryada::tanh),
        Elementary::Asinh => x.rising(maryada::asinh),
        Elementary::Acosh => x.closed(maryada::acosh),
        Elementary::Atanh => x.closed(maryada::atanh),
        Elementary::Erf => {
            let (lower, upper) = (erf_at(x.lower, Toward::Down), erf_at(x.upper, Toward::Up));
            Ok(Range { lower, upper, lower_open: x.lower_open, upper_open: x.upper_open })
        }
        Elementary::Abs => Ok(if x.is_not_negative() {
            x
        } else if x.is_not_positive() {
            x.neg()
        } else {
            let flipped = x.neg();
            let (upper, upper_open) = if flipped.upper > x.upper {
                (flipped.upper, flipped.upper_open)
            } else if flipped.upper < x.upper {
                (x.upper, x.upper_open)
            } else {
                (x.upper, flipped.upper_open && x.upper_open)
            };
            Range { lower: 0.0, lower_open: false, upper, upper_open }
        }),
        Elementary::Sign => {
            let low = if x.is_positive() {
                1.0
            } else if x.is_not_negative() {
                0.0
            } else {
                -1.0
            };
            let high = if x.is_negative() {
                -1.0
            } else if x.is_not_positive() {
                0.0
            } else {
                1.0
            };
            Ok(Range::floats(low, high))
        }
        Elementary::Step => Ok(Range::floats(
            if x.is_positive() { 1.0 } else { 0.0 },
            if x.is_not_positive() { 0.0 } else { 1.0 },
        )),
        Elementary::Min => Ok(arguments[1..].iter().fold(x, |best, other| extreme(best, *other))),
        Elementary::Max => {
            Ok(arguments[1..].iter().fold(x.neg(), |best, other| extreme(best, other.neg())).neg())
        }
        Elementary::Pi => Err(Undefined::Unknown),
    }
}

/// The smaller of two numbers, one from each range.
fn extreme(left: Range, right: Range) -> Range {
    let (lower, lower_open) = if left.lower < right.lower {
        (left.lower, left.lower_open)
    } else if right.lower < left.lower {
        (right.lower, right.lower_open)
    } else {
        (left.lower, left.lower_open && right.lower_open)
    };
    let (upper, upper_open) = if left.upper < right.upper {
        (left.upper, left.upper_open)
    } else if right.upper < left.upper {
        (right.upper, right.upper_open)
    } else {
        (left.upper, left.upper_open || right.upper_open)
    };
    Range { lower, upper, lower_open, upper_open }
}

/// The exponent of the smallest positive float, and some more.
const SMALLEST_FLOAT: i64 = -1100;

/// The error function at a float, rounded outwards.
fn erf_at(x: f64, side: Toward) -> f64 {
    if x.is_infinite() {
        return x.signum();
    }
    let bound = if side == Toward::Down { -1.0 } else { 1.0 };
    let Some(exact) = Rational::from_f64(x) else { return bound };
    let point = Enclosure::from_rational(&exact, 128);
    match Enclosure::elementary(Elementary::Erf, &[point], 64) {
        Ok(value) => {
            let end = if side == Toward::Down { value.lower() } else { value.upper() };
            // |erf x| stays below 2|x|: enough where the value is too small for a float.
            if end.top().is_some_and(|top| top < SMALLEST_FLOAT) {
                return if side == Toward::Down { 2.0 * x.min(0.0) } else { 2.0 * x.max(0.0) };
            }
            end.to_rational().map_or(bound, |end| toward(&end, side))
        }
        Err(_) => bound,
    }
}
