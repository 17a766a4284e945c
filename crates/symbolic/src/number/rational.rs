//! PROVISIONAL stand-in until the real one lands: same API, naive inside.
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};
use std::ops::{Add, Mul, Neg, Sub};

/// An exact number.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Rational(BigRational);
/// Why a power can't be computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PowerError { /// Too many digits.
 TooLarge, /// Zero to a negative power.
 ZeroBase }
#[allow(missing_docs)]
impl Rational {
    pub fn zero() -> Self { Self(BigRational::zero()) }
    pub fn one() -> Self { Self(BigRational::one()) }
    pub fn from_integer(v: i64) -> Self { Self(BigRational::from_integer(v.into())) }
    pub fn from_bigint(v: BigInt) -> Self { Self(BigRational::from_integer(v)) }
    pub fn new(n: BigInt, d: BigInt) -> Option<Self> { (!d.is_zero()).then(|| Self(BigRational::new(n, d))) }
    pub fn fraction(n: i64, d: i64) -> Self { Self(BigRational::new(n.into(), d.into())) }
    pub fn numerator(&self) -> BigInt { self.0.numer().clone() }
    pub fn denominator(&self) -> BigInt { self.0.denom().clone() }
    pub fn is_zero(&self) -> bool { self.0.is_zero() }
    pub fn is_one(&self) -> bool { self.0.is_one() }
    pub fn is_integer(&self) -> bool { self.0.is_integer() }
    pub fn is_negative(&self) -> bool { self.0.is_negative() }
    pub fn is_positive(&self) -> bool { self.0.is_positive() }
    pub fn abs(&self) -> Self { Self(self.0.abs()) }
    pub fn recip(&self) -> Option<Self> { (!self.is_zero()).then(|| Self(self.0.recip())) }
    pub fn checked_div(&self, o: &Self) -> Option<Self> { (!o.is_zero()).then(|| Self(&self.0 / &o.0)) }
    pub fn to_i64(&self) -> Option<i64> { if self.is_integer() { self.0.numer().to_i64() } else { None } }
    pub fn to_f64(&self) -> f64 { self.0.to_f64().unwrap_or(f64::NAN) }
    pub fn bits(&self) -> u64 { self.0.numer().bits() + self.0.denom().bits() }
}
impl Add for &Rational { type Output = Rational; fn add(self, o: Self) -> Rational { Rational(&self.0 + &o.0) } }
impl Sub for &Rational { type Output = Rational; fn sub(self, o: Self) -> Rational { Rational(&self.0 - &o.0) } }
impl Mul for &Rational { type Output = Rational; fn mul(self, o: Self) -> Rational { Rational(&self.0 * &o.0) } }
impl Neg for &Rational { type Output = Rational; fn neg(self) -> Rational { Rational(-&self.0) } }
impl Neg for Rational { type Output = Rational; fn neg(self) -> Rational { Rational(-self.0) } }
impl std::fmt::Display for Rational { fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { self.0.fmt(f) } }
