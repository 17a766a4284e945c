//! Values by expression.

use chainrule_symbolic::graph::ExprId;

/// Values of expressions, found by position: nothing is hashed.
#[derive(Debug)]
pub(super) struct Slots<T> {
    /// By expression: one more than the place of its value, or 0.
    places: Vec<u32>,
    values: Vec<T>,
}

impl<T> Slots<T> {
    pub(super) fn new() -> Self {
        Self { places: Vec::new(), values: Vec::new() }
    }

    /// With room for so many.
    pub(super) fn with_capacity(count: usize) -> Self {
        Self { places: Vec::new(), values: Vec::with_capacity(count) }
    }

    pub(super) fn get(&self, id: ExprId) -> Option<&T> {
        let place = self.places.get(id.index())?.checked_sub(1)?;
        self.values.get(place as usize)
    }

    pub(super) fn insert(&mut self, id: ExprId, value: T) {
        let index = id.index();
        if self.places.len() <= index {
            self.places.resize(index + 1, 0);
        }
        if let Some(place) = self.places[index].checked_sub(1) {
            self.values[place as usize] = value;
        } else {
            self.values.push(value);
            self.places[index] =
                u32::try_from(self.values.len()).expect("a graph holds fewer than 2^32 expressions");
        }
    }
}
