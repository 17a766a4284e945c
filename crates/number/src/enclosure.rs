//! Rigorous intervals of any precision.

use std::cmp::Ordering;

use crate::Rational;

use super::dyadic::{Dyadic, Toward};
use super::{Edge, Scalar, Undefined};

/// Ends beyond two to this power, or nearer to zero than two to its negative, are refused: exponents of 64 bits add up
/// without overflow as long as they are held below.
const LARGEST_EXPONENT: i64 = 1 << 61;

/// An interval that holds the true value. Its ends are rounded outwards: it may be wide, never wrong.
///
/// Ends have exponents of 64 bits: a number of magnitude `10^(±690 000 000 000 000 000)` is a number, neither infinite
/// nor 0. What lies beyond is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enclosure {
    pub(super) lower: Dyadic,
    pub(super) upper: Dyadic,
}

impl Enclosure {
    /// From one end to the other; the first is not above the second.
    pub(super) fn between(lower: Dyadic, upper: Dyadic) -> Self {
        Self { lower, upper }
    }

    /// From one end to the other, rounded outwards.
    pub(super) fn rounded(lower: Dyadic, upper: Dyadic, bits: u32) -> Self {
        Self { lower: lower.rounded(bits, Toward::Down), upper: upper.rounded(bits, Toward::Up) }
    }

    /// The point interval of a dyadic number.
    pub(super) fn point(value: Dyadic) -> Self {
        Self { lower: value.clone(), upper: value }
    }

    /// A single binary number.
    pub fn at(value: Dyadic) -> Self {
        Self::point(value)
    }

    /// A whole number.
    pub fn integer(value: i64) -> Self {
        Self::point(Dyadic::integer(value))
    }

    /// All numbers from one fraction to another.
    pub fn from_range(lower: &Rational, upper: &Rational, bits: u32) -> Self {
        Self {
            lower: Dyadic::from_rational(lower, bits, Toward::Down),
            upper: Dyadic::from_rational(upper, bits, Toward::Up),
        }
    }

    /// The lower end.
    pub fn lower(&self) -> &Dyadic {
        &self.lower
    }

    /// The upper end.
    pub fn upper(&self) -> &Dyadic {
        &self.upper
    }

    /// Whether no number lies in both.
    pub fn is_disjoint(&self, other: &Self) -> bool {
        self.upper < other.lower || other.upper < self.lower
    }

    /// The smallest interval that holds both.
    #[must_use]
    pub fn hull(&self, other: &Self) -> Self {
        Self {
            lower: self.lower.clone().min(other.lower.clone()),
            upper: self.upper.clone().max(other.upper.clone()),
        }
    }

    /// What lies in both; the first where that is nothing.
    #[must_use]
    pub fn intersect(&self, other: &Self) -> Self {
        if self.is_disjoint(other) {
            return self.clone();
        }
        Self {
            lower: self.lower.clone().max(other.lower.clone()),
            upper: self.upper.clone().min(other.upper.clone()),
        }
    }

    /// The sign of every number in it, where they have one sign.
    pub fn sign(&self) -> Option<Ordering> {
        match (self.lower.sign(), self.upper.sign()) {
            (Ordering::Greater, _) => Some(Ordering::Greater),
            (_, Ordering::Less) => Some(Ordering::Less),
            (Ordering::Equal, Ordering::Equal) => Some(Ordering::Equal),
            (_, _) => None,
        }
    }

    /// Whether zero lies in it.
    pub fn holds_zero(&self) -> bool {
        self.lower.sign() != Ordering::Greater && self.upper.sign() != Ordering::Less
    }

    /// Binary digits that both ends share, about: how many are certain. Everything for a point.
    pub fn certain_bits(&self) -> i64 {
        let width = self.upper.add(&self.lower.neg(), 64, Toward::Up);
        match (width.top(), self.lower.abs().max(self.upper.abs()).top()) {
            (None, _) => i64::MAX,
            (Some(width), Some(size)) => size.saturating_sub(width),
            (Some(_), None) => 0,
        }
    }

    /// The width of the interval, as a multiple of its size, approximately.
    pub fn relative_width(&self) -> f64 {
        let bits = self.certain_bits();
        if bits == i64::MAX { 0.0 } else { (-f64::from(i32::try_from(bits).unwrap_or(i32::MAX))).exp2() }
    }

    /// A number in the middle of it.
    pub fn middle(&self, bits: u32) -> Dyadic {
        self.lower.add(&self.upper, bits, Toward::Down).mul(&Dyadic::power_of_two(-1), bits, Toward::Down)
    }

    /// The difference.
    #[must_use]
    pub fn sub(&self, other: &Self, bits: u32) -> Self {
        self.plus(&Scalar::neg(other), bits)
    }

    /// The sum.
    #[must_use]
    pub fn plus(&self, other: &Self, bits: u32) -> Self {
        Self {
            lower: self.lower.add(&other.lower, bits, Toward::Down),
            upper: self.upper.add(&other.upper, bits, Toward::Up),
        }
    }

