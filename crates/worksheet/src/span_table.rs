//! Where things stand in the text, by id.

use std::marker::PhantomData;

use chainrule_diagnostic::Span;

/// Spans by id. Members of a family share the spans of its statement, which follow each other by turns: a span that was met
/// a short time ago is not kept twice.
///
/// Memory: 4 bytes for each id up to the last one, and 8 for each span.
#[derive(Clone, Debug)]
pub struct SpanTable<Id> {
    /// By id: one more than the place of its span, or 0.
    places: Vec<u32>,
    spans: Vec<Span>,
    /// By where it begins and ends: the place of a span met lately.
    lately: [u32; MOST_LATELY],
    ids: PhantomData<Id>,
}

/// So many spans are remembered as met lately.
const MOST_LATELY: usize = 64;

impl<Id> Default for SpanTable<Id> {
    fn default() -> Self {
        Self { places: Vec::new(), spans: Vec::new(), lately: [0; MOST_LATELY], ids: PhantomData }
    }
}

impl<Id: Copy + Into<usize>> SpanTable<Id> {
    /// The span of an id, if it has one.
    pub fn get(&self, id: &Id) -> Option<&Span> {
        let place = self.places.get((*id).into())?.checked_sub(1)?;
        self.spans.get(place as usize)
    }

    /// Whether an id has a span.
    pub fn contains(&self, id: Id) -> bool {
        self.get(&id).is_some()
    }

    fn place(&mut self, id: Id) -> &mut u32 {
        let index: usize = id.into();
        if self.places.len() <= index {
            self.places.resize(index + 1, 0);
        }
        &mut self.places[index]
    }

    /// One more than the place of a span.
    fn kept(&mut self, span: Span) -> u32 {
        let turn = (span.start as usize).wrapping_add(7 * span.end as usize) % MOST_LATELY;
        let place = self.lately[turn];
        if self.spans.get(place as usize) != Some(&span) {
            self.lately[turn] = u32::try_from(self.spans.len()).expect("fewer than 2^32 spans");
            self.spans.push(span);
        }
        self.lately[turn] + 1
    }

    /// Gives an id a span, whatever it had before.
    pub fn set(&mut self, id: Id, span: Span) {
        let kept = self.kept(span);
        *self.place(id) = kept;
    }

    /// Gives an id a span, unless it has one.
    pub fn set_first(&mut self, id: Id, span: Span) {
        if *self.place(id) == 0 {
            self.set(id, span);
        }
    }
}

#[cfg(test)]
mod tests {
    use chainrule_diagnostic::Span;

    use super::SpanTable;

    #[test]
    fn each_id_has_its_span_and_members_share_one() {
        let mut table: SpanTable<usize> = SpanTable::default();
        assert_eq!(table.get(&3), None);
        for id in 0..1_000 {
            table.set_first(id, Span::new(id % 2, 9));
            table.set_first(id, Span::new(100, 200));
        }
        assert_eq!(table.spans.len(), 2);
        // More at a time than are remembered.
        for id in 1_000..3_000 {
            table.set(id, Span::new(id, id + 1));
        }
        table.set(1, Span::new(5, 6));
        let found: Vec<Option<&Span>> = [0, 1, 3, 2_999, 3_000].iter().map(|id| table.get(id)).collect();
        let spans = [Span::new(0, 9), Span::new(5, 6), Span::new(1, 9), Span::new(2_999, 3_000)];
        assert_eq!(found[..4], spans.each_ref().map(Some));
        assert_eq!(found[4], None);
    }
}
