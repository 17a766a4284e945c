//! The rows of a ledger, worked out again.

use chainrule_symbolic::derivation::FactorId;

use super::progress::{Lately, Progress};
use super::{Ledger, Row, SPACING};
use chainrule_number::Value;
use chainrule_number::format::Format;

/// Works rows out, from the nearest place before that is known.
pub(super) struct Rows<'l, F> {
    ledger: &'l Ledger,
    formats: Vec<&'static Format>,
    value: F,
    /// How far the product is before the factor at this place.
    progress: Progress,
    place: usize,
    lately: Lately,
}

impl<'l, 'v, F: Fn(FactorId) -> Option<&'v Value>> Rows<'l, F> {
    pub(super) fn new(ledger: &'l Ledger, value: F) -> Self {
        let formats = ledger.formats();
        let progress = Progress::new(&formats);
        Self { ledger, formats, value, progress, place: 0, lately: Lately::default() }
    }

    /// The row at a place, which lies after those before.
    pub(super) fn at(&mut self, place: usize) -> Option<Row<'v>> {
        let mark = place / SPACING;
        if mark * SPACING > self.place {
            self.progress = self.ledger.marks.get(mark - 1)?.clone();
            self.place = mark * SPACING;
        }
        loop {
            let factor = *self.ledger.factors.get(self.place)?;
            let value = (self.value)(factor)?;
            self.progress.take(value, &self.formats, &mut self.lately).ok()?;
            self.place += 1;
            if self.place > place {
                let Progress { product, held } = self.progress.clone();
                return Some(Row { place, factor, value, product, held });
            }
        }
    }
}
