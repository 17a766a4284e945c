//! Numbers of all quantities that were computed once: many claims are tried at the same ones.

use std::any::{Any, TypeId};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use chainrule_array::QuantityId;
use chainrule_number::Undefined;
use chainrule_program::array::Array;
use rustc_hash::FxHashMap;

/// So many entries are kept at most.
const MOST_ENTRIES: usize = 1 << 20;

/// The numbers of all quantities, or why there are none.
pub(super) type Values<S> = Result<FxHashMap<QuantityId, Array<S>>, Undefined>;

/// From what numbers are computed: all else that decides them is the same for one judge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key {
    /// Which round.
    pub(super) round: usize,
    /// Which draw, and from what range.
    pub(super) seed: u64,
    pub(super) range: (i64, i64, i64),
    /// How many quantities there are, and how many are derivatives that were worked out.
    pub(super) counts: (usize, usize),
}

/// What was computed so far, by the kind of numbers.
#[derive(Debug, Default)]
pub(super) struct Computed {
    all: RefCell<FxHashMap<(TypeId, Key), Rc<dyn Any>>>,
    entries: Cell<usize>,
}

impl Computed {
    /// What was computed from this, or is now.
    pub(super) fn get<S: 'static>(&self, key: Key, compute: impl FnOnce() -> Values<S>) -> Rc<Values<S>> {
        let key = (TypeId::of::<S>(), key);
        let known = self.all.borrow().get(&key).cloned();
        if let Some(known) = known.and_then(|known| known.downcast::<Values<S>>().ok()) {
            return known;
        }
        let values = Rc::new(compute());
        let count = match &*values {
            Ok(values) => values.values().map(|array| array.entries.len()).sum(),
            Err(_) => 1,
        };
        if self.entries.get() + count <= MOST_ENTRIES {
            self.entries.set(self.entries.get() + count);
            self.all.borrow_mut().insert(key, Rc::<Values<S>>::clone(&values));
        }
        values
    }
}
