//! What an expression is made of.

use super::{ExprId, Graph, Node, SymbolId};
use crate::function::{self, Function};

impl Graph {
    /// What a function of the table is put to, where an expression is that function.
    pub fn arguments_of(&self, expr: ExprId, row: &'static Function) -> Option<&[ExprId]> {
        match self.node(expr) {
            Node::Apply { function, primes: 0, arguments } if function == function::id(row) => {
                Some(arguments)
            }
            Node::Apply { .. } | Node::Number(_) | Node::Symbol(_) | Node::Derivative { .. } => None,
        }
    }

    /// The name that an expression is.
    pub fn symbol_at(&self, expr: ExprId) -> Option<SymbolId> {
        match self.node(expr) {
            Node::Symbol(symbol) => Some(symbol),
            Node::Number(_) | Node::Apply { .. } | Node::Derivative { .. } => None,
        }
    }
}
