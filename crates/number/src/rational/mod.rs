//! Exact fractions.
//!
//! - [`Rational`]: the number;
//! - `small`: its form where both parts fit a machine integer, which most numbers of a worksheet do;
//! - `big`: its form beyond that.

mod big;
mod gcd;
mod operators;
mod simplest;
mod small;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use num_rational::Ratio;
use num_traits::float::FloatCore;
use num_traits::{One, Signed, ToPrimitive, Zero};

use crate::Undefined;

use big::{Big, Parts};
use small::{Small, Wide};

/// An exact number: a fraction of integers of any size, in lowest terms.
// A number that fits the small form never has the big one: equal numbers have equal parts.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Rational(Form);

const _: () = assert!(size_of::<Rational>() <= 16);

#[derive(Clone, PartialEq, Eq, Hash)]
enum Form {
    Small(Small),
    Big(Box<Big>),
}

/// Exact numbers may have up to so many binary digits, numerator and denominator together: about 100 000 decimal digits.
pub const MAX_BITS: u64 = 340_000;

/// Why a power is not computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PowerError {
    /// The result would have more digits than allowed.
    TooLarge,
    /// Zero to a negative power.
    ZeroBase,
}

impl Rational {
    /// 0.
    pub fn zero() -> Self {
        Self(Form::Small(Small::ZERO))
    }

    /// 1.
    pub fn one() -> Self {
        Self::from_integer(1)
    }

    /// A whole number.
    pub fn from_integer(value: i64) -> Self {
        Self(Form::Small(Small::integer(value)))
    }

    /// A whole number of any size.
    pub fn from_bigint(value: BigInt) -> Self {
        Self::of_big(Big { numerator: value, denominator: BigInt::one() })
    }

    /// `numerator / denominator`, or nothing where the denominator is 0.
    pub fn new(numerator: BigInt, denominator: BigInt) -> Option<Self> {
        if denominator.is_zero() {
            return None;
        }
        Some(match (numerator.to_i64(), denominator.to_i64()) {
            (Some(numerator), Some(denominator)) => Self::fraction(numerator, denominator),
            _ => Self::of_big(Big::reduced(numerator, denominator)),
        })
    }

    /// `numerator / denominator` for numbers written in the code; the denominator is never 0.
    pub fn fraction(numerator: i64, denominator: i64) -> Self {
        Self::of_wide(Small::integer(numerator).over(Small::integer(denominator)))
    }

    /// The value of a float, exactly; nothing for infinities and NaN.
    pub fn from_f64(value: f64) -> Option<Self> {
        if !value.is_finite() {
            return None;
        }
        let (mantissa, exponent, sign) = FloatCore::integer_decode(value);
        let mantissa = i64::try_from(mantissa).expect("53 bits");
        Some(Self::binary(mantissa * i64::from(sign), exponent.into()))
    }

    /// `mantissa · 2^exponent`. The size of the result is known before anything is computed.
    ///
    /// # Errors
    /// [`Undefined::TooLarge`]: the result would have more than [`MAX_BITS`] binary digits.
    pub fn from_binary(mantissa: &BigInt, exponent: i64) -> Result<Self, Undefined> {
        if mantissa.is_zero() {
            return Ok(Self::zero());
        }
        if mantissa.bits().saturating_add(exponent.unsigned_abs()) > MAX_BITS {
            return Err(Undefined::TooLarge);
        }
        if let Some(mantissa) = mantissa.to_i64() {
            return Ok(Self::binary(mantissa, exponent));
        }
        let size = exponent.unsigned_abs();
        if exponent >= 0 {
            return Ok(Self::from_bigint(mantissa << size));
        }
        let cancelled = mantissa.trailing_zeros().unwrap_or(0).min(size);
        Ok(Self::of_big(Big {
            numerator: mantissa >> cancelled,
            denominator: BigInt::one() << (size - cancelled),
        }))
    }

    /// `2^exponent`, for the exponents that number formats have.
    pub fn power_of_two(exponent: i16) -> Self {
        Self::binary(1, exponent.into())
    }

    /// The exponent is moderate, which the caller makes sure of.
    fn binary(mantissa: i64, exponent: i64) -> Self {
        if mantissa == 0 {
            return Self::zero();
        }
        // An odd number times a power of two.
        let zeros = mantissa.trailing_zeros();
        let (odd, exponent) = (mantissa >> zeros, exponent.saturating_add(zeros.into()));
        match u32::try_from(exponent.unsigned_abs()) {
            Ok(shift) if shift < i64::BITS && exponent >= 0 => {
                Self::of_wide(Wide { numerator: i128::from(odd) << shift, denominator: 1 })
            }
            Ok(shift) if shift < i64::BITS => {
                Self::of_wide(Wide { numerator: odd.into(), denominator: 1 << shift })
            }
            Ok(_) | Err(_) => {
                let (numerator, power) = (BigInt::from(odd), BigInt::one() << exponent.unsigned_abs());
                Self::of_big(if exponent >= 0 {
                    Big { numerator: numerator * power, denominator: BigInt::one() }
                } else {
                    Big { numerator, denominator: power }
                })
            }
        }
    }

