//! What has to be worked out for the value of an expression.

use chainrule_symbolic::graph::{ExprId, Graph, Node, Walk};
use rustc_hash::FxHashMap;

use super::Numbers;
use chainrule_number::{Undefined, Value};
use chainrule_program::Failure;

/// In expressions of up to so many parts it is seen at once that a name has no value.
const MOST_SEEN_AT_ONCE: usize = 24;

/// What is worked out for the value of an expression.
pub(super) struct Order {
    /// The expression.
    pub of: ExprId,
    /// Children before parents.
    pub expressions: Vec<ExprId>,
    /// Why one of them is known to have no value: the first in this order.
    pub failed: Option<Failure>,
}

impl Numbers {
    /// What is worked out for the value of an expression, sorted: children before parents, the expression itself last.
    pub(super) fn order_below(
        &self,
        graph: &Graph,
        expr: ExprId,
        values: &FxHashMap<ExprId, Value>,
    ) -> Order {
        let is_known = |id: ExprId| self.values.get(id).is_some() || values.contains_key(&id);
        let is_at_hand = |id: ExprId| is_known(id) || matches!(graph.node(id), Node::Number(_));
        // With other values for some parts, what failed without them may not.
        let failed_alone = if values.is_empty() { Some(&self.wide_failures) } else { None };
        let failure_of = |id: ExprId| failed_alone.and_then(|failed| failed.get(&id)).copied();
        // Most formulas are two functions deep: they need no walk.
        if self.wide_failures.is_empty() {
            let mut order: Vec<ExprId> =
                graph.children(expr).iter().copied().filter(|&id| !is_at_hand(id)).collect();
            if order.iter().all(|&id| graph.children(id).iter().all(|&id| is_at_hand(id))) {
                order.sort_unstable();
                order.dedup();
                order.push(expr);
                return Order { of: expr, expressions: order, failed: None };
            }
        }
        let mut order = Walk::below_until(graph, &[expr], |id| {
            is_known(id) || failure_of(id).is_some() || matches!(graph.node(id), Node::Derivative { .. })
        });
        // What fails first in this order is what is told.
        let failed = order.iter().filter_map(|&id| failure_of(id)).min_by_key(|failure| failure.at);
        order.retain(|&id| !is_known(id) && failure_of(id).is_none());
        Order { of: expr, expressions: order, failed }
    }
    /// That a small expression has no value because a name in it has none, where what is worked out for it begins with
    /// that name: what [`Numbers::value`] says, without working anything out.
    pub(super) fn first_unknown(&self, graph: &Graph, expr: ExprId) -> Option<Failure> {
        if !self.wide_failures.is_empty() {
            return None;
        }
        let mut stack = [expr; MOST_SEEN_AT_ONCE];
        let mut height = 1usize;
        // What is worked out first has the lowest id.
        let (mut unknown, mut applied) = (None, expr);
        for _ in 0..MOST_SEEN_AT_ONCE {
            let Some(next) = height.checked_sub(1) else { break };
            height = next;
            let id = stack[height];
            if self.values.get(id).is_some() {
                continue;
            }
            match graph.node(id) {
                Node::Number(_) => {}
                Node::Symbol(_) | Node::Derivative { .. } => {
                    unknown = Some(unknown.map_or(id, |other: ExprId| other.min(id)));
                }
                Node::Apply { arguments, .. } => {
                    applied = applied.min(id);
                    let above = stack.get_mut(height..height + arguments.len())?;
                    above.copy_from_slice(arguments);
                    height += arguments.len();
                }
            }
        }
        let at = unknown.filter(|&at| height == 0 && at < applied)?;
        Some(Failure { why: Undefined::Unknown, at })
    }
}
