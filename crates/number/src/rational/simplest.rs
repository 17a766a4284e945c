//! The simplest fraction in an interval.

use num_bigint::BigInt;
use num_integer::Integer;

use super::Rational;

/// Continued fractions are followed so far.
const LONGEST: usize = 40;

impl Rational {
    /// The fraction with the smallest denominator between two ends, the ends included; nothing where the lower is above the
    /// upper, or where its continued fraction is longer than 40.
    ///
    /// Source: the continued fractions of the two ends, as far as they agree (Knuth, The Art of Computer Programming 2,
    /// 4.5.3, exercise 39).
    pub fn simplest_between(lower: &Self, upper: &Self) -> Option<Self> {
        if lower > upper {
            return None;
        }
        if !lower.is_negative() && lower.is_zero() || lower.is_negative() && !upper.is_negative() {
            return Some(Self::zero());
        }
        if upper.is_negative() {
            return simplest_positive(-upper, -lower).map(|found| -found);
        }
        simplest_positive(lower.clone(), upper.clone())
    }
}

fn simplest_positive(mut lower: Rational, mut upper: Rational) -> Option<Rational> {
    let mut quotients: Vec<BigInt> = Vec::new();
    loop {
        let floor = lower.numerator().div_floor(&lower.denominator());
        let whole = Rational::from_bigint(floor.clone());
        let next = &whole + &Rational::one();
        if whole == lower || next <= upper {
            quotients.push(if whole == lower { floor } else { floor + 1 });
            break;
        }
        if quotients.len() == LONGEST {
            return None;
        }
        quotients.push(floor);
        // 1 over the rest of each, which turns them round.
        let (low, high) = ((&upper - &whole).recip()?, (&lower - &whole).recip()?);
        (lower, upper) = (low, high);
    }
    let mut value = Rational::from_bigint(quotients.pop()?);
    while let Some(quotient) = quotients.pop() {
        value = &Rational::from_bigint(quotient) + &value.recip()?;
    }
    Some(value)
}
