//! The notes of a reading, as far as they still hold of it.

use chainrule_symbolic::function::rows::arithmetic::{DIVIDE, MULTIPLY, NEGATE};
use rustc_hash::FxHashSet;

use crate::arena::{Arrays, Whole, WholeId};
use crate::entry::is;
use crate::read_by::ReadBy;
use crate::word::Word;

impl Arrays {
    /// Takes note of what became of an index.
    pub(crate) fn note_reading(&mut self, by: ReadBy) {
        if !self.read_by.contains(&by) {
            self.read_by.push(by);
        }
    }

    /// The notes of the last reading, as far as what they speak of still stands in it as they say.
    pub(crate) fn notes_of(&self, reading: WholeId, notes: Vec<ReadBy>) -> Vec<ReadBy> {
        let mut below = Vec::new();
        // What stands there as it is, not only below the sign of a transpose.
        let mut as_it_is = FxHashSet::from_iter([reading]);
        let mut stack = vec![reading];
        while let Some(id) = stack.pop() {
            if below.contains(&id) {
                continue;
            }
            below.push(id);
            // What an author wrote was not read from indices.
            if id != reading && self.is_written(id) {
                continue;
            }
            let parts = self.parts(self.whole(id));
            if !matches!(self.whole(id), Whole::Transpose(_)) {
                as_it_is.extend(parts.iter().copied());
            }
            stack.extend(parts);
        }
        let factors = self.factors_summed(&below);
        // Where both stand there, the products say which of them the index is summed of: `W` stands in `relu'(W*x)` as well.
        let is_transposed = |of: WholeId, over_rows: bool| {
            let is_a_factor = |transposed| factors.contains(&(of, over_rows, transposed));
            match (is_a_factor(true), is_a_factor(false)) {
                (true, false) => true,
                (_, true) => false,
                (false, false) => {
                    !as_it_is.contains(&of)
                        && below.iter().any(|&whole| *self.whole(whole) == Whole::Transpose(of))
                }
            }
        };
        let stands = |of: WholeId| match *self.whole(of) {
            Whole::Transpose(inner) => below.contains(&inner),
            _ => below.contains(&of),
        };
        let is_row = |of: WholeId| below.iter().any(|&whole| *self.whole(whole) == Whole::Transpose(of));
        let mut reasons = Vec::new();
        for note in notes {
            let reason = match note {
                ReadBy::OverRowIndex { of, .. } => {
                    ReadBy::OverRowIndex { of, transposed: is_transposed(of, true) }
                }
                ReadBy::OverColumnIndex { of, .. } => {
                    ReadBy::OverColumnIndex { of, transposed: is_transposed(of, false) }
                }
                // The one that stands transposed runs along the columns.
                ReadBy::Outer([left, right]) if is_row(left) && !is_row(right) => {
                    ReadBy::Outer([right, left])
                }
                other => other,
            };
            let is_there = match reason {
                ReadBy::OverRowIndex { of, .. }
                | ReadBy::OverColumnIndex { of, .. }
                | ReadBy::RowsAddedUp(of)
                | ReadBy::ColumnsAddedUp(of) => stands(of),
                ReadBy::Outer(both) => both.into_iter().all(stands),
                ReadBy::Diagonal => self.is_diagonal(reading),
                ReadBy::EntryByEntry | ReadBy::AllAddedUp(_) => true,
            };
            if is_there && !reasons.contains(&reason) {
                reasons.push(reason);
            }
        }
        // Where products say of an index over what it is summed, they say all there is to say.
        let in_a_product = |reason: &ReadBy| match *reason {
            ReadBy::OverRowIndex { of, transposed } => Some(factors.contains(&(of, true, transposed))),
            ReadBy::OverColumnIndex { of, transposed } => Some(factors.contains(&(of, false, transposed))),
            _ => None,
        };
        if reasons.iter().any(|reason| in_a_product(reason) == Some(true)) {
            reasons.retain(|reason| in_a_product(reason) != Some(false));
        }
        // A product with a transposed factor is told by that factor.
        let is_turned = |reason: &ReadBy| {
            matches!(
                reason,
                ReadBy::OverRowIndex { transposed: true, .. }
                    | ReadBy::OverColumnIndex { transposed: true, .. }
            )
        };
        if reasons.iter().any(is_turned) {
            reasons.retain(|reason| match reason {
                ReadBy::OverRowIndex { transposed, .. } | ReadBy::OverColumnIndex { transposed, .. } => {
                    *transposed
                }
                ReadBy::RowsAddedUp(_)
                | ReadBy::ColumnsAddedUp(_)
                | ReadBy::AllAddedUp(_)
                | ReadBy::Outer(_)
                | ReadBy::EntryByEntry
                | ReadBy::Diagonal => true,
            });
        }
        reasons
    }

    /// The matrices that stand next to another factor in these wholes, each with whether the index that is summed there is
    /// its row index, and whether it stands transposed.
    fn factors_summed(&self, wholes: &[WholeId]) -> FxHashSet<(WholeId, bool, bool)> {
        let mut found = FxHashSet::default();
        for &id in wholes {
            let Whole::Product(left, right) = *self.whole(id) else { continue };
            for (side, is_left) in [(left, true), (right, false)] {
                // A matrix that multiplies from the left is summed over its columns, which are the rows of what it is of.
                match *self.whole(self.factor_at_end(side, is_left)) {
                    Whole::Transpose(of) => found.insert((of, is_left, true)),
                    _ => found.insert((self.factor_at_end(side, is_left), !is_left, false)),
                };
            }
        }
        found
    }

    /// The factor at the end of a product, the last one or the first, without numbers before it.
    fn factor_at_end(&self, mut of: WholeId, last: bool) -> WholeId {
        loop {
            match self.whole(of) {
                Whole::Product(left, right) => of = if last { *right } else { *left },
                whole => match self.times_numbers(whole) {
                    Some(only) => of = only,
                    None => return of,
                },
            }
        }
    }

    /// Whether a matrix is a diagonal one as it is written: a vector on the diagonal, times numbers.
    fn is_diagonal(&self, mut reading: WholeId) -> bool {
        loop {
            match self.whole(reading) {
                Whole::Word { word: Word::Diag, .. } | Whole::Identity(_) => return true,
                whole => match self.times_numbers(whole) {
                    Some(only) => reading = only,
                    None => return false,
                },
            }
        }
    }

    /// The array that is multiplied by numbers, or divided by them, and nothing else.
    fn times_numbers(&self, whole: &Whole) -> Option<WholeId> {
        let Whole::Apply { function, primes: 0, arguments } = whole else { return None };
        if ![&MULTIPLY, &DIVIDE, &NEGATE].iter().any(|row| is(*function, 0, row)) {
            return None;
        }
        let mut arrays = arguments.iter().filter(|&&part| !self.shape(part).is_number());
        match (arrays.next(), arrays.next()) {
            (Some(&only), None) => Some(only),
            (_, _) => None,
        }
    }
}
