//! Where in an expression the variable stands.

use rustc_hash::FxHashMap;

use super::{Network, Occurrences};
use crate::graph::{ExprId, Graph, Node, SymbolId};

/// Says of each expression whether it varies with one quantity, the other names held fixed.
///
/// Answers are remembered, so that asking about every part of an expression costs one visit to each. Of wide operators
/// only the arguments that vary are visited.
#[derive(Debug)]
pub struct Dependence {
    by: SymbolId,
    answers: FxHashMap<ExprId, bool>,
    pub(crate) occurrences: Occurrences,
}

impl Dependence {
    /// Dependence on this quantity.
    pub fn on(by: SymbolId) -> Self {
        Self::among(by, Occurrences::new())
    }

    /// Dependence on this quantity, where wide operators were read before.
    pub(crate) fn among(by: SymbolId, occurrences: Occurrences) -> Self {
        Self { by, answers: FxHashMap::default(), occurrences }
    }

    /// Whether the expression varies with the quantity.
    pub fn holds(&mut self, graph: &Graph, network: &Network, expr: ExprId) -> bool {
        if let Some(&answer) = self.answers.get(&expr) {
            return answer;
        }
        let mut stack = vec![expr];
        while let Some(&id) = stack.last() {
            if self.answers.contains_key(&id) {
                stack.pop();
                continue;
            }
            let answer = match graph.node(id) {
                Node::Number(_) => false,
                Node::Symbol(symbol) => symbol == self.by,
                Node::Derivative { .. } => network.names_in(graph, id).contains(&self.by),
                Node::Apply { arguments, .. } => {
                    if let Some(places) = self.varying(graph, network, id) {
                        !places.is_empty()
                    } else {
                        let before = stack.len();
                        stack.extend(
                            arguments.iter().filter(|&argument| !self.answers.contains_key(argument)),
                        );
                        if stack.len() > before {
                            continue;
                        }
                        arguments.iter().any(|argument| self.answers[argument])
                    }
                }
            };
            self.answers.insert(id, answer);
            stack.pop();
        }
        self.answers[&expr]
    }

    /// The places of the arguments that vary with the quantity.
    pub fn places(&mut self, graph: &Graph, network: &Network, expr: ExprId) -> Vec<u32> {
        if let Some(places) = self.varying(graph, network, expr) {
            return places.to_vec();
        }
        let arguments = graph.children(expr);
        (0u32..)
            .zip(arguments)
            .filter_map(|(place, &argument)| self.holds(graph, network, argument).then_some(place))
            .collect()
    }
    /// The places of the arguments of a wide operator that vary with the quantity.
    fn varying(&mut self, graph: &Graph, network: &Network, operator: ExprId) -> Option<&[u32]> {
        self.occurrences.of(graph, network, operator, self.by)
    }
}
