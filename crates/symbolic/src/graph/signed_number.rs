//! Numbers as people write them: a minus before a number is a function put to it.

use chainrule_number::Rational;

use super::{ExprId, Graph, Node};
use crate::function::rows::arithmetic::NEGATE;

impl Graph {
    /// The number that an expression is, with or without a minus before it.
    pub fn signed_number(&self, expr: ExprId) -> Option<Rational> {
        let plain = |expr: ExprId| match self.node(expr) {
            Node::Number(number) => Some(number.clone()),
            Node::Symbol(_) | Node::Apply { .. } | Node::Derivative { .. } => None,
        };
        match self.node(expr) {
            Node::Apply { function, primes: 0, arguments: &[size] }
                if self.builtin(function) == Some(&NEGATE) =>
            {
                plain(size).map(|number| -number)
            }
            Node::Number(_) | Node::Symbol(_) | Node::Apply { .. } | Node::Derivative { .. } => plain(expr),
        }
    }
}
