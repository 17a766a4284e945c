//! Factors put back: the products and sums of a chain.

use crate::function;
use crate::function::rows::arithmetic::{ADD, MULTIPLY};
use crate::graph::{ExprId, Graph, Node};

/// A product, with the factors of inner products in place; one factor stands alone.
pub(super) fn product_of(graph: &mut Graph, factors: &[ExprId]) -> ExprId {
    let mut flat = Vec::with_capacity(factors.len());
    for &factor in factors {
        match graph.node(factor) {
            Node::Apply { function, primes: 0, arguments } if function == function::id(&MULTIPLY) => {
                flat.extend_from_slice(arguments);
            }
            Node::Apply { .. } | Node::Number(_) | Node::Symbol(_) | Node::Derivative { .. } => {
                flat.push(factor);
            }
        }
    }
    match flat.as_slice() {
        [only] => *only,
        _ => graph.call(&MULTIPLY, &flat),
    }
}

/// Products of more factors than this are not opened into the next one.
const LONGEST_OPENED: usize = 64;

/// A product with one more factor behind it, read as one product. Long ones stay as they are: they are shared, and the
/// whole must stay linear in the network.
pub(super) fn longer_product(graph: &mut Graph, product: ExprId, factor: ExprId) -> ExprId {
    let length = |id: ExprId| match graph.node(id) {
        Node::Apply { function, primes: 0, arguments } if function == function::id(&MULTIPLY) => {
            arguments.len()
        }
        Node::Apply { .. } | Node::Number(_) | Node::Symbol(_) | Node::Derivative { .. } => 1,
    };
    if length(product) + length(factor) > LONGEST_OPENED {
        return graph.call(&MULTIPLY, &[product, factor]);
    }
    product_of(graph, &[product, factor])
}

/// A sum; one term stands alone.
pub(super) fn sum_of(graph: &mut Graph, terms: &[ExprId]) -> ExprId {
    match terms {
        [only] => *only,
        _ => graph.call(&ADD, terms),
    }
}
