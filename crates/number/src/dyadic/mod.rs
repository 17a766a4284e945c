//! Binary floats of any size: the ends of enclosures.
//!
//! - [`Short`]: what almost all of them are, in machine words; [`Long`]: all others;
//! - [`WideSum`]: sums of products, rounded once;
//! - `decimal`: how they are written out.

mod decimal;
mod long;
mod short;
#[cfg(test)]
mod tests;
mod wide_sum;

use std::borrow::Cow;
use std::cmp::Ordering;

use num_bigint::BigInt;
use num_traits::ToPrimitive;

use crate::{Rational, Undefined};

use self::long::Long;
use self::short::Short;
pub(super) use self::short::Size;
pub(super) use self::wide_sum::{Factor, WideSum};

/// As an integer of any size.
#[cfg(test)]
pub(super) fn whole(size: &Size) -> num_bigint::BigUint {
    short::whole(false, size).magnitude().clone()
}

/// Numbers between two to this power and two to its negative are of moderate size.
const MODERATE_EXPONENT: i64 = 4_000;

/// `mantissa · 2^exponent`, with a mantissa and an exponent wide enough for anything a network computes.
#[derive(Clone, Debug)]
pub struct Dyadic(Form);

/// A number is long only if its mantissa is too long for the other form.
#[derive(Clone, Debug)]
enum Form {
    Short(Short),
    Long(Box<Long>),
}

/// To which side an operation rounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Toward {
    /// To minus infinity.
    Down,
    /// To plus infinity.
    Up,
}

/// The leading binary digits of a number that is not 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Leading {
    pub(super) negative: bool,
    /// Its leading digits, all of them where there are no more.
    pub(super) digits: u128,
    /// The exponent that goes with them.
    pub(super) exponent: i64,
    /// Whether one of the digits after them is not 0.
    pub(super) sticky: bool,
}

impl Dyadic {
    /// 0.
    pub fn zero() -> Self {
        Self::integer(0)
    }

    /// A whole number.
    pub fn integer(value: i64) -> Self {
        Self(Form::Short(Short::integer(value)))
    }

    /// `2^exponent`.
    pub fn power_of_two(exponent: i64) -> Self {
        Self(Form::Short(Short::power_of_two(exponent)))
    }

    /// An exact fraction, rounded.
    pub fn from_rational(value: &Rational, bits: u32, toward: Toward) -> Self {
        match Self::parts_of(value) {
            (numerator, None) => numerator.rounded(bits, toward),
            (numerator, Some(denominator)) => numerator.div(&denominator, bits, toward),
        }
    }

    /// An exact fraction, rounded down and up.
    pub(super) fn around(value: &Rational, bits: u32) -> (Self, Self) {
        let (numerator, denominator) = Self::parts_of(value);
        let end = |toward| match &denominator {
            None => numerator.clone().rounded(bits, toward),
            Some(denominator) => numerator.div(denominator, bits, toward),
        };
        // One division for both.
        if let Some(denominator) = &denominator
            && let Some((above, below)) = numerator.both_short(denominator)
        {
            if let Some(exact) = above.exact_quotient(below, bits) {
                return (Self::from_short(exact), Self::from_short(exact));
            }
            if let Some(quotient) = above.quotient(below, bits) {
                return (quotient.rounded(bits, Toward::Down), quotient.rounded(bits, Toward::Up));
            }
        }
        (end(Toward::Down), end(Toward::Up))
    }

    /// Numerator and denominator of a fraction; of a whole number only that.
    fn parts_of(value: &Rational) -> (Self, Option<Self>) {
        match value.as_small() {
            Some((numerator, 1)) => (Self::integer(numerator), None),
            Some((numerator, denominator)) => {
                (Self::integer(numerator), Some(Self::from(u128::from(denominator))))
            }
            None => {
                let denominator = (!value.is_integer()).then(|| Self::from_bigint(&value.denominator()));
                (Self::from_bigint(&value.numerator()), denominator)
            }
        }
    }

    /// `mantissa · 2^exponent`.
    pub(super) fn scaled(mantissa: BigInt, exponent: i64) -> Self {
        match Short::of(&mantissa, exponent) {
            Some(short) => Self(Form::Short(short)),
            None => Self(Form::Long(Box::new(Long { mantissa, exponent }))),
        }
    }

