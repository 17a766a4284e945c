//! Floats with a wide exponent: no product of a network is too small or too large for them.

use std::cmp::Ordering;

use chainrule_symbolic::number::{Elementary, Rational};
use num_bigint::BigInt;
use num_traits::One;

use super::{BoundedFloat, Dyadic, Enclosure, Scalar, Undefined};

/// Sign, mantissa and a wide binary exponent, with a running bound of the error: `mantissa · 2^exponent`, where the
/// larger of mantissa and error is from 1 to 2. A product of 100 000 derivatives of the sigmoid is about 10^-60206 and
/// never 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Magnitude {
    mantissa: BoundedFloat,
    exponent: i64,
}

/// Exponents beyond this are refused, so that they add up without overflow.
const LARGEST_EXPONENT: i64 = 1 << 61;

/// Numbers with exponents up to this are floats, and so are their squares' roots.
const FLOAT_EXPONENT: i64 = 900;

/// A summand smaller than the other by two to this power only adds to the error.
const OUT_OF_REACH: i64 = 900;

impl Magnitude {
    /// A float with a bound of its error.
    pub fn from_float(value: BoundedFloat) -> Result<Self, Undefined> {
        Self::normal(value, 0)
    }

    /// The sign of the true value, where it is certain.
    pub fn sign(self) -> Option<Ordering> {
        self.mantissa.sign()
    }

    /// The logarithm of its size to base 10, approximately; minus infinity for 0.
    #[expect(clippy::cast_precision_loss, reason = "an approximation is asked for")]
    pub fn log10_abs(self) -> f64 {
        self.exponent as f64 * std::f64::consts::LOG10_2
            + Rational::from_f64(self.mantissa.value()).map_or(f64::NAN, |m| m.log10_abs())
    }

    /// The interval that the true value lies in; nothing where nothing is known of it.
    pub fn enclosure(self, bits: u32) -> Option<Enclosure> {
        let unit = Enclosure::at(Dyadic::power_of_two(self.exponent));
        Some(self.mantissa.enclosure(bits)?.times(&unit, bits))
    }

    /// `value · 2^exponent` with its mantissa brought to where it belongs.
    fn normal(value: BoundedFloat, exponent: i64) -> Result<Self, Undefined> {
        let size = value.value().abs().max(value.error());
        if size == 0.0 {
            return Ok(Self { mantissa: value, exponent: 0 });
        }
        let top = top_of(size);
        let exponent = exponent + top;
        if exponent.abs() > LARGEST_EXPONENT {
            return Err(Undefined::BeyondExponents);
        }
        Ok(Self { mantissa: scaled(value, -top)?, exponent })
    }

    /// As a float, where it is one.
    fn to_float(self) -> Result<BoundedFloat, Undefined> {
        if self.exponent.abs() > FLOAT_EXPONENT {
            return Err(Undefined::BeyondExponents);
        }
        scaled(self.mantissa, self.exponent)
    }

    /// e^x = 2^k · e^(x − k·ln 2)
    fn exp(self) -> Result<Self, Undefined> {
        let x = self.to_float()?;
        let turns = (x.value() / std::f64::consts::LN_2).round();
        let Some(whole) = Rational::from_f64(turns).and_then(|turns| turns.to_i64()) else {
            return Err(Undefined::BeyondExponents);
        };
        if whole.abs() > LARGEST_EXPONENT {
            return Err(Undefined::BeyondExponents);
        }
        let moved = BoundedFloat::exact(turns).mul(&ln2()?, 0)?;
        let rest = x.add(&moved.neg(), 0)?;
        Self::normal(BoundedFloat::elementary(Elementary::Exp, &[rest], 0)?, whole)
    }

    /// ln(m · 2^e) = ln m + e · ln 2
    #[expect(clippy::cast_precision_loss, reason = "exponents beyond 2^53 are refused before")]
    fn ln(self) -> Result<Self, Undefined> {
        if let Ok(x) = self.to_float() {
            return Self::normal(BoundedFloat::elementary(Elementary::Ln, &[x], 0)?, 0);
        }
        if self.exponent.abs() >= 1 << 53 {
            return Err(Undefined::BeyondExponents);
        }
        let exponent = BoundedFloat::exact(self.exponent as f64).mul(&ln2()?, 0)?;
        let mantissa = BoundedFloat::elementary(Elementary::Ln, &[self.mantissa], 0)?;
        Self::normal(mantissa.add(&exponent, 0)?, 0)
    }

