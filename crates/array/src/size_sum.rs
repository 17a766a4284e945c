//! Sums of sizes: `n-2`, how many windows of three there are; and what is certain of such sums.

use rustc_hash::FxHashMap;

use crate::arena::Arrays;
use crate::shape::{Size, SizeId};

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
        for &(own, letter) in &other.terms {
            let more = times.saturating_mul(own);
            match self.terms.iter_mut().find(|(_, known)| *known == letter) {
                Some((known, _)) => *known = known.saturating_add(more),
                None => self.terms.push((more, letter)),
            }
        }
        self.terms.retain(|(own, _)| *own != 0);
    }

    /// Whether it is at least this, whatever the sizes: each of them is at least 1.
    pub fn is_at_least(&self, least: i64) -> bool {
        self.terms.iter().all(|(times, _)| *times > 0)
            && self.terms.iter().fold(self.constant, |sum, (times, _)| sum.saturating_add(*times)) >= least
    }

    /// Its number, where those of the letters are known.
    pub fn value(&self, known: impl Fn(SizeId) -> Option<i64>) -> Option<i64> {
        self.terms.iter().try_fold(self.constant, |sum, &(times, letter)| {
            sum.checked_add(times.checked_mul(known(letter)?)?)
        })
    }
}

impl Arrays {
    /// A size as a sum of letters and a number.
    pub fn sum_of_size(&self, size: Size) -> SizeSum {
        match size {
            Size::Number(count) => SizeSum::number(i64::try_from(count).unwrap_or(i64::MAX)),
            Size::Letter(letter) => self
                .size_sums
                .get(&letter)
                .cloned()
                .unwrap_or_else(|| SizeSum { terms: vec![(1, letter)], constant: 0 }),
        }
    }

    /// The size that is a sum of others; nothing where it is a number below 1.
    pub fn size_of_sum(&mut self, sum: &SizeSum) -> Option<Size> {
        if sum.terms.is_empty() {
            return u64::try_from(sum.constant).ok().filter(|count| *count > 0).map(Size::Number);
        }
        if let ([(1, letter)], 0) = (sum.terms.as_slice(), sum.constant) {
            return Some(Size::Letter(*letter));
        }
        let (first, last): (Vec<_>, Vec<_>) = sum.terms.iter().partition(|(times, _)| *times > 0);
        let in_order = first.into_iter().chain(last);
        let named = in_order.map(|&(times, letter)| (times, &*self.size_names()[letter.0 as usize]));
        let name = sum_in_whole_numbers(named, sum.constant);
        let size = self.size(&name);
        if let Size::Letter(letter) = size {
            self.size_sums.insert(letter, sum.clone());
        }
        Some(size)
    }

    /// Adds the numbers of sizes that are sums of others, where those are known.
    pub fn add_sums(&self, known: &mut FxHashMap<Size, usize>) {
        for (&letter, sum) in &self.size_sums {
            let value = sum.value(|own| i64::try_from(*known.get(&Size::Letter(own))?).ok());
            if let Some(value) =
                value.and_then(|value| usize::try_from(value).ok()).filter(|value| *value > 0)
            {
                known.insert(Size::Letter(letter), value);
            }
        }
    }

    /// Whether a letter of a size stands for a sum of others.
    pub fn is_sum_of_sizes(&self, letter: SizeId) -> bool {
        self.size_sums.contains_key(&letter)
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
