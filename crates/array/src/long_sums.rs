//! Long sums, such as a loss over many steps, of which only some terms depend on what one derives by.

use chainrule_symbolic::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE};
use rustc_hash::FxHashSet;

use crate::arena::{Arrays, QuantityId, Whole, WholeId};
use crate::entry::is;

/// Sums of more terms are derived without those that do not depend: each step costs what depends alone.
const LONG: usize = 16;

impl Arrays {
    /// The quantities that stand in an expression, each once, in the order met.
    pub fn mentioned_in(&self, whole: WholeId) -> Vec<QuantityId> {
        let (mut found, mut seen) = (Vec::new(), FxHashSet::default());
        let mut stack = vec![whole];
        while let Some(id) = stack.pop() {
            let whole = self.whole(id);
            if let Whole::Quantity(quantity) | Whole::Part { of: quantity, .. } = whole
                && seen.insert(*quantity)
            {
                found.push(*quantity);
            }
            if let Whole::Entries { body, .. } = whole {
                found.extend(
                    self.quantities_in(*body).iter().copied().filter(|&quantity| seen.insert(quantity)),
                );
            }
            stack.extend(self.parts(whole).into_iter().rev());
        }
        found
    }

    /// Takes note of a part of a definition that is a long sum.
    pub(crate) fn note_long_sum(&mut self, id: WholeId) {
        let Whole::Apply { function, primes, arguments } = self.whole(id) else { return };
        if !is(*function, *primes, &ADD) || arguments.len() <= LONG {
            return;
        }
        for term in arguments.clone() {
            for quantity in self.mentioned_in(term) {
                self.long_sums.terms.entry((id, quantity)).or_default().push(term);
            }
        }
        self.long_sums.sums.insert(id);
    }

    /// A definition with nothing but those terms of its long sums that mention a quantity, for derivatives by that; nothing
    /// where that is all of it, or was not asked before.
    pub fn known_restriction(&self, definition: WholeId, to: QuantityId) -> Option<WholeId> {
        self.long_sums.restricted.get(&(definition, to)).copied()
    }

    /// The same, worked out.
    pub(crate) fn restricted(&mut self, definition: WholeId, to: QuantityId) -> Option<WholeId> {
        if self.long_sums.sums.is_empty() {
            return None;
        }
        if let Some(restriction) = self.known_restriction(definition, to) {
            return Some(restriction);
        }
        let whole = self.with_terms_of(definition, to)?;
        if whole == definition || self.shape(whole) != self.shape(definition) {
            return None;
        }
        self.long_sums.restricted.insert((definition, to), whole);
        Some(whole)
    }

    /// Long sums are looked for where a derivative goes in past signs, terms and numbers.
    fn with_terms_of(&mut self, whole: WholeId, to: QuantityId) -> Option<WholeId> {
        let Whole::Apply { function, primes, arguments } = self.whole(whole).clone() else {
            return Some(whole);
        };
        if self.long_sums.sums.contains(&whole) {
            let terms = self.long_sums.terms.get(&(whole, to)).cloned();
            return match terms {
                Some(terms) => self.plus(&terms),
                None => Some(whole),
            };
        }
        let is_number = |whole: &WholeId| matches!(self.whole(*whole), Whole::Number(_) | Whole::Size(_));
        let goes_in = is(function, primes, &ADD)
            || is(function, primes, &NEGATE)
            || (is(function, primes, &MULTIPLY)
                && arguments.iter().filter(|argument| !is_number(argument)).count() == 1)
            || (is(function, primes, &DIVIDE) && is_number(&arguments[1]));
        if !goes_in {
            return Some(whole);
        }
        let new: Option<Vec<WholeId>> =
            arguments.iter().map(|&argument| self.with_terms_of(argument, to)).collect();
        let new = new?;
        if new == arguments { Some(whole) } else { self.rebuilt(whole, &new) }
    }
}
