//! Binary floats written out in decimal.

use std::sync::LazyLock;

use ruint::Uint;

use super::short::Short;
use super::{Dyadic, Form, Size};
use crate::written::{Scientific, scientific};

/// Wide enough for a mantissa times a power of ten.
type Wide = Uint<512, 8>;

/// The powers of ten that are as wide as a mantissa.
static POWERS: LazyLock<Vec<Size>> = LazyLock::new(|| {
    let next = |power: &Size| power.checked_mul(Size::from(10));
    std::iter::successors(Some(Size::ONE), next).collect()
});

impl Dyadic {
    /// Rounded to so many significant digits, as [`scientific`] rounds; nothing for 0, which has none, nor for a number too
    /// far from 1 to be written as a fraction.
    pub fn scientific(&self, digits: usize) -> Option<Scientific> {
        let short = match &self.0 {
            Form::Short(short) => short.scientific(digits),
            Form::Long(_) => None,
        };
        short.or_else(|| scientific(&self.to_rational().ok()?, digits))
    }
}

impl Short {
    /// The same without long division, where a power of two divides it and machine words hold all of it.
    fn scientific(&self, digits: usize) -> Option<Scientific> {
        let places = usize::try_from(self.exponent.checked_neg()?).ok()?;
        let wanted = i64::try_from(digits).ok()?;
        // The exponent of the first digit or one less, never more: 10^0.30103 is a little more than 2, and the table of powers
        // ends long before that could be told.
        let mut exponent = self.top()?.checked_mul(30_103)?.div_euclid(100_000);
        loop {
            let shift = usize::try_from(wanted - 1 - exponent).ok()?;
            let scaled: Wide = self.size.widening_mul(*POWERS.get(shift)?);
            if places >= Wide::BITS || scaled.bit_len() > places + 64 {
                return None;
            }
            let mut quotient = u64::try_from(scaled >> places).ok()?;
            let rest = scaled - (Wide::from(quotient) << places);
            let half = Wide::ONE << places.checked_sub(1)?;
            if rest > half || (rest == half && quotient % 2 == 1) {
                quotient = quotient.checked_add(1)?;
            }
            let text = quotient.to_string();
            if text.len() > digits {
                exponent += 1;
                continue;
            }
            if text.len() < digits {
                return None;
            }
            let digits = text.trim_end_matches('0').to_owned();
            return Some(Scientific { negative: self.negative, digits, exponent, exact: rest.is_zero() });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Dyadic, scientific};
    use crate::rational::Rational;
    use crate::{Scalar, Toward};

    #[test]
    fn the_same_as_of_fractions() {
        for (numerator, denominator) in
            [(1, 3), (2, 3), (-7, 11), (999_999_999, 1_000_000_000), (10, 1), (1, 8)]
        {
            for power in -40..40 {
                let scale = Rational::power_of_two(power);
                let value = Rational::fraction(numerator, denominator).mul(&scale, 400).unwrap();
                for bits in [20, 53, 128, 240, 300] {
                    let dyadic = Dyadic::from_rational(&value, bits, Toward::Up);
                    for digits in [1, 2, 3, 16, 17, 18, 30] {
                        let expected = scientific(&dyadic.to_rational().unwrap(), digits);
                        assert_eq!(dyadic.scientific(digits), expected, "{value} {bits} {digits}");
                    }
                }
            }
        }
        assert_eq!(Dyadic::zero().scientific(3), None);
    }
}
