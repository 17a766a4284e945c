//! Sums of which one term is left: an index that others determine.

use chainrule_symbolic::function::rows::arithmetic::{DIVIDE, MULTIPLY, NEGATE};

use crate::arena::{Arrays, Entry, EntryId, Index};
use crate::entry::is;

/// How the index of a sum follows from the indices outside: so many times it, the others and a number add up to 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pinned {
    /// The factor by which it is determined.
    pub by: EntryId,
    times: i64,
    others: Vec<(i64, Index)>,
    constant: i64,
}

impl Pinned {
    /// The index, where the others are known; nothing where it is no whole number.
    pub fn at(&self, other: impl Fn(&Index) -> i64) -> Option<i64> {
        let sum = self.others.iter().fold(self.constant, |sum, (times, index)| {
            sum.saturating_add(times.saturating_mul(other(index)))
        });
        (sum % self.times == 0).then(|| -sum / self.times)
    }
}

impl Arrays {
    /// The factors of a product as they stand in it, past signs and above the line.
    pub fn factors_in(&self, id: EntryId) -> Vec<EntryId> {
        let mut found = Vec::new();
        let mut stack = vec![id];
        while let Some(id) = stack.pop() {
            match self.entry(id) {
                Entry::Apply { function, primes, arguments } if is(*function, *primes, &MULTIPLY) => {
                    stack.extend(arguments.iter().rev());
                }
                Entry::Apply { function, primes, arguments }
                    if is(*function, *primes, &NEGATE) || is(*function, *primes, &DIVIDE) =>
                {
                    stack.push(arguments[0]);
                }
                _ => found.push(id),
            }
        }
        found
    }

    /// How the index of a sum follows from others, where what is summed is 0 at all but one.
    pub fn pinned(&self, body: EntryId) -> Option<Pinned> {
        if !self.has_aligned() {
            return None;
        }
        // Sums inside keep their order: only what stands beside them is looked at.
        self.factors_in(body).into_iter().find_map(|by| {
            let Entry::Aligned { terms, constant } = self.entry(by) else { return None };
            let place = terms.iter().position(|(_, index)| *index == Index::Bound(0))?;
            let mut others = terms.clone();
            let (times, _) = others.remove(place);
            Some(Pinned { by, times, others, constant: *constant })
        })
    }
}
