//! Factors where weights move in turn.
//!
//! A step has one forward pass. What that computed stays as it is when weights move, whether it has a name or not; a weight
//! that a derivative multiplies by is the one that has moved. A factor must therefore be written with the operations of the
//! forward pass in it. Gathering opens products: of `2·(w·x)·w` it makes `2·w·x·w`, whose first w is that of the forward
//! pass although nothing says so any more.

use chainrule_symbolic::derivation::{Calculus, FactorId};
use chainrule_symbolic::graph::{ExprId, Graph, Node, Walk};
use rustc_hash::FxHashMap;

use super::builder::{Builder, Names};

/// A working of more lines is taken as it is gathered: no formula that is read is as deep.
const MOST_LINES: usize = 1_000;

/// What factors are written as, once each was looked at.
#[derive(Debug, Default)]
pub(super) struct FactorsInTurn {
    chosen: FxHashMap<FactorId, ExprId>,
}

impl FactorsInTurn {
    /// The expression of a factor: its result; or, where that has other operations of the forward pass in it, or fewer,
    /// the last line of its working before anything is gathered.
    pub(super) fn factor(
        &mut self,
        graph: &mut Graph,
        calculus: &Calculus,
        (builder, names): (&mut Builder, &Names),
        id: FactorId,
    ) -> ExprId {
        if let Some(&expr) = self.chosen.get(&id) {
            return expr;
        }
        let result = calculus.factor(id).result;
        let lines = calculus.working(graph, id).and_then(|working| working.lines(graph, MOST_LINES));
        let apart = lines.and_then(|lines| Some(lines.get(lines.len().checked_sub(2)?)?.expr));
        // Where nothing is gathered, the last line but one still has something to take apart.
        let apart = apart.filter(|&apart| !holds_derivatives(graph, apart, names));
        let expr = apart.map_or(result, |apart| {
            let whole = builder.kept_operations(graph, apart, names);
            if whole == builder.kept_operations(graph, result, names) { result } else { apart }
        });
        self.chosen.insert(id, expr);
        expr
    }
}

/// Whether an expression holds derivatives without a stated number.
fn holds_derivatives(graph: &Graph, root: ExprId, names: &Names) -> bool {
    let is_stated = |id: ExprId| names.stated.contains_key(&id);
    let below = Walk::below_until(graph, &[root], is_stated);
    below.into_iter().any(|id| matches!(graph.node(id), Node::Derivative { .. }) && !is_stated(id))
}
