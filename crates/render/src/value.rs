//! Values as mathematics.

use std::borrow::Cow;
use std::cmp::Ordering;

use crate::{Layout, Number, Operator, Relation};
use chainrule_number::Rational;
use chainrule_number::{DecimalRounding, Dyadic, Enclosure, Held, Value, rounded_up};

/// The most digits shown of a value that is not exact.
const MOST_DIGITS: usize = 17;

/// What lies between 0 and a number of this logarithm at most, either way, stands as 0 within that.
const VERY_LITTLE: f64 = -20.0;

/// Digits of how far it may be from 0.
const ROUGH_DIGITS: usize = 2;

/// A value: exact digits, or as many as are certain.
pub fn number(value: &Value, digits: Option<usize>) -> Layout {
    set(value, digits).0
}

/// The sign that stands before a value.
pub fn relation_to(value: &Value, digits: Option<usize>) -> Relation {
    if set(value, digits).1 { Relation::Equal } else { Relation::About }
}

/// A value, and whether all of it is shown.
pub fn set(value: &Value, digits: Option<usize>) -> (Layout, bool) {
    let enclosure = match value {
        Value::Exact(exact) => {
            let (number, exact) = Number::value(exact, digits);
            return (Layout::number(number), exact);
        }
        Value::Enclosed(enclosure) => enclosure,
    };
    let wanted = digits.unwrap_or(MOST_DIGITS);
    if let Some(number) = certain_digits(enclosure, wanted) {
        return (Layout::number(number), false);
    }
    if let Some(within) = nearly_zero(enclosure) {
        let zero = Layout::number(Number::value(&Rational::zero(), None).0);
        let within = Layout::number(Number::value(&within, Some(ROUGH_DIGITS)).0);
        return (Layout::joined(&[zero, within], Operator::PlusMinus), false);
    }
    let [low, high] = [enclosure.lower(), enclosure.upper()].map(end);
    (Layout::interval(&low, &high), false)
}

/// How far from 0 what can't be told from it lies at most, rounded up; nothing where that is not very little.
fn nearly_zero(enclosure: &Enclosure) -> Option<Rational> {
    let [low, high] = [enclosure.lower(), enclosure.upper()];
    let is_around = low.sign() != Ordering::Greater && high.sign() != Ordering::Less;
    let is_small =
        [low, high].iter().all(|end| end.sign() == Ordering::Equal || end.log10_abs() < VERY_LITTLE);
    if !(is_around && is_small) {
        return None;
    }
    let [low, high] = [low.to_rational().ok()?, high.to_rational().ok()?];
    let most = low.abs().max(high);
    Some(rounded_up(&most, ROUGH_DIGITS))
}

/// As many digits as both ends share, up to so many; nothing where they share none. What is far from 1 is first divided by
/// a power of ten.
fn certain_digits(enclosure: &Enclosure, most: usize) -> Option<Number> {
    let (within, exponent) = if enclosure.lower().is_moderate() && enclosure.upper().is_moderate() {
        (Cow::Borrowed(enclosure), 0)
    } else {
        let bits = u32::try_from(most * 4).ok()?.saturating_add(64);
        let (scaled, exponent) = enclosure.scientific(bits)?;
        // Both ends are near each other, or there are no digits to share.
        if !scaled.lower().is_moderate() || !scaled.upper().is_moderate() {
            return None;
        }
        (Cow::Owned(scaled), exponent)
    };
    (1..=most).rev().find_map(|count| {
        let (low, high) = (within.lower().scientific(count)?, within.upper().scientific(count)?);
        (low.digits == high.digits && low.exponent == high.exponent && low.negative == high.negative)
            .then(|| Number::certain(low.negative, &low.digits, low.exponent + exponent, count))
    })
}

/// An end of an interval, to three digits.
fn end(end: &Dyadic) -> Layout {
    let number = match end.to_rational() {
        Ok(exact) if end.is_moderate() => Some(Number::value(&exact, Some(3)).0),
        Ok(_) | Err(_) => certain_digits(&Enclosure::at(end.clone()), 3),
    };
    number.map_or_else(|| Layout::power_of_ten(end.log10_abs(), 1), Layout::number)
}

/// A number written down by a rounding, with the zeros at its end: `0.5900`.
pub fn as_written(rounding: DecimalRounding, value: &Rational) -> Layout {
    let shortest = Number::value(value, None).0;
    let Some(last) = rounding.last_place(value).and_then(|place| usize::try_from(-place).ok()) else {
        return Layout::number(shortest);
    };
    Layout::number(shortest.with_decimals(last))
}

/// A value as a factor or behind a minus: in brackets where it is negative.
pub fn bracketed(value: &Value, digits: Option<usize>) -> Layout {
    let layout = number(value, digits);
    if value.is_negative() == Some(true) { layout.fenced() } else { layout }
}

/// What a float format holds.
pub fn held(held: &Held, digits: Option<usize>) -> Layout {
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
