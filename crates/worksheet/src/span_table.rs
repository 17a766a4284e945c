//! Where things stand in the text, by id.

use std::marker::PhantomData;

use chainrule_diagnostic::Span;

/// Spans by id: 8 bytes for each id up to the last one.
#[derive(Clone, Debug)]
pub struct SpanTable<Id> {
    spans: Vec<Span>,
    ids: PhantomData<Id>,
}

/// Stands for no span: it ends before it begins.
const NONE: Span = Span { start: u32::MAX, end: 0 };

impl<Id> Default for SpanTable<Id> {
    fn default() -> Self {
        Self { spans: Vec::new(), ids: PhantomData }
    }
}

impl<Id: Copy + Into<usize>> SpanTable<Id> {
    /// The span of an id, if it has one.
    pub fn get(&self, id: &Id) -> Option<&Span> {
        self.spans.get((*id).into()).filter(|span| **span != NONE)
    }

    /// Whether an id has a span.
    pub fn contains(&self, id: Id) -> bool {
        self.get(&id).is_some()
    }

    fn place(&mut self, id: Id) -> &mut Span {
        let index: usize = id.into();
        if self.spans.len() <= index {
            self.spans.resize(index + 1, NONE);
        }
        &mut self.spans[index]
    }

    /// Gives an id a span, whatever it had before.
    pub fn set(&mut self, id: Id, span: Span) {
        *self.place(id) = span;
    }

    /// Gives an id a span, unless it has one.
    pub fn set_first(&mut self, id: Id, span: Span) {
        let place = self.place(id);
        if *place == NONE {
            *place = span;
        }
    }
}
