//! From numbers to places.

/// A scale from numbers to places along an axis.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scale {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
}

impl Scale {
    /// The numbers from `low` to `high` at the places from `from` to `to`.
    pub(crate) fn new([low, high]: [f64; 2], [from, to]: [f64; 2]) -> Self {
        Self { low, high, from, to }
    }

    /// The place of a number; one off the scale lies at its end.
    pub(crate) fn place(&self, number: f64) -> f64 {
        let width = self.high - self.low;
        let part = if width > 0.0 { ((number - self.low) / width).clamp(0.0, 1.0) } else { 0.5 };
        self.from + (self.to - self.from) * part
    }

    /// Whether a number lies on it.
    pub(crate) fn holds(&self, number: f64) -> bool {
        (self.low..=self.high).contains(&number)
    }

    /// Numbers to mark: whole multiples of 1, 2 or 5 times a power of ten, at most so many.
    pub(crate) fn marks(&self, most: usize) -> Vec<f64> {
        let width = self.high - self.low;
        let most = f64::from(u32::try_from(most.max(1)).unwrap_or(u32::MAX));
        // A power of ten below the smallest step that is wanted, and on from there.
        let mut exponent = (width / most).log10().floor();
        let mut factors = [1.0, 2.0, 5.0].into_iter().cycle();
        let step = loop {
            let factor = factors.next().unwrap_or(1.0);
            let step = factor * 10f64.powf(exponent);
            if width / step <= most || !step.is_finite() || step == 0.0 {
                break step;
            }
            if factor > 4.0 {
                exponent += 1.0;
            }
        };
        if !step.is_finite() || step <= 0.0 {
            return Vec::new();
        }
        let first = (self.low / step).ceil();
        let count = ((self.high / step) - first + 1e-9).floor();
        (0..=most_marks(count))
            .map(|place| (first + f64::from(place)) * step)
            .map(|mark| mark + 0.0)
            .collect()
    }
}

/// A small number of marks.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it lies between 0 and 1000")]
fn most_marks(count: f64) -> u32 {
    count.clamp(0.0, 1_000.0) as u32
}

/// The smallest range with whole ends that holds some numbers, at least 1 wide; nothing for none.
pub(crate) fn whole_range(numbers: impl Iterator<Item = f64>) -> Option<[f64; 2]> {
    let range = numbers.filter(|number| number.is_finite()).fold(None, |range: Option<[f64; 2]>, number| {
        Some(range.map_or([number, number], |[low, high]| [low.min(number), high.max(number)]))
    });
    range.map(|[low, high]| {
        let (low, high) = (low.floor(), high.ceil());
        if high > low { [low, high] } else { [low - 1.0, high + 1.0] }
    })
}

#[cfg(test)]
mod tests {
    use super::{Scale, whole_range};

    #[test]
    fn marks_are_few_and_round() {
        let marks = |low, high| Scale::new([low, high], [0.0, 1.0]).marks(8);
        assert_eq!(marks(-3.0, 3.0), [-3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0]);
        assert_eq!(marks(-330.0, 5.0), [-300.0, -250.0, -200.0, -150.0, -100.0, -50.0, 0.0]);
        assert_eq!(marks(0.0, 12.0), [0.0, 2.0, 4.0, 6.0, 8.0, 10.0, 12.0]);
    }

    #[test]
    fn ranges_are_whole_and_not_empty() {
        assert_eq!(whole_range([0.2, 3.4].into_iter()), Some([0.0, 4.0]));
        assert_eq!(whole_range([2.0].into_iter()), Some([1.0, 3.0]));
        assert_eq!(whole_range([f64::INFINITY].into_iter()), None);
    }
}
