//! A reading written shorter, as textbooks print it: `(2·A − 2·B)/2` is `A − B`, `A·x + Aᵀ·x` is `(A + Aᵀ)·x`.
//!
//! Everything here is algebra over numbers and matrices; no function is known. What an author wrote stays as it is. A
//! factor that may be 0 is not cancelled, unless a definition divides by it.

mod by_definition;
mod chain;
mod scaled;
mod terms;

use chainrule_number::Rational;
use chainrule_symbolic::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE, POWER};

use crate::arena::{Arrays, Whole, WholeId};
use crate::entry::is;
use crate::one_line::count;
use crate::word::Word;

/// Rules are tried so often; each round leaves less to do.
const MOST_ROUNDS: usize = 6;

impl Arrays {
    /// The same array in fewer signs, where there is such a form.
    pub(crate) fn shorter(&mut self, whole: WholeId) -> WholeId {
        let mut current = whole;
        for _ in 0..MOST_ROUNDS {
            let next = self.once_shorter(current).filter(|&next| self.shape(next) == self.shape(whole));
            match next {
                Some(next) if next != current && count(self, next) <= count(self, current) + 1 => {
                    current = next;
                }
                Some(_) | None => break,
            }
        }
        if count(self, current) <= count(self, whole) + 1 { current } else { whole }
    }

    /// An array times a fraction, with one number in front.
    pub fn times_fraction(&mut self, whole: WholeId, by: &Rational) -> Option<WholeId> {
        let mut scaled = self.scaled_parts(whole)?;
        scaled.coefficient = &scaled.coefficient * by;
        self.written_scaled(&scaled)
    }

    /// An array divided by a number, below the line that is there.
    pub fn divided_by(&mut self, whole: WholeId, number: WholeId) -> Option<WholeId> {
        let mut scaled = self.scaled_parts(whole)?;
        scaled.push_safely(self, number, -1)?;
        self.written_scaled(&scaled)
    }

    fn once_shorter(&mut self, whole: WholeId) -> Option<WholeId> {
        if let Some(named) = self.named_as(whole) {
            return Some(named);
        }
        if self.is_written(whole) {
            return Some(whole);
        }
        let parts = self.parts(self.whole(whole));
        if parts.is_empty() || !self.is_algebra(whole) {
            return Some(whole);
        }
        let mut new = Vec::with_capacity(parts.len());
        for &part in &parts {
            let whole = self.once_shorter(part).filter(|&whole| self.shape(whole) == self.shape(part));
            new.push(whole.unwrap_or(part));
        }
        match self.whole(whole).clone() {
            Whole::Apply { function, primes, .. } if is(function, primes, &ADD) => self.sum_of_terms(&new),
            Whole::Transpose(_) => self.transpose(new[0]),
            Whole::Word { word: Word::Sum, over, .. } => self.shorter_sum(over, new[0]),
            Whole::Word { word: Word::Trace, .. } => self.shorter_trace(new[0]),
            Whole::Word { word: Word::Inverse, .. } => match self.whole(new[0]).clone() {
                Whole::Word { word: Word::Inverse, arguments, .. } => Some(arguments[0]),
                _ => self.rebuilt(whole, &new),
            },
            _ => {
                let same = if new == parts { whole } else { self.rebuilt(whole, &new)? };
                let scaled = self.scaled_parts(same)?;
                match self.divided_term_by_term(&scaled) {
                    Some(whole) => Some(whole),
                    None => self.written_scaled(&scaled),
                }
            }
        }
    }

    /// Whether a whole is put together by the operations that are rearranged here.
    fn is_algebra(&self, whole: WholeId) -> bool {
        match self.whole(whole) {
            Whole::Product(..)
            | Whole::Transpose(_)
            | Whole::Word { word: Word::Sum | Word::Trace | Word::Inverse, .. } => true,
            Whole::Apply { function, primes, .. } => {
                [&ADD, &MULTIPLY, &NEGATE, &DIVIDE, &POWER].iter().any(|row| is(*function, *primes, row))
            }
            Whole::Number(_)
            | Whole::Size(_)
            | Whole::Quantity(_)
            | Whole::Ones(_)
            | Whole::Identity(_)
            | Whole::OneHot(..)
            | Whole::Rows { .. }
            | Whole::Entries { .. }
            | Whole::Spread { .. }
            | Whole::Word { .. }
            | Whole::Part { .. } => false,
        }
    }
}
