//! The largest and the smallest of many.

use chainrule_symbolic::function::Function;
use chainrule_symbolic::graph::{ExprId, Graph};

/// The largest or smallest of many, of one at least. That of three is the larger of the first two's larger and the third. Of
/// many, neighbours are paired, and their larger ones again: no argument lies deep, so that its derivative has few factors.
pub fn in_pairs(graph: &mut Graph, row: &'static Function, arguments: &[ExprId]) -> ExprId {
    let mut level = arguments.to_vec();
    while level.len() > 1 {
        level = level
            .chunks(2)
            .map(|pair| if let [single] = pair { *single } else { graph.call(row, pair) })
            .collect();
    }
    level[0]
}
