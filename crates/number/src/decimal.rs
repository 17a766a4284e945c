//! Rounding to decimal places or significant figures: the arithmetic of a hand with a pocket calculator.

use std::fmt;
use std::str::FromStr;

use crate::Rational;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::One;

use super::{Dyadic, Enclosure, Value};

/// How many digits are written down, and what becomes of a number halfway between two of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DecimalRounding {
    /// The digits written down.
    pub digits: Digits,
    /// What becomes of ties.
    pub ties: Ties,
}

/// Which digits are written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Digits {
    /// So many after the point.
    DecimalPlaces(u32),
    /// So many from the first that is not zero.
    SignificantFigures(u32),
}

/// What becomes of a number halfway between two that can be written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ties {
    /// The one whose last digit is even.
    HalfEven,
    /// The one further from zero, as at school.
    HalfUp,
}

/// The most digits that are written down.
pub const MOST_ROUNDED_DIGITS: u32 = 50;

/// Ends of enclosures with exponents beyond this are not rounded: nothing written in so few digits is so large.
const LARGEST_EXPONENT: i64 = 300_000;

/// A number below two to this power is 0 in every number of decimal places.
const SURELY_ZERO: i64 = -400;

impl DecimalRounding {
    /// The number as it is written down.
    pub fn round(self, value: &Rational) -> Rational {
        let Some(unit) = self.last_place(value) else { return Rational::zero() };
        let scaled = value * &power_of_ten(-unit);
        let (mut whole, rest) = scaled.numerator().magnitude().div_rem(scaled.denominator().magnitude());
        let twice = rest * 2u32;
        let rounds_up = match twice.cmp(scaled.denominator().magnitude()) {
            std::cmp::Ordering::Less => false,
            std::cmp::Ordering::Greater => true,
            std::cmp::Ordering::Equal => self.ties == Ties::HalfUp || whole.is_odd(),
        };
        if rounds_up {
            whole += 1u32;
        }
        let size = &Rational::from_bigint(BigInt::from(whole)) * &power_of_ten(unit);
        if value.is_negative() { -size } else { size }
    }

    /// What is written down for a number that may only be enclosed; nothing where the enclosure does not say.
    pub fn of(self, value: &Value) -> Option<Rational> {
        match value {
            Value::Exact(exact) => Some(self.round(exact)),
            Value::Enclosed(enclosure) => self.round_enclosure(enclosure),
        }
    }

    fn round_enclosure(self, value: &Enclosure) -> Option<Rational> {
        let end = |end: &Dyadic| match (end.top(), self.digits) {
            (Some(top), Digits::DecimalPlaces(_)) if top < SURELY_ZERO => Some(Rational::zero()),
            (Some(top), _) if top.abs() > LARGEST_EXPONENT => None,
            (_, _) => Some(self.round(&end.to_rational().ok()?)),
        };
        let (low, high) = (end(value.lower())?, end(value.upper())?);
        (low == high).then_some(low)
    }

    /// The power of ten of the last digit that is written down; nothing for the significant figures of 0.
    pub fn last_place(self, value: &Rational) -> Option<i64> {
        match self.digits {
            Digits::DecimalPlaces(places) => Some(-i64::from(places)),
            Digits::SignificantFigures(figures) => {
                first_place(value).map(|first| first + 1 - i64::from(figures))
            }
        }
    }
}

/// The power of ten of the first digit that is not zero.
#[expect(
    clippy::cast_possible_truncation,
    reason = "exact numbers have fewer digits than a machine integer counts"
)]
pub fn first_place(value: &Rational) -> Option<i64> {
    if value.is_zero() {
        return None;
    }
    let size = value.abs();
    // The estimate may be off by one.
    let mut place = value.log10_abs().floor() as i64;
    while power_of_ten(place) > size {
        place -= 1;
    }
    while power_of_ten(place + 1) <= size {
        place += 1;
    }
    Some(place)
}

/// `10^exponent`.
pub fn power_of_ten(exponent: i64) -> Rational {
    let size = u32::try_from(exponent.unsigned_abs()).unwrap_or(u32::MAX);
    let power = BigInt::from(10u32).pow(size);
    if exponent >= 0 {
        Rational::from_bigint(power)
    } else {
        Rational::new(BigInt::one(), power).unwrap_or_else(Rational::zero)
    }
}

/// The least number of so many significant digits that is not below a number.
pub fn rounded_up(value: &Rational, digits: usize) -> Rational {
    let Some(place) = first_place(value) else { return Rational::zero() };
    let unit = power_of_ten(place - i64::try_from(digits).unwrap_or(i64::MAX) + 1);
    let Some(scaled) = value.checked_div(&unit) else { return value.clone() };
    &-Rational::from_bigint((-scaled).floor()) * &unit
}

/// How far two numbers that were written down are apart, in units of the last digit of the second.
pub fn units_apart(rounding: DecimalRounding, from: &Rational, to: &Rational) -> Rational {
    let unit = rounding.last_place(to).or_else(|| rounding.last_place(from));
    unit.map_or_else(Rational::zero, |unit| &(from - to) * &power_of_ten(-unit))
}