    fn from_short(short: Short) -> Self {
        Self(Form::Short(short))
    }

    fn from_long(long: Long) -> Self {
        Self::scaled(long.mantissa, long.exponent)
    }

    /// A whole number of machine words, times `2^exponent`.
    pub(super) fn from_size(size: Size, exponent: i64) -> Self {
        Self(Form::Short(Short { size, exponent, negative: false }))
    }

    fn long(&self) -> Cow<'_, Long> {
        match &self.0 {
            Form::Short(short) => Cow::Owned(short.to_long()),
            Form::Long(long) => Cow::Borrowed(long),
        }
    }

    /// The two, where both are short.
    fn both_short<'a>(&'a self, other: &'a Self) -> Option<(&'a Short, &'a Short)> {
        match (&self.0, &other.0) {
            (Form::Short(short), Form::Short(other)) => Some((short, other)),
            (Form::Short(_) | Form::Long(_), Form::Short(_) | Form::Long(_)) => None,
        }
    }

    /// Times `2^exponent`, exactly.
    #[must_use]
    pub(super) fn times_power_of_two(&self, exponent: i64) -> Self {
        let mut product = self.clone();
        let scale = match &mut product.0 {
            Form::Short(short) => &mut short.exponent,
            Form::Long(long) => &mut long.exponent,
        };
        *scale = scale.saturating_add(exponent);
        product
    }

    /// The number of whole units of 2^-places in it, rounded down; only for numbers of moderate size.
    pub(super) fn units(&self, places: u32) -> BigInt {
        self.long().units(places)
    }

    /// As [`Dyadic::units`], as its sign and size, where those fit into machine words.
    pub(super) fn short_units(&self, places: u32) -> Option<(bool, Size)> {
        match &self.0 {
            Form::Short(short) => short.units(places),
            Form::Long(_) => None,
        }
    }

    /// Its exact value.
    ///
    /// # Errors
    /// [`Undefined::TooLarge`]: it would have more than [`MAX_BITS`](crate::MAX_BITS) binary digits.
    pub fn to_rational(&self) -> Result<Rational, Undefined> {
        let long = self.long();
        Rational::from_binary(&long.mantissa, long.exponent)
    }

    /// Its exact value where that is of moderate size, otherwise a fraction on the given side of it; nothing where no
    /// fraction of moderate size lies there.
    pub fn rational_toward(&self, toward: Toward) -> Option<Rational> {
        if let Ok(exact) = self.to_rational() {
            return Some(exact);
        }
        let is_negative = self.sign() == Ordering::Less;
        let is_away = is_negative == (toward == Toward::Down);
        let is_large = self.top()? >= 0;
        let size = match (is_large, is_away) {
            (true, true) => return None,
            (true, false) => Rational::power_of_two(i16::MAX),
            (false, true) => Rational::power_of_two(-i16::MAX),
            (false, false) => Rational::zero(),
        };
        Some(if is_negative { -size } else { size })
    }

    /// The exponent of its leading binary digit; nothing for 0.
    pub fn top(&self) -> Option<i64> {
        match &self.0 {
            Form::Short(short) => short.top(),
            Form::Long(long) => long.top(),
        }
    }

    /// Whether it is of a size that is worth writing out as a fraction.
    pub fn is_moderate(&self) -> bool {
        self.top().is_none_or(|top| top.abs() < MODERATE_EXPONENT)
    }

    /// Up to so many of its leading binary digits, at most 128; nothing for 0.
    pub(super) fn leading_digits(&self, most: u32) -> Option<Leading> {
        match &self.0 {
            Form::Short(short) => short.leading_digits(most),
            Form::Long(long) => long.leading_digits(most),
        }
    }

    /// Its 64 leading binary digits, rounded, and the exponent that goes with them; only for a number above zero.
    pub fn leading(&self, toward: Toward) -> Option<(u64, i64)> {
        let rounded = self.clone().rounded(64, toward);
        // Rounded up there may be one digit more: then it is 2^64.
        let rounded = rounded.rounded(64, toward);
        let leading = rounded.leading_digits(64).filter(|leading| !leading.negative)?;
        let digits = u64::try_from(leading.digits).ok()?;
        let zeros = digits.leading_zeros();
        Some((digits << zeros, leading.exponent.saturating_sub(zeros.into())))
    }

    /// −1, 0 or 1.
    pub fn sign(&self) -> Ordering {
        match &self.0 {
            Form::Short(short) => short.sign(),
            Form::Long(long) => long.sign(),
        }
    }

    /// Kept to so many binary digits.
    #[must_use]
    pub fn rounded(self, bits: u32, toward: Toward) -> Self {
        match self.0 {
            Form::Short(short) => short.rounded(bits, toward),
            Form::Long(long) => Self::from_long(long.rounded(bits, toward)),
        }
    }

    /// The negative.
    #[must_use]
    pub fn neg(&self) -> Self {
        match &self.0 {
            Form::Short(short) => Self(Form::Short(short.neg())),
            Form::Long(long) => Self(Form::Long(Box::new(long.neg()))),
        }
    }

    /// The sum, rounded.
    #[must_use]
    pub fn add(&self, other: &Self, bits: u32, toward: Toward) -> Self {
        if let Some((short, others)) = self.both_short(other)
            && let Some(sum) = short.add(others, bits, toward)
        {
            return sum;
        }
        Self::from_long(self.long().add(&other.long(), bits, toward))
    }

    /// The product, rounded.
    #[must_use]
    pub fn mul(&self, other: &Self, bits: u32, toward: Toward) -> Self {
        if let Some((short, others)) = self.both_short(other) {
            return short.mul(others, bits, toward);
        }
        Self::from_long(self.long().mul(&other.long(), bits, toward))
    }

    /// The quotient, rounded; the divisor is not 0.
    #[must_use]
    pub fn div(&self, other: &Self, bits: u32, toward: Toward) -> Self {
        if let Some((short, others)) = self.both_short(other) {
            if let Some(exact) = short.exact_quotient(others, bits) {
                return Self::from_short(exact);
            }
            if let Some(quotient) = short.quotient(others, bits) {
                return quotient.rounded(bits, toward);
            }
        }
        Self::from_long(self.long().div(&other.long(), bits, toward))
    }

    /// The square root, rounded; the number is not negative.
    #[must_use]
    pub fn sqrt(&self, bits: u32, toward: Toward) -> Self {
        Self::from_long(self.long().sqrt(bits, toward))
    }

    /// Its size.
    #[must_use]
    pub fn abs(&self) -> Self {
        if self.sign() == Ordering::Less { self.neg() } else { self.clone() }
    }

    /// The whole number nearest to it, where it is of moderate size.
    pub fn nearest_integer(&self) -> Option<BigInt> {
        self.long().nearest_integer()
    }

    /// A whole number of any size.
    pub fn from_bigint(value: &BigInt) -> Self {
        match Short::of(value, 0) {
            Some(short) => Self(Form::Short(short)),
            None => Self(Form::Long(Box::new(Long { mantissa: value.clone(), exponent: 0 }))),
        }
    }

    /// The logarithm of its size to base 10, approximately.
    #[expect(clippy::cast_precision_loss, reason = "an approximation is asked for")]
    pub fn log10_abs(&self) -> f64 {
        let exponent = match &self.0 {
            Form::Short(short) => short.exponent,
            Form::Long(long) => long.exponent,
        };
        let Some(leading) = self.leading_digits(60) else { return f64::NEG_INFINITY };
        let shift = leading.exponent.saturating_sub(exponent);
        let top = leading.digits.to_f64().unwrap_or(1.0);
        (top.log2() + shift as f64 + exponent as f64) * std::f64::consts::LOG10_2
    }
}

impl From<u128> for Dyadic {
    fn from(value: u128) -> Self {
        Self::from_size(Size::from(value), 0)
    }
}

// The same number may be written with different exponents: equality is that of the numbers.
impl PartialEq for Dyadic {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Dyadic {}

impl PartialOrd for Dyadic {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Dyadic {
    fn cmp(&self, other: &Self) -> Ordering {
        match self.both_short(other) {
            Some((short, others)) => short.cmp(others),
            None => self.long().cmp(&other.long()),
        }
    }
}
