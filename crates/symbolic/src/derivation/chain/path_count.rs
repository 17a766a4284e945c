//! How many paths there are: a number that doubles with every level of a ladder.

use std::ops::Add;

/// A number of paths: exact while it fits, and its size on a log scale beyond.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PathCount {
    exact: Option<u64>,
    log2: f64,
}

impl PathCount {
    /// No path.
    pub const ZERO: Self = Self { exact: Some(0), log2: f64::NEG_INFINITY };
    /// One path.
    pub const ONE: Self = Self { exact: Some(1), log2: 0.0 };

    /// The number, where it fits.
    pub fn exact(self) -> Option<u64> {
        self.exact
    }

    /// The number's logarithm to base 10, approximately.
    pub fn log10(self) -> f64 {
        self.log2 * std::f64::consts::LOG10_2
    }

    /// Whether there are at most so many.
    pub fn at_most(self, most: usize) -> bool {
        self.exact.is_some_and(|count| usize::try_from(count).is_ok_and(|count| count <= most))
    }
}

impl Add for PathCount {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        let exact = self.exact.zip(other.exact).and_then(|(left, right)| left.checked_add(right));
        let (high, low) =
            if self.log2 >= other.log2 { (self.log2, other.log2) } else { (other.log2, self.log2) };
        let log2 = if low == f64::NEG_INFINITY { high } else { high + (1.0 + (low - high).exp2()).log2() };
        Self { exact, log2 }
    }
}