    /// The parts are in lowest terms.
    fn of_wide(wide: Wide) -> Self {
        Self(match Small::fit(wide.numerator, wide.denominator) {
            Some(small) => Form::Small(small),
            None => Form::Big(Box::new(Big {
                numerator: wide.numerator.into(),
                denominator: wide.denominator.into(),
            })),
        })
    }

    fn of_big(big: Big) -> Self {
        Self(match Small::fit(&big.numerator, &big.denominator) {
            Some(small) => Form::Small(small),
            None => Form::Big(Box::new(big)),
        })
    }

    /// Numerator and denominator, where both fit a machine integer with a sign.
    pub fn as_small(&self) -> Option<(i64, u64)> {
        match &self.0 {
            Form::Small(small) => Some((small.numerator(), small.denominator())),
            Form::Big(_) => None,
        }
    }

    /// The numerator, which carries the sign.
    pub fn numerator(&self) -> Cow<'_, BigInt> {
        match &self.0 {
            Form::Small(small) => Cow::Owned(small.numerator().into()),
            Form::Big(big) => Cow::Borrowed(&big.numerator),
        }
    }

    /// The denominator, above 0.
    pub fn denominator(&self) -> Cow<'_, BigInt> {
        match &self.0 {
            Form::Small(small) => Cow::Owned(small.denominator().into()),
            Form::Big(big) => Cow::Borrowed(&big.denominator),
        }
    }

    /// Runs something that needs the parts of both as integers of any size.
    fn with_parts<T>(&self, other: &Self, run: impl FnOnce(Parts, Parts) -> T) -> T {
        let (above, below) = (self.numerator(), self.denominator());
        let (other_above, other_below) = (other.numerator(), other.denominator());
        run(
            Parts { numerator: &above, denominator: &below },
            Parts { numerator: &other_above, denominator: &other_below },
        )
    }

    /// Whether it is 0.
    pub fn is_zero(&self) -> bool {
        self.as_small().is_some_and(|(numerator, _)| numerator == 0)
    }

    /// Whether it is 1.
    pub fn is_one(&self) -> bool {
        self.as_small() == Some((1, 1))
    }

    /// Whether it is whole.
    pub fn is_integer(&self) -> bool {
        match &self.0 {
            Form::Small(small) => small.denominator() == 1,
            Form::Big(big) => big.denominator.is_one(),
        }
    }

    /// Whether it is below 0.
    pub fn is_negative(&self) -> bool {
        match &self.0 {
            Form::Small(small) => small.numerator() < 0,
            Form::Big(big) => big.numerator.is_negative(),
        }
    }

    /// Whether it is above 0.
    pub fn is_positive(&self) -> bool {
        match &self.0 {
            Form::Small(small) => small.numerator() > 0,
            Form::Big(big) => big.numerator.is_positive(),
        }
    }

    /// Without its sign.
    #[must_use]
    pub fn abs(&self) -> Self {
        if self.is_negative() { -self } else { self.clone() }
    }

    /// 1 divided by it, or nothing for 0.
    pub fn recip(&self) -> Option<Self> {
        match &self.0 {
            Form::Small(small) if small.numerator() == 0 => None,
            Form::Small(small) => Some(Self::of_wide(small.inverse())),
            Form::Big(big) => {
                let parts = Parts { numerator: &big.numerator, denominator: &big.denominator };
                Some(Self::of_big(big::inverse(parts)))
            }
        }
    }

    /// The quotient, or nothing where the divisor is 0.
    pub fn checked_div(&self, divisor: &Self) -> Option<Self> {
        if divisor.is_zero() {
            return None;
        }
        if let (Form::Small(small), Form::Small(divisor)) = (&self.0, &divisor.0) {
            return Some(Self::of_wide(small.over(*divisor)));
        }
        divisor.recip().map(|inverse| self * &inverse)
    }

    /// As a machine integer, where it is one.
    pub fn to_i64(&self) -> Option<i64> {
        self.as_small().and_then(|(numerator, denominator)| (denominator == 1).then_some(numerator))
    }

    /// The float nearest to it; ties go to the even one.
    pub fn to_f64(&self) -> f64 {
        match &self.0 {
            Form::Small(small) => small_to_f64(*small),
            Form::Big(big) => {
                let ratio = Ratio::new_raw(big.numerator.clone(), big.denominator.clone());
                ratio.to_f64().unwrap_or(f64::NAN)
            }
        }
    }

    /// Binary digits of numerator and denominator together.
    pub fn bits(&self) -> u64 {
        let of = |part: u64| u64::from(u64::BITS - part.leading_zeros());
        match &self.0 {
            Form::Small(small) => of(small.numerator().unsigned_abs()) + of(small.denominator()),
            Form::Big(big) => big.numerator.bits() + big.denominator.bits(),
        }
    }

    /// The next whole number at or below it.
    pub fn floor(&self) -> BigInt {
        self.numerator().div_floor(&self.denominator())
    }

    /// A whole power. The size of the result is estimated before anything is computed.
    ///
    /// # Errors
    /// The result would have more than [`MAX_BITS`] binary digits, or the base is 0 and the exponent negative.
    pub fn pow(&self, exponent: i64) -> Result<Self, PowerError> {
        if self.is_zero() && exponent < 0 {
            return Err(PowerError::ZeroBase);
        }
        let size = exponent.unsigned_abs();
        let trivial = matches!(self.as_small(), Some((-1..=1, 1)));
        if !trivial && self.bits().saturating_sub(2).max(1).saturating_mul(size) > MAX_BITS {
            return Err(PowerError::TooLarge);
        }
        let reduced = if trivial {
            u32::from(size % 2 == 1) + u32::from(size > 1) * 2
        } else {
            u32::try_from(size).unwrap_or(0)
        };
        if size == 0 {
            return Ok(Self::one());
        }
        // Powers of parts without a common divisor have none.
        let power = match &self.0 {
            Form::Small(small) => small.power(reduced).map(|power| Self(Form::Small(power))),
            Form::Big(_) => None,
        };
        let power = power.unwrap_or_else(|| {
            Self::of_big(Big {
                numerator: self.numerator().pow(reduced),
                denominator: self.denominator().pow(reduced),
            })
        });
        if exponent < 0 { power.recip().ok_or(PowerError::ZeroBase) } else { Ok(power) }
    }

    /// The `n`-th root, where it is rational; even roots of negative numbers are not.
    pub fn nth_root_exact(&self, n: u32) -> Option<Self> {
        if n == 0 || (self.is_negative() && n.is_multiple_of(2)) {
            return None;
        }
        let root = |value: &BigInt| {
            let root = value.nth_root(n);
            (root.pow(n) == *value).then_some(root)
        };
        let (numerator, denominator) = (root(&self.numerator())?, root(&self.denominator())?);
        Some(Self::of_big(Big { numerator, denominator }))
    }

    /// The logarithm of its size to base 10, approximately; minus infinity for 0.
    pub fn log10_abs(&self) -> f64 {
        let (above, below) = match &self.0 {
            Form::Small(small) => {
                (log2_of_word(small.numerator().unsigned_abs()), log2_of_word(small.denominator()))
            }
            Form::Big(big) => (log2_of(&big.numerator), log2_of(&big.denominator)),
        };
        above.mul_add(std::f64::consts::LOG10_2, -below * std::f64::consts::LOG10_2)
    }
}

