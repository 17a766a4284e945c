//! What is never 0, whatever the numbers.

use chainrule_symbolic::function::rows::arithmetic::{ADD, NEGATE};
use chainrule_symbolic::function::rows::logistic::SIGMOID;
use chainrule_symbolic::function::{self, TABLE};
use chainrule_symbolic::graph::FunctionId;

use crate::arena::{Arrays, Entry, EntryId, Whole};
use crate::entry::is;
use crate::word::Word;

impl Arrays {
    /// Whether an entry is certainly not 0: sizes, entries of a softmax, and functions whose range lies above 0.
    pub(crate) fn is_never_zero(&self, entry: EntryId) -> bool {
        match self.entry(entry) {
            Entry::Number(value) => !value.is_zero(),
            Entry::Size(_) => true,
            Entry::Of(quantity, _) => match self.definition(*quantity).map(|whole| self.whole(whole)) {
                Some(Whole::Word { word: Word::Softmax, .. }) => true,
                Some(Whole::Apply { function, primes: 0, .. }) if is_above_zero(function.index()) => true,
                // What a definition divides by, or takes the logarithm of, is not 0 where it has a value.
                _ => self.is_divisor_quantity(*quantity),
            },
            Entry::Apply { function, primes, arguments } if is(*function, *primes, &ADD) => {
                self.is_one_less_probability(arguments)
            }
            Entry::Apply { function, primes: 0, .. } => is_above_zero(function.index()),
            // A sum of numbers above 0.
            Entry::Sum(_, body) => {
                matches!(self.entry(*body), Entry::Apply { function, primes: 0, .. } if is_above_zero(function.index()))
            }
            Entry::Delta(..)
            | Entry::Selected { .. }
            | Entry::Aligned { .. }
            | Entry::Apply { .. }
            | Entry::Derivative { .. } => false,
        }
    }
}

impl Arrays {
    /// Whether terms are `1 − p` for what lies below 1 whatever its argument.
    fn is_one_less_probability(&self, terms: &[EntryId]) -> bool {
        let [one, taken] = terms else { return false };
        let Entry::Apply { function, primes, arguments } = self.entry(*taken) else { return false };
        if self.whole_number(*one) != Some(1) || !is(*function, *primes, &NEGATE) {
            return false;
        }
        let is_sigmoid = |function: FunctionId| function == function::id(&SIGMOID);
        match self.entry(arguments[0]) {
            Entry::Apply { function, primes: 0, .. } => is_sigmoid(*function),
            Entry::Of(quantity, _) => self.definition(*quantity).is_some_and(
                |whole| matches!(self.whole(whole), Whole::Apply { function, primes: 0, .. } if is_sigmoid(*function)),
            ),
            _ => false,
        }
    }
}

/// Whether the range of a row lies above 0.
fn is_above_zero(place: usize) -> bool {
    let Some(row) = TABLE.get(place) else { return false };
    let low = row.range.lower;
    low.value().is_some_and(|value| value.is_positive() || (value.is_zero() && low.is_open()))
}
