//! Numbers compared with what was printed of them.

use chainrule::number::{Rational, Value, power_of_ten};
use chainrule::render;
use chainrule_latex::rows::Relation;
use chainrule_latex::tree::Printed;

use crate::line::Verdict;

/// Numbers beyond this power of ten are compared by their size alone.
const LARGEST: f64 = 2_500.0;

/// A number near a value: the value itself, or one that differs from it by less than any printed digit.
pub(crate) fn near(value: &Value) -> Option<Rational> {
    match value {
        Value::Exact(exact) => Some(exact.clone()),
        Value::Enclosed(enclosure) => {
            let size = value.told_log10_abs()?;
            if size.abs() > LARGEST && size.is_finite() {
                return None;
            }
            enclosure.middle(160).to_rational().ok()
        }
    }
}

/// A value as it is shown.
pub(crate) fn shown(value: &Value, like: Option<&Printed>) -> String {
    let digits = like.and_then(|printed| {
        let size = value.told_log10_abs().filter(|size| size.is_finite())?;
        let unit = printed.unit.log10_abs();
        let digits = size.floor() - unit.floor() + 1.0;
        // Three digits more than printed.
        (digits.is_finite() && digits.abs() < 40.0).then(|| to_count(digits + 3.0).clamp(4, 12))
    });
    let digits = match value {
        Value::Exact(_) if digits.is_none() => None,
        Value::Exact(exact) => {
            let is_short = chainrule::number::terminating(exact, 12).is_some_and(|text| text.len() <= 12);
            if is_short { None } else { digits }
        }
        Value::Enclosed(_) => Some(digits.unwrap_or(8)),
    };
    render::value::number(value, digits).ascii()
}

fn to_count(digits: f64) -> usize {
    let mut count = 0;
    while count < 60 && digits > 0.0 && f64::from(u8::try_from(count).unwrap_or(u8::MAX)) < digits {
        count += 1;
    }
    count
}

/// What stands on the right: its value, and how it was printed where it is one number.
pub(crate) struct Target<'a> {
    pub(crate) value: &'a Value,
    pub(crate) printed: Option<&'a Printed>,
}

/// How a value stands to what was printed; `slack` is how far the rounding of printed operands can move it. Nothing
/// where it cannot be told.
pub(crate) fn compare(
    value: &Value,
    target: &Target<'_>,
    relation: Relation,
    slack: &Rational,
) -> Option<Verdict> {
    if let (Value::Exact(number), Value::Exact(other)) = (value, target.value)
        && number == other
    {
        return Some(match relation {
            Relation::Less | Relation::Greater | Relation::MuchLess | Relation::MuchGreater => Verdict::Wrong,
            Relation::Equal
            | Relation::About
            | Relation::AtMost
            | Relation::AtLeast
            | Relation::Assign
            | Relation::None => Verdict::Equal,
        });
    }
    if let Some(Printed { is_power_of_ten: true, .. }) = target.printed
        && relation == Relation::About
    {
        let (size, other) = (value.told_log10_abs()?, target.value.told_log10_abs()?);
        let same_sign = value.is_negative()? == target.value.is_negative()?;
        let is_near = same_sign && (size - other).abs() <= 0.5 + 1e-9;
        return Some(if is_near { Verdict::OrderOfMagnitude } else { Verdict::Wrong });
    }
    let (Some(number), Some(other)) = (near(value), near(target.value)) else {
        return by_size(value, target.value, relation);
    };
    let is_exact = |value: &Value| matches!(value, Value::Exact(_));
    match relation {
        Relation::Less | Relation::AtMost => {
            return Some(if number < other { Verdict::Proved } else { Verdict::Wrong });
        }
        Relation::Greater | Relation::AtLeast => {
            return Some(if number > other { Verdict::Proved } else { Verdict::Wrong });
        }
        Relation::MuchLess | Relation::MuchGreater => {
            let (small, large) =
                if relation == Relation::MuchLess { (number, other) } else { (other, number) };
            let ten = Rational::from_integer(10);
            return if small >= large {
                Some(Verdict::Wrong)
            } else if &small.abs() * &ten <= large.abs() {
                Some(Verdict::Proved)
            } else {
                None
            };
        }
        Relation::Equal | Relation::About | Relation::Assign => {}
        Relation::None => return None,
    }
    let gap = (&number - &other).abs();
    // An irrational number is known to 100 binary digits: what agrees in them is the same as far as anyone can print.
    let is_enclosed = matches!(value, Value::Enclosed(_)) || matches!(target.value, Value::Enclosed(_));
    if is_enclosed && !other.is_zero() && gap <= &other.abs() * &power_of_ten(-26) {
        return Some(Verdict::PrintedDigits);
    }
    let half = Rational::fraction(1, 2);
    let Some(printed) = target.printed else {
        if gap <= *slack {
            return Some(if gap.is_zero() { Verdict::Equal } else { Verdict::RoundedOperands });
        }
        if relation == Relation::About {
            // Two formulas of numbers that agree to half a per cent.
            let part = &other.abs() * &Rational::fraction(1, 200);
            return Some(if gap <= part { Verdict::PrintedDigits } else { Verdict::Wrong });
        }
        // Numbers that are not rational may be the same.
        return if is_exact(value) && is_exact(target.value)
            || gap > &other.abs() * &Rational::fraction(1, 1_000_000)
        {
            Some(Verdict::Wrong)
        } else {
            None
        };
    };
    let unit = unit_of(printed, relation);
    let at_digits = gap <= &unit * &half;
    if at_digits && !is_too_coarse(&number, printed, relation, is_exact(value)) {
        let is_odd = tie(value, printed, relation).is_some_and(|tie| !tie.is_even);
        return Some(if is_odd { Verdict::Cut } else { Verdict::PrintedDigits });
    }
    let is_cut = gap < unit
        && number.abs() > other.abs()
        && (number.is_negative() == other.is_negative() || other.is_zero());
    if is_cut && !other.is_zero() && !is_whole(printed) {
        return Some(Verdict::Cut);
    }
    if gap <= &(&unit * &half) + slack && !slack.is_zero() {
        return Some(Verdict::RoundedOperands);
    }
    Some(Verdict::Wrong)
}