/// Both parts are floats where they have up to 53 bits, and then one division rounds once.
#[expect(clippy::cast_precision_loss, reason = "only where nothing is lost")]
fn small_to_f64(value: Small) -> f64 {
    let (above, below) = (value.numerator(), value.denominator());
    if above.unsigned_abs() | below <= 1 << f64::MANTISSA_DIGITS {
        return above as f64 / below as f64;
    }
    let below = i64::try_from(below).expect("a small denominator fits");
    Ratio::new_raw(above, below).to_f64().unwrap_or(f64::NAN)
}

/// The logarithm of an integer's size to base 2, approximately.
#[expect(clippy::cast_precision_loss, reason = "an approximation is asked for")]
fn log2_of(value: &BigInt) -> f64 {
    if value.sign() == Sign::NoSign {
        return f64::NEG_INFINITY;
    }
    let shift = value.bits().saturating_sub(60);
    let top = (value.magnitude() >> shift).to_f64().unwrap_or(1.0);
    top.log2() + shift as f64
}

/// The same of a machine integer, to the same last bit.
#[expect(clippy::cast_precision_loss, reason = "an approximation is asked for")]
fn log2_of_word(value: u64) -> f64 {
    if value == 0 {
        return f64::NEG_INFINITY;
    }
    let shift = 4_u32.saturating_sub(value.leading_zeros());
    ((value >> shift) as f64).log2() + f64::from(shift)
}
