//! Entries put together, sums opened and closed, indices replaced.

use chainrule_number::Rational;
use chainrule_symbolic::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE, POWER};
use chainrule_symbolic::function::{self, Function};
use chainrule_symbolic::graph::FunctionId;
use rustc_hash::FxHashMap;

use crate::arena::{Arrays, Entry, EntryId, Index, Letter, Made, QuantityId};
use crate::shape::Size;

impl Arrays {
    /// An exact number.
    pub fn number_entry(&mut self, value: Rational) -> EntryId {
        self.keep_entry(Entry::Number(value))
    }

    /// A small whole number.
    pub fn integer_entry(&mut self, value: i64) -> EntryId {
        self.number_entry(Rational::from_integer(value))
    }

    /// A size as a number: it stays a size, whether it has a letter or a number, so that nothing depends on its value.
    pub fn size_entry(&mut self, size: Size) -> EntryId {
        self.keep_entry(Entry::Size(size))
    }

    /// An entry of a quantity.
    pub fn of(&mut self, quantity: QuantityId, at: &[Index]) -> EntryId {
        self.keep_entry(Entry::Of(quantity, at.to_vec()))
    }

    /// 1 where both indices are equal, else 0.
    pub fn delta(&mut self, left: Index, right: Index) -> EntryId {
        match (left, right) {
            _ if left == right => self.integer_entry(1),
            (Index::At(_), Index::At(_)) => self.integer_entry(0),
            (Index::Size(one), Index::Size(other)) if self.are_apart(one, other) => self.integer_entry(0),
            _ => self.keep_entry(Entry::Delta(left.min(right), left.max(right))),
        }
    }

    /// 1 where indices, each so many times, and a number add up to 0, else 0.
    pub fn aligned(&mut self, terms: &[(i64, Index)], constant: i64) -> EntryId {
        let mut sum = constant;
        let mut collected: Vec<(i64, Index)> = Vec::new();
        for &(times, index) in terms {
            match index {
                Index::At(place) => {
                    let place = i64::try_from(place).unwrap_or(i64::MAX);
                    sum = sum.saturating_add(times.saturating_mul(place));
                }
                Index::Size(letter) => {
                    let size = self.sum_of_size(Size::Letter(letter));
                    sum = sum.saturating_add(times.saturating_mul(size.constant));
                    for (count, letter) in size.terms {
                        collect(&mut collected, times.saturating_mul(count), Index::Size(letter));
                    }
                }
                Index::Bound(_) | Index::Letter(_) => collect(&mut collected, times, index),
            }
        }
        collected.retain(|(times, _)| *times != 0);
        collected.sort_by_key(|(_, index)| *index);
        if collected.first().is_some_and(|(times, _)| *times < 0) {
            for (times, _) in &mut collected {
                *times = -*times;
            }
            sum = -sum;
        }
        match collected.as_slice() {
            [] => self.integer_entry(i64::from(sum == 0)),
            // Of indices that run over one size it is a δ; of others one may lie where the other never is.
            [(1, Index::Letter(left)), (-1, Index::Letter(right))]
                if sum == 0 && self.size_of(*left) == self.size_of(*right) =>
            {
                self.delta(Index::Letter(*left), Index::Letter(*right))
            }
            [(1, Index::Letter(letter)), (-1, Index::Size(size))]
                if sum == 0 && self.size_of(*letter) == Size::Letter(*size) =>
            {
                self.delta(Index::Letter(*letter), Index::Size(*size))
            }
            [..] => self.keep_entry(Entry::Aligned { terms: collected, constant: sum }),
        }
    }

    /// A function of numbers.
    pub fn apply(&mut self, function: FunctionId, primes: u8, arguments: &[EntryId]) -> EntryId {
        self.keep_entry(Entry::Apply { function, primes, arguments: arguments.to_vec() })
    }

    /// A function of numbers, by its row.
    pub fn call(&mut self, row: &'static Function, arguments: &[EntryId]) -> EntryId {
        self.apply(function::id(row), 0, arguments)
    }

    /// A sum of terms; a single one is itself.
    pub fn add(&mut self, terms: &[EntryId]) -> EntryId {
        match terms {
            [] => self.integer_entry(0),
            [only] => *only,
            [..] => self.call(&ADD, terms),
        }
    }

    /// A product of factors; a single one is itself.
    pub fn multiply(&mut self, factors: &[EntryId]) -> EntryId {
        match factors {
            [] => self.integer_entry(1),
            [only] => *only,
            [..] => self.call(&MULTIPLY, factors),
        }
    }

    /// The negative.
    pub fn negate(&mut self, of: EntryId) -> EntryId {
        self.call(&NEGATE, &[of])
    }

    /// The quotient.
    pub fn divide(&mut self, above: EntryId, below: EntryId) -> EntryId {
        self.call(&DIVIDE, &[above, below])
    }

    /// The power.
    pub fn power(&mut self, base: EntryId, exponent: EntryId) -> EntryId {
        self.call(&POWER, &[base, exponent])
    }

    /// A derivative that is not worked out.
    pub fn derivative(&mut self, of: EntryId, by: QuantityId, at: &[Index]) -> EntryId {
        self.keep_entry(Entry::Derivative { of, by, at: at.to_vec() })
    }

