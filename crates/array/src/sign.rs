//! What is never 0, whatever the numbers.

use chainrule_symbolic::function::TABLE;

use crate::arena::{Arrays, Entry, EntryId, Whole};
use crate::word::Word;

impl Arrays {
    /// Whether an entry is certainly not 0: sizes, entries of a softmax, and functions whose range lies above 0.
    pub(crate) fn is_never_zero(&self, entry: EntryId) -> bool {
        match self.entry(entry) {
            Entry::Number(value) => !value.is_zero(),
            Entry::Size(_) => true,
            Entry::Of(quantity, _) => match self.definition(*quantity).map(|whole| self.whole(whole)) {
                Some(Whole::Word { word, .. }) => *word == Word::Softmax,
                Some(Whole::Apply { function, primes: 0, .. }) => is_above_zero(function.index()),
                _ => false,
            },
            Entry::Apply { function, primes: 0, .. } => is_above_zero(function.index()),
            Entry::Delta(..) | Entry::Sum(..) | Entry::Apply { .. } | Entry::Derivative { .. } => false,
        }
    }
}

/// Whether the range of a row lies above 0.
fn is_above_zero(place: usize) -> bool {
    let Some(row) = TABLE.get(place) else { return false };
    let low = row.range.lower;
    low.value().is_some_and(|value| value.is_positive() || (value.is_zero() && low.is_open()))
}