    /// √(m · 2^e) = √m · 2^(e/2), with an even exponent.
    fn sqrt(self) -> Result<Self, Undefined> {
        let odd = self.exponent.rem_euclid(2);
        let mantissa = scaled(self.mantissa, odd)?;
        Self::normal(BoundedFloat::elementary(Elementary::Sqrt, &[mantissa], 0)?, (self.exponent - odd) / 2)
    }

    /// The same with an exponent of its own: both mantissas count in units of 2^exponent then.
    fn counted_in(self, exponent: i64) -> Result<BoundedFloat, Undefined> {
        let gap = exponent - self.exponent;
        if self.mantissa.is_certainly_zero() {
            return Ok(self.mantissa);
        }
        if gap > OUT_OF_REACH {
            // Less than 2·2^(-900) of each, value and error.
            return BoundedFloat::bounded(0.0, 2f64.powi(-890));
        }
        scaled(self.mantissa, -gap)
    }

    fn to_the(self, exponent: i64) -> Result<Self, Undefined> {
        let (mut power, mut square) = (Self::normal(BoundedFloat::exact(1.0), 0)?, self);
        let mut rest = exponent.unsigned_abs();
        while rest > 0 {
            if rest % 2 == 1 {
                power = power.mul(&square, 0)?;
            }
            rest /= 2;
            if rest > 0 {
                square = square.mul(&square, 0)?;
            }
        }
        if exponent < 0 { Self::normal(BoundedFloat::exact(1.0), 0)?.div(&power, 0) } else { Ok(power) }
    }
}

/// ln 2 and what the float lacks of it.
fn ln2() -> Result<BoundedFloat, Undefined> {
    BoundedFloat::bounded(std::f64::consts::LN_2, 2.4e-17)
}

/// The exponent of the leading binary digit of a float above 0.
fn top_of(size: f64) -> i64 {
    let exponent = |size: f64| i64::try_from(size.to_bits() >> 52).unwrap_or(0) - 1023;
    // Subnormal floats first become normal ones.
    if size < f64::MIN_POSITIVE { exponent(size * 2f64.powi(64)) - 64 } else { exponent(size) }
}

/// Times a power of two: exact, but for what falls below the floats.
fn scaled(value: BoundedFloat, exponent: i64) -> Result<BoundedFloat, Undefined> {
    if exponent == 0 || value.is_certainly_zero() {
        return Ok(value);
    }
    // In two steps, since neither 2^1074 nor its inverse is a normal float.
    let first = i32::try_from((exponent / 2).clamp(-1_000, 1_000)).unwrap_or(0);
    let second = i32::try_from((exponent - i64::from(first)).clamp(-1_000, 1_000)).unwrap_or(0);
    let times = |part: f64| part * 2f64.powi(first) * 2f64.powi(second);
    let (scaled, error) = (times(value.value()), times(value.error()));
    let least = scaled.abs().min(if error == 0.0 { f64::MAX } else { error });
    if exponent < 0 && least < f64::MIN_POSITIVE {
        return BoundedFloat::bounded(scaled, error + 4.0 * f64::from_bits(1));
    }
    BoundedFloat::bounded(scaled, error)
}

impl Scalar for Magnitude {
    fn from_rational(value: &Rational, bits: u32) -> Self {
        let part = |part: &BigInt| i64::try_from(part.bits()).unwrap_or(i64::MAX);
        let top = part(&value.numerator()) - part(&value.denominator());
        // About 1 in size, so that the float nearest to it is a normal one.
        let mantissa = if top.abs() < FLOAT_EXPONENT {
            return Self::normal(BoundedFloat::from_rational(value, bits), 0)
                .unwrap_or_else(|_| Self::nothing());
        } else {
            value * &Rational::from_binary(&BigInt::one(), -top)
        };
        Self::normal(BoundedFloat::from_rational(&mantissa, bits), top).unwrap_or_else(|_| Self::nothing())
    }

