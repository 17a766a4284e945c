//! Fractions of integers of any size.
//!
//! Sums and products never reduce the full result: only what Knuth, *The Art of Computer Programming* 4.5.1, shows can
//! cancel is looked at, and that is smaller than the result or already a common divisor.

use std::cmp::Ordering;

use num_bigint::{BigInt, Sign};
use num_traits::One;

use super::gcd::gcd;

/// Two whole numbers without a common divisor, the denominator above 0.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct Big {
    pub(super) numerator: BigInt,
    pub(super) denominator: BigInt,
}

/// The parts of a fraction in lowest terms, wherever they are kept.
#[derive(Clone, Copy)]
pub(super) struct Parts<'a> {
    pub(super) numerator: &'a BigInt,
    pub(super) denominator: &'a BigInt,
}

impl Big {
    /// Reduces any two integers; the denominator is not 0.
    pub(super) fn reduced(numerator: BigInt, denominator: BigInt) -> Self {
        let divisor = common_divisor(&numerator, &denominator);
        let (numerator, denominator) = (divided(numerator, &divisor), divided(denominator, &divisor));
        if denominator.sign() == Sign::Minus {
            return Self { numerator: -numerator, denominator: -denominator };
        }
        Self { numerator, denominator }
    }
}

impl Parts<'_> {
    pub(super) fn plus(self, other: Parts) -> Big {
        let common = common_divisor(self.denominator, other.denominator);
        if common.is_one() {
            return Big {
                numerator: self.numerator * other.denominator + other.numerator * self.denominator,
                denominator: self.denominator * other.denominator,
            };
        }
        let left = self.denominator / &common;
        let top = self.numerator * (other.denominator / &common) + other.numerator * &left;
        let cancelled = common_divisor(&top, &common);
        Big { denominator: left * (other.denominator / &cancelled), numerator: divided(top, &cancelled) }
    }

    pub(super) fn times(self, other: Parts) -> Big {
        let first = common_divisor(self.numerator, other.denominator);
        let second = common_divisor(other.numerator, self.denominator);
        let product =
            |a: &BigInt, a_by: &BigInt, b: &BigInt, b_by: &BigInt| match (a_by.is_one(), b_by.is_one()) {
                (true, true) => a * b,
                (true, false) => a * (b / b_by),
                (false, true) => (a / a_by) * b,
                (false, false) => (a / a_by) * (b / b_by),
            };
        Big {
            numerator: product(self.numerator, &first, other.numerator, &second),
            denominator: product(self.denominator, &second, other.denominator, &first),
        }
    }

    /// The number is not 0.
    pub(super) fn inverse(self) -> Big {
        let (numerator, denominator) = (self.denominator.clone(), self.numerator.clone());
        if denominator.sign() == Sign::Minus {
            return Big { numerator: -numerator, denominator: -denominator };
        }
        Big { numerator, denominator }
    }

    pub(super) fn compare(self, other: Parts) -> Ordering {
        let sign = self.numerator.sign();
        let by_sign = sign.cmp(&other.numerator.sign());
        if by_sign.is_ne() {
            return by_sign;
        }
        let by_size = self.compare_size(other);
        if sign == Sign::Minus { by_size.reverse() } else { by_size }
    }

    fn compare_size(self, other: Parts) -> Ordering {
        // 2^(gap-1) < size < 2^(gap+1)
        let gap = |parts: Parts| i128::from(parts.numerator.bits()) - i128::from(parts.denominator.bits());
        let (own, theirs) = (gap(self), gap(other));
        if (own - theirs).abs() >= 2 {
            return own.cmp(&theirs);
        }
        let left = self.numerator.magnitude() * other.denominator.magnitude();
        left.cmp(&(other.numerator.magnitude() * self.denominator.magnitude()))
    }
}

fn divided(value: BigInt, divisor: &BigInt) -> BigInt {
    if divisor.is_one() { value } else { value / divisor }
}

fn common_divisor(a: &BigInt, b: &BigInt) -> BigInt {
    if a.magnitude().is_one() || b.magnitude().is_one() {
        return BigInt::one();
    }
    gcd(a.magnitude(), b.magnitude()).into()
}
