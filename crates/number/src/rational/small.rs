//! Fractions of machine integers.

use std::cmp::Ordering;
use std::num::NonZeroU64;

use num_integer::Integer;

/// A fraction in lowest terms whose parts both fit 64 bits with a sign. The denominator's spare 0 tells it from the other
/// form of a number without a tag beside it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Small {
    numerator: i64,
    denominator: NonZeroU64,
}

/// A fraction in lowest terms, fresh from a computation with small ones: no part overflows, and none may fit [`Small`].
#[derive(Clone, Copy)]
pub(super) struct Wide {
    pub(super) numerator: i128,
    pub(super) denominator: u128,
}

impl Small {
    pub(super) const ZERO: Self = Self::integer(0);

    pub(super) const fn integer(value: i64) -> Self {
        Self { numerator: value, denominator: NonZeroU64::MIN }
    }

    /// Nothing where a part does not fit. The parts have no common divisor.
    pub(super) fn fit<N, D>(numerator: N, denominator: D) -> Option<Self>
    where
        i64: TryFrom<N> + TryFrom<D>,
    {
        let numerator = i64::try_from(numerator).ok()?;
        let denominator = i64::try_from(denominator).ok()?;
        NonZeroU64::new(denominator.unsigned_abs()).map(|denominator| Self { numerator, denominator })
    }

    pub(super) fn numerator(self) -> i64 {
        self.numerator
    }

    pub(super) fn denominator(self) -> u64 {
        self.denominator.get()
    }

    /// The denominator, which has a bit to spare.
    fn below(self) -> i128 {
        i128::from(self.denominator.get())
    }

    pub(super) fn plus(self, other: Self) -> Wide {
        self.sum(i128::from(other.numerator), other.denominator())
    }

    pub(super) fn minus(self, other: Self) -> Wide {
        self.sum(-i128::from(other.numerator), other.denominator())
    }

    /// The sum with `numerator / denominator`, by Knuth, *The Art of Computer Programming* 4.5.1: only what the
    /// denominators have in common can cancel. Both products are below 2^126 in size.
    fn sum(self, numerator: i128, denominator: u64) -> Wide {
        let (left, right) = (self.denominator(), denominator);
        let wide = i128::from(self.numerator);
        if left == 1 && right == 1 {
            return Wide { numerator: wide + numerator, denominator: 1 };
        }
        let common = left.gcd(&right);
        let top = wide * i128::from(right / common) + numerator * i128::from(left / common);
        let rest = u64::try_from(top.unsigned_abs() % u128::from(common)).expect("below a number of 64 bits");
        let cancelled = common.gcd(&rest);
        Wide {
            numerator: top / i128::from(cancelled),
            denominator: u128::from(left / common) * u128::from(right / cancelled),
        }
    }

    pub(super) fn times(self, other: Self) -> Wide {
        let negative = (self.numerator < 0) != (other.numerator < 0);
        self.scaled(negative, other.numerator.unsigned_abs(), other.denominator())
    }

    /// The divisor is not 0.
    pub(super) fn over(self, other: Self) -> Wide {
        let negative = (self.numerator < 0) != (other.numerator < 0);
        self.scaled(negative, other.denominator(), other.numerator.unsigned_abs())
    }

    /// The product's parts have in common only what a numerator has with the other's denominator.
    fn scaled(self, negative: bool, above: u64, below: u64) -> Wide {
        if self.numerator == 0 || above == 0 {
            return Wide { numerator: 0, denominator: 1 };
        }
        let magnitude = self.numerator.unsigned_abs();
        let divisor = |a: u64, b: u64| if a == 1 || b == 1 { 1 } else { a.gcd(&b) };
        let (first, second) = (divisor(magnitude, below), divisor(above, self.denominator()));
        let size = i128::from(magnitude / first) * i128::from(above / second);
        Wide {
            numerator: if negative { -size } else { size },
            denominator: u128::from(self.denominator() / second) * u128::from(below / first),
        }
    }

    pub(super) fn negated(self) -> Wide {
        Wide { numerator: -i128::from(self.numerator), denominator: u128::from(self.denominator()) }
    }

    /// The number is not 0.
    pub(super) fn inverse(self) -> Wide {
        let size = self.below();
        Wide {
            numerator: if self.numerator < 0 { -size } else { size },
            denominator: u128::from(self.numerator.unsigned_abs()),
        }
    }

    pub(super) fn power(self, exponent: u32) -> Option<Self> {
        let below = self.denominator().checked_pow(exponent)?;
        Self::fit(self.numerator.checked_pow(exponent)?, below)
    }
}

impl Ord for Small {
    fn cmp(&self, other: &Self) -> Ordering {
        (i128::from(self.numerator) * other.below()).cmp(&(i128::from(other.numerator) * self.below()))
    }
}

impl PartialOrd for Small {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
