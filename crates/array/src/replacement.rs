//! Parts of wholes replaced, and parts that count as quantities of their own.

use chainrule_symbolic::function::rows::arithmetic::{DIVIDE, MULTIPLY, NEGATE};
use chainrule_symbolic::function::rows::exponential::EXP;

use crate::arena::{Arrays, Letter, QuantityId, Whole, WholeId};
use crate::chain::indices;
use crate::entry::is;
use crate::word::{Over, Word};

impl Arrays {
    /// A whole with another in the place of a part.
    pub fn replaced(&mut self, whole: WholeId, part: WholeId, by: WholeId) -> Option<WholeId> {
        if whole == part {
            return Some(by);
        }
        let parts = self.parts(self.whole(whole));
        if parts.is_empty() {
            return Some(whole);
        }
        let new: Option<Vec<WholeId>> = parts.iter().map(|&inner| self.replaced(inner, part, by)).collect();
        let new = new?;
        if new == parts { Some(whole) } else { self.rebuilt(whole, &new) }
    }

    /// Whether a quantity stands in a whole.
    pub fn whole_mentions(&self, whole: WholeId, quantity: QuantityId) -> bool {
        let mut stack = vec![whole];
        while let Some(id) = stack.pop() {
            let whole = self.whole(id);
            match whole {
                Whole::Quantity(of) | Whole::Part { of, .. } if *of == quantity => return true,
                Whole::Entries { body, .. } if self.mentions(*body, quantity) => return true,
                _ => stack.extend(self.parts(whole)),
            }
        }
        false
    }

    /// A whole with a quantity in the place of another of the same shape, in its parts too.
    pub fn with_quantity(&mut self, whole: WholeId, from: QuantityId, to: QuantityId) -> Option<WholeId> {
        match self.whole(whole).clone() {
            Whole::Quantity(quantity) if quantity == from => Some(self.quantity_whole(to)),
            Whole::Part { of, at } if of == from => self.part(to, &at),
            Whole::Entries { axes, body } => {
                if !self.mentions(body, from) {
                    return Some(whole);
                }
                let letters: Vec<Letter> = axes.iter().map(|&size| self.letter(size)).collect();
                let entry = self.entry_of(whole, &indices(&letters))?;
                let shape = self.quantity(to).shape.clone();
                let at = self.letters_for(&shape);
                let value = self.of(to, &indices(&at));
                let entry = self.with_value(entry, from, &at, value);
                Some(self.by_entries(&letters, entry))
            }
            other => {
                let parts = self.parts(&other);
                if parts.is_empty() {
                    return Some(whole);
                }
                let new: Option<Vec<WholeId>> =
                    parts.iter().map(|&part| self.with_quantity(part, from, to)).collect();
                let new = new?;
                if new == parts { Some(whole) } else { self.rebuilt(whole, &new) }
            }
        }
    }

    /// The same node over other parts.
    pub(crate) fn rebuilt(&mut self, whole: WholeId, parts: &[WholeId]) -> Option<WholeId> {
        match self.whole(whole).clone() {
            Whole::Apply { function, primes, .. } if is(function, primes, &MULTIPLY) => self.times(parts),
            Whole::Apply { function, primes, .. } if is(function, primes, &NEGATE) => {
                Some(self.minus(parts[0]))
            }
            Whole::Apply { function, primes, .. } if is(function, primes, &DIVIDE) => {
                self.over(parts[0], parts[1])
            }
            Whole::Apply { function, primes, .. } => self.each(function, primes, parts),
            Whole::Spread { over, count, .. } => self.spread(parts[0], over, count),
            Whole::Product(..) => self.product_in_order(parts[0], parts[1]),
            Whole::Transpose(_) => self.transpose(parts[0]),
            Whole::Word { word: Word::Sum, over, .. } => self.sum_in_order(over, parts[0]),
            Whole::Word { word, over, .. } => self.word(word, over, parts),
            Whole::Number(_)
            | Whole::Size(_)
            | Whole::Quantity(_)
            | Whole::Ones(_)
            | Whole::Identity(_)
            | Whole::OneHot(..)
            | Whole::Rows { .. }
            | Whole::Entries { .. }
            | Whole::Part { .. } => Some(whole),
        }
    }

    /// `exp(z)/sum(exp(z))` is the softmax of z.
    fn as_softmax(&mut self, whole: WholeId) -> Option<WholeId> {
        let Whole::Apply { function, primes, arguments } = self.whole(whole).clone() else { return None };
        let is_over_sum = is(function, primes, &DIVIDE)
            && matches!(self.whole(arguments[1]), Whole::Word { word: Word::Sum, over: Over::All, arguments: of }
                if of[0] == arguments[0]);
        if !is_over_sum {
            return None;
        }
        match self.whole(arguments[0]).clone() {
            Whole::Apply { function, primes, arguments: of } if is(function, primes, &EXP) => {
                self.word(Word::Softmax, Over::All, &of)
            }
            _ => None,
        }
    }

    /// A definition in which each word with its own derivative, and what it is taken of, is a quantity: with a name where it
    /// has one, else without. The definition itself may be such a word.
    pub fn prepared(&mut self, definition: WholeId) -> Option<WholeId> {
        let definition = self.as_softmax(definition).unwrap_or(definition);
        let parts = self.parts(self.whole(definition));
        let is_own = matches!(self.whole(definition), Whole::Word { word, .. } if word.row().has_own_partial);
        let mut new = Vec::with_capacity(parts.len());
        for part in parts {
            let mut whole = self.prepared(part)?;
            let is_word = matches!(self.whole(whole), Whole::Word { word, .. } if word.row().has_own_partial);
            if is_own || is_word {
                let quantity = self.part_of_its_own(whole);
                whole = self.quantity_whole(quantity);
            }
            new.push(whole);
        }
        self.rebuilt(definition, &new)
    }
}