    fn add(&self, other: &Self, _bits: u32) -> Result<Self, Undefined> {
        if self.is_certainly_zero() {
            return Ok(*other);
        }
        if other.is_certainly_zero() {
            return Ok(*self);
        }
        let exponent = self.exponent.max(other.exponent);
        Self::normal(self.counted_in(exponent)?.add(&other.counted_in(exponent)?, 0)?, exponent)
    }

    fn mul(&self, other: &Self, _bits: u32) -> Result<Self, Undefined> {
        Self::normal(self.mantissa.mul(&other.mantissa, 0)?, self.exponent + other.exponent)
    }

    fn div(&self, other: &Self, _bits: u32) -> Result<Self, Undefined> {
        Self::normal(self.mantissa.div(&other.mantissa, 0)?, self.exponent - other.exponent)
    }

    fn is_certainly_zero(&self) -> bool {
        self.mantissa.is_certainly_zero()
    }

    fn neg(&self) -> Self {
        Self { mantissa: self.mantissa.neg(), exponent: self.exponent }
    }

    fn pow(&self, exponent: &Self, bits: u32) -> Result<Self, Undefined> {
        let exact = exponent.to_float().ok().filter(|exponent| exponent.error() == 0.0);
        let whole = exact.and_then(|exponent| Rational::from_f64(exponent.value())?.to_i64());
        match (whole, self.sign()) {
            (Some(whole), _) if whole >= 0 || self.sign().is_some_and(Ordering::is_ne) => self.to_the(whole),
            (Some(_), _) => Err(Undefined::DivisionByZero),
            (None, Some(Ordering::Equal)) if exponent.sign() == Some(Ordering::Greater) => Ok(*self),
            (None, Some(Ordering::Greater)) => self.ln()?.mul(exponent, bits)?.exp(),
            (None, _) => Err(Undefined::Power),
        }
    }

    fn elementary(function: Elementary, arguments: &[Self], bits: u32) -> Result<Self, Undefined> {
        let Some(&x) = arguments.first() else {
            return Self::normal(BoundedFloat::elementary(function, &[], bits)?, 0);
        };
        match function {
            Elementary::Exp => x.exp(),
            Elementary::Ln => x.ln(),
            Elementary::Sqrt => x.sqrt(),
            Elementary::Abs => Ok(Self {
                mantissa: BoundedFloat::elementary(function, &[x.mantissa], bits)?,
                exponent: x.exponent,
            }),
            // Only the sign counts, and that is the mantissa's.
            Elementary::Sign | Elementary::Step => {
                Self::normal(BoundedFloat::elementary(function, &[x.mantissa], bits)?, 0)
            }
            Elementary::Min | Elementary::Max => arguments[1..].iter().try_fold(x, |best, other| {
                let wanted = if function == Elementary::Min { Ordering::Less } else { Ordering::Greater };
                match other.add(&best.neg(), bits)?.sign() {
                    Some(order) if order == wanted => Ok(*other),
                    Some(_) => Ok(best),
                    None => {
                        let both = [best.to_float()?, other.to_float()?];
                        Self::normal(BoundedFloat::elementary(function, &both, bits)?, 0)
                    }
                }
            }),
            Elementary::Sin
            | Elementary::Cos
            | Elementary::Tan
            | Elementary::Asin
            | Elementary::Acos
            | Elementary::Atan
            | Elementary::Sinh
            | Elementary::Cosh
            | Elementary::Tanh
            | Elementary::Asinh
            | Elementary::Acosh
            | Elementary::Atanh
            | Elementary::Erf
            | Elementary::Pi => Self::normal(BoundedFloat::elementary(function, &[x.to_float()?], bits)?, 0),
        }
    }
}

impl Magnitude {
    /// A number of which nothing is known: every operation on it says that it can't tell.
    fn nothing() -> Self {
        Self { mantissa: BoundedFloat::unknown(), exponent: 0 }
    }
}
