//! Values as mathematics.

use chainrule_evaluator::number::{Dyadic, Held, Value};
use chainrule_render::{Layout, Number, Operator, Relation};
use chainrule_symbolic::number::scientific;

use crate::update::is_negative;

/// The most digits shown of a value that is not exact.
const MOST_DIGITS: usize = 17;

/// Beyond this power of two only the size of a value is given.
const LARGEST_EXPONENT: i64 = 300_000;

/// A value: exact digits, or as many as are certain.
pub(crate) fn number(value: &Value, digits: Option<usize>) -> Layout {
    set(value, digits).0
}

/// The sign that stands before a value.
pub(crate) fn relation_to(value: &Value, digits: Option<usize>) -> Relation {
    if set(value, digits).1 { Relation::Equal } else { Relation::About }
}

/// A value, and whether all of it is shown.
pub(crate) fn set(value: &Value, digits: Option<usize>) -> (Layout, bool) {
    let enclosure = match value {
        Value::Exact(exact) => {
            let (number, exact) = Number::value(exact, digits);
            return (Layout::number(number), exact);
        }
        Value::Enclosed(enclosure) => enclosure,
    };
    let moderate = |end: &Dyadic| end.top().is_none_or(|top| top.abs() < LARGEST_EXPONENT);
    if !moderate(enclosure.lower()) || !moderate(enclosure.upper()) {
        return (Layout::text(format!("about 10^{:.1}", value.log10_abs())), false);
    }
    let (low, high) = (enclosure.lower().to_rational(), enclosure.upper().to_rational());
    for count in (1..=digits.unwrap_or(MOST_DIGITS)).rev() {
        let ends = (scientific(&low, count), scientific(&high, count));
        if let (Some(low), Some(high)) = ends
            && low.digits == high.digits
            && low.exponent == high.exponent
            && low.negative == high.negative
        {
            return (Layout::number(Number::rounded(low.negative, &low.digits, low.exponent)), false);
        }
    }
    let [low, high] = [low, high].map(|end| Layout::number(Number::value(&end, Some(3)).0));
    (Layout::interval(&low, &high), false)
}

/// A value as a factor or behind a minus: in brackets where it is negative.
pub(crate) fn bracketed(value: &Value, digits: Option<usize>) -> Layout {
    let layout = number(value, digits);
    if is_negative(value) == Some(true) { layout.fenced() } else { layout }
}

/// What a float format holds.
pub(crate) fn held(held: &Held, digits: Option<usize>) -> Layout {
    let size = match held.abs() {
        Held::Finite(number) => {
            let size = number.to_rational();
            Layout::number(Number::value(&size, Some(digits.unwrap_or(MOST_DIGITS))).0)
        }
        Held::Infinite { .. } => Layout::operator(Operator::Infinity),
        Held::NotANumber => return Layout::text("NaN"),
    };
    if *held == held.abs() { size } else { Layout::sequence(&[Layout::operator(Operator::Negative), size]) }
}
