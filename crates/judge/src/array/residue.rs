//! Numbers modulo the prime 2⁶¹ − 1, in which a function of numbers is a random function of its values.

use chainrule_number::{Elementary, Rational, Scalar, Undefined};

/// The prime.
const PRIME: u64 = (1 << 61) - 1;

/// A number modulo the prime.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Residue(u64);

fn times(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b) % u128::from(PRIME);
    u64::try_from(product).unwrap_or(0)
}

/// A number that follows from others and looks like none of them.
pub(super) fn mixed(seed: u64, parts: &[u64]) -> u64 {
    // The mixing steps of splitmix64 (Steele, Lea, Flood 2014).
    parts.iter().fold(seed, |state, part| {
        let mut z = (state ^ part).wrapping_add(0x9E37_79B9_7F4A_7C15);
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    })
}

impl Residue {
    /// A number that follows from others.
    pub(super) fn drawn(seed: u64, parts: &[u64]) -> Self {
        Self(mixed(seed, parts) % PRIME)
    }

    fn inverse(self) -> Option<Self> {
        (self.0 != 0).then(|| self.power(PRIME - 2))
    }

    fn power(self, mut exponent: u64) -> Self {
        let (mut base, mut out) = (self.0, 1);
        while exponent > 0 {
            if exponent & 1 == 1 {
                out = times(out, base);
            }
            base = times(base, base);
            exponent >>= 1;
        }
        Self(out)
    }

    /// The small whole number that it stands for, from −64 to 64.
    fn small(self) -> Option<i64> {
        let value = i64::try_from(self.0).ok()?;
        let prime = i64::try_from(PRIME).ok()?;
        [value, value - prime].into_iter().find(|value| value.abs() <= 64)
    }
}

impl Scalar for Residue {
    fn from_rational(value: &Rational, _: u32) -> Self {
        let reduced = |part: &str| {
            part.trim_start_matches('-')
                .bytes()
                .fold(0, |sum, digit| (times(sum, 10) + u64::from(digit - b'0')) % PRIME)
        };
        let (above, below) =
            (reduced(&value.numerator().to_string()), reduced(&value.denominator().to_string()));
        let size = Self(times(above, Self(below).inverse().map_or(0, |inverse| inverse.0)));
        if value.is_negative() { size.neg() } else { size }
    }

    fn add(&self, other: &Self, _: u32) -> Result<Self, Undefined> {
        Ok(Self((self.0 + other.0) % PRIME))
    }

    fn mul(&self, other: &Self, _: u32) -> Result<Self, Undefined> {
        Ok(Self(times(self.0, other.0)))
    }

    fn div(&self, other: &Self, _: u32) -> Result<Self, Undefined> {
        let inverse = other.inverse().ok_or(Undefined::DivisionByZero)?;
        Ok(Self(times(self.0, inverse.0)))
    }

    fn is_certainly_zero(&self) -> bool {
        self.0 == 0
    }

    fn neg(&self) -> Self {
        Self((PRIME - self.0) % PRIME)
    }

    fn pow(&self, exponent: &Self, _: u32) -> Result<Self, Undefined> {
        match exponent.small() {
            Some(power @ 0..) => Ok(self.power(power.unsigned_abs())),
            Some(power) => {
                let inverse = self.inverse().ok_or(Undefined::DivisionByZero)?;
                Ok(inverse.power(power.unsigned_abs()))
            }
            None => Ok(Self::drawn(0x50, &[self.0, exponent.0])),
        }
    }

    fn elementary(function: Elementary, arguments: &[Self], _: u32) -> Result<Self, Undefined> {
        let mut parts = vec![function as u64];
        parts.extend(arguments.iter().map(|argument| argument.0));
        Ok(Self::drawn(0xE1, &parts))
    }
}

#[cfg(test)]
mod tests {
    use super::Residue;
    use chainrule_number::{Rational, Scalar};

    #[test]
    fn fractions_are_numbers_of_the_field() {
        let number = |above, below| Residue::from_rational(&Rational::fraction(above, below), 0);
        let third = number(1, 3);
        assert_eq!(third.mul(&number(3, 1), 0), Ok(number(1, 1)));
        assert_eq!(number(-1, 2).add(&number(1, 2), 0), Ok(number(0, 1)));
        assert_eq!(number(2, 1).pow(&number(-1, 1), 0), Ok(number(1, 2)));
        assert!(number(1, 1).div(&number(0, 1), 0).is_err());
    }
}