/// A rounding that can't be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownRounding;

impl fmt::Display for UnknownRounding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "decimal places such as `4dp` or significant figures such as `3sf` are wanted, from 1 to \
             {MOST_ROUNDED_DIGITS}, with `:half-up` behind them where ties go up"
        )
    }
}

impl std::error::Error for UnknownRounding {}

impl FromStr for DecimalRounding {
    type Err = UnknownRounding;

    fn from_str(text: &str) -> Result<Self, UnknownRounding> {
        let (digits, ties) = match text.split_once(':') {
            None => (text, Ties::HalfEven),
            Some((digits, "half-even")) => (digits, Ties::HalfEven),
            Some((digits, "half-up")) => (digits, Ties::HalfUp),
            Some(_) => return Err(UnknownRounding),
        };
        let count = |text: &str| match text.parse() {
            Ok(count @ 1..=MOST_ROUNDED_DIGITS) if text.bytes().all(|digit| digit.is_ascii_digit()) => {
                Ok(count)
            }
            Ok(_) | Err(_) => Err(UnknownRounding),
        };
        let digits = if let Some(places) = digits.strip_suffix("dp") {
            Digits::DecimalPlaces(count(places)?)
        } else if let Some(figures) = digits.strip_suffix("sf") {
            Digits::SignificantFigures(count(figures)?)
        } else {
            return Err(UnknownRounding);
        };
        Ok(Self { digits, ties })
    }
}

/// As on the command line: `4dp:half-even`.
impl fmt::Display for DecimalRounding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ties = match self.ties {
            Ties::HalfEven => "half-even",
            Ties::HalfUp => "half-up",
        };
        match self.digits {
            Digits::DecimalPlaces(count) => write!(formatter, "{count}dp:{ties}"),
            Digits::SignificantFigures(count) => write!(formatter, "{count}sf:{ties}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{DecimalRounding, Enclosure, Value, units_apart};

    use crate::{Rational, parse_decimal, terminating};

    fn rounding(text: &str) -> DecimalRounding {
        text.parse().expect("a rounding")
    }

    fn exact(text: &str) -> Rational {
        let (sign, size) = text.strip_prefix('-').map_or((1, text), |size| (-1, size));
        &parse_decimal(size).expect("a decimal") * &Rational::from_integer(sign)
    }

    fn written(how: &str, value: &str) -> String {
        terminating(&rounding(how).round(&exact(value)), 100).expect("a decimal")
    }

    #[test]
    fn rounds_as_a_hand_does() {
        for (how, value, expected) in [
            ("2dp", "0.125", "0.12"),
            ("2dp:half-up", "0.125", "0.13"),
            ("2dp:half-up", "-0.125", "-0.13"),
            ("2dp", "-0.135", "-0.14"),
            ("4dp", "0.74136507", "0.7414"),
            ("3sf", "0.0821670407", "0.0822"),
            ("3sf", "99960", "100000"),
            ("3sf", "12345", "12300"),
            ("2sf", "0.000995", "0.001"),
            ("1sf:half-up", "0.5", "0.5"),
            ("1dp", "0.04999", "0"),
            ("3sf", "0", "0"),
            ("3sf", "1", "1"),
            ("3sf", "1000", "1000"),
        ] {
            assert_eq!(written(how, value), expected, "{how} {value}");
        }
    }

    #[test]
    fn enclosures_are_rounded_where_they_say_it() {
        let around =
            |low: &str, high: &str| Value::Enclosed(Enclosure::from_range(&exact(low), &exact(high), 200));
        assert_eq!(rounding("2dp").of(&around("0.1251", "0.1349")), Some(exact("0.13")));
        assert_eq!(rounding("2dp").of(&around("0.1249", "0.1251")), None);
        assert_eq!(rounding("2dp").of(&around("-1e-200", "1e-200")), Some(Rational::zero()));
        assert_eq!(rounding("2sf").of(&around("-1e-200", "1e-200")), None);
    }

    #[test]
    fn units_of_the_last_digit() {
        let apart = |how: &str, from: &str, to: &str| units_apart(rounding(how), &exact(from), &exact(to));
        assert_eq!(apart("4dp", "0.0822", "0.0821"), Rational::from_integer(1));
        assert_eq!(apart("3sf", "-0.0228", "-0.0227"), Rational::from_integer(-1));
        assert_eq!(apart("3sf", "0.0822", "0.0822"), Rational::zero());
        assert_eq!(apart("3sf", "0.001", "0"), Rational::from_integer(100));
    }

    #[test]
    fn what_is_no_rounding_is_refused() {
        for text in ["", "4", "dp", "0dp", "51sf", "abc", "4dp:", "4dp:half", "+4dp", "4 dp", "4DP", "-1sf"] {
            assert!(text.parse::<DecimalRounding>().is_err(), "{text}");
        }
        for text in ["1dp:half-even", "50sf:half-up"] {
            assert_eq!(rounding(text).to_string(), text);
        }
    }
}
