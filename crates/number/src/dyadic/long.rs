//! Binary floats with a mantissa of any length: plain arithmetic on big integers.

use std::cmp::Ordering;

use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};

use super::{Leading, Toward};

/// `mantissa · 2^exponent`.
#[derive(Clone, Debug)]
pub(super) struct Long {
    pub(super) mantissa: BigInt,
    pub(super) exponent: i64,
}

impl Long {
    /// The exponent of its leading binary digit; nothing for 0.
    pub(super) fn top(&self) -> Option<i64> {
        let bits = i64::try_from(self.mantissa.bits()).ok()?;
        (!self.mantissa.is_zero()).then(|| self.exponent.saturating_add(bits - 1))
    }

    pub(super) fn sign(&self) -> Ordering {
        match self.mantissa.sign() {
            Sign::Minus => Ordering::Less,
            Sign::NoSign => Ordering::Equal,
            Sign::Plus => Ordering::Greater,
        }
    }

    pub(super) fn units(&self, places: u32) -> BigInt {
        let shift = self.exponent.saturating_add(i64::from(places));
        if shift >= 0 { &self.mantissa << shift } else { &self.mantissa >> shift.unsigned_abs() }
    }

    pub(super) fn leading_digits(&self, most: u32) -> Option<Leading> {
        let size = self.mantissa.magnitude();
        let extra = size.bits().saturating_sub(u64::from(most));
        (!size.is_zero()).then(|| Leading {
            negative: self.mantissa.is_negative(),
            digits: (size >> extra).to_u128().expect("cut to at most 128 bits"),
            exponent: self.exponent.saturating_add(i64::try_from(extra).unwrap_or(i64::MAX)),
            sticky: size.trailing_zeros().is_some_and(|zeros| zeros < extra),
        })
    }

    pub(super) fn rounded(mut self, bits: u32, toward: Toward) -> Self {
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

    pub(super) fn neg(&self) -> Self {
        Self { mantissa: -&self.mantissa, exponent: self.exponent }
    }

    pub(super) fn add(&self, other: &Self, bits: u32, toward: Toward) -> Self {
        let (Some(top), Some(others)) = (self.top(), other.top()) else {
            let sum = if self.mantissa.is_zero() { other } else { self };
            return sum.clone().rounded(bits, toward);
        };
        let (high, low) = if top >= others { (self, other) } else { (other, self) };
        let gap = top.abs_diff(others);
        let reach = u64::from(bits) + high.mantissa.bits() + 8;
        if gap > reach {
            // The smaller one only decides the rounding: something of its sign, and at least its size, stands for it.
            let tiny = top.max(others).saturating_sub(i64::try_from(reach).unwrap_or(i64::MAX));
            let tiny = Self { mantissa: BigInt::one(), exponent: tiny };
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

    pub(super) fn mul(&self, other: &Self, bits: u32, toward: Toward) -> Self {
        let exponent = self.exponent.saturating_add(other.exponent);
        Self { mantissa: &self.mantissa * &other.mantissa, exponent }.rounded(bits, toward)
    }

    pub(super) fn div(&self, other: &Self, bits: u32, toward: Toward) -> Self {
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

    pub(super) fn sqrt(&self, bits: u32, toward: Toward) -> Self {
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

    pub(super) fn nearest_integer(&self) -> Option<BigInt> {
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

    pub(super) fn cmp(&self, other: &Self) -> Ordering {
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
