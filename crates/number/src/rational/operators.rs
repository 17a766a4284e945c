//! The operators of exact fractions, their order, and how they are written.

use std::cmp::Ordering;
use std::fmt;
use std::ops::{Add, Mul, Neg, Sub};

use super::big::{self, Big};
use super::{Form, Rational};

impl Ord for Rational {
    fn cmp(&self, other: &Self) -> Ordering {
        if let (Form::Small(small), Form::Small(other)) = (&self.0, &other.0) {
            return small.cmp(other);
        }
        self.with_parts(other, big::compare)
    }
}

impl PartialOrd for Rational {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Add for &Rational {
    type Output = Rational;

    fn add(self, other: Self) -> Rational {
        if let (Form::Small(small), Form::Small(other)) = (&self.0, &other.0) {
            return Rational::of_wide(small.plus(*other));
        }
        Rational::of_big(self.with_parts(other, big::sum))
    }
}

impl Sub for &Rational {
    type Output = Rational;

    fn sub(self, other: Self) -> Rational {
        if let (Form::Small(small), Form::Small(other)) = (&self.0, &other.0) {
            return Rational::of_wide(small.minus(*other));
        }
        self + &-other
    }
}

impl Mul for &Rational {
    type Output = Rational;

    fn mul(self, other: Self) -> Rational {
        if let (Form::Small(small), Form::Small(other)) = (&self.0, &other.0) {
            return Rational::of_wide(small.times(*other));
        }
        if self.is_zero() || other.is_zero() {
            return Rational::zero();
        }
        Rational::of_big(self.with_parts(other, big::product))
    }
}

impl Neg for &Rational {
    type Output = Rational;

    fn neg(self) -> Rational {
        -self.clone()
    }
}

impl Neg for Rational {
    type Output = Self;

    fn neg(self) -> Self {
        match self.0 {
            Form::Small(small) => Self::of_wide(small.negated()),
            // 2^63 does not fit, −2^63 does.
            Form::Big(big) => Self::of_big(Big { numerator: -big.numerator, denominator: big.denominator }),
        }
    }
}

impl fmt::Display for Rational {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Form::Small(small) if small.denominator() == 1 => write!(formatter, "{}", small.numerator()),
            Form::Small(small) => write!(formatter, "{}/{}", small.numerator(), small.denominator()),
            Form::Big(_) if self.is_integer() => write!(formatter, "{}", self.numerator()),
            Form::Big(big) => write!(formatter, "{}/{}", big.numerator, big.denominator),
        }
    }
}

impl fmt::Debug for Rational {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}
