//! Binary floats with a mantissa of up to 256 binary digits, which lies beside its sign and exponent: nothing is allocated.
//!
//! Each operation takes the same steps as that of [`Long`], so that not only the numbers but also the mantissas and exponents
//! that they are written with are the same; it has no answer where more than 512 digits would be needed on the way.

use std::cmp::Ordering;

use num_bigint::{BigInt, BigUint, Sign};
use ruint::Uint;

use super::long::Long;
use super::{Dyadic, Leading, Toward};

/// A mantissa without its sign.
pub(crate) type Size = Uint<256, 4>;

/// Two mantissas wide.
pub(super) type Wide = Uint<512, 8>;

/// `±size · 2^exponent`; 0 is not negative.
#[derive(Clone, Copy, Debug)]
pub(super) struct Short {
    pub(super) size: Size,
    pub(super) exponent: i64,
    pub(super) negative: bool,
}

/// A quotient, not rounded yet.
pub(super) struct Quotient {
    negative: bool,
    /// Cut to a whole number.
    size: Wide,
    /// Whether something was cut off.
    cut: bool,
    exponent: i64,
}

impl Short {
    pub(super) fn integer(value: i64) -> Self {
        Self { size: Size::from(value.unsigned_abs()), exponent: 0, negative: value < 0 }
    }

    pub(super) fn power_of_two(exponent: i64) -> Self {
        Self { size: Size::ONE, exponent, negative: false }
    }

    /// A whole number, if it is short.
    pub(super) fn of(mantissa: &BigInt, exponent: i64) -> Option<Self> {
        let size = size_of(mantissa.magnitude())?;
        Some(Self { size, exponent, negative: mantissa.sign() == Sign::Minus })
    }

    pub(super) fn to_long(self) -> Long {
        Long { mantissa: whole(self.negative, &self.size), exponent: self.exponent }
    }

    pub(super) fn bits(&self) -> u64 {
        self.size.bit_len() as u64
    }

    pub(super) fn top(&self) -> Option<i64> {
        let bits = i64::try_from(self.size.bit_len()).ok()?;
        (bits > 0).then(|| self.exponent.saturating_add(bits - 1))
    }

    pub(super) fn sign(&self) -> Ordering {
        if self.size.is_zero() {
            Ordering::Equal
        } else if self.negative {
            Ordering::Less
        } else {
            Ordering::Greater
        }
    }

    pub(super) fn leading_digits(&self, most: u32) -> Option<Leading> {
        let extra = self.size.bit_len().saturating_sub(usize::try_from(most).unwrap_or(usize::MAX));
        let (size, sticky) = cut(&self.size, extra);
        let [low, high, ..] = *size.as_limbs();
        (!self.size.is_zero()).then(|| Leading {
            negative: self.negative,
            digits: (u128::from(high) << 64) | u128::from(low),
            exponent: self.exponent.saturating_add(i64::try_from(extra).unwrap_or(i64::MAX)),
            sticky,
        })
    }

    pub(super) fn neg(&self) -> Self {
        Self { negative: !self.negative && !self.size.is_zero(), ..*self }
    }

    pub(super) fn rounded(self, bits: u32, toward: Toward) -> Dyadic {
        kept(self.negative, self.size, self.exponent, bits, toward)
    }

    /// The number of whole units of 2^-places in it, rounded down, as its sign and size.
    pub(super) fn units(&self, places: u32) -> Option<(bool, Size)> {
        let shift = self.exponent.saturating_add(i64::from(places));
        let by = usize::try_from(shift.unsigned_abs()).unwrap_or(usize::MAX);
        if shift >= 0 {
            return fits(&self.size, by, Size::BITS).then(|| (self.negative, shifted_up(&self.size, by)));
        }
        let (size, lost) = cut(&self.size, by);
        Some((self.negative, if lost && self.negative { size + Size::ONE } else { size }))
    }

    pub(super) fn add(&self, other: &Self, bits: u32, toward: Toward) -> Option<Dyadic> {
        let (Some(top), Some(others)) = (self.top(), other.top()) else {
            let sum = if self.size.is_zero() { other } else { self };
            return Some(sum.rounded(bits, toward));
        };
        let (high, low) = if top >= others { (self, other) } else { (other, self) };
        let gap = top.abs_diff(others);
        let reach = u64::from(bits) + high.bits() + 8;
        if gap > reach {
            // The smaller one only decides the rounding: something of its sign, and at least its size, stands for it.
            let tiny = top.max(others).saturating_sub(i64::try_from(reach).unwrap_or(i64::MAX));
            let tiny = Self::power_of_two(tiny);
            let stand_in = match (low.sign(), toward) {
                (Ordering::Less, Toward::Down) => tiny.neg(),
                (Ordering::Greater, Toward::Up) => tiny,
                (_, _) => return Some(high.rounded(bits, toward)),
            };
            return high.aligned_sum(&stand_in, bits, toward);
        }
        self.aligned_sum(other, bits, toward)
    }