    /// The product.
    #[must_use]
    pub fn times(&self, other: &Self, bits: u32) -> Self {
        // Where both have one sign the ends of the product are known; elsewhere any corner may be an end.
        match (self.half_line(), other.half_line()) {
            (Some(Half::Positive), Some(Half::Positive)) => Self {
                lower: self.lower.mul(&other.lower, bits, Toward::Down),
                upper: self.upper.mul(&other.upper, bits, Toward::Up),
            },
            (Some(Half::Positive), Some(Half::Negative)) => Self {
                lower: self.upper.mul(&other.lower, bits, Toward::Down),
                upper: self.lower.mul(&other.upper, bits, Toward::Up),
            },
            (Some(Half::Negative), Some(Half::Positive)) => other.times(self, bits),
            (Some(Half::Negative), Some(Half::Negative)) => Self {
                lower: self.upper.mul(&other.upper, bits, Toward::Down),
                upper: self.lower.mul(&other.lower, bits, Toward::Up),
            },
            (None, _) | (_, None) => {
                let corners = [
                    (&self.lower, &other.lower),
                    (&self.lower, &other.upper),
                    (&self.upper, &other.lower),
                    (&self.upper, &other.upper),
                ];
                let end = |toward| corners.iter().map(move |(a, b)| a.mul(b, bits, toward));
                Self {
                    lower: end(Toward::Down).min().expect("four corners"),
                    upper: end(Toward::Up).max().expect("four corners"),
                }
            }
        }
    }

    /// The quotient by something that is not zero anywhere.
    pub fn over(&self, other: &Self, bits: u32) -> Result<Self, Undefined> {
        if other.holds_zero() {
            return Err(if other.is_certainly_zero() {
                Undefined::DivisionByZero
            } else {
                Undefined::NotTold(Edge::Divisor)
            });
        }
        if other.upper.sign() == Ordering::Less {
            return Scalar::neg(self).over(&Scalar::neg(other), bits);
        }
        // By something positive: the nearer an end is to zero, the larger the divisor that gives the outer end.
        let (by_least, by_most) = (&other.lower, &other.upper);
        let for_lower = if self.lower.sign() == Ordering::Less { by_least } else { by_most };
        let for_upper = if self.upper.sign() == Ordering::Less { by_most } else { by_least };
        Ok(Self {
            lower: self.lower.div(for_lower, bits, Toward::Down),
            upper: self.upper.div(for_upper, bits, Toward::Up),
        })
    }

    /// Times a power of two, exactly.
    #[must_use]
    pub fn scaled(&self, exponent: i64) -> Self {
        let scale = |end: &Dyadic| end.times_power_of_two(exponent);
        Self { lower: scale(&self.lower), upper: scale(&self.upper) }
    }

    /// The side of zero it lies on, zero included, where it lies on one.
    fn half_line(&self) -> Option<Half> {
        if self.lower.sign() != Ordering::Less {
            Some(Half::Positive)
        } else if self.upper.sign() != Ordering::Greater {
            Some(Half::Negative)
        } else {
            None
        }
    }

    /// A whole power; even powers know that they are not negative.
    pub fn to_the(&self, exponent: i64, bits: u32) -> Result<Self, Undefined> {
        let mut power = Self::integer(1);
        let mut square = if exponent % 2 == 0 && self.holds_zero() { self.size() } else { self.clone() };
        let mut rest = exponent.unsigned_abs();
        while rest > 0 {
            if rest % 2 == 1 {
                power = power.times(&square, bits);
            }
            rest /= 2;
            if rest > 0 {
                square = square.times(&square, bits).within_exponents()?;
            }
        }
        let power = power.within_exponents()?;
        if exponent < 0 { Self::integer(1).over(&power, bits) } else { Ok(power) }
    }

    /// The same, where its ends have exponents that add up without overflow.
    pub(super) fn within_exponents(self) -> Result<Self, Undefined> {
        let holds = |end: &Dyadic| end.top().is_none_or(|top| top.abs() <= LARGEST_EXPONENT);
        if holds(&self.lower) && holds(&self.upper) { Ok(self) } else { Err(Undefined::BeyondExponents) }
    }

    /// The absolute value.
    #[must_use]
    pub fn size(&self) -> Self {
        match self.sign() {
            Some(Ordering::Less) => Scalar::neg(self),
            Some(Ordering::Equal | Ordering::Greater) => self.clone(),
            None => Self { lower: Dyadic::zero(), upper: self.lower.abs().max(self.upper.abs()) },
        }
    }

    /// The one fraction it holds, where it is a point of moderate size.
    pub fn exact(&self) -> Option<Rational> {
        (self.lower == self.upper && self.lower.top().is_none_or(|top| top.abs() < 100_000))
            .then(|| self.lower.to_rational().ok())
            .flatten()
    }
}

/// A side of zero.
enum Half {
    Positive,
    Negative,
}
