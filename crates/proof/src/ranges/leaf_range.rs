//! The ranges of leaves.

use chainrule_number::Rational;
use chainrule_symbolic::graph::ExprId;
use rustc_hash::FxHashMap;

use super::range::Range;

/// What is known of leaves; of others nothing is.
pub type Ranges = FxHashMap<ExprId, LeafRange>;

/// What is known of a leaf.
#[derive(Clone, Debug, PartialEq)]
pub struct LeafRange {
    /// All its numbers, rounded outwards.
    pub range: Range,
    /// The lower end and whether it is left out, where there is one.
    pub lower: Option<(Rational, bool)>,
    /// The upper end and whether it is left out, where there is one.
    pub upper: Option<(Rational, bool)>,
}

impl LeafRange {
    /// All numbers between two ends; one with `true` is left out.
    pub fn between(lower: Option<(Rational, bool)>, upper: Option<(Rational, bool)>) -> Self {
        let low = lower.as_ref().map(|(value, open)| (value, *open));
        let high = upper.as_ref().map(|(value, open)| (value, *open));
        Self { range: Range::between(low, high), lower, upper }
    }

    /// What is known of a leaf among some.
    pub fn among(ranges: &Ranges, leaf: ExprId) -> Self {
        ranges.get(&leaf).cloned().unwrap_or_else(|| Self::between(None, None))
    }

    /// The range of something that is no leaf.
    pub fn of_range(range: Range) -> Self {
        let end = |value: f64, open: bool| Rational::from_f64(value).map(|value| (value, open));
        Self {
            range,
            lower: end(range.lower(), range.is_lower_open()),
            upper: end(range.upper(), range.is_upper_open()),
        }
    }

    /// Whether a number lies in it.
    pub fn contains(&self, value: &Rational) -> bool {
        let above = self.lower.as_ref().is_none_or(|(end, open)| value > end || (value == end && !open));
        let below = self.upper.as_ref().is_none_or(|(end, open)| value < end || (value == end && !open));
        above && below
    }
}
