//! The names that expressions vary with.

use crate::graph::{ExprId, Graph, Node, SymbolId};

/// Collects the names of one expression after another; what it remembers of each costs nothing to forget.
#[derive(Debug)]
pub(super) struct Names {
    /// By expression: the collection in which it was last met.
    met: Vec<u32>,
    /// By symbol, likewise.
    named: Vec<u32>,
    collection: u32,
    stack: Vec<ExprId>,
    derivatives: Vec<ExprId>,
}

impl Names {
    pub(super) fn new(graph: &Graph) -> Self {
        Self {
            met: vec![0; graph.len()],
            named: vec![0; graph.symbol_count()],
            collection: 0,
            stack: Vec::new(),
            derivatives: Vec::new(),
        }
    }

    /// Appends the names an expression varies with, each once, in the order a reader meets them. The derivative of an
    /// open dependence varies with whatever the dependence varies with, which `inputs` says.
    pub(super) fn collect<'inputs>(
        &mut self,
        graph: &Graph,
        expr: ExprId,
        inputs: impl Fn(SymbolId) -> &'inputs [SymbolId],
        out: &mut Vec<SymbolId>,
    ) {
        self.collection += 1;
        self.stack.push(expr);
        while let Some(id) = self.stack.pop() {
            if std::mem::replace(&mut self.met[id.index()], self.collection) == self.collection {
                continue;
            }
            match graph.node(id) {
                Node::Number(_) => {}
                Node::Symbol(symbol) => {
                    self.named[symbol.index()] = self.collection;
                    out.push(symbol);
                }
                Node::Apply { arguments, .. } => self.stack.extend(arguments.iter().rev()),
                Node::Derivative { .. } => self.derivatives.push(id),
            }
        }
        while let Some(derivative) = self.derivatives.pop() {
            let mut at = derivative;
            while let Node::Derivative { of, .. } = graph.node(at) {
                at = of;
            }
            if let Node::Symbol(symbol) = graph.node(at) {
                for &input in inputs(symbol) {
                    if std::mem::replace(&mut self.named[input.index()], self.collection) != self.collection {
                        out.push(input);
                    }
                }
            }
        }
    }
}
