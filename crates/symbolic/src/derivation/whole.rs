//! What one derivative is with everything put in, for expressions that ask for many.

use rustc_hash::FxHashMap;

use super::Calculus;
use crate::graph::{ExprId, Graph, SymbolId};

/// Derivatives of one target, with everything put in.
#[derive(Debug, Default)]
pub(super) struct Wholes {
    known: FxHashMap<SymbolId, ExprId>,
    asked: usize,
}

/// So many derivatives of one target are put together one by one; then one sweep gives the rest.
const MOST_WHOLES_APART: usize = 24;

impl Calculus {
    /// What one derivative is, everything put in. Where many of one target are asked for, one sweep gives them all.
    pub(super) fn whole(&mut self, graph: &mut Graph, target: SymbolId, by: SymbolId) -> ExprId {
        let wholes = self.wholes.entry(target).or_default();
        if let Some(&known) = wholes.known.get(&by) {
            return known;
        }
        wholes.asked += 1;
        if wholes.asked == MOST_WHOLES_APART
            && let Some(gradient) = self.gradient(graph, target)
        {
            let written = self.written_out(graph, &gradient);
            let known = &mut self.wholes.entry(target).or_default().known;
            for (&quantity, whole) in gradient.quantities().iter().zip(written) {
                known.entry(quantity).or_insert(whole);
            }
            if let Some(&whole) = known.get(&by) {
                return whole;
            }
        }
        let whole = self.derive(graph, target, by).result;
        self.wholes.entry(target).or_default().known.insert(by, whole);
        whole
    }
}
