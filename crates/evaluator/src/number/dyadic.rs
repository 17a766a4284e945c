//! Binary floats of any size: the ends of enclosures.

use std::cmp::Ordering;

use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};

use chainrule_symbolic::number::Rational;

/// `mantissa · 2^exponent`, with a mantissa and an exponent wide enough for anything a network computes.
#[derive(Clone, Debug)]
pub struct Dyadic {
    mantissa: BigInt,
    exponent: i64,
}

/// To which side an operation rounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Toward {
    /// To minus infinity.
    Down,
    /// To plus infinity.
    Up,
}

impl Dyadic {
    /// 0.
    pub fn zero() -> Self {
        Self { mantissa: BigInt::zero(), exponent: 0 }
    }

    /// A whole number.
    pub fn integer(value: i64) -> Self {
        Self { mantissa: value.into(), exponent: 0 }
    }

    /// `2^exponent`.
    pub fn power_of_two(exponent: i64) -> Self {
        Self { mantissa: BigInt::one(), exponent }
    }

    /// An exact fraction, rounded.
    pub fn from_rational(value: &Rational, bits: u32, toward: Toward) -> Self {
        let numerator = Self { mantissa: value.numerator().into_owned(), exponent: 0 };
        if value.is_integer() {
            return numerator.rounded(bits, toward);
        }
        numerator.div(&Self { mantissa: value.denominator().into_owned(), exponent: 0 }, bits, toward)
    }

    /// `mantissa · 2^exponent`.
    pub(super) fn scaled(mantissa: BigInt, exponent: i64) -> Self {
        Self { mantissa, exponent }
    }

    /// The mantissa and the exponent it is written with.
    pub(super) fn parts(&self) -> (&BigInt, i64) {
        (&self.mantissa, self.exponent)
    }

    /// The number of whole units of 2^-places in it, rounded down; only for numbers of moderate size.
    pub(super) fn units(&self, places: u32) -> BigInt {
        let shift = self.exponent.saturating_add(i64::from(places));
        if shift >= 0 { &self.mantissa << shift } else { &self.mantissa >> shift.unsigned_abs() }
    }

    /// Its exact value; only for exponents of moderate size, which the caller makes sure of.
    pub fn to_rational(&self) -> Rational {
        Rational::from_binary(&self.mantissa, self.exponent)
    }

    /// The exponent of its leading binary digit; nothing for 0.
    pub fn top(&self) -> Option<i64> {
        let bits = i64::try_from(self.mantissa.bits()).ok()?;
        (!self.mantissa.is_zero()).then(|| self.exponent.saturating_add(bits - 1))
    }

    /// Its 64 leading binary digits, rounded, and the exponent that goes with them; only for a number above zero.
    pub(crate) fn leading(&self, toward: Toward) -> Option<(u64, i64)> {
        let rounded = self.clone().rounded(64, toward);
        // Rounded up there may be one digit more: then it is 2^64.
        let rounded = rounded.rounded(64, toward);
        let digits = rounded.mantissa.to_u64().filter(|&digits| digits > 0)?;
        let zeros = digits.leading_zeros();
        Some((digits << zeros, rounded.exponent.saturating_sub(zeros.into())))
    }

    /// −1, 0 or 1.
    pub fn sign(&self) -> Ordering {
        match self.mantissa.sign() {
            Sign::Minus => Ordering::Less,
            Sign::NoSign => Ordering::Equal,
            Sign::Plus => Ordering::Greater,
        }
    }

    /// Kept to so many binary digits.
    #[must_use]
    pub fn rounded(mut self, bits: u32, toward: Toward) -> Self {
        let extra = self.mantissa.bits().saturating_sub(u64::from(bits));
        if extra > 0 {
            self.mantissa = match toward {
                Toward::Down => self.mantissa >> extra,
                Toward::Up => -(-self.mantissa >> extra),
            };
            self.exponent = self.exponent.saturating_add(i64::try_from(extra).unwrap_or(i64::MAX));
        }
        self
    }

    /// The negative.
    #[must_use]
    pub fn neg(&self) -> Self {
        Self { mantissa: -&self.mantissa, exponent: self.exponent }
    }

