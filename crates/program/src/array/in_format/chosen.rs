//! Entries at which nothing is computed: where rows are chosen, programs copy, and multiply nothing by 0.
//!
//! In numbers of a format that is not the same: 0 times infinity is no number.

use chainrule_array::{Whole, WholeId};
use chainrule_number::Undefined;
use chainrule_symbolic::function;
use chainrule_symbolic::function::rows::arithmetic::{DIVIDE, MULTIPLY, NEGATE};
use chainrule_symbolic::graph::FunctionId;

use super::Run;

/// The entries of an array that are 0 because nothing stands there.
pub(super) struct Chosen(Option<Vec<bool>>);

impl Chosen {
    /// Something stands everywhere.
    pub(super) fn all() -> Self {
        Self(None)
    }

    pub(super) fn is_none_at(&self, entry: usize) -> bool {
        self.0.as_ref().is_some_and(|none| none.get(entry).copied().unwrap_or(false))
    }
}

impl Run<'_> {
    /// Where nothing stands in a whole.
    pub(super) fn no_entries(&mut self, whole: WholeId) -> Result<Chosen, Undefined> {
        Ok(match self.arrays.whole(whole).clone() {
            Whole::Rows { .. } | Whole::OneHot(..) | Whole::Identity(_) => {
                let entries = self.evaluate(whole)?.entries;
                Chosen(Some(entries.iter().map(|entry| *entry == 0.0).collect()))
            }
            Whole::Transpose(of) => {
                let Chosen(Some(none)) = self.no_entries(of)? else { return Ok(Chosen::all()) };
                let axes = self.evaluate(of)?.axes;
                let &[rows, columns] = axes.as_slice() else { return Ok(Chosen(Some(none))) };
                let turned = (0..columns).flat_map(|column| (0..rows).map(move |row| (row, column)));
                Chosen(Some(turned.map(|(row, column)| none[row * columns + column]).collect()))
            }
            Whole::Apply { function, primes, arguments } => {
                self.no_entries_of((function, primes), &arguments)?
            }
            Whole::Number(_)
            | Whole::Size(_)
            | Whole::Quantity(_)
            | Whole::Ones(_)
            | Whole::Spread { .. }
            | Whole::Product(..)
            | Whole::Word { .. }
            | Whole::Entries { .. }
            | Whole::Part { .. } => Chosen::all(),
        })
    }

    /// Where a product, a quotient or a negative has nothing, as an operand has nothing there.
    pub(super) fn no_entries_of(
        &mut self,
        (function, primes): (FunctionId, u8),
        arguments: &[WholeId],
    ) -> Result<Chosen, Undefined> {
        let is = |row| primes == 0 && function == function::id(row);
        let by = match arguments {
            [above, _] if is(&DIVIDE) => std::slice::from_ref(above),
            [_] if is(&NEGATE) => arguments,
            [..] if is(&MULTIPLY) => arguments,
            [..] => return Ok(Chosen::all()),
        };
        let mut none: Option<Vec<bool>> = None;
        for &argument in by {
            if let Chosen(Some(own)) = self.no_entries(argument)? {
                none = Some(match none {
                    Some(chosen) => chosen.iter().zip(&own).map(|(one, other)| *one || *other).collect(),
                    None => own,
                });
            }
        }
        Ok(Chosen(none))
    }
}
