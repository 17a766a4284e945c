//! An index as a number, `i*x[i]`: how many pairs of indices add up to one more than it.

use crate::arena::{Arrays, Entry, EntryId, Index, Letter};

/// Indices, each so many times, and a number.
pub type SumOfIndices = (Vec<(i64, Index)>, i64);

impl Arrays {
    /// The number that a letter is. Beside conditions on indices there is no other kind of it.
    pub fn letter_as_number(&mut self, letter: Letter) -> EntryId {
        let size = self.size_of(letter);
        let pair = [self.letter(size), self.letter(size)];
        let terms = [(1, Index::Letter(pair[0])), (1, Index::Letter(pair[1])), (-1, Index::Letter(letter))];
        let inner = self.aligned(&terms, -1);
        let inner = self.sum_over(pair[1], inner);
        self.sum_over(pair[0], inner)
    }

    /// The sum of indices that a sum of conditions is as a number; nothing for other entries.
    pub fn index_of_number(&self, entry: EntryId) -> Option<SumOfIndices> {
        let Entry::Sum(_, inner) = self.entry(entry) else { return None };
        let Entry::Sum(_, body) = self.entry(*inner) else { return None };
        let Entry::Aligned { terms, constant } = self.entry(*body) else { return None };
        let is_of_pair = |index: &Index| matches!(index, Index::Bound(0 | 1));
        let (pair, others): (Vec<_>, Vec<_>) =
            terms.iter().copied().partition(|(_, index)| is_of_pair(index));
        if !matches!(pair.as_slice(), [(1, _), (1, _)]) {
            return None;
        }
        // Seen from outside, the indices of sums around it are two nearer.
        let outside = |index: Index| match index {
            Index::Bound(depth) => Index::Bound(depth - 2),
            Index::Letter(_) | Index::At(_) | Index::Size(_) => index,
        };
        Some((others.into_iter().map(|(times, index)| (-times, outside(index))).collect(), -constant - 1))
    }
}
