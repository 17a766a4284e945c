//! An entry at numbers for its indices, its short sums written out: what one works out by hand.

use chainrule_number::Rational;
use chainrule_symbolic::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE};

use crate::arena::{Arrays, Entry, EntryId, Index};
use crate::entry::is;
use crate::shape::Size;

/// Longer sums are not written out.
const MOST_TERMS: u64 = 5;

impl Arrays {
    /// The entry with its sums written out, terms and factors that are 0 or 1 by their indices left away; nothing where a
    /// sum is long or its size is open. `counts` says what sizes are as numbers.
    pub fn written_out_at(
        &mut self,
        entry: EntryId,
        counts: &dyn Fn(Size) -> Option<u64>,
    ) -> Option<EntryId> {
        match self.entry(entry).clone() {
            Entry::Number(_) => Some(entry),
            Entry::Size(size) => {
                let count = Rational::from_integer(i64::try_from(counts(size)?).ok()?);
                Some(self.number_entry(count))
            }
            Entry::Of(_, at) => at.iter().all(|index| matches!(index, Index::At(_))).then_some(entry),
            Entry::Delta(Index::At(left), Index::At(right)) => {
                Some(self.integer_entry(i64::from(left == right)))
            }
            Entry::Selected { from, at: [Index::At(row), Index::At(column)], count } => {
                let is_one = row <= count && row + from - 1 == column;
                Some(self.integer_entry(i64::from(is_one)))
            }
            Entry::Delta(..) | Entry::Selected { .. } | Entry::Aligned { .. } | Entry::Derivative { .. } => {
                None
            }
            Entry::Sum(size, body) => {
                let count = counts(size).filter(|count| *count <= MOST_TERMS)?;
                let (letter, body) = self.opened(size, body);
                let mut terms = Vec::new();
                for place in 1..=count {
                    let term = self.renamed(body, &[letter], &[Index::At(place)]);
                    terms.push(self.written_out_at(term, counts)?);
                }
                Some(self.without_zeros(&terms))
            }
            Entry::Apply { function, primes, arguments } => {
                let mut parts = Vec::with_capacity(arguments.len());
                for &part in &arguments {
                    parts.push(self.written_out_at(part, counts)?);
                }
                Some(if is(function, primes, &ADD) {
                    self.without_zeros(&parts)
                } else if is(function, primes, &MULTIPLY) {
                    if parts.iter().any(|&part| self.whole_number(part) == Some(0)) {
                        self.integer_entry(0)
                    } else {
                        parts.retain(|&part| self.whole_number(part) != Some(1));
                        self.multiply(&parts)
                    }
                } else if (is(function, primes, &NEGATE) || is(function, primes, &DIVIDE))
                    && self.whole_number(parts[0]) == Some(0)
                {
                    parts[0]
                } else {
                    self.apply(function, primes, &parts)
                })
            }
        }
    }

    fn without_zeros(&mut self, terms: &[EntryId]) -> EntryId {
        let kept: Vec<EntryId> =
            terms.iter().copied().filter(|&term| self.whole_number(term) != Some(0)).collect();
        self.add(&kept)
    }
}
