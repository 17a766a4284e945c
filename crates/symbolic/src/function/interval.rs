//! Intervals with exact ends, as stated by rows and facts.

use chainrule_number::Rational;

/// One end of a stated interval. The number is `numerator / denominator`, so that rows can be `static`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum End {
    /// No bound on this side.
    Unbounded,
    /// A bound that is reached.
    Closed(i64, i64),
    /// A bound that is not reached.
    Open(i64, i64),
}

/// A stated interval: `0 < v ≤ 1/4` is `Interval { lower: Open(0, 1), upper: Closed(1, 4) }`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Interval {
    /// The lower end.
    pub lower: End,
    /// The upper end.
    pub upper: End,
}

impl End {
    /// The bound as an exact number, or `None` where there is none.
    pub fn value(self) -> Option<Rational> {
        match self {
            Self::Unbounded => None,
            Self::Closed(numerator, denominator) | Self::Open(numerator, denominator) => {
                Some(Rational::fraction(numerator, denominator))
            }
        }
    }

    /// Whether the bound itself is left out.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Open(..))
    }
}

impl Interval {
    /// Every real number.
    pub const ALL: Self = Self { lower: End::Unbounded, upper: End::Unbounded };

    /// Every number above zero.
    pub const POSITIVE: Self = Self { lower: End::Open(0, 1), upper: End::Unbounded };

    /// Zero and every number above it.
    pub const NOT_NEGATIVE: Self = Self { lower: End::Closed(0, 1), upper: End::Unbounded };

    /// From `lower` to `upper`.
    pub const fn new(lower: End, upper: End) -> Self {
        Self { lower, upper }
    }

    /// Without its ends.
    #[must_use]
    pub fn interior(self) -> Self {
        let open = |end: End| match end {
            End::Closed(numerator, denominator) => End::Open(numerator, denominator),
            End::Unbounded | End::Open(..) => end,
        };
        Self { lower: open(self.lower), upper: open(self.upper) }
    }

    /// Whether it says anything at all.
    pub fn is_all(self) -> bool {
        self == Self::ALL
    }

    /// Whether a number lies in it.
    pub fn contains(self, value: &Rational) -> bool {
        let above = match (self.lower.value(), self.lower.is_open()) {
            (None, _) => true,
            (Some(bound), true) => *value > bound,
            (Some(bound), false) => *value >= bound,
        };
        let below = match (self.upper.value(), self.upper.is_open()) {
            (None, _) => true,
            (Some(bound), true) => *value < bound,
            (Some(bound), false) => *value <= bound,
        };
        above && below
    }

    /// Whether every number of it lies in another.
    pub fn lies_within(self, other: Self) -> bool {
        let ends = [(self.lower, other.lower, true), (self.upper, other.upper, false)];
        ends.into_iter().all(|(end, bound, is_lower)| match (end.value(), bound.value()) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(own_value), Some(bound_value)) if own_value == bound_value => {
                end.is_open() || !bound.is_open()
            }
            (Some(own_value), Some(bound_value)) => (own_value > bound_value) == is_lower,
        })
    }
}
