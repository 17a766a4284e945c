//! Entries at the numbers that sizes are: `x[n]`, `x[n-1]`, `dL/dx[n]`.

use chainrule_array::{EntryId, Index, QuantityId, Size, SizeSum, WholeId};
use chainrule_diagnostic::{Diagnostic, Span, code};

use super::ast::Place;
use super::elaboration::Elaboration;
use super::running::{Letters, Running};
use crate::expression::Wrong;

impl Elaboration<'_> {
    /// The size of this name, where it is no letter that runs here.
    pub(super) fn size_called(&mut self, name: &str, letters: &Letters) -> Option<Size> {
        let is_running = letters.iter().any(|running| running.name == name);
        let is_size = self.arrays.size_names().iter().any(|size_name| size_name == name);
        (is_size && !is_running && !self.quantities.contains_key(name)).then(|| self.arrays.size(name))
    }

    /// `n`, `n-1`: an index that is a sum of sizes and a number.
    pub(super) fn size_as_index(&mut self, place: &Place, letters: &Letters) -> Option<SizeSum> {
        match place {
            Place::Letter(name) => {
                let size = self.size_called(name, letters)?;
                Some(self.arrays.sum_of_size(size))
            }
            Place::Shifted(terms, constant) if !terms.is_empty() => {
                let mut sum = SizeSum::number(*constant);
                for (times, name) in terms {
                    let size = self.size_called(name, letters)?;
                    sum.add(*times, &self.arrays.sum_of_size(size));
                }
                Some(sum)
            }
            Place::Shifted(..) | Place::All | Place::At(_) | Place::Slice(..) | Place::Chosen(_) => None,
        }
    }

    /// A letter that stands as a number: `i*x[i]`.
    pub(super) fn index_as_number(&mut self, running: &Running) -> EntryId {
        let number = self.arrays.letter_as_number(running.letter);
        if running.shift == 0 {
            return number;
        }
        let shift = self.arrays.integer_entry(running.shift);
        self.arrays.add(&[number, shift])
    }

    /// An index that is a sum of sizes; one that may leave its axis is refused.
    pub(super) fn index_at_size(
        &mut self,
        (quantity, axis, size): (QuantityId, usize, Size),
        at: &SizeSum,
        span: Span,
    ) -> Result<Index, Wrong> {
        let mut room = self.arrays.sum_of_size(size);
        room.add(-1, at);
        let value = |sum: &SizeSum| {
            sum.value(|letter| {
                let found = self.sizes.iter().find(|(size, _)| *size == letter);
                found.and_then(|(_, count)| i64::try_from(*count).ok())
            })
        };
        let is_inside = room.is_at_least(0) || value(&room).is_some_and(|room| room >= 0);
        // As with a range `1..n-1`, `n` is at least 2 where there is an entry `x[n-1]`.
        let is_some = value(at).is_none_or(|at| at >= 1) && !at.is_at_most(0);
        let index = if is_inside && is_some { self.arrays.size_of_sum(at) } else { None };
        match index {
            Some(Size::Number(at)) => Ok(Index::At(at)),
            Some(Size::Letter(letter)) => Ok(Index::Size(letter)),
            None => {
                let (name, count) = (&self.arrays.quantity(quantity).name, self.complaints().size(size));
                let message = if self.arrays.quantity(quantity).shape.axes().len() == 1 {
                    format!("`{}` may lie outside: `{name}` has {count} entries", self.written(span))
                } else {
                    format!(
                        "`{}` may lie outside: index {} of `{name}` goes up to {count}",
                        self.written(span),
                        axis + 1
                    )
                };
                let mut wrong = Diagnostic::error(&code::NO_MEMBER, span, message);
                if let Some(&place) = self.places.get(name) {
                    wrong = wrong.also(place, format!("`{name}` is declared here"));
                }
                Err(wrong.into())
            }
        }
    }

    /// Entries and lines of which an index is a size: `x[n]`, `W[n,*]`.
    pub(super) fn part_at_sizes(
        &mut self,
        quantity: QuantityId,
        at: &[Place],
        span: Span,
    ) -> Result<WholeId, Wrong> {
        let is_letter = |place: &&Place| matches!(place, Place::Letter(_) | Place::Shifted(..));
        for place in at.iter().filter(is_letter) {
            if self.size_as_index(place, &Letters::new()).is_none() {
                let message = format!(
                    "the indices of `{}` are numbers and sizes, or `*` for a whole axis",
                    self.written(span)
                );
                return Err(Diagnostic::error(&code::BAD_QUERY, span, message).into());
            }
        }
        let (entry, axes) = self.line(quantity, at, &Letters::new(), span)?;
        Ok(self.arrays.by_entries(&axes, entry))
    }
}
