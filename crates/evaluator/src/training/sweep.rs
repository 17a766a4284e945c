//! The gradients of all weights from one sweep over the network.

use chainrule_symbolic::derivation::{Calculus, Gradient, PathCount};
use chainrule_symbolic::graph::{Graph, SymbolId};
use rustc_hash::FxHashMap;

use super::Register;

/// The derivatives by everything that a loss is computed from, written as far as weights need them.
///
/// Each derivative is written once, whichever weights need it, so that all gradients together cost a multiple of the
/// forward pass. The operations are those of the derivations one by one: along a single path the product from the loss
/// on, with more paths the sum over users; where a derivation sums over its few paths, it is left to do so.
#[derive(Debug)]
pub(super) struct Sweep {
    pub(super) gradient: Gradient,
    places: FxHashMap<SymbolId, usize>,
    paths: Vec<PathCount>,
    /// By place, once it is written.
    pub(super) registers: Vec<Option<Register>>,
    /// By place: whether what the register stands for was noted.
    pub(super) noted: Vec<bool>,
    most_paths: usize,
    /// Up to so many quantities on its paths, the weight and the loss counted, a derivation sums over them.
    most_quantities: usize,
}

/// How the derivative by a weight is written.
pub(super) enum Way {
    /// By its own derivation: the loss does not depend on it, or few and short paths lead from it.
    Alone,
    /// By the derivatives at these places, users first.
    Swept {
        places: Vec<usize>,
        /// Its own place.
        own: usize,
        /// Whether it has one path: then what stands along it is no derivative that anybody asked for.
        single: bool,
    },
}

impl Sweep {
    /// Nothing is written yet; no sweep where stated derivatives lead over more than one edge.
    pub(super) fn new(graph: &mut Graph, calculus: &mut Calculus, loss: SymbolId) -> Option<Self> {
        let gradient = calculus.gradient(graph, loss)?;
        let (most_paths, most_factors) = calculus.limits();
        let count = gradient.quantities().len();
        Some(Self {
            places: gradient.quantities().iter().enumerate().map(|(place, &of)| (of, place)).collect(),
            paths: gradient.count_paths(),
            registers: vec![None; count],
            noted: vec![false; count],
            most_paths,
            most_quantities: most_factors / most_paths.max(1),
            gradient,
        })
    }

    /// How the derivative by a weight is written.
    pub(super) fn way(&self, weight: SymbolId) -> Way {
        let Some(&place) = self.places.get(&weight) else { return Way::Alone };
        let single = self.paths[place].at_most(1);
        if !single && self.paths[place].at_most(self.most_paths) {
            // The loss has no place of its own.
            let quantities = self.above(place, |_| false, self.most_quantities);
            if quantities.len() < self.most_quantities {
                return Way::Alone;
            }
        }
        let is_done = |at: usize| if single { self.registers[at].is_some() } else { self.noted[at] };
        Way::Swept { places: self.above(place, is_done, usize::MAX), own: place, single }
    }

    /// A place and those of all quantities between it and the loss, those that use others first; what stands above places
    /// where `is_done` holds is left out, and so are they. Stops at `most`.
    fn above(&self, place: usize, is_done: impl Fn(usize) -> bool, most: usize) -> Vec<usize> {
        let mut met = rustc_hash::FxHashSet::default();
        let mut places = Vec::new();
        let mut waiting = vec![place];
        while let Some(at) = waiting.pop() {
            if is_done(at) || !met.insert(at) {
                continue;
            }
            places.push(at);
            if places.len() >= most {
                break;
            }
            waiting.extend(self.gradient.summands(at).iter().filter_map(|summand| summand.user()));
        }
        places.sort_unstable();
        places
    }
}
