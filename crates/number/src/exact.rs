//! Exact fractions as a number system: what stays rational is exact, what does not is said so.

use crate::{Elementary, MAX_BITS, PowerError, Rational};

use super::{Scalar, Undefined};

/// An exact power, where it is rational.
pub fn power(base: &Rational, exponent: &Rational) -> Result<Rational, Undefined> {
    if base.is_zero() {
        return if exponent.is_positive() {
            Ok(Rational::zero())
        } else if exponent.is_zero() {
            Ok(Rational::one())
        } else {
            Err(Undefined::DivisionByZero)
        };
    }
    let root = if exponent.is_integer() {
        base.clone()
    } else {
        if base.is_negative() {
            return Err(Undefined::Power);
        }
        let degree = Rational::from_bigint(exponent.denominator().into_owned())
            .to_i64()
            .and_then(|d| u32::try_from(d).ok());
        degree.and_then(|degree| base.nth_root_exact(degree)).ok_or(Undefined::NotRational)?
    };
    let whole = Rational::from_bigint(exponent.numerator().into_owned());
    let whole = match whole.to_i64() {
        Some(whole) => whole,
        None if root.is_one() => return Ok(root),
        None => return Err(Undefined::TooLarge),
    };
    root.pow(whole).map_err(|error| match error {
        PowerError::TooLarge => Undefined::TooLarge,
        PowerError::ZeroBase => Undefined::DivisionByZero,
    })
}

fn sized(value: Rational) -> Result<Rational, Undefined> {
    if value.bits() > MAX_BITS { Err(Undefined::TooLarge) } else { Ok(value) }
}

impl Scalar for Rational {
    fn from_rational(value: &Rational, _bits: u32) -> Self {
        value.clone()
    }

    fn add(&self, other: &Self, _bits: u32) -> Result<Self, Undefined> {
        sized(self + other)
    }

    fn mul(&self, other: &Self, _bits: u32) -> Result<Self, Undefined> {
        if self.is_zero() || other.is_zero() {
            return Ok(Self::zero());
        }
        sized(self * other)
    }

    fn div(&self, other: &Self, _bits: u32) -> Result<Self, Undefined> {
        self.checked_div(other).ok_or(Undefined::DivisionByZero).and_then(sized)
    }

    fn is_certainly_zero(&self) -> bool {
        self.is_zero()
    }

    fn neg(&self) -> Self {
        -self
    }

    fn pow(&self, exponent: &Self, _bits: u32) -> Result<Self, Undefined> {
        power(self, exponent)
    }

    fn elementary(function: Elementary, arguments: &[Self], _bits: u32) -> Result<Self, Undefined> {
        let first = arguments.first();
        let one = Self::one();
        let at_zero = |value: Self| match first {
            Some(x) if x.is_zero() => Ok(value),
            Some(_) | None => Err(Undefined::NotRational),
        };
        let at_one = |value: Self| match first {
            Some(x) if x.is_one() => Ok(value),
            Some(_) | None => Err(Undefined::NotRational),
        };
        let outside = |is_outside: bool| if is_outside { Err(Undefined::Domain(function)) } else { Ok(()) };
        let beyond_one = first.is_some_and(|x| x.abs() > one);
        match function {
            Elementary::Exp | Elementary::Cos | Elementary::Cosh => at_zero(one),
            Elementary::Sin
            | Elementary::Tan
            | Elementary::Atan
            | Elementary::Sinh
            | Elementary::Tanh
            | Elementary::Asinh
            | Elementary::Erf => at_zero(Self::zero()),
            Elementary::Ln => match first {
                Some(x) if x.is_positive() => at_one(Self::zero()),
                Some(_) | None => Err(Undefined::Logarithm),
            },
            Elementary::Sqrt => match first {
                Some(x) if x.is_negative() => Err(Undefined::SquareRoot),
                Some(x) => x.nth_root_exact(2).ok_or(Undefined::NotRational),
                None => Err(Undefined::NotRational),
            },
            Elementary::Asin => outside(beyond_one).and_then(|()| at_zero(Self::zero())),
            Elementary::Acos => outside(beyond_one).and_then(|()| at_one(Self::zero())),
            Elementary::Atanh => outside(beyond_one || first.is_some_and(|x| x.abs().is_one()))
                .and_then(|()| at_zero(Self::zero())),
            Elementary::Acosh => outside(first.is_some_and(|x| *x < one)).and_then(|()| at_one(Self::zero())),
            Elementary::Abs => first.map(Self::abs).ok_or(Undefined::Unknown),
            Elementary::Sign => first
                .map(|x| Self::from_integer(i64::from(x.is_positive()) - i64::from(x.is_negative())))
                .ok_or(Undefined::Unknown),
            Elementary::Step => {
                first.map(|x| Self::from_integer(i64::from(x.is_positive()))).ok_or(Undefined::Unknown)
            }
            Elementary::Min => arguments.iter().min().cloned().ok_or(Undefined::Unknown),
            Elementary::Max => arguments.iter().max().cloned().ok_or(Undefined::Unknown),
            Elementary::Pi => Err(Undefined::NotRational),
        }
    }
}
