//! What one derivative is with everything put in, for expressions that ask for many.

use super::Calculus;
use crate::graph::{ExprId, Graph, SymbolId};

/// So many derivatives of one target are put together one by one; then one sweep gives the rest.
const MOST_WHOLES_APART: usize = 24;

impl Calculus {
    /// What one derivative is, everything put in. Where many of one target are asked for, one sweep gives them all.
    pub(super) fn whole(&mut self, graph: &mut Graph, target: SymbolId, by: SymbolId) -> ExprId {
        let wholes = self.wholes.entry(target).or_default();
        if let Some(&whole) = wholes.derivatives.get(&by) {
            return whole;
        }
        wholes.apart += 1;
        if wholes.apart == MOST_WHOLES_APART
            && let Some(gradient) = self.gradient(graph, target)
        {
            let written = self.written_out(graph, &gradient);
            let derivatives = &mut self.wholes.entry(target).or_default().derivatives;
            for (&quantity, whole) in gradient.quantities().iter().zip(written) {
                derivatives.entry(quantity).or_insert(whole);
            }
            if let Some(&whole) = derivatives.get(&by) {
                return whole;
            }
        }
        let whole = self.derive(graph, target, by).result;
        self.wholes.entry(target).or_default().derivatives.insert(by, whole);
        whole
    }
}
