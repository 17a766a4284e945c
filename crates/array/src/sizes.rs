//! Sizes that are sums of others, in the arena.

use rustc_hash::FxHashMap;

use crate::arena::{Arrays, Whole};
use crate::shape::{Size, SizeId};
use crate::size_sum::{SizeSum, sum_in_whole_numbers};

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

    /// Whether two sizes differ, whatever the numbers of letters.
    pub(crate) fn are_apart(&self, one: SizeId, other: SizeId) -> bool {
        let mut gap = self.sum_of_size(Size::Letter(one));
        gap.add(-1, &self.sum_of_size(Size::Letter(other)));
        gap.terms.is_empty() && gap.constant != 0
    }

    /// Whether the number that a size is stands somewhere.
    pub fn has_sizes_as_numbers(&self) -> bool {
        self.all_wholes().any(|whole| matches!(whole, Whole::Size(_)))
    }

    /// The sizes that are sums of others, in the order in which they came.
    pub fn size_sums(&self) -> Vec<(SizeId, &SizeSum)> {
        let mut all: Vec<(SizeId, &SizeSum)> =
            self.size_sums.iter().map(|(&letter, sum)| (letter, sum)).collect();
        all.sort_by_key(|(letter, _)| *letter);
        all
    }

    /// Adds the numbers of sizes that are sums of others, where those are known.
    pub fn add_sums(&self, counts: &mut FxHashMap<Size, usize>) {
        for (&letter, sum) in &self.size_sums {
            let value = sum.value(|size| i64::try_from(*counts.get(&Size::Letter(size))?).ok());
            if let Some(value) =
                value.and_then(|value| usize::try_from(value).ok()).filter(|value| *value > 0)
            {
                counts.insert(Size::Letter(letter), value);
            }
        }
    }

    /// Whether a letter of a size stands for a sum of others.
    pub fn is_sum_of_sizes(&self, letter: SizeId) -> bool {
        self.size_sums.contains_key(&letter)
    }
}
