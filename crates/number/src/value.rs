//! A number that is exact as long as it can be.

use std::borrow::Cow;

use crate::{Elementary, Rational};

use super::{Enclosure, Scalar, Undefined};

/// An exact fraction, or an enclosure where the number is not rational or has grown longer than `LONGEST` binary digits:
/// exact arithmetic on longer ones costs more than it tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept<const LONGEST: u64> {
    /// The number itself.
    Exact(Rational),
    /// An interval that holds it.
    Enclosed(Enclosure),
}

/// The values of a worksheet: exact up to about 12 000 decimal digits.
pub type Value = Kept<LONGEST_VALUE>;

/// A [`Value`] longer than so many binary digits is not kept exactly.
pub const LONGEST_VALUE: u64 = 40_000;

impl<const LONGEST: u64> Kept<LONGEST> {
    /// About how many binary digits an exact number has before its point.
    fn whole_bits(&self) -> u32 {
        match self {
            Self::Exact(exact) => {
                let digits = exact.numerator().bits().saturating_sub(exact.denominator().bits()) + 1;
                u32::try_from(digits).unwrap_or(u32::MAX / 2)
            }
            Self::Enclosed(_) => 0,
        }
    }

    /// The same number, kept like any other value.
    pub fn to_value(&self) -> Value {
        match self {
            Self::Exact(exact) => Value::Exact(exact.clone()),
            Self::Enclosed(enclosure) => Value::Enclosed(enclosure.clone()),
        }
    }

    /// Whether it is below zero; nothing where that is not certain.
    pub fn is_negative(&self) -> Option<bool> {
        match self {
            Self::Exact(exact) => Some(exact.is_negative()),
            Self::Enclosed(enclosure) => enclosure.sign().map(std::cmp::Ordering::is_lt),
        }
    }

    /// As an interval.
    pub fn enclosure(&self, bits: u32) -> Enclosure {
        self.as_enclosure(bits).into_owned()
    }

    /// As [`Kept::enclosure`], without a copy where it is one.
    fn as_enclosure(&self, bits: u32) -> Cow<'_, Enclosure> {
        match self {
            Self::Exact(exact) => Cow::Owned(Enclosure::from_rational(exact, bits)),
            Self::Enclosed(enclosure) => Cow::Borrowed(enclosure),
        }
    }

    /// The exact number, where it is known.
    pub fn exact(&self) -> Option<&Rational> {
        match self {
            Self::Exact(exact) => Some(exact),
            Self::Enclosed(_) => None,
        }
    }

    /// How many binary digits are certain.
    pub fn certain_bits(&self) -> i64 {
        match self {
            Self::Exact(_) => i64::MAX,
            Self::Enclosed(enclosure) => enclosure.certain_bits(),
        }
    }

    /// The logarithm of its size to base 10, approximately.
    pub fn log10_abs(&self) -> f64 {
        match self {
            Self::Exact(exact) => exact.log10_abs(),
            Self::Enclosed(enclosure) => enclosure.middle(64).log10_abs(),
        }
    }

    /// The logarithm of its size to base 10, approximately: minus infinity for 0, and nothing where an enclosure holds 0
    /// among other numbers, which tells no size.
    pub fn told_log10_abs(&self) -> Option<f64> {
        match self {
            Self::Enclosed(enclosure) if enclosure.holds_zero() && enclosure.sign().is_none() => None,
            Self::Exact(_) | Self::Enclosed(_) => Some(self.log10_abs()),
        }
    }

    fn both(
        &self,
        other: &Self,
        bits: u32,
        exactly: impl Fn(&Rational, &Rational) -> Result<Rational, Undefined>,
        enclosed: impl Fn(&Enclosure, &Enclosure) -> Result<Enclosure, Undefined>,
    ) -> Result<Self, Undefined> {
        if let (Self::Exact(left), Self::Exact(right)) = (self, other) {
            match exactly(left, right) {
                Ok(exact) if exact.bits() <= LONGEST => return Ok(Self::Exact(exact)),
                Ok(_) | Err(Undefined::NotRational | Undefined::TooLarge) => {}
                Err(error) => return Err(error),
            }
        }
        let value = enclosed(&self.as_enclosure(bits), &other.as_enclosure(bits))?;
        // An exact zero is one, however it was come by.
        Ok(if value.is_certainly_zero() { Self::Exact(Rational::zero()) } else { Self::Enclosed(value) })
    }
}

impl<const LONGEST: u64> Scalar for Kept<LONGEST> {
    fn from_rational(value: &Rational, _bits: u32) -> Self {
        Self::Exact(value.clone())
    }

    fn add(&self, other: &Self, bits: u32) -> Result<Self, Undefined> {
        self.both(other, bits, |a, b| a.add(b, bits), |a, b| a.add(b, bits))
    }

    fn mul(&self, other: &Self, bits: u32) -> Result<Self, Undefined> {
        let is_zero = |value: &Self| value.exact().is_some_and(Rational::is_zero);
        if is_zero(self) || is_zero(other) {
            return Ok(Self::Exact(Rational::zero()));
        }
        self.both(other, bits, |a, b| a.mul(b, bits), |a, b| a.mul(b, bits))
    }

    fn div(&self, other: &Self, bits: u32) -> Result<Self, Undefined> {
        self.both(other, bits, |a, b| a.div(b, bits), |a, b| a.div(b, bits))
    }

    fn is_certainly_zero(&self) -> bool {
        self.exact().is_some_and(Rational::is_zero)
    }

    fn neg(&self) -> Self {
        match self {
            Self::Exact(exact) => Self::Exact(-exact),
            Self::Enclosed(enclosure) => Self::Enclosed(Scalar::neg(enclosure)),
        }
    }

    fn pow(&self, exponent: &Self, bits: u32) -> Result<Self, Undefined> {
        self.both(exponent, bits, |a, b| Scalar::pow(a, b, bits), |a, b| Scalar::pow(a, b, bits))
    }

    fn elementary(function: Elementary, arguments: &[Self], bits: u32) -> Result<Self, Undefined> {
        if arguments.iter().all(|argument| argument.exact().is_some()) {
            let exactly = |exact: &[Rational]| Rational::elementary(function, exact, bits);
            let exact = match arguments {
                [Self::Exact(argument)] => exactly(std::slice::from_ref(argument)),
                _ => exactly(&arguments.iter().filter_map(Self::exact).cloned().collect::<Vec<_>>()),
            };
            match exact {
                Ok(value) => return Ok(Self::Exact(value)),
                Err(Undefined::NotRational | Undefined::TooLarge) => {}
                Err(error) => return Err(error),
            }
        }
        let value = if let [Self::Enclosed(argument)] = arguments {
            Enclosure::elementary(function, std::slice::from_ref(argument), bits)?
        } else {
            // What a circular function makes of a large number depends on all digits before its point.
            let is_circular = matches!(function, Elementary::Sin | Elementary::Cos | Elementary::Tan);
            let enclosed: Vec<_> = arguments
                .iter()
                .map(|argument| {
                    argument.enclosure(if is_circular { bits + argument.whole_bits() } else { bits })
                })
                .collect();
            Enclosure::elementary(function, &enclosed, bits)?
        };
        let is_whole = matches!(function, Elementary::Sign | Elementary::Step);
        let exact = if is_whole { value.exact() } else { None };
        Ok(exact.map_or(Self::Enclosed(value), Self::Exact))
    }
}
