//! Patterns as mathematics.

use crate::{Layout, Operator, Typesetter};
use chainrule_symbolic::derivation::pattern::{Kind, Written};
use chainrule_symbolic::function::rows::arithmetic::ADD;
use chainrule_symbolic::graph::{Graph, Node};

/// Parts side by side. They are nested as deep as a double sum of products: this calls itself.
pub fn layout(graph: &Graph, setter: &Typesetter<'_>, parts: &[Written]) -> Layout {
    let each = parts.iter().map(|part| match part {
        Written::Expression(expr) => {
            let layout = setter.expression(*expr);
            let is_sum = matches!(graph.node(*expr), Node::Apply { function, primes: 0, .. }
                if graph.builtin(function) == Some(&ADD));
            if is_sum && parts.len() > 1 { layout.fenced() } else { layout }
        }
        Written::Over { kind, index, low, high, body } => {
            let sign = match kind {
                Kind::Product => Operator::Product,
                Kind::Sum => Operator::Sum,
            };
            let (low, high) = (setter.expression(*low), setter.expression(*high));
            layout(graph, setter, body).over_index(sign, &setter.name(*index), &low, &high)
        }
    });
    Layout::joined(&each.collect::<Vec<_>>(), Operator::Dot)
}
