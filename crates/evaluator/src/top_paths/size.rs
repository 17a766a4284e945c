//! The size of a product of many factors: between two floats of 64 bits, with an exponent that nothing overflows.

use std::cmp::Ordering;

use chainrule_number::{Enclosure, Toward};

/// A size above zero, from `low · 2^exponent` to `high · 2^exponent`. The highest bit of `high` is set.
///
/// Most comparisons of products are settled by it, each in a few nanoseconds; what it does not settle is compared exactly.
#[derive(Clone, Copy, Debug)]
pub(super) struct Size {
    low: u64,
    high: u64,
    exponent: i128,
}

impl Size {
    /// 1.
    pub(super) const ONE: Self = Self { low: 1 << 63, high: 1 << 63, exponent: -63 };

    /// The size of a number that is not zero; nothing where it may be zero.
    pub(super) fn of(number: &Enclosure) -> Option<Self> {
        let size = number.size();
        let (low, low_exponent) = size.lower().leading(Toward::Down)?;
        let (high, exponent) = size.upper().leading(Toward::Up)?;
        let shift = u32::try_from(exponent.saturating_sub(low_exponent)).unwrap_or(u32::MAX);
        Some(Self { low: low.checked_shr(shift).unwrap_or(0), high, exponent: exponent.into() })
    }

    /// The product, rounded outwards.
    pub(super) fn times(self, other: Self) -> Self {
        let high = u128::from(self.high) * u128::from(other.high);
        // Both have their highest bit set: the product has 127 or 128 bits.
        let shift = 64 - high.leading_zeros();
        let low = (u128::from(self.low) * u128::from(other.low)) >> shift;
        let rounded = (high >> shift) + u128::from(high & ((1 << shift) - 1) != 0);
        let exponent = self.exponent + other.exponent + i128::from(shift);
        let low = u64::try_from(low).expect("not above the upper end, which has 64 bits");
        match u64::try_from(rounded) {
            Ok(high) => Self { low, high, exponent },
            // Rounded up to 2^64.
            Err(_) => Self { low: low >> 1, high: 1 << 63, exponent: exponent + 1 },
        }
    }

    /// How the two compare, where that is certain.
    pub(super) fn compare(self, other: Self) -> Option<Ordering> {
        if below((self.high, self.exponent), (other.low, other.exponent)) {
            return Some(Ordering::Less);
        }
        if below((other.high, other.exponent), (self.low, self.exponent)) {
            return Some(Ordering::Greater);
        }
        // Two points that are neither below the other are the same.
        (self.low == self.high && other.low == other.high).then_some(Ordering::Equal)
    }
}

/// Whether one float is certainly below another: mantissas with their exponents.
fn below((left, left_exponent): (u64, i128), (right, right_exponent): (u64, i128)) -> bool {
    if left == 0 || right == 0 {
        return right != 0;
    }
    let leading = |mantissa: u64, exponent: i128| {
        let zeros = mantissa.leading_zeros();
        (exponent - i128::from(zeros), mantissa << zeros)
    };
    leading(left, left_exponent) < leading(right, right_exponent)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chainrule_number::Rational;

    fn size(value: &Rational) -> Size {
        Size::of(&Enclosure::from_range(value, value, 128)).expect("not zero")
    }

    #[test]
    fn products_hold_the_true_product() {
        // (2/3)^n between its bounds, for n up to 300, and against (2/3)^n ± one part in 10^15.
        let factor = Rational::fraction(-2, 3);
        let mut product = Size::ONE;
        let mut exact = Rational::one();
        for _ in 0..300 {
            product = product.times(size(&factor));
            exact = &exact * &factor;
            assert_eq!(product.compare(size(&exact)), None);
            let nearby = |parts: i64| &exact * &Rational::fraction(parts, 1_000_000_000_000_000);
            assert_eq!(product.compare(size(&nearby(1_000_000_000_000_001))), Some(Ordering::Less));
            assert_eq!(product.compare(size(&nearby(999_999_999_999_999))), Some(Ordering::Greater));
        }
    }

    #[test]
    fn points_stay_points() {
        let two = size(&Rational::from_integer(2));
        let product = two.times(size(&Rational::fraction(3, 4)));
        assert_eq!(product.compare(size(&Rational::fraction(-3, 2))), Some(Ordering::Equal));
        assert_eq!(Size::ONE.times(two).compare(two), Some(Ordering::Equal));
    }

    #[test]
    fn what_may_be_zero_has_no_size() {
        let (low, high) = (Rational::zero(), Rational::fraction(1, 3));
        assert!(Size::of(&Enclosure::from_range(&low, &high, 64)).is_none());
        assert!(Size::of(&Enclosure::from_range(&-&high, &high, 64)).is_none());
    }
}
