//! Where in an expression the variable stands.

use rustc_hash::FxHashMap;

use crate::graph::{ExprId, Graph, Node, SymbolId};
use crate::network::Network;

/// Says of each expression whether it varies with one quantity, the other names held fixed.
///
/// Answers are remembered, so that asking about every part of an expression costs one visit to each.
#[derive(Debug)]
pub struct Dependence {
    by: SymbolId,
    known: FxHashMap<ExprId, bool>,
}

impl Dependence {
    /// Dependence on this quantity.
    pub fn on(by: SymbolId) -> Self {
        Self { by, known: FxHashMap::default() }
    }

    /// Whether the expression varies with the quantity.
    pub fn holds(&mut self, graph: &Graph, network: &Network, expr: ExprId) -> bool {
        if let Some(&known) = self.known.get(&expr) {
            return known;
        }
        let mut stack = vec![expr];
        while let Some(&id) = stack.last() {
            if self.known.contains_key(&id) {
                stack.pop();
                continue;
            }
            let answer = match graph.node(id) {
                Node::Number(_) => false,
                Node::Symbol(symbol) => symbol == self.by,
                Node::Derivative { .. } => network.names_in(graph, id).contains(&self.by),
                Node::Apply { arguments, .. } => {
                    let before = stack.len();
                    stack.extend(arguments.iter().filter(|&argument| !self.known.contains_key(argument)));
                    if stack.len() > before {
                        continue;
                    }
                    arguments.iter().any(|argument| self.known[argument])
                }
            };
            self.known.insert(id, answer);
            stack.pop();
        }
        self.known[&expr]
    }

    /// The places of the arguments that vary with the quantity.
    pub fn places(&mut self, graph: &Graph, network: &Network, expr: ExprId) -> Vec<u32> {
        let arguments = graph.children(expr);
        (0u32..)
            .zip(arguments)
            .filter_map(|(place, &argument)| self.holds(graph, network, argument).then_some(place))
            .collect()
    }
}