    fn aligned_sum(&self, other: &Self, bits: u32, toward: Toward) -> Option<Dyadic> {
        // The one with the larger exponent is written with the smaller one.
        let (up, down) = if self.exponent >= other.exponent { (self, other) } else { (other, self) };
        let by = usize::try_from(up.exponent.abs_diff(down.exponent)).ok()?;
        let needed = up.size.bit_len().checked_add(by)?.max(down.size.bit_len()) + 1;
        if needed <= Size::BITS {
            let (negative, size) = signed_sum((up.negative, up.size << by), (down.negative, down.size));
            Some(kept(negative, size, down.exponent, bits, toward))
        } else if needed <= Wide::BITS {
            let (negative, size) =
                signed_sum((up.negative, widened(&up.size) << by), (down.negative, widened(&down.size)));
            Some(kept(negative, size, down.exponent, bits, toward))
        } else {
            None
        }
    }

    pub(super) fn mul(&self, other: &Self, bits: u32, toward: Toward) -> Dyadic {
        let exponent = self.exponent.saturating_add(other.exponent);
        let negative = self.negative != other.negative;
        if self.size.bit_len() + other.size.bit_len() <= Size::BITS {
            return kept(negative, self.size.wrapping_mul(other.size), exponent, bits, toward);
        }
        let size: Wide = self.size.widening_mul(other.size);
        kept(negative, size, exponent, bits, toward)
    }

    /// The quotient by a power of two, where it has at most so many binary digits: written with all of them, as one that
    /// is rounded.
    pub(super) fn exact_quotient(&self, other: &Self, bits: u32) -> Option<Self> {
        let places = other.size.bit_len() - 1;
        let bits = usize::try_from(bits).ok()?.min(Size::BITS + 1);
        let by = bits.checked_sub(self.size.bit_len())?;
        if other.size.trailing_zeros() != places || self.size.is_zero() || bits > Size::BITS {
            return None;
        }
        let down = i64::try_from(places + by).ok()?;
        Some(Self {
            size: self.size << by,
            exponent: self.exponent.saturating_sub(other.exponent).saturating_sub(down),
            negative: self.negative != other.negative,
        })
    }

    /// The quotient by something that is not 0, long enough to be rounded to so many binary digits.
    pub(super) fn quotient(&self, other: &Self, bits: u32) -> Option<Quotient> {
        let wanted = u64::from(bits) + 2 + other.bits();
        let shift = wanted.saturating_sub(self.bits());
        let by = usize::try_from(shift).ok()?;
        let exponent =
            self.exponent.saturating_sub(other.exponent).saturating_sub(i64::try_from(shift).ok()?);
        let negative = self.negative != other.negative;
        if fits(&self.size, by, Size::BITS) {
            let (size, rest) = (self.size << by).div_rem(other.size);
            return Some(Quotient { negative, size: widened(&size), cut: !rest.is_zero(), exponent });
        }
        if !fits(&self.size, by, Wide::BITS) {
            return None;
        }
        let (size, rest) = (widened(&self.size) << by).div_rem(widened(&other.size));
        Some(Quotient { negative, size, cut: !rest.is_zero(), exponent })
    }

    pub(super) fn cmp(&self, other: &Self) -> Ordering {
        let signs = self.sign().cmp(&other.sign());
        if signs != Ordering::Equal || self.size.is_zero() {
            return signs;
        }
        let sizes = self.top().cmp(&other.top()).then_with(|| {
            // With leading digits at the same place, neither grows beyond the longer one.
            let by = self.size.bit_len().abs_diff(other.size.bit_len());
            if self.size.bit_len() < other.size.bit_len() {
                (self.size << by).cmp(&other.size)
            } else {
                self.size.cmp(&(other.size << by))
            }
        });
        if self.negative { sizes.reverse() } else { sizes }
    }
}

impl Quotient {
    pub(super) fn rounded(&self, bits: u32, toward: Toward) -> Dyadic {
        let size =
            if self.cut && away_from_zero(self.negative, toward) { self.size + Wide::ONE } else { self.size };
        kept(self.negative, size, self.exponent, bits, toward)
    }
}

/// Whether rounding makes a number larger in size.
fn away_from_zero(negative: bool, toward: Toward) -> bool {
    negative == (toward == Toward::Down)
}

