//! Sums of sizes: `n-2`, how many windows of three there are; and what is certain of such sums.

use crate::shape::SizeId;

/// Sizes by letter, each so many times, and a number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SizeSum {
    /// The letters, each once.
    pub terms: Vec<(i64, SizeId)>,
    /// The number.
    pub constant: i64,
}

impl SizeSum {
    /// A number.
    pub fn number(constant: i64) -> Self {
        Self { terms: Vec::new(), constant }
    }

    /// Adds so many times another.
    pub fn add(&mut self, times: i64, other: &Self) {
        self.constant = self.constant.saturating_add(times.saturating_mul(other.constant));
        for &(count, letter) in &other.terms {
            let more = times.saturating_mul(count);
            match self.terms.iter_mut().find(|(_, other)| *other == letter) {
                Some((count, _)) => *count = count.saturating_add(more),
                None => self.terms.push((more, letter)),
            }
        }
        self.terms.retain(|(count, _)| *count != 0);
    }

    /// Whether it is at least this, whatever the sizes: each of them is at least 1.
    pub fn is_at_least(&self, least: i64) -> bool {
        self.terms.iter().all(|(times, _)| *times > 0)
            && self.terms.iter().fold(self.constant, |sum, (times, _)| sum.saturating_add(*times)) >= least
    }

    /// Whether it is at most this, whatever the sizes.
    pub fn is_at_most(&self, most: i64) -> bool {
        let mut negative = Self::default();
        negative.add(-1, self);
        negative.is_at_least(most.saturating_neg())
    }

    /// Its number, where those of the letters are known.
    pub fn value(&self, number_of: impl Fn(SizeId) -> Option<i64>) -> Option<i64> {
        self.terms.iter().try_fold(self.constant, |sum, &(times, letter)| {
            sum.checked_add(times.checked_mul(number_of(letter)?)?)
        })
    }
}

/// A sum of names, each so many times, and a number, as it is typed: `n+2`, `q-i+1`.
pub fn sum_in_whole_numbers<'names>(
    terms: impl IntoIterator<Item = (i64, &'names str)>,
    constant: i64,
) -> String {
    let mut text = String::new();
    let terms: Vec<(i64, &str)> = terms.into_iter().collect();
    // What is added stands first: `4-j`.
    let starts = constant > 0 && !terms.is_empty() && terms.iter().all(|(times, _)| *times < 0);
    if starts {
        text = constant.to_string();
    }
    let constant = if starts { 0 } else { constant };
    for (times, name) in terms {
        let sign = match (times < 0, text.is_empty()) {
            (true, _) => "-",
            (false, true) => "",
            (false, false) => "+",
        };
        text.push_str(sign);
        if times.unsigned_abs() != 1 {
            text.push_str(&times.unsigned_abs().to_string());
        }
        text.push_str(name);
    }
    match (constant, text.is_empty()) {
        (0, false) => text,
        (constant, true) => constant.to_string(),
        (constant, false) => format!("{text}{constant:+}"),
    }
}