/// A value halfway between two printed numbers, of which the one nearer to 0 was printed.
pub(crate) struct Tie {
    /// Whether the last digit printed is even: one rule of rounding gives it. No rule gives an odd one.
    pub(crate) is_even: bool,
    /// The other number.
    pub(crate) other: Rational,
}

/// The tie that a printed number stands for; nothing where it is none, or was rounded away from 0, as is usual.
pub(crate) fn tie(value: &Value, printed: &Printed, relation: Relation) -> Option<Tie> {
    let Value::Exact(number) = value else { return None };
    let unit = unit_of(printed, relation);
    let is_halfway = (number - &printed.value).abs() == &unit * &Rational::fraction(1, 2);
    if !is_halfway || number.abs() < printed.value.abs() {
        return None;
    }
    let count = printed.value.checked_div(&unit)?;
    let is_even = (&count * &Rational::fraction(1, 2)).is_integer();
    Some(Tie {
        is_even,
        other: if number.is_negative() { &printed.value - &unit } else { &printed.value + &unit },
    })
}

fn is_whole(printed: &Printed) -> bool {
    printed.unit.is_one()
}

/// The unit of the last digit that counts: zeros at the end of a large number that is only about right do not.
fn unit_of(printed: &Printed, relation: Relation) -> Rational {
    if relation != Relation::About
        || !printed.value.is_integer()
        || printed.value.is_zero()
        || !is_whole(printed)
    {
        return printed.unit.clone();
    }
    let ten = Rational::from_integer(10);
    let mut unit = Rational::one();
    loop {
        let next = &unit * &ten;
        let is_multiple = printed.value.checked_div(&next).is_some_and(|quotient| quotient.is_integer());
        if !is_multiple || next > printed.value.abs() {
            return unit;
        }
        unit = next;
    }
}

/// Whether a whole number behind `=` stands for one that is not whole, and no rounding is meant: 7/2 = 4.
fn is_too_coarse(rational: &Rational, printed: &Printed, relation: Relation, is_exact: bool) -> bool {
    if relation == Relation::About || !is_whole(printed) {
        return false;
    }
    let is_small = printed.value.abs() < Rational::from_integer(10);
    let is_short = is_exact && chainrule::number::terminating(rational, 2).is_some();
    is_small || is_short
}

fn by_size(value: &Value, other: &Value, relation: Relation) -> Option<Verdict> {
    let (a, b) = (value.told_log10_abs()?, other.told_log10_abs()?);
    let positive = value.is_negative() == Some(false) && other.is_negative() == Some(false);
    if !positive || (a - b).abs() < 0.01 {
        return None;
    }
    Some(match relation {
        Relation::Less | Relation::AtMost | Relation::MuchLess if a < b => Verdict::Proved,
        Relation::Greater | Relation::AtLeast | Relation::MuchGreater if a > b => Verdict::Proved,
        _ => Verdict::Wrong,
    })
}

/// Whether a value is what was printed: to its digits; to one digit, and to a whole number, too much would round.
pub(crate) fn gives(value: &Value, printed: &Printed) -> bool {
    let Some(number) = near(value) else { return false };
    let gap = (&number - &printed.value).abs();
    let is_exact = matches!(value, Value::Exact(_));
    if digits_of(printed) < 2 || is_too_coarse(&number, printed, Relation::Equal, is_exact) {
        // Enclosed closely: what lies this near to one digit is meant to be it.
        return gap.is_zero() || (!is_exact && gap <= Rational::fraction(1, 1_000_000_000));
    }
    gap <= &printed.unit * &Rational::fraction(1, 2)
}

/// So many digits are printed, without zeros at the start.
pub(crate) fn digits_of(printed: &Printed) -> i64 {
    let Some(count) = printed.value.checked_div(&printed.unit) else { return 0 };
    let text = count.abs().to_string();
    i64::try_from(text.len()).unwrap_or(i64::MAX)
}

/// The numbers whose digits are those of another with two neighbours exchanged.
pub(crate) fn transposed(printed: &Printed) -> Vec<Rational> {
    let Some(count) = printed.value.checked_div(&printed.unit) else { return Vec::new() };
    let text = count.abs().to_string();
    if text.len() > 30 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Vec::new();
    }
    let bytes = text.as_bytes();
    (1..bytes.len())
        .filter(|&at| bytes[at] != bytes[at - 1])
        .filter_map(|at| {
            let mut swapped = bytes.to_vec();
            swapped.swap(at, at - 1);
            let digits = String::from_utf8(swapped).ok()?;
            let number = parse(&digits)?;
            let value = &number * &printed.unit;
            Some(if printed.value.is_negative() { -&value } else { value })
        })
        .collect()
}

fn parse(digits: &str) -> Option<Rational> {
    digits.bytes().try_fold(Rational::zero(), |all, digit| {
        let digit = Rational::from_integer(i64::from(digit.checked_sub(b'0')?));
        Some(&(&all * &Rational::from_integer(10)) + &digit)
    })
}
