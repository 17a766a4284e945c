//! To the nearest number that a format holds; ties go to the even one.
//!
//! Everything is brought to one shape first: a significand of up to 127 bits, its exponent, and whether something below
//! the last bit was cut off. That much decides every rounding to 53 bits or less. Sizes are told by exponents alone, so
//! that numbers far beyond a format cost nothing.

use crate::Rational;
use num_bigint::BigUint;
use num_integer::Integer;
use num_traits::{ToPrimitive, Zero};

use super::{Binary, Format, Held};
use crate::dyadic::Leading;
use crate::{Dyadic, Enclosure, Value};

/// Bits kept of a number before it is rounded: more than twice what any format has, and its square fits 128 bits.
const KEPT: u32 = 120;

/// A size before it is rounded: `significand · 2^exponent`, and a part of the last bit above it where `sticky`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unrounded {
    pub(super) significand: u128,
    pub(super) exponent: i64,
    /// Whether something between 0 and 1 unit of the significand was cut off. Then it has at least 56 bits.
    pub(super) sticky: bool,
}

impl Format {
    /// The nearest number held; ties go to the even one.
    pub fn round(&self, value: &Rational) -> Held {
        let negative = value.is_negative();
        if let Some((above, below)) = value.as_small() {
            return self.nearest(negative, quotient(above.unsigned_abs(), below));
        }
        let (above, below) = (value.numerator(), value.denominator());
        let (above, below) = (above.magnitude(), below.magnitude());
        // 2^(gap-1) < size < 2^(gap+1)
        let bits = |part: &BigUint| i64::try_from(part.bits()).unwrap_or(i64::MAX);
        let gap = bits(above) - bits(below);
        if gap > i64::from(self.largest_exponent()) + 2 {
            return self.infinity(negative);
        }
        if gap + 2 < self.unit(i64::MIN) {
            return self.zero(negative);
        }
        if let (Some(above), Some(below)) = (above.to_u64(), below.to_u64()) {
            return self.nearest(negative, quotient(above, below));
        }
        // A quotient of 70 or 71 bits.
        let shift = 70 - gap;
        let by = usize::try_from(shift.unsigned_abs()).unwrap_or(usize::MAX);
        let (quotient, rest) =
            if shift >= 0 { (above << by).div_rem(below) } else { above.div_rem(&(below << by)) };
        let significand = quotient.to_u128().expect("cut to fewer than 128 bits");
        self.nearest(negative, Unrounded { significand, exponent: -shift, sticky: !rest.is_zero() })
    }

    /// The nearest number held of a dyadic number of any size.
    pub fn round_dyadic(&self, value: &Dyadic) -> Held {
        let Some(leading) = value.leading_digits(KEPT) else { return self.zero(false) };
        let Leading { negative, digits, exponent, sticky } = leading;
        self.nearest(negative, Unrounded { significand: digits, exponent, sticky })
    }

    /// What is held of every number of an enclosure; nothing where they are not all rounded to the same one.
    pub fn round_enclosure(&self, value: &Enclosure) -> Option<Held> {
        let (low, high) = (self.round_dyadic(value.lower()), self.round_dyadic(value.upper()));
        if low.is_zero() && high.is_zero() {
            // From −0 to 0, or both of one sign.
            return Some(if low == high { low } else { self.zero(false) });
        }
        (low == high).then_some(low)
    }

    /// What is held of a value; nothing where its enclosure does not tell.
    pub fn round_value(&self, value: &Value) -> Option<Held> {
        match value {
            Value::Exact(exact) => Some(self.round(exact)),
            Value::Enclosed(enclosure) => self.round_enclosure(enclosure),
        }
    }

    /// The nearest number held of a native double.
    pub fn round_f64(&self, value: f64) -> Held {
        self.convert(super::F64.held(value.to_bits()))
    }

    /// What this format holds of a number that another one holds.
    pub fn convert(&self, value: Held) -> Held {
        match value {
            Held::NotANumber => Held::NotANumber,
            Held::Infinite { negative } => self.infinity(negative),
            Held::Finite(number) => self.nearest(
                number.negative,
                Unrounded {
                    significand: number.significand.into(),
                    exponent: number.exponent.into(),
                    sticky: false,
                },
            ),
        }
    }

    /// 0 or −0.
    pub(super) fn zero(&self, negative: bool) -> Held {
        Held::Finite(Binary { negative, significand: 0, exponent: self.smallest().exponent })
    }

    /// The one rounding function.
    pub(super) fn nearest(&self, negative: bool, size: Unrounded) -> Held {
        let length = i64::from(128 - size.significand.leading_zeros());
        if length == 0 {
            return self.zero(negative);
        }
        let top = size.exponent.saturating_add(length - 1);
        if top > i64::from(self.largest_exponent()) {
            return self.infinity(negative);
        }
        let mut unit = self.unit(top);
        let drop = unit.saturating_sub(size.exponent);
        let mut significand = match u32::try_from(drop) {
            // Every digit fits: the significand grows by zeros.
            Err(_) if drop < 0 => fitting(size.significand << drop.unsigned_abs()),
            Ok(0) => fitting(size.significand),
            // Below half of the smallest number.
            Ok(drop) if i64::from(drop) > length => 0,
            Err(_) => 0,
            Ok(drop) => {
                let (kept, half) = (size.significand >> drop, 1u128 << (drop - 1));
                let rest = size.significand & (half | (half - 1));
                let up = rest > half || (rest == half && (size.sticky || kept & 1 == 1));
                fitting(kept) + u64::from(up)
            }
        };
        if significand == 0 {
            return self.zero(negative);
        }
        if significand >> self.precision == 1 {
            significand >>= 1;
            unit += 1;
        }
        let largest = self.largest();
        if (unit, significand) > (largest.exponent.into(), largest.significand) {
            return self.infinity(negative);
        }
        let exponent =
            i32::try_from(unit).expect("between the exponents of the smallest and the largest number");
        Held::Finite(Binary { negative, significand, exponent })
    }
}

/// A fraction of machine integers, with 63 bits or more unless it is 0.
fn quotient(above: u64, below: u64) -> Unrounded {
    let shift = u128::from(above).leading_zeros() - 1;
    let scaled = u128::from(above) << shift;
    let (significand, rest) = match below {
        1 => (scaled, 0),
        _ => scaled.div_rem(&u128::from(below)),
    };
    Unrounded { significand, exponent: -i64::from(shift), sticky: rest != 0 }
}

/// A significand that was cut to the precision of a format.
fn fitting(significand: u128) -> u64 {
    u64::try_from(significand).expect("a format has at most 53 bits")
}
