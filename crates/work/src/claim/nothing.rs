//! Claims about quantities that have no value at the given numbers.

use chainrule_number::Undefined;
use chainrule_symbolic::graph::{ExprId, Node, SymbolId, Walk};

use super::ClaimJudge;

impl ClaimJudge<'_> {
    /// Why a quantity that a claim speaks of has no value with the given numbers; nothing where it has one, were it too
    /// large or too near an edge to be computed.
    pub(super) fn rests_on_nothing(&self, sides: &[ExprId]) -> Option<Undefined> {
        let graph = &self.worksheet.graph;
        let mut named: Vec<SymbolId> = Vec::new();
        for id in Walk::rewritable_from(graph, sides) {
            match graph.node(id) {
                Node::Symbol(symbol) => named.push(symbol),
                Node::Derivative { of, .. } if !self.pinned.contains(&id) => {
                    named.extend(Walk::symbols(graph, of, |_| {}));
                }
                Node::Number(_) | Node::Apply { .. } | Node::Derivative { .. } => {}
            }
        }
        let reasons = named.iter().filter_map(|&symbol| Some(self.without_value.reason(symbol)?.1.why));
        let mut undefined = reasons.filter(|why| {
            !why.is_not_told() && !matches!(why, Undefined::TooLarge | Undefined::BeyondExponents)
        });
        undefined.next()
    }
}