/// Kept to so many binary digits.
pub(super) fn kept<const BITS: usize, const LIMBS: usize>(
    negative: bool,
    size: Uint<BITS, LIMBS>,
    exponent: i64,
    bits: u32,
    toward: Toward,
) -> Dyadic {
    let extra = size.bit_len().saturating_sub(usize::try_from(bits).unwrap_or(usize::MAX));
    if extra == 0 {
        return narrowed(negative, &size, exponent);
    }
    let exponent = exponent.saturating_add(i64::try_from(extra).unwrap_or(i64::MAX));
    let lost = lost(&size, extra);
    if size.bit_len() - extra < Size::BITS {
        let mut size = Size::from_limbs(shifted_down(&size, extra));
        if lost && away_from_zero(negative, toward) {
            size = size.wrapping_add(Size::ONE);
        }
        return Dyadic::from_short(Short { size, exponent, negative: negative && !size.is_zero() });
    }
    let mut size = Uint::from_limbs(shifted_down(&size, extra));
    if lost && away_from_zero(negative, toward) {
        size += Uint::ONE;
    }
    narrowed::<BITS, LIMBS>(negative, &size, exponent)
}

fn narrowed<const BITS: usize, const LIMBS: usize>(
    negative: bool,
    size: &Uint<BITS, LIMBS>,
    exponent: i64,
) -> Dyadic {
    if size.bit_len() > Size::BITS {
        return Dyadic::scaled(whole(negative, size), exponent);
    }
    let mut limbs = [0; Size::LIMBS];
    limbs.copy_from_slice(&size.as_limbs()[..Size::LIMBS]);
    let size = Size::from_limbs(limbs);
    Dyadic::from_short(Short { size, exponent, negative: negative && !size.is_zero() })
}

/// Divided by a power of two, and whether something was cut off.
fn cut<const BITS: usize, const LIMBS: usize>(
    size: &Uint<BITS, LIMBS>,
    by: usize,
) -> (Uint<BITS, LIMBS>, bool) {
    (Uint::from_limbs(shifted_down(size, by)), lost(size, by))
}

/// The lower words of the quotient by a power of two.
fn shifted_down<const BITS: usize, const LIMBS: usize, const WANTED: usize>(
    size: &Uint<BITS, LIMBS>,
    by: usize,
) -> [u64; WANTED] {
    let limb = |place: usize| size.as_limbs().get(place).copied().unwrap_or(0);
    let (from, by) = (by / 64, by % 64);
    // Twice, since a word can't be shifted by all its digits at once.
    std::array::from_fn(|place| (limb(from + place) >> by) | (limb(from + place + 1) << 1 << (63 - by)))
}

/// Whether something is cut off in dividing by a power of two.
// Not by `overflowing_shr`: some releases of ruint look at the last limb only.
fn lost<const BITS: usize, const LIMBS: usize>(size: &Uint<BITS, LIMBS>, by: usize) -> bool {
    let (whole, rest) = (by / 64, by % 64);
    let limbs = size.as_limbs();
    limbs.iter().take(whole).any(|&limb| limb != 0)
        || limbs.get(whole).is_some_and(|limb| limb & ((1 << rest) - 1) != 0)
}

/// Whether it has at most so many binary digits after a shift.
fn fits(size: &Size, by: usize, bits: usize) -> bool {
    size.is_zero() || size.bit_len().checked_add(by).is_some_and(|length| length <= bits)
}

/// Times a power of two, where the product fits.
fn shifted_up(size: &Size, by: usize) -> Size {
    if by >= Size::BITS { Size::ZERO } else { *size << by }
}

fn widened(size: &Size) -> Wide {
    let [a, b, c, d] = *size.as_limbs();
    Wide::from_limbs([a, b, c, d, 0, 0, 0, 0])
}

fn signed_sum<const BITS: usize, const LIMBS: usize>(
    (negative, size): (bool, Uint<BITS, LIMBS>),
    (other_negative, other): (bool, Uint<BITS, LIMBS>),
) -> (bool, Uint<BITS, LIMBS>) {
    if negative == other_negative {
        (negative, size.wrapping_add(other))
    } else if size >= other {
        (negative, size.wrapping_sub(other))
    } else {
        (other_negative, other.wrapping_sub(size))
    }
}

/// As an integer of any size.
pub(super) fn whole<const BITS: usize, const LIMBS: usize>(
    negative: bool,
    size: &Uint<BITS, LIMBS>,
) -> BigInt {
    // Digits of 32 bits, the smallest first.
    let digits = size
        .as_limbs()
        .iter()
        .flat_map(|limb| [*limb, limb >> 32])
        .map(|half| u32::try_from(half & u64::from(u32::MAX)).expect("half a limb"))
        .collect();
    BigInt::from_biguint(if negative { Sign::Minus } else { Sign::Plus }, BigUint::new(digits))
}

fn size_of(value: &BigUint) -> Option<Size> {
    if value.bits() > Size::BITS as u64 {
        return None;
    }
    let mut limbs = [0; Size::LIMBS];
    for (limb, digit) in limbs.iter_mut().zip(value.iter_u64_digits()) {
        *limb = digit;
    }
    Some(Size::from_limbs(limbs))
}
