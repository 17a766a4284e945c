//! Whether two expressions are the same function.
//!
//! [`are_equal`] proves identities; what it does not prove may still be true.

use crate::graph::{ExprId, Graph};

/// Whether the two are proved to be the same function wherever both are defined.
pub fn are_equal(graph: &mut Graph, left: ExprId, right: ExprId) -> bool {
    let _ = graph;
    left == right
}