    /// The sum, rounded.
    #[must_use]
    pub fn add(&self, other: &Self, bits: u32, toward: Toward) -> Self {
        let (Some(own), Some(others)) = (self.top(), other.top()) else {
            let sum = if self.mantissa.is_zero() { other } else { self };
            return sum.clone().rounded(bits, toward);
        };
        let (high, low) = if own >= others { (self, other) } else { (other, self) };
        let gap = own.abs_diff(others);
        let reach = u64::from(bits) + high.mantissa.bits() + 8;
        if gap > reach {
            // The smaller one only decides the rounding: something of its sign, and at least its size, stands for it.
            let tiny =
                Self::power_of_two(own.max(others).saturating_sub(i64::try_from(reach).unwrap_or(i64::MAX)));
            let stand_in = match (low.sign(), toward) {
                (Ordering::Less, Toward::Down) => tiny.neg(),
                (Ordering::Greater, Toward::Up) => tiny,
                (_, _) => return high.clone().rounded(bits, toward),
            };
            return high.aligned_sum(&stand_in).rounded(bits, toward);
        }
        self.aligned_sum(other).rounded(bits, toward)
    }

    fn aligned_sum(&self, other: &Self) -> Self {
        let exponent = self.exponent.min(other.exponent);
        let shift = |part: &Self| {
            let by = usize::try_from(part.exponent.abs_diff(exponent)).unwrap_or(0);
            &part.mantissa << by
        };
        Self { mantissa: shift(self) + shift(other), exponent }
    }

    /// The product, rounded.
    #[must_use]
    pub fn mul(&self, other: &Self, bits: u32, toward: Toward) -> Self {
        let exponent = self.exponent.saturating_add(other.exponent);
        Self { mantissa: &self.mantissa * &other.mantissa, exponent }.rounded(bits, toward)
    }

    /// The quotient, rounded; the divisor is not 0.
    #[must_use]
    pub fn div(&self, other: &Self, bits: u32, toward: Toward) -> Self {
        let wanted = u64::from(bits) + 2 + other.mantissa.bits();
        let shift = wanted.saturating_sub(self.mantissa.bits());
        let above = &self.mantissa << shift;
        let mantissa = match toward {
            Toward::Down => above.div_floor(&other.mantissa),
            Toward::Up => -(-above).div_floor(&other.mantissa),
        };
        let shift = i64::try_from(shift).unwrap_or(i64::MAX);
        let exponent = self.exponent.saturating_sub(other.exponent).saturating_sub(shift);
        Self { mantissa, exponent }.rounded(bits, toward)
    }

    /// The square root, rounded; the number is not negative.
    #[must_use]
    pub fn sqrt(&self, bits: u32, toward: Toward) -> Self {
        let wanted = 2 * (u64::from(bits) + 2);
        let mut shift = wanted.saturating_sub(self.mantissa.bits());
        if (self.exponent - i64::try_from(shift).unwrap_or(0)).rem_euclid(2) == 1 {
            shift += 1;
        }
        let square = &self.mantissa << shift;
        let mut mantissa = square.sqrt();
        if toward == Toward::Up && &mantissa * &mantissa != square {
            mantissa += 1u32;
        }
        let exponent = self.exponent.saturating_sub(i64::try_from(shift).unwrap_or(0)) / 2;
        Self { mantissa, exponent }.rounded(bits, toward)
    }

    /// Its size.
    #[must_use]
    pub fn abs(&self) -> Self {
        Self { mantissa: self.mantissa.abs(), exponent: self.exponent }
    }

    /// The whole number nearest to it, where it is of moderate size.
    pub fn nearest_integer(&self) -> Option<BigInt> {
        const LARGEST: i64 = 1 << 20;
        if self.top().is_some_and(|top| top > LARGEST) {
            return None;
        }
        if self.exponent >= 0 {
            return Some(&self.mantissa << usize::try_from(self.exponent).ok()?);
        }
        let shift = self.exponent.unsigned_abs();
        if shift > self.mantissa.bits() + 1 {
            return Some(BigInt::zero());
        }
        Some((&self.mantissa + (BigInt::one() << (shift - 1))) >> shift)
    }

    /// A whole number of any size.
    pub fn from_bigint(value: &BigInt) -> Self {
        Self { mantissa: value.clone(), exponent: 0 }
    }

    /// The logarithm of its size to base 10, approximately.
    #[expect(clippy::cast_precision_loss, reason = "an approximation is asked for")]
    pub fn log10_abs(&self) -> f64 {
        if self.mantissa.is_zero() {
            return f64::NEG_INFINITY;
        }
        let shift = self.mantissa.bits().saturating_sub(60);
        let top = (self.mantissa.magnitude() >> shift).to_f64().unwrap_or(1.0);
        (top.log2() + shift as f64 + self.exponent as f64) * std::f64::consts::LOG10_2
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
        let signs = self.sign().cmp(&other.sign());
        if signs != Ordering::Equal || self.mantissa.is_zero() {
            return signs;
        }
        let tops = self.top().cmp(&other.top());
        if tops != Ordering::Equal {
            return if self.mantissa.is_negative() { tops.reverse() } else { tops };
        }
        self.aligned_sum(&other.neg()).sign()
    }
}
