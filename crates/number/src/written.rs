//! Exact numbers written out in decimal.

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{Signed, ToPrimitive, Zero};

use super::Rational;

/// A number in scientific notation, rounded to nearest with ties to even.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scientific {
    /// Whether it is below 0.
    pub negative: bool,
    /// The significant digits, without point and without trailing zeros: `12` for 1.2e5.
    pub digits: String,
    /// The exponent of the first digit.
    pub exponent: i64,
    /// Whether nothing was rounded away.
    pub exact: bool,
}

/// The number written out exactly, `-0.125`, where its decimal expansion ends within so many digits after the point.
pub fn terminating(value: &Rational, most_decimals: usize) -> Option<String> {
    let mut rest = value.denominator().into_owned();
    let (two, five, ten) = (BigInt::from(2u32), BigInt::from(5u32), BigInt::from(10u32));
    let (mut twos, mut fives) = (0usize, 0usize);
    while rest.is_multiple_of(&two) {
        rest /= &two;
        twos += 1;
        if twos > most_decimals {
            return None;
        }
    }
    while rest.is_multiple_of(&five) {
        rest /= &five;
        fives += 1;
        if fives > most_decimals {
            return None;
        }
    }
    if rest != BigInt::from(1u32) {
        return None;
    }
    let decimals = twos.max(fives);
    let scaled = &*value.numerator() * ten.pow(u32::try_from(decimals).ok()?) / &*value.denominator();
    let digits = scaled.magnitude().to_string();
    let digits = if digits.len() <= decimals {
        format!("{}{digits}", "0".repeat(decimals + 1 - digits.len()))
    } else {
        digits
    };
    let (whole, fraction) = digits.split_at(digits.len() - decimals);
    let sign = if scaled.is_negative() { "-" } else { "" };
    Some(if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") })
}

/// The number rounded to so many significant digits; nothing for 0, which has none.
pub fn scientific(value: &Rational, digits: usize) -> Option<Scientific> {
    if value.is_zero() || digits == 0 {
        return None;
    }
    let ten = BigInt::from(10u32);
    let size = value.abs();
    // Never too large: digits that are rounded away before the last one wanted would be missed.
    let logarithm = size.log10_abs();
    let mut exponent = logarithm.abs().mul_add(-1e-12, logarithm - 1e-9).floor().to_i64()?;
    loop {
        // Scaled so that the wanted digits stand before the point.
        let shift = i64::try_from(digits).ok()? - 1 - exponent;
        let power = ten.pow(u32::try_from(shift.unsigned_abs()).ok()?);
        let (numerator, denominator) = if shift >= 0 {
            (&*size.numerator() * power, size.denominator().into_owned())
        } else {
            (size.numerator().into_owned(), &*size.denominator() * power)
        };
        let (mut quotient, remainder) = numerator.div_rem(&denominator);
        let twice: BigInt = &remainder * 2u32;
        if twice > denominator || (twice == denominator && quotient.is_odd()) {
            quotient += 1u32;
        }
        let text = quotient.to_string();
        // The estimate of the exponent may be off by one, and rounding may carry into a new digit.
        if text.len() > digits {
            exponent += 1;
            continue;
        }
        if text.len() < digits {
            exponent -= 1;
            continue;
        }
        let trimmed = text.trim_end_matches('0');
        return Some(Scientific {
            negative: value.is_negative(),
            digits: trimmed.to_owned(),
            exponent,
            exact: remainder.is_zero(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::{scientific, terminating};
    use crate::{Rational, parse_decimal};

    #[test]
    fn exact_decimals() {
        let write = |text: &str| terminating(&parse_decimal(text).unwrap(), 100).unwrap();
        assert_eq!(write("0.9999999999998"), "0.9999999999998");
        assert_eq!(write("7507500000"), "7507500000");
        assert_eq!(write("0.05"), "0.05");
        assert_eq!(terminating(&Rational::fraction(-1, 8), 10).unwrap(), "-0.125");
        assert_eq!(terminating(&Rational::fraction(1, 3), 100), None);
    }

    #[test]
    fn rounding_carries() {
        let digits = |value: &Rational, count| {
            let s = scientific(value, count).unwrap();
            (s.digits, s.exponent, s.exact)
        };
        assert_eq!(digits(&parse_decimal("0.9996").unwrap(), 3), ("1".to_owned(), 0, false));
        assert_eq!(digits(&parse_decimal("2e-13").unwrap(), 3), ("2".to_owned(), -13, true));
        assert_eq!(digits(&parse_decimal("1000").unwrap(), 2), ("1".to_owned(), 3, true));
        assert_eq!(digits(&Rational::fraction(2, 3), 4), ("6667".to_owned(), -1, false));
        // The logarithm of these is a whole number as a float.
        let near = |text: &str, count| digits(&parse_decimal(text).unwrap(), count);
        assert_eq!(near("9.9999999999999998", 17), ("99999999999999998".to_owned(), 0, true));
        assert_eq!(near("99999.999999999999961", 20), ("99999999999999999961".to_owned(), 4, true));
        assert_eq!(near("0.000999999999999999938", 17), ("99999999999999994".to_owned(), -4, false));
        assert_eq!(near("9.99999999999999996", 17), ("1".to_owned(), 1, false));
    }
}
