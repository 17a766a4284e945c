//! Numbers that a formula is written with, `asin(3)`: where one has no value nothing has, whatever its names stand for.

use chainrule_number::Undefined;
use chainrule_program::Failure;
use chainrule_symbolic::graph::{ExprId, Graph, Node, Walk};
use rustc_hash::FxHashSet;

use super::Numbers;

/// Why a part of a formula in which no name stands has no value.
pub(super) fn without_value(numbers: &mut Numbers, graph: &mut Graph, formula: ExprId) -> Option<Failure> {
    let (mut closed, mut outermost) = (FxHashSet::default(), Vec::new());
    for id in Walk::below(graph, &[formula]) {
        let Node::Apply { arguments, .. } = graph.node(id) else { continue };
        let is_number = |id: &ExprId| matches!(graph.node(*id), Node::Number(_));
        if arguments.iter().all(|id| is_number(id) || closed.contains(id)) {
            closed.insert(id);
        } else {
            outermost.extend(arguments.iter().filter(|id| closed.contains(id)));
        }
    }
    outermost.into_iter().find_map(|id| match numbers.value(graph, id) {
        Ok(_) | Err(Failure { why: Undefined::Unknown, .. }) => None,
        Err(failure) => Some(failure),
    })
}
