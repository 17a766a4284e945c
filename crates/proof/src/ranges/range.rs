//! Ranges: f64 intervals rounded outwards that know whether their ends are reached.

use std::cmp::Ordering;

use chainrule_number::Rational;
use chainrule_symbolic::function::{End, Interval as Stated};
use maryada::Interval;

use chainrule_number::{Toward, Undefined};

/// All numbers from one end to the other, where the ends may be infinite or left out. An operation answers what it can
/// reach where it is defined: points of a box at which something is undefined do not count.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    pub(super) lower: f64,
    pub(super) upper: f64,
    /// Whether the lower end itself is never reached.
    pub(super) lower_open: bool,
    /// Whether the upper end itself is never reached.
    pub(super) upper_open: bool,
}

impl Range {
    /// Every number.
    pub const ALL: Self =
        Self { lower: f64::NEG_INFINITY, upper: f64::INFINITY, lower_open: true, upper_open: true };

    /// From one end to the other; an end given as `None` is infinite, one with `true` is left out.
    pub fn between(lower: Option<(&Rational, bool)>, upper: Option<(&Rational, bool)>) -> Self {
        let down = lower.map_or((f64::NEG_INFINITY, true), |(value, open)| {
            let (float, is_exact) = outwards(value, Toward::Down);
            (float, open || !is_exact)
        });
        let up = upper.map_or((f64::INFINITY, true), |(value, open)| {
            let (float, is_exact) = outwards(value, Toward::Up);
            (float, open || !is_exact)
        });
        Self { lower: down.0, upper: up.0, lower_open: down.1, upper_open: up.1 }
    }

    /// A range that a row states.
    pub fn stated(range: Stated) -> Self {
        let end = |end: End| end.value().map(|value| (value, end.is_open()));
        let (lower, upper) = (end(range.lower), end(range.upper));
        Self::between(
            lower.as_ref().map(|(value, open)| (value, *open)),
            upper.as_ref().map(|(value, open)| (value, *open)),
        )
    }

    /// One number.
    pub fn point(value: &Rational) -> Self {
        Self::between(Some((value, false)), Some((value, false)))
    }

    /// From one float to another, both reached.
    pub fn floats(lower: f64, upper: f64) -> Self {
        Self { lower, upper, lower_open: lower.is_infinite(), upper_open: upper.is_infinite() }
    }

    pub(super) fn of(interval: Interval, lower_open: bool, upper_open: bool) -> Result<Self, Undefined> {
        if maryada::is_empty(interval) {
            return Err(Undefined::Unknown);
        }
        let (lower, upper) = (maryada::inf(interval), maryada::sup(interval));
        Ok(Self {
            lower,
            upper,
            lower_open: lower_open || lower.is_infinite(),
            upper_open: upper_open || upper.is_infinite(),
        })
    }

    pub(super) fn interval(self) -> Interval {
        Interval::new(self.lower, self.upper)
    }

    /// The lower end.
    pub fn lower(self) -> f64 {
        self.lower
    }

    /// The upper end.
    pub fn upper(self) -> f64 {
        self.upper
    }

    /// Whether the lower end is never reached.
    pub fn is_lower_open(self) -> bool {
        self.lower_open
    }

    /// Whether the upper end is never reached.
    pub fn is_upper_open(self) -> bool {
        self.upper_open
    }

    /// Whether it holds one number only.
    pub fn is_point(self) -> bool {
        self.lower >= self.upper
    }

    /// Whether every number in it is above zero.
    pub fn is_positive(self) -> bool {
        self.lower > 0.0 || (self.lower == 0.0 && self.lower_open)
    }

    /// Whether every number in it is below zero.
    pub fn is_negative(self) -> bool {
        self.upper < 0.0 || (self.upper == 0.0 && self.upper_open)
    }

    /// Whether no number in it is below zero.
    pub fn is_not_negative(self) -> bool {
        self.lower >= 0.0
    }

    /// Whether no number in it is above zero.
    pub fn is_not_positive(self) -> bool {
        self.upper <= 0.0
    }

    /// Whether zero may lie in it, or at a reached or unreached end.
    pub fn touches_zero(self) -> bool {
        self.lower <= 0.0 && self.upper >= 0.0
    }

    /// Whether some number lies in both.
    pub(crate) fn meets(self, other: Self) -> bool {
        let is_before = |left: Self, right: Self| {
            left.upper < right.lower || (left.upper <= right.lower && (left.upper_open || right.lower_open))
        };
        !is_before(self, other) && !is_before(other, self)
    }

    /// What lies in both; the first where the two do not meet, which rounding can't cause.
    #[must_use]
    pub fn intersect(self, other: Self) -> Self {
        let (lower, lower_open) = if self.lower > other.lower {
            (self.lower, self.lower_open)
        } else if other.lower > self.lower {
            (other.lower, other.lower_open)
        } else {
            (self.lower, self.lower_open || other.lower_open)
        };
        let (upper, upper_open) = if self.upper < other.upper {
            (self.upper, self.upper_open)
        } else if other.upper < self.upper {
            (other.upper, other.upper_open)
        } else {
            (self.upper, self.upper_open || other.upper_open)
        };
        if lower > upper { self } else { Self { lower, upper, lower_open, upper_open } }
    }

