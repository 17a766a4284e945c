//! Numbers modulo the prime 2⁶¹ − 1, in which a function of numbers is a random function of its values.
//!
//! Square roots are roots: the numbers are `a + b·i` with `i² = −1`, among which every whole number has one. Of the two
//! roots either may be taken, so that what holds here holds up to the signs of roots.

use chainrule_number::{Elementary, Rational, Scalar, Undefined};

use crate::field::{PRIME, plus, times};

/// A number `a + b·i` modulo the prime.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Residue {
    real: u64,
    imaginary: u64,
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
    pub(super) const ZERO: Self = Self::whole(0);
    pub(super) const ONE: Self = Self::whole(1);
    const MINUS_ONE: Self = Self::whole(PRIME - 1);
    pub(super) const I: Self = Self { real: 0, imaginary: 1 };

    const fn whole(real: u64) -> Self {
        Self { real, imaginary: 0 }
    }

    /// A number that follows from others.
    pub(super) fn drawn(seed: u64, parts: &[u64]) -> Self {
        Self::whole(mixed(seed, parts) % PRIME)
    }

    /// Its two parts.
    pub(super) fn key(self) -> [u64; 2] {
        [self.real, self.imaginary]
    }

    pub(super) fn plus(self, other: Self) -> Self {
        Self { real: plus(self.real, other.real), imaginary: plus(self.imaginary, other.imaginary) }
    }

    fn times(self, other: Self) -> Self {
        if self.imaginary == 0 && other.imaginary == 0 {
            return Self::whole(times(self.real, other.real));
        }
        let squares = times(self.imaginary, other.imaginary);
        Self {
            real: (times(self.real, other.real) + PRIME - squares) % PRIME,
            imaginary: plus(times(self.real, other.imaginary), times(self.imaginary, other.real)),
        }
    }

    fn negative(self) -> Self {
        Self { real: (PRIME - self.real) % PRIME, imaginary: (PRIME - self.imaginary) % PRIME }
    }

    fn conjugate(self) -> Self {
        Self { real: self.real, imaginary: (PRIME - self.imaginary) % PRIME }
    }

    pub(super) fn inverse(self) -> Option<Self> {
        let norm = self.times(self.conjugate());
        (norm.real != 0).then(|| self.conjugate().times(Self::whole(norm.real).power(PRIME - 2)))
    }

    fn power(self, mut exponent: u64) -> Self {
        let (mut base, mut out) = (self, Self::ONE);
        while exponent > 0 {
            if exponent & 1 == 1 {
                out = out.times(base);
            }
            base = base.times(base);
            exponent >>= 1;
        }
        out
    }

    /// The power with a whole exponent.
    pub(super) fn to_the(self, exponent: i64) -> Result<Self, Undefined> {
        let base = if exponent < 0 { self.inverse().ok_or(Undefined::DivisionByZero)? } else { self };
        Ok(base.power(exponent.unsigned_abs()))
    }

    /// A root, where there is one.
    ///
    /// Source: Adj, Rodríguez-Henríquez: Square root computation over even extension fields (2014), algorithm 9.
    fn root(self) -> Option<Self> {
        let part = self.power((PRIME - 3) / 4);
        let root = part.times(self);
        let sign = part.times(root);
        // The power by the prime is the conjugate.
        if sign.conjugate().times(sign) == Self::MINUS_ONE {
            return None;
        }
        let root = if sign == Self::MINUS_ONE {
            Self::I.times(root)
        } else {
            Self::ONE.plus(sign).power((PRIME - 1) / 2).times(root)
        };
        (root.times(root) == self).then_some(root)
    }

    /// The small whole number that it stands for, from −64 to 64.
    pub(super) fn small(self) -> Option<i64> {
        let value = i64::try_from(self.real).ok()?;
        let prime = i64::try_from(PRIME).ok()?;
        [value, value - prime].into_iter().find(|value| self.imaginary == 0 && value.abs() <= 64)
    }
}

impl Scalar for Residue {
    fn from_rational(value: &Rational, _: u32) -> Self {
        if let Some(small) = value.to_i64().filter(|small| small.unsigned_abs() < PRIME) {
            let size = Self::whole(small.unsigned_abs());
            return if small < 0 { size.negative() } else { size };
        }
        let reduced = |part: &str| {
            part.trim_start_matches('-')
                .bytes()
                .fold(0, |sum, digit| (times(sum, 10) + u64::from(digit - b'0')) % PRIME)
        };
        let (above, below) =
            (reduced(&value.numerator().to_string()), reduced(&value.denominator().to_string()));
        let below = Self::whole(below).inverse().unwrap_or(Self::ZERO);
        let size = Self::whole(above).times(below);
        if value.is_negative() { size.negative() } else { size }
    }

