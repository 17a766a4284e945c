//! Infinite sums of which each term is the one before times one number.

use chainrule_symbolic::function::rows::arithmetic::{ADD, DIVIDE, NEGATE};
use chainrule_symbolic::graph::ExprId;
use rustc_hash::FxHashMap;

use crate::lower::Lowering;
use crate::tree::{Node, NodeId};

impl Lowering<'_> {
    /// An infinite sum whose terms keep their ratio r: its first term over 1 - r, where |r| < 1. That they do is seen by how they are
    /// built.
    pub(crate) fn series(
        &mut self,
        id: NodeId,
        (index, low, body): (&str, NodeId, NodeId),
        running: &[(Box<str>, i64)],
    ) -> ExprId {
        let start = self.tree.rational(low).and_then(|value| value.to_i64());
        let (Some(start), true, None) = (start, self.is_geometric(body, index), self.ratio) else {
            return self.unknown(id);
        };
        let mut term = |at: i64| {
            let mut inner = running.to_vec();
            inner.push((index.into(), at));
            self.below(body, &inner)
        };
        let (first, second) = (term(start), term(start.saturating_add(1)));
        let ratio = self.graph.call(&DIVIDE, &[second, first]);
        self.ratio = Some(ratio);
        let one = self.graph.integer(1);
        let minus = self.graph.call(&NEGATE, &[ratio]);
        let rest = self.graph.call(&ADD, &[one, minus]);
        self.graph.call(&DIVIDE, &[first, rest])
    }

    /// Whether the letter that runs stands in exponents alone, to the first degree.
    fn is_geometric(&self, body: NodeId, index: &str) -> bool {
        let all = self.tree.below(body);
        let mut holds: FxHashMap<NodeId, bool> = FxHashMap::default();
        for &id in &all {
            let holds_here = match self.tree.node(id) {
                Node::Name(name) => &*name.stem == index || name.index.contains(index),
                _ => self.tree.children(id).iter().any(|child| holds.get(child).copied().unwrap_or(false)),
            };
            holds.insert(id, holds_here);
        }
        let holds = |id: &NodeId| holds.get(id).copied().unwrap_or(false);
        // Whether each node is of first degree in the letter, and whether it keeps its ratio.
        let mut lines: FxHashMap<NodeId, bool> = FxHashMap::default();
        let mut keeps: FxHashMap<NodeId, bool> = FxHashMap::default();
        for &id in &all {
            let line = |id: &NodeId| lines.get(id).copied().unwrap_or(false);
            let keep = |id: &NodeId| keeps.get(id).copied().unwrap_or(false);
            let (is_line, is_kept) = match self.tree.node(id) {
                _ if !holds(&id) => (true, true),
                Node::Name(name) => (name.index.is_empty() && name.label.is_empty(), false),
                Node::Sum(terms) => (terms.iter().all(line), false),
                Node::Negate(one) => (line(one), keep(one)),
                Node::Product(factors) => (
                    factors.iter().all(line) && factors.iter().filter(|factor| holds(factor)).count() == 1,
                    factors.iter().all(keep),
                ),
                Node::Quotient(above, below) => (line(above) && !holds(below), keep(above) && keep(below)),
                Node::Power(base, exponent) => (false, !holds(base) && line(exponent)),
                _ => (false, false),
            };
            lines.insert(id, is_line);
            keeps.insert(id, is_kept);
        }
        holds(&body) && keeps.get(&body).copied().unwrap_or(false)
    }
}
