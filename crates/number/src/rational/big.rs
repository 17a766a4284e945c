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

/// The sum: only what the denominators have in common can cancel.
pub(super) fn sum(left: Parts<'_>, right: Parts<'_>) -> Big {
    let common = common_divisor(left.denominator, right.denominator);
    if common.is_one() {
        return Big {
            numerator: left.numerator * right.denominator + right.numerator * left.denominator,
            denominator: left.denominator * right.denominator,
        };
    }
    let part = left.denominator / &common;
    let top = left.numerator * (right.denominator / &common) + right.numerator * &part;
    let cancelled = common_divisor(&top, &common);
    Big { denominator: part * (right.denominator / &cancelled), numerator: divided(top, &cancelled) }
}

/// The product: only what a numerator has in common with the other's denominator can cancel.
pub(super) fn product(left: Parts<'_>, right: Parts<'_>) -> Big {
    let first = common_divisor(left.numerator, right.denominator);
    let second = common_divisor(right.numerator, left.denominator);
    let times = |a: &BigInt, a_by: &BigInt, b: &BigInt, b_by: &BigInt| match (a_by.is_one(), b_by.is_one()) {
        (true, true) => a * b,
        (true, false) => a * (b / b_by),
        (false, true) => (a / a_by) * b,
        (false, false) => (a / a_by) * (b / b_by),
    };
    Big {
        numerator: times(left.numerator, &first, right.numerator, &second),
        denominator: times(left.denominator, &second, right.denominator, &first),
    }
}

/// 1 divided by a number that is not 0.
pub(super) fn inverse(number: Parts<'_>) -> Big {
    let (numerator, denominator) = (number.denominator.clone(), number.numerator.clone());
    if denominator.sign() == Sign::Minus {
        return Big { numerator: -numerator, denominator: -denominator };
    }
    Big { numerator, denominator }
}

pub(super) fn compare(left: Parts<'_>, right: Parts<'_>) -> Ordering {
    let sign = left.numerator.sign();
    let by_sign = sign.cmp(&right.numerator.sign());
    if by_sign.is_ne() {
        return by_sign;
    }
    let by_size = compare_size(left, right);
    if sign == Sign::Minus { by_size.reverse() } else { by_size }
}

fn compare_size(left: Parts<'_>, right: Parts<'_>) -> Ordering {
    // 2^(gap-1) < size < 2^(gap+1)
    let gap = |parts: Parts<'_>| i128::from(parts.numerator.bits()) - i128::from(parts.denominator.bits());
    let (left_gap, other) = (gap(left), gap(right));
    if (left_gap - other).abs() >= 2 {
        return left_gap.cmp(&other);
    }
    let scaled = left.numerator.magnitude() * right.denominator.magnitude();
    scaled.cmp(&(right.numerator.magnitude() * left.denominator.magnitude()))
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
