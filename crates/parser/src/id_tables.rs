//! Tables by id: sets, and places in lists.

use std::marker::PhantomData;

use chainrule_symbolic::graph::SymbolId;

/// A set of ids: a byte for each id up to the last one.
#[derive(Clone, Debug)]
pub(crate) struct IdSet<Id> {
    holds: Vec<bool>,
    ids: PhantomData<Id>,
}

impl<Id> Default for IdSet<Id> {
    fn default() -> Self {
        Self { holds: Vec::new(), ids: PhantomData }
    }
}

impl<Id: Into<usize>> IdSet<Id> {
    /// Whether an id is in it.
    pub(crate) fn contains(&self, id: Id) -> bool {
        self.holds.get(id.into()).copied().unwrap_or(false)
    }

    /// Puts an id in.
    pub(crate) fn insert(&mut self, id: Id) {
        let index: usize = id.into();
        if self.holds.len() <= index {
            self.holds.resize(index + 1, false);
        }
        self.holds[index] = true;
    }
}

/// Places in a list by id: 4 bytes for each id up to the last one.
#[derive(Clone, Debug)]
pub(crate) struct PlaceTable<Id> {
    places: Vec<u32>,
    ids: PhantomData<Id>,
}

/// Stands for no place.
const NOWHERE: u32 = u32::MAX;

impl<Id> Default for PlaceTable<Id> {
    fn default() -> Self {
        Self { places: Vec::new(), ids: PhantomData }
    }
}

impl<Id: Copy + Into<usize>> PlaceTable<Id> {
    /// The place of an id, if it has one.
    pub(crate) fn get(&self, id: &Id) -> Option<usize> {
        self.places.get((*id).into()).filter(|place| **place != NOWHERE).map(|&place| place as usize)
    }

    /// Whether an id has a place.
    pub(crate) fn contains_key(&self, id: &Id) -> bool {
        self.get(id).is_some()
    }

    /// The symbol that is the place of an id, found where the id has none so far.
    pub(crate) fn symbol(&mut self, id: Id, find: impl FnOnce() -> SymbolId) -> SymbolId {
        if let Some(place) = self.get(&id) {
            return SymbolId::from_index(place);
        }
        let symbol = find();
        self.insert(id, symbol.index());
        symbol
    }

    /// Gives an id a place.
    pub(crate) fn insert(&mut self, id: Id, place: usize) {
        let index: usize = id.into();
        if self.places.len() <= index {
            self.places.resize(index + 1, NOWHERE);
        }
        self.places[index] = u32::try_from(place).expect("a list has fewer than 2^32 entries");
    }
}
