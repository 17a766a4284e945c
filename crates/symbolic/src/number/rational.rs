//! Exact fractions.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::{Add, Mul, Neg, Sub};

use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};

/// An exact number: a fraction of integers of any size, in lowest terms.
#[derive(Clone, Eq, PartialOrd, Ord)]
pub struct Rational(BigRational);

// In lowest terms equal numbers have equal parts; `Ratio` itself compares and hashes by dividing.
impl PartialEq for Rational {
    fn eq(&self, other: &Self) -> bool {
        self.0.numer() == other.0.numer() && self.0.denom() == other.0.denom()
    }
}

impl Hash for Rational {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.numer().hash(state);
        self.0.denom().hash(state);
    }
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
        Self(BigRational::zero())
    }

    /// 1.
    pub fn one() -> Self {
        Self(BigRational::one())
    }

    /// A whole number.
    pub fn from_integer(value: i64) -> Self {
        Self(BigRational::from_integer(value.into()))
    }

    /// A whole number of any size.
    pub fn from_bigint(value: BigInt) -> Self {
        Self(BigRational::from_integer(value))
    }

    /// `numerator / denominator`, or nothing where the denominator is 0.
    pub fn new(numerator: BigInt, denominator: BigInt) -> Option<Self> {
        (!denominator.is_zero()).then(|| Self(BigRational::new(numerator, denominator)))
    }

    /// `numerator / denominator` for numbers written in the code; the denominator is never 0.
    pub fn fraction(numerator: i64, denominator: i64) -> Self {
        Self(BigRational::new(numerator.into(), denominator.into()))
    }

    /// The value of a float, exactly; nothing for infinities and NaN.
    pub fn from_f64(value: f64) -> Option<Self> {
        BigRational::from_float(value).map(Self)
    }

    /// `mantissa · 2^exponent`.
    pub fn from_binary(mantissa: &BigInt, exponent: i64) -> Self {
        let size = usize::try_from(exponent.unsigned_abs()).unwrap_or(usize::MAX);
        if exponent >= 0 {
            Self::from_bigint(mantissa << size)
        } else {
            Self(BigRational::new(mantissa.clone(), BigInt::one() << size))
        }
    }

    /// The numerator, which carries the sign.
    pub fn numerator(&self) -> &BigInt {
        self.0.numer()
    }

    /// The denominator, above 0.
    pub fn denominator(&self) -> &BigInt {
        self.0.denom()
    }

    /// Whether it is 0.
    pub fn is_zero(&self) -> bool {
        self.0.is_zero()
    }

    /// Whether it is 1.
    pub fn is_one(&self) -> bool {
        self.0.is_one()
    }

    /// Whether it is whole.
    pub fn is_integer(&self) -> bool {
        self.0.is_integer()
    }

    /// Whether it is below 0.
    pub fn is_negative(&self) -> bool {
        self.0.is_negative()
    }

    /// Whether it is above 0.
    pub fn is_positive(&self) -> bool {
        self.0.is_positive()
    }

    /// Without its sign.
    #[must_use]
    pub fn abs(&self) -> Self {
        Self(self.0.abs())
    }

    /// 1 divided by it, or nothing for 0.
    pub fn recip(&self) -> Option<Self> {
        (!self.is_zero()).then(|| Self(self.0.recip()))
    }

    /// The quotient, or nothing where the divisor is 0.
    pub fn checked_div(&self, divisor: &Self) -> Option<Self> {
        (!divisor.is_zero()).then(|| Self(&self.0 / &divisor.0))
    }

    /// As a machine integer, where it is one.
    pub fn to_i64(&self) -> Option<i64> {
        if self.is_integer() { self.0.numer().to_i64() } else { None }
    }

    /// The float nearest to it; ties go to the even one.
    pub fn to_f64(&self) -> f64 {
        self.0.to_f64().unwrap_or(f64::NAN)
    }

    /// Binary digits of numerator and denominator together.
    pub fn bits(&self) -> u64 {
        self.0.numer().bits() + self.0.denom().bits()
    }

    /// The next whole number at or below it.
    pub fn floor(&self) -> BigInt {
        self.0.numer().div_floor(self.0.denom())
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
        let trivial = self.is_zero() || self.abs().is_one();
        if !trivial && self.bits().saturating_sub(2).max(1).saturating_mul(size) > MAX_BITS {
            return Err(PowerError::TooLarge);
        }
        let reduced = if trivial {
            u32::from(size % 2 == 1) + u32::from(size > 1) * 2
        } else {
            u32::try_from(size).unwrap_or(0)
        };
        let (numerator, denominator) = (self.0.numer().pow(reduced), self.0.denom().pow(reduced));
        let power = if exponent < 0 { (denominator, numerator) } else { (numerator, denominator) };
        if size == 0 {
            return Ok(Self::one());
        }
        Ok(Self(BigRational::new(power.0, power.1)))
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
        Some(Self(BigRational::new_raw(root(self.0.numer())?, root(self.0.denom())?)))
    }

    /// The logarithm of its size to base 10, approximately; minus infinity for 0.
    pub fn log10_abs(&self) -> f64 {
        log2_of(self.0.numer())
            .mul_add(std::f64::consts::LOG10_2, -log2_of(self.0.denom()) * std::f64::consts::LOG10_2)
    }
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

impl Add for &Rational {
    type Output = Rational;

    fn add(self, other: Self) -> Rational {
        Rational(&self.0 + &other.0)
    }
}

impl Sub for &Rational {
    type Output = Rational;

    fn sub(self, other: Self) -> Rational {
        Rational(&self.0 - &other.0)
    }
}

impl Mul for &Rational {
    type Output = Rational;

    fn mul(self, other: Self) -> Rational {
        Rational(&self.0 * &other.0)
    }
}

impl Neg for &Rational {
    type Output = Rational;

    fn neg(self) -> Rational {
        Rational(-&self.0)
    }
}

impl Neg for Rational {
    type Output = Self;

    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl fmt::Display for Rational {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, formatter)
    }
}

impl fmt::Debug for Rational {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, formatter)
    }
}

#[cfg(test)]
mod tests {
    use super::{PowerError, Rational};

    #[test]
    fn powers_are_sized_before_they_are_computed() {
        let nine = Rational::from_integer(9);
        assert_eq!(nine.pow(387_420_489), Err(PowerError::TooLarge));
        assert_eq!(nine.pow(2).unwrap(), Rational::from_integer(81));
        assert_eq!(Rational::fraction(-1, 2).pow(-3).unwrap(), Rational::from_integer(-8));
        assert_eq!(Rational::from_integer(-1).pow(i64::MAX).unwrap(), Rational::from_integer(-1));
        assert_eq!(Rational::from_integer(-1).pow(i64::MIN).unwrap(), Rational::one());
        assert_eq!(Rational::zero().pow(-1), Err(PowerError::ZeroBase));
        assert_eq!(nine.pow(0).unwrap(), Rational::one());
    }

    #[test]
    fn roots_and_logarithms() {
        assert_eq!(Rational::fraction(9, 4).nth_root_exact(2), Some(Rational::fraction(3, 2)));
        assert_eq!(Rational::from_integer(2).nth_root_exact(2), None);
        assert!((Rational::fraction(1, 1000).log10_abs() + 3.0).abs() < 1e-12);
    }
}