    /// Whether a number lies in it.
    pub(super) fn holds(self, number: f64) -> bool {
        let above = self.lower < number || (self.lower <= number && !self.lower_open);
        let below = number < self.upper || (number <= self.upper && !self.upper_open);
        above && below
    }

    /// The smallest range that holds both.
    #[must_use]
    pub(super) fn hull(self, other: Self) -> Self {
        let (lower, lower_open) = if self.lower < other.lower {
            (self.lower, self.lower_open)
        } else if other.lower < self.lower {
            (other.lower, other.lower_open)
        } else {
            (self.lower, self.lower_open && other.lower_open)
        };
        let (upper, upper_open) = if self.upper > other.upper {
            (self.upper, self.upper_open)
        } else if other.upper > self.upper {
            (other.upper, other.upper_open)
        } else {
            (self.upper, self.upper_open && other.upper_open)
        };
        Self { lower, upper, lower_open, upper_open }
    }

    /// Everything from the lower end of this to the upper end of another.
    #[must_use]
    pub fn up_to(self, other: Self) -> Self {
        Self { upper: other.upper, upper_open: other.upper_open, ..self }
    }

    /// Without its ends, unless it is a point.
    #[must_use]
    pub fn interior(self) -> Self {
        if self.lower < self.upper { Self { lower_open: true, upper_open: true, ..self } } else { self }
    }

    /// Only the lower end, as a range.
    pub fn at_lower(self) -> Option<Self> {
        self.lower.is_finite().then(|| Self::floats(self.lower, self.lower))
    }

    /// Only the upper end, as a range.
    pub fn at_upper(self) -> Option<Self> {
        self.upper.is_finite().then(|| Self::floats(self.upper, self.upper))
    }

    /// Two halves; unbounded ranges are cut at zero first, then at ever larger numbers.
    pub fn halves(self) -> Option<(Self, Self)> {
        let cut = match (self.lower.is_infinite(), self.upper.is_infinite()) {
            (true, true) => 0.0,
            (false, true) => {
                if self.lower < 1.0 {
                    1.0f64.max(self.lower + 1.0)
                } else {
                    self.lower * 4.0
                }
            }
            (true, false) => {
                if self.upper > -1.0 {
                    (-1.0f64).min(self.upper - 1.0)
                } else {
                    self.upper * 4.0
                }
            }
            (false, false) => self.lower / 2.0 + self.upper / 2.0,
        };
        (cut.is_finite() && self.lower < cut && cut < self.upper).then_some({
            (Self { upper: cut, upper_open: false, ..self }, Self { lower: cut, lower_open: false, ..self })
        })
    }

    /// How wide it is, on a scale on which unbounded ranges are wider than bounded ones.
    pub fn width(self) -> f64 {
        self.upper - self.lower
    }

    /// A strictly rising function of it.
    pub(super) fn rising(self, f: impl Fn(Interval) -> Interval) -> Result<Self, Undefined> {
        Self::of(f(self.interval()), self.lower_open, self.upper_open)
    }

    /// A function of which only the interval is known.
    pub(super) fn closed(self, f: impl Fn(Interval) -> Interval) -> Result<Self, Undefined> {
        Self::of(f(self.interval()), false, false)
    }
}

/// The nearest float on one side.
pub(super) fn toward(value: &Rational, side: Toward) -> f64 {
    outwards(value, side).0
}

/// The nearest float on one side, and whether it is the number itself.
fn outwards(value: &Rational, side: Toward) -> (f64, bool) {
    let near = value.to_f64();
    if near.is_nan() {
        return (if side == Toward::Down { f64::NEG_INFINITY } else { f64::INFINITY }, false);
    }
    let order = Rational::from_f64(near).map(|float| float.cmp(value));
    match (order, side) {
        (None, Toward::Down) if near > 0.0 => (f64::MAX, false),
        (None, Toward::Down) => (f64::NEG_INFINITY, false),
        (None, Toward::Up) if near > 0.0 => (f64::INFINITY, false),
        (None, Toward::Up) => (f64::MIN, false),
        (Some(Ordering::Equal), _) => (near, true),
        (Some(Ordering::Greater), Toward::Down) => (near.next_down(), false),
        (Some(Ordering::Less), Toward::Up) => (near.next_up(), false),
        (Some(Ordering::Less), Toward::Down) | (Some(Ordering::Greater), Toward::Up) => (near, false),
    }
}

/// Whether a product of two ends with these values is never reached.
pub(super) fn corner_open(a: f64, a_open: bool, b: f64, b_open: bool) -> bool {
    let moves = |open: bool, other: f64, other_open: bool| open && (other_open || other != 0.0);
    moves(a_open, b, b_open) || moves(b_open, a, a_open)
}
