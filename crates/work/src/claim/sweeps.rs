//! Claims about the derivatives of one quantity by many others: one sweep gives the numbers of them all.

use chainrule_evaluator::Numbers;
use chainrule_number::Value;
use chainrule_symbolic::derivation::{Calculus, Chain};
use chainrule_symbolic::graph::{ExprId, Graph, SymbolId};
use rustc_hash::FxHashMap;

use crate::derived::MOST_DERIVED_APART;

/// The sweeps taken so far.
#[derive(Default)]
pub(super) struct Sweeps {
    /// How many derivatives of a quantity were asked for.
    counts: FxHashMap<SymbolId, usize>,
    by_target: FxHashMap<SymbolId, Sweep>,
    /// The target and the place of each derivative that was taken in.
    places: FxHashMap<ExprId, (SymbolId, usize)>,
}

struct Sweep {
    gradient: Chain,
    place_of: FxHashMap<SymbolId, usize>,
    /// The numbers, by the place of their precision.
    values: FxHashMap<usize, Vec<Option<Value>>>,
}

impl Sweeps {
    /// Takes a derivative in where so many of its target were asked for that one sweep is less work; whether it did.
    pub(super) fn take_in(
        &mut self,
        graph: &mut Graph,
        calculus: &mut Calculus,
        id: ExprId,
        [target, by]: [SymbolId; 2],
    ) -> bool {
        if self.places.contains_key(&id) {
            return true;
        }
        let count = self.counts.entry(target).or_insert(0);
        *count += 1;
        if *count <= MOST_DERIVED_APART {
            return false;
        }
        if let std::collections::hash_map::Entry::Vacant(e) = self.by_target.entry(target) {
            let Some(gradient) = calculus.gradient(graph, target) else { return false };
            let place_of = gradient.quantities().iter().enumerate().map(|(at, &of)| (of, at)).collect();
            e.insert(Sweep { gradient, place_of, values: FxHashMap::default() });
        }
        match self.by_target[&target].place_of.get(&by) {
            Some(&place) => {
                self.places.insert(id, (target, place));
                true
            }
            // It does not depend on it at all.
            None => false,
        }
    }

    /// The number of a derivative that was taken in, if it is known at this precision; nothing where it was not taken in.
    #[expect(clippy::option_option, reason = "not taken in and not known are two answers")]
    pub(super) fn value(
        &mut self,
        graph: &mut Graph,
        calculus: &Calculus,
        numbers: &mut Numbers,
        (id, precision): (ExprId, usize),
    ) -> Option<Option<Value>> {
        let &(target, place) = self.places.get(&id)?;
        let sweep = self.by_target.get_mut(&target)?;
        let gradient = &sweep.gradient;
        let values =
            sweep.values.entry(precision).or_insert_with(|| numbers.gradient(graph, calculus, gradient).0);
        Some(values[place].clone())
    }
}