    fn add(&self, other: &Self, _: u32) -> Result<Self, Undefined> {
        Ok(self.plus(*other))
    }

    fn mul(&self, other: &Self, _: u32) -> Result<Self, Undefined> {
        Ok(self.times(*other))
    }

    fn div(&self, other: &Self, _: u32) -> Result<Self, Undefined> {
        let inverse = other.inverse().ok_or(Undefined::DivisionByZero)?;
        Ok(self.times(inverse))
    }

    fn is_certainly_zero(&self) -> bool {
        *self == Self::ZERO
    }

    fn neg(&self) -> Self {
        self.negative()
    }

    fn pow(&self, exponent: &Self, _: u32) -> Result<Self, Undefined> {
        if let Some(power) = exponent.small() {
            return self.to_the(power);
        }
        // Halves are powers of the root.
        if let (Some(halves), Some(root)) = (exponent.plus(*exponent).small(), self.root()) {
            return root.to_the(halves);
        }
        Ok(Self::drawn(0x50, &[self.real, self.imaginary, exponent.real, exponent.imaginary]))
    }

    fn elementary(function: Elementary, arguments: &[Self], _: u32) -> Result<Self, Undefined> {
        if let (Elementary::Sqrt, [of]) = (function, arguments)
            && let Some(root) = of.root()
        {
            return Ok(root);
        }
        if let [of] = arguments
            && let Some(value) = of.with_symmetry(function)
        {
            return value;
        }
        Ok(Self::at_random(function, arguments))
    }
}

impl Residue {
    fn at_random(function: Elementary, arguments: &[Self]) -> Self {
        let mut parts = vec![function as u64];
        parts.extend(arguments.iter().flat_map(|argument| [argument.real, argument.imaginary]));
        Self::drawn(0xE1, &parts)
    }

    /// Functions for which it is known what they are at `-x` once it is known what they are at x; nothing for others.
    fn with_symmetry(self, function: Elementary) -> Option<Result<Self, Undefined>> {
        let negative = self.negative();
        // Of x and −x one is looked at.
        let turned = (negative.real, negative.imaginary) < (self.real, self.imaginary);
        let residue = if turned { negative } else { self };
        let is_zero = self == Self::ZERO;
        let signed = |value: Self| if turned { value.negative() } else { value };
        let exponential = || {
            let value = if is_zero { Self::ONE } else { Self::at_random(Elementary::Exp, &[residue]) };
            let inverse = value.inverse().ok_or(Undefined::DivisionByZero)?;
            Ok(if turned { [inverse, value] } else { [value, inverse] })
        };
        let half = Self::whole(2).inverse()?;
        Some(match function {
            Elementary::Exp => exponential().map(|[value, _]| value),
            Elementary::Cosh => exponential().map(|[value, inverse]| value.plus(inverse).times(half)),
            Elementary::Sinh => {
                exponential().map(|[value, inverse]| value.plus(inverse.negative()).times(half))
            }
            Elementary::Tanh => exponential().and_then(|[value, inverse]| {
                let below = value.plus(inverse).inverse().ok_or(Undefined::DivisionByZero)?;
                Ok(value.plus(inverse.negative()).times(below))
            }),
            Elementary::Cos | Elementary::Abs => Ok(Self::at_random(function, &[residue])),
            Elementary::Sin
            | Elementary::Tan
            | Elementary::Asin
            | Elementary::Atan
            | Elementary::Asinh
            | Elementary::Atanh
            | Elementary::Erf
            | Elementary::Sign => {
                Ok(if is_zero { Self::ZERO } else { signed(Self::at_random(function, &[residue])) })
            }
            Elementary::Ln
            | Elementary::Sqrt
            | Elementary::Acos
            | Elementary::Acosh
            | Elementary::Step
            | Elementary::Min
            | Elementary::Max
            | Elementary::Pi => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Residue;
    use chainrule_number::{Elementary, Rational, Scalar};

    #[test]
    fn roots_squared_are_what_they_are_of() {
        for value in 1..60 {
            let number = Residue::drawn(3, &[value]);
            let root = Residue::elementary(Elementary::Sqrt, &[number], 0).unwrap();
            assert_eq!(root.mul(&root, 0), Ok(number));
            let half = Residue::from_rational(&Rational::fraction(-3, 2), 0);
            let cubed = root.mul(&number, 0).unwrap();
            assert_eq!(number.pow(&half, 0).unwrap().mul(&cubed, 0), Ok(Residue::ONE));
            assert_eq!(cubed.inverse().unwrap().times(cubed), Residue::ONE);
        }
    }

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
