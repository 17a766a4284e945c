//! The primitives over ranges.

use chainrule_number::{Elementary, Scalar, Toward, Undefined};

use super::{Range, error_function};

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
            let (lower, upper) =
                (error_function::at(x.lower, Toward::Down), error_function::at(x.upper, Toward::Up));
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
    let (upper, upper_open) = if left.upper < right.upper {
        (left.upper, left.upper_open)
    } else if right.upper < left.upper {
        (right.upper, right.upper_open)
    } else {
        (left.upper, left.upper_open || right.upper_open)
    };
    Range { upper, upper_open, ..left.hull(right) }
}
