//! Adjoints from a target back, written as far as they are asked for.

use chainrule_symbolic::derivation::{Chain, Users};
use chainrule_symbolic::graph::SymbolId;
use rustc_hash::{FxHashMap, FxHashSet};

use super::Register;

/// The derivatives of one target by everything that it is computed from, and where those that are written are kept.
///
/// Each is written once, whatever needs it, so that all gradients together cost a multiple of the forward pass.
#[derive(Debug)]
pub(super) struct Sweep {
    pub(super) chain: Chain,
    /// The edges by what they lead to.
    pub(super) users: Users,
    places: FxHashMap<SymbolId, usize>,
    /// By place, once it is written.
    pub(super) registers: Vec<Option<Register>>,
}

impl Sweep {
    /// Nothing is written yet.
    pub(super) fn new(chain: Chain) -> Self {
        Self {
            places: chain.quantities().iter().enumerate().map(|(place, &of)| (of, place)).collect(),
            registers: vec![None; chain.len()],
            users: chain.users(),
            chain,
        }
    }

    /// The place of a quantity; nothing where the target does not depend on it.
    pub(super) fn place(&self, of: SymbolId) -> Option<usize> {
        self.places.get(&of).copied()
    }

    /// The places that are to be written before the derivative at a place is known, and that place, users first.
    pub(super) fn missing(&self, place: usize) -> Vec<usize> {
        let mut met = FxHashSet::default();
        let mut places = Vec::new();
        let mut waiting = vec![place];
        while let Some(at) = waiting.pop() {
            // The derivative of the target by itself is not written.
            if at == 0 || self.registers[at].is_some() || !met.insert(at) {
                continue;
            }
            places.push(at);
            waiting.extend(self.users.of_place(at).iter().map(|edge| edge.user()));
        }
        places.sort_unstable();
        places
    }

    /// Forgets what is written: a number that it depends on has changed.
    pub(super) fn forget(&mut self) {
        self.registers.fill(None);
    }
}