    /// The sum over a letter, which stands for no index outside of it.
    pub fn sum_over(&mut self, letter: Letter, body: EntryId) -> EntryId {
        let size = self.size_of(letter);
        let closed = self.mapped(body, &|index, depth| match index {
            Index::Letter(other) if other == letter => Index::Bound(depth),
            other => other,
        });
        self.keep_entry(Entry::Sum(size, closed))
    }

    /// What is summed, with a new letter for the index.
    pub fn opened(&mut self, size: Size, body: EntryId) -> (Letter, EntryId) {
        let letter = self.letter(size);
        (letter, self.opened_with(body, letter))
    }

    /// What is summed, with this letter for the index.
    pub fn opened_with(&mut self, body: EntryId, letter: Letter) -> EntryId {
        self.mapped(body, &|index, depth| match index {
            Index::Bound(level) if level == depth => Index::Letter(letter),
            other => other,
        })
    }

    /// An entry with an index in the place of a letter.
    pub fn substituted(&mut self, entry: EntryId, letter: Letter, by: Index) -> EntryId {
        if !self.has_letter(entry, letter) {
            return entry;
        }
        self.mapped(entry, &|index, _| if index == Index::Letter(letter) { by } else { index })
    }

    /// An entry with several letters replaced at once.
    pub fn renamed(&mut self, entry: EntryId, from: &[Letter], to: &[Index]) -> EntryId {
        self.mapped(entry, &|index, _| match index {
            Index::Letter(letter) => {
                from.iter().position(|old| *old == letter).map_or(index, |place| to[place])
            }
            Index::Bound(_) | Index::At(_) | Index::Size(_) => index,
        })
    }

    /// An entry with an expression in the place of the entries of a quantity: `value` with `letters` for its indices.
    pub fn with_value(
        &mut self,
        entry: EntryId,
        of: QuantityId,
        letters: &[Letter],
        value: EntryId,
    ) -> EntryId {
        if !self.mentions(entry, of) {
            return entry;
        }
        if let Entry::Of(quantity, at) = self.entry(entry).clone()
            && quantity == of
        {
            return self.renamed(value, letters, &at);
        }
        match self.entry(entry).made() {
            Made::Alone | Made::Derivative(_) => entry,
            Made::Sum(size, body) => {
                let (letter, body) = self.opened(size, body);
                let body = self.with_value(body, of, letters, value);
                self.sum_over(letter, body)
            }
            Made::Apply { function, primes, arguments } => {
                let arguments: Vec<EntryId> =
                    arguments.iter().map(|&part| self.with_value(part, of, letters, value)).collect();
                self.apply(function, primes, &arguments)
            }
        }
    }

    /// An entry with its indices changed; the change is told how many sums stand around an index.
    pub(crate) fn mapped(&mut self, root: EntryId, change: &dyn Fn(Index, u32) -> Index) -> EntryId {
        let mut done = FxHashMap::default();
        self.map_below(root, 0, change, &mut done)
    }

    fn map_below(
        &mut self,
        id: EntryId,
        depth: u32,
        change: &dyn Fn(Index, u32) -> Index,
        done: &mut FxHashMap<(EntryId, u32), EntryId>,
    ) -> EntryId {
        if let Some(&moved) = done.get(&(id, depth)) {
            return moved;
        }
        let indices = |at: &[Index]| at.iter().map(|&index| change(index, depth)).collect::<Vec<_>>();
        let mapped = match self.entry(id).clone() {
            Entry::Number(_) | Entry::Size(_) => id,
            Entry::Of(quantity, at) => self.of(quantity, &indices(&at)),
            Entry::Delta(left, right) => self.delta(change(left, depth), change(right, depth)),
            Entry::Selected { from, at, count } => {
                let at = at.map(|index| change(index, depth));
                self.keep_entry(Entry::Selected { from, at, count })
            }
            Entry::Aligned { terms, constant } => {
                let terms: Vec<(i64, Index)> =
                    terms.iter().map(|&(times, index)| (times, change(index, depth))).collect();
                self.aligned(&terms, constant)
            }
            Entry::Sum(size, body) => {
                let body = self.map_below(body, depth + 1, change, done);
                self.keep_entry(Entry::Sum(size, body))
            }
            Entry::Apply { function, primes, arguments } => {
                let arguments: Vec<EntryId> =
                    arguments.iter().map(|&part| self.map_below(part, depth, change, done)).collect();
                self.apply(function, primes, &arguments)
            }
            Entry::Derivative { of, by, at } => {
                let of = self.map_below(of, depth, change, done);
                self.derivative(of, by, &indices(&at))
            }
        };
        done.insert((id, depth), mapped);
        mapped
    }
}

/// Adds an index so many times to those that are there.
fn collect(collected: &mut Vec<(i64, Index)>, times: i64, index: Index) {
    match collected.iter_mut().find(|(_, other)| *other == index) {
        Some((count, _)) => *count += times,
        None => collected.push((times, index)),
    }
}

/// Whether a function is this row, without primes.
pub(crate) fn is(function: FunctionId, primes: u8, row: &'static Function) -> bool {
    primes == 0 && function == function::id(row)
}
