//! What a mean says of the sum that it is taken of: `sum(x)` is `n·μ` where `μ = mean(x)`.

use chainrule_symbolic::function::rows::arithmetic::DIVIDE;

use crate::arena::{Arrays, Entry, EntryId, Index, Made, QuantityId, Whole, WholeId};
use crate::entry::is;
use crate::rule::{ArrayRule, Rules};
use crate::tidy::{SumFact, tidy};
use crate::word::{Over, Word};

impl Arrays {
    /// Takes note of a mean of a quantity.
    pub(crate) fn note_mean(&mut self, mean: QuantityId, definition: WholeId) {
        if let Some((over, argument)) = self.mean_in(definition)
            && let Whole::Quantity(of) = *self.whole(argument)
        {
            self.means.entry((of, over)).or_insert(mean);
        }
    }

    /// Over what a definition is a mean, and of what: as a word, or as a sum divided by how many there are.
    pub(crate) fn mean_in(&self, definition: WholeId) -> Option<(Over, WholeId)> {
        match self.whole(definition) {
            Whole::Word { word: Word::Mean, over, arguments } => Some((*over, arguments[0])),
            Whole::Apply { function, primes, arguments } if is(*function, *primes, &DIVIDE) => {
                let Whole::Word { word: Word::Sum, over, arguments: summed } = self.whole(arguments[0])
                else {
                    return None;
                };
                let count = match (over, self.shape(summed[0]).axes().as_slice()) {
                    (Over::All, [count]) | (Over::EachRow, [_, count]) | (Over::EachColumn, [count, _]) => {
                        *count
                    }
                    (Over::All | Over::EachRow | Over::EachColumn, _) => return None,
                };
                // A number stays that number at other sizes.
                let is_count = matches!(self.whole(arguments[1]), Whole::Size(size) if *size == count);
                is_count.then_some((*over, summed[0]))
            }
            _ => None,
        }
    }

    /// An entry in which sums are written by the means that they belong to, where terms fall away by that; else nothing.
    pub(crate) fn without_sums_of_centred(
        &mut self,
        entry: EntryId,
        facts: &[SumFact],
        rules: &mut Rules,
    ) -> Option<EntryId> {
        if self.means.is_empty() {
            return None;
        }
        let by_means = self.sums_by_means(entry);
        if by_means == entry {
            return None;
        }
        let tidied = tidy(self, facts, by_means, &mut Rules::default());
        if self.tree_size(tidied) + 2 > self.tree_size(entry) {
            return None;
        }
        rules.note(ArrayRule::SumByDefinition);
        Some(tidied)
    }

    fn sums_by_means(&mut self, id: EntryId) -> EntryId {
        match self.entry(id).made() {
            Made::Sum(size, body) => {
                if let Some(by_mean) = self.sum_by_mean(body) {
                    let size = self.size_entry(size);
                    return self.multiply(&[size, by_mean]);
                }
                let (letter, opened) = self.opened(size, body);
                let changed = self.sums_by_means(opened);
                if changed == opened { id } else { self.sum_over(letter, changed) }
            }
            Made::Apply { function, primes, arguments } => {
                let changed: Vec<EntryId> = arguments.iter().map(|&part| self.sums_by_means(part)).collect();
                if changed == arguments { id } else { self.apply(function, primes, &changed) }
            }
            Made::Alone | Made::Derivative(_) => id,
        }
    }

    /// The mean over a line of a quantity whose entries along it are summed.
    fn sum_by_mean(&mut self, body: EntryId) -> Option<EntryId> {
        let Entry::Of(quantity, at) = self.entry(body).clone() else { return None };
        let (over, line): (Over, Vec<Index>) = match at.as_slice() {
            [Index::Bound(0)] => (Over::All, Vec::new()),
            [row, Index::Bound(0)] if *row != Index::Bound(0) => (Over::EachRow, vec![*row]),
            [Index::Bound(0), column] if *column != Index::Bound(0) => (Over::EachColumn, vec![*column]),
            [..] => return None,
        };
        let mean = *self.means.get(&(quantity, over))?;
        // Seen from outside of the sum, the indices of sums around it are one nearer.
        let line: Vec<Index> = line
            .into_iter()
            .map(|index| match index {
                Index::Bound(depth) => Index::Bound(depth.saturating_sub(1)),
                Index::Letter(_) | Index::At(_) | Index::Size(_) => index,
            })
            .collect();
        Some(self.of(mean, &line))
    }

    /// How many nodes an entry is written with.
    pub(crate) fn tree_size(&self, entry: EntryId) -> usize {
        self.entries_in(entry).count()
    }
}
