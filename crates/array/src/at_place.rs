//! An entry at numbers for its indices, its short sums written out: what one works out by hand.

use chainrule_number::Rational;
use chainrule_symbolic::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE};
use chainrule_symbolic::graph::FunctionId;

use crate::arena::{Arrays, Entry, EntryId, Index, Letter};
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
            Entry::Of(of, at) => {
                let at: Vec<Index> = at.iter().map(|&index| by_number(index, counts)).collect();
                let is_known = at.iter().all(|index| matches!(index, Index::At(_)));
                is_known.then(|| self.of(of, &at))
            }
            Entry::Delta(left, right)
                if [left, right].iter().any(|index| matches!(index, Index::Size(_))) =>
            {
                let [left, right] = [left, right].map(|index| by_number(index, counts));
                let delta = self.delta(left, right);
                matches!(self.entry(delta), Entry::Number(_)).then_some(delta)
            }
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
                Some(self.applied(function, primes, parts))
            }
        }
    }

    /// The entry with terms and factors left away that are 0 or 1 by their indices; its sums stay.
    pub fn without_known_deltas(&mut self, entry: EntryId) -> EntryId {
        match self.entry(entry).clone() {
            Entry::Delta(Index::At(_), Index::At(_))
            | Entry::Selected { at: [Index::At(_), Index::At(_)], .. } => {
                self.written_out_at(entry, &|_| None).unwrap_or(entry)
            }
            Entry::Sum(size, body) => {
                let (letter, body) = self.opened(size, body);
                let inner = self.without_known_deltas(body);
                // Of a sum with δ[j,1] the term j = 1 is left, and of one with δ[j,i] the term j = i.
                let left = self.factors_in(inner).into_iter().find_map(|by| match self.entry(by) {
                    Entry::Delta(one, other) if *one == Index::Letter(letter) => Some(*other),
                    Entry::Delta(one, other) if *other == Index::Letter(letter) => Some(*one),
                    _ => None,
                });
                if let Some(other) = left {
                    let term = self.renamed(inner, &[letter], &[other]);
                    return self.without_known_deltas(term);
                }
                if let Some(terms) = self.terms_at_known_places(size, letter, inner) {
                    return terms;
                }
                match self.whole_number(inner) {
                    Some(0) => inner,
                    _ if inner == body => entry,
                    _ => self.sum_over(letter, inner),
                }
            }
            Entry::Apply { function, primes, arguments } => {
                let parts: Vec<EntryId> =
                    arguments.iter().map(|&part| self.without_known_deltas(part)).collect();
                self.applied(function, primes, parts)
            }
            Entry::Number(_)
            | Entry::Size(_)
            | Entry::Of(..)
            | Entry::Delta(..)
            | Entry::Selected { .. }
            | Entry::Aligned { .. }
            | Entry::Derivative { .. } => entry,
        }
    }

    /// Those terms of a sum that are left where each has a condition that holds at one number alone, `[i = 1]`; nothing where
    /// others are left, or it is open whether there is such a term.
    fn terms_at_known_places(&mut self, size: Size, letter: Letter, inner: EntryId) -> Option<EntryId> {
        let mut conditions: Vec<EntryId> = Vec::new();
        let mut places: Vec<i64> = Vec::new();
        let mut stack = vec![inner];
        while let Some(id) = stack.pop() {
            match self.entry(id) {
                Entry::Aligned { terms, constant } => {
                    if let [(times, Index::Letter(of))] = terms.as_slice()
                        && *of == letter
                        && !conditions.contains(&id)
                    {
                        conditions.push(id);
                        if constant % times == 0 {
                            places.push(-constant / times);
                        }
                    }
                }
                Entry::Sum(_, body) => stack.push(*body),
                Entry::Apply { arguments, .. } => stack.extend(arguments),
                Entry::Number(_)
                | Entry::Size(_)
                | Entry::Of(..)
                | Entry::Delta(..)
                | Entry::Selected { .. }
                | Entry::Derivative { .. } => {}
            }
        }
        places.retain(|place| *place >= 1);
        places.sort_unstable();
        places.dedup();
        let most = match size {
            Size::Number(count) => i64::try_from(count).unwrap_or(i64::MAX),
            Size::Letter(_) => 1,
        };
        // Of a size by letter it is open how far it goes.
        let is_open = matches!(size, Size::Letter(_)) && places.iter().any(|place| *place > most);
        if conditions.is_empty() || is_open {
            return None;
        }
        places.retain(|place| *place <= most);
        let elsewhere = self.with_zeros(inner, &conditions);
        if self.whole_number(elsewhere) != Some(0) {
            return None;
        }
        let mut terms = Vec::with_capacity(places.len());
        for place in places {
            let at = Index::At(u64::try_from(place).ok()?);
            let term = self.renamed(inner, &[letter], &[at]);
            terms.push(self.without_known_deltas(term));
        }
        Some(self.without_zeros(&terms))
    }

    /// An entry in which these are 0.
    fn with_zeros(&mut self, entry: EntryId, zeros: &[EntryId]) -> EntryId {
        if zeros.contains(&entry) {
            return self.integer_entry(0);
        }
        match self.entry(entry).clone() {
            Entry::Sum(size, body) => {
                let (letter, body) = self.opened(size, body);
                let inner = self.with_zeros(body, zeros);
                if self.whole_number(inner) == Some(0) { inner } else { self.sum_over(letter, inner) }
            }
            Entry::Apply { function, primes, arguments } => {
                let parts: Vec<EntryId> =
                    arguments.iter().map(|&part| self.with_zeros(part, zeros)).collect();
                self.applied(function, primes, parts)
            }
            Entry::Number(_)
            | Entry::Size(_)
            | Entry::Of(..)
            | Entry::Delta(..)
            | Entry::Selected { .. }
            | Entry::Aligned { .. }
            | Entry::Derivative { .. } => entry,
        }
    }

    /// A function put to parts, without terms and factors that are 0 or 1.
    fn applied(&mut self, function: FunctionId, primes: u8, mut parts: Vec<EntryId>) -> EntryId {
        if is(function, primes, &ADD) {
            self.without_zeros(&parts)
        } else if is(function, primes, &MULTIPLY) {
            if parts.iter().any(|&part| self.whole_number(part) == Some(0)) {
                self.integer_entry(0)
            } else {
                // `p[1]·(0 − p[2])` is `-p[1]·p[2]`.
                let mut is_negative = false;
                for part in &mut parts {
                    if let Entry::Apply { function, primes, arguments } = self.entry(*part)
                        && is(*function, *primes, &NEGATE)
                    {
                        *part = arguments[0];
                        is_negative = !is_negative;
                    }
                }
                parts.retain(|&part| self.whole_number(part) != Some(1));
                let product = self.multiply(&parts);
                if is_negative { self.negate(product) } else { product }
            }
        } else if (is(function, primes, &NEGATE) || is(function, primes, &DIVIDE))
            && self.whole_number(parts[0]) == Some(0)
        {
            parts[0]
        } else {
            self.apply(function, primes, &parts)
        }
    }

    fn without_zeros(&mut self, terms: &[EntryId]) -> EntryId {
        let kept: Vec<EntryId> =
            terms.iter().copied().filter(|&term| self.whole_number(term) != Some(0)).collect();
        self.add(&kept)
    }
}

/// The index as a number, where it is the number of a size that is known.
fn by_number(index: Index, counts: &dyn Fn(Size) -> Option<u64>) -> Index {
    match index {
        Index::Size(letter) => counts(Size::Letter(letter)).map_or(index, Index::At),
        Index::Bound(_) | Index::Letter(_) | Index::At(_) => index,
    }
}
