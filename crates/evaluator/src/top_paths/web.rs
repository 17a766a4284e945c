//! The edges that a derivation leads along.

use chainrule_symbolic::derivation::{Calculus, FactorId};
use chainrule_symbolic::graph::SymbolId;
use rustc_hash::FxHashMap;

/// The quantities between a target and what it is derived by, inputs before users, and the factors among them.
#[derive(Debug)]
pub(super) struct Web {
    starts: Vec<u32>,
    edges: Vec<Edge>,
}

/// A factor, from the place of a quantity to the place of one of its inputs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge {
    pub(super) factor: FactorId,
    pub(super) child: usize,
    pub(super) parent: usize,
}

impl Web {
    /// Of all factors of one derivation. The edges of a quantity stand in the order in which its definition names its
    /// inputs.
    pub(super) fn new(calculus: &Calculus, factors: &[FactorId]) -> Self {
        let network = calculus.network();
        let mut of: FxHashMap<(SymbolId, SymbolId), FactorId> = FxHashMap::default();
        let mut quantities = Vec::with_capacity(factors.len() + 1);
        for &id in factors {
            let factor = calculus.factor(id);
            of.insert((factor.child, factor.parent), id);
            quantities.extend([factor.child, factor.parent]);
        }
        quantities.sort_unstable_by_key(|&symbol| network.rank(symbol));
        quantities.dedup();
        let places: FxHashMap<SymbolId, usize> =
            quantities.iter().enumerate().map(|(place, &symbol)| (symbol, place)).collect();
        // A stated derivative over several edges leads to no input of its quantity: then it is its only edge.
        let mut over_several: FxHashMap<SymbolId, Vec<(SymbolId, FactorId)>> = FxHashMap::default();
        for (&(child, parent), &id) in &of {
            if !network.has_edge(child, parent) {
                over_several.entry(child).or_default().push((parent, id));
            }
        }
        let mut web = Self { starts: vec![0], edges: Vec::with_capacity(factors.len()) };
        for (child, &symbol) in quantities.iter().enumerate() {
            let named = network.inputs(symbol).iter();
            let mut own: Vec<(SymbolId, FactorId)> =
                named.filter_map(|&input| Some((input, *of.get(&(symbol, input))?))).collect();
            own.extend(over_several.remove(&symbol).into_iter().flatten());
            web.edges.extend(own.into_iter().map(|(parent, factor)| Edge {
                factor,
                child,
                parent: places[&parent],
            }));
            web.starts.push(u32::try_from(web.edges.len()).expect("fewer than 2^32 factors"));
        }
        web
    }

    /// How many quantities there are. The last is the target, the first what it is derived by.
    pub(super) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    pub(super) fn edge(&self, at: usize) -> Edge {
        self.edges[at]
    }

    pub(super) fn edges(&self) -> &[Edge] {
        &self.edges
    }

    /// The edges of a quantity to its inputs.
    pub(super) fn from(&self, place: usize) -> std::ops::Range<usize> {
        self.starts[place] as usize..self.starts[place + 1] as usize
    }
}
