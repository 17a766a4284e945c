//! The signs of constants: in which fields those that are written play numbers of their own sign.

use std::cmp::Ordering;

use chainrule_number::Elementary;
use chainrule_symbolic::function::Definition;
use chainrule_symbolic::function::rows::arithmetic::POWER;
use chainrule_symbolic::graph::{ExprId, Graph, Node, Walk};
use rustc_hash::{FxHashMap, FxHashSet};

use super::field::Field;
use super::points::{Case, Points};
use chainrule_number::Value;
use chainrule_program::Formula;

/// The working precision, in bits.
const BITS: u32 = 192;

/// So many constants are looked at: each may halve the fields that will do.
const MOST_CONSTANTS: usize = 6;

/// The constants written with roots, and the signs they have.
pub(super) struct Constants {
    /// All that is needed to evaluate them, children before parents.
    order: Vec<ExprId>,
    signs: Vec<(ExprId, Ordering)>,
}

impl Constants {
    /// Those in some expressions in primitives.
    pub(super) fn of(graph: &Graph, roots: &[ExprId]) -> Self {
        let mut order = Vec::new();
        let mut closed: FxHashSet<ExprId> = FxHashSet::default();
        let mut signs: Vec<(ExprId, Ordering)> = Vec::new();
        for id in Walk::in_reading_order(graph, roots, |_| false) {
            let is_closed = match graph.node(id) {
                Node::Number(_) => true,
                Node::Symbol(_) | Node::Derivative { .. } => false,
                Node::Apply { arguments, .. } => {
                    is_algebraic(graph, id) && arguments.iter().all(|argument| closed.contains(argument))
                }
            };
            if !is_closed {
                continue;
            }
            closed.insert(id);
            order.push(id);
            if matches!(graph.node(id), Node::Number(_)) || signs.len() == MOST_CONSTANTS {
                continue;
            }
            let nothing: &[Value] = &[];
            let value = Formula::of_primitives(graph, id, &[])
                .ok()
                .and_then(|formula| formula.at(nothing, BITS).ok());
            let sign = match value {
                Some(Value::Exact(_)) | None => continue,
                Some(Value::Enclosed(value)) => value.sign(),
            };
            signs.extend(sign.map(|sign| (id, sign)));
        }
        Self { order, signs }
    }

    /// Whether all have their signs in a field.
    pub(super) fn fit(&self, graph: &Graph, field: Field) -> bool {
        if self.signs.is_empty() {
            return true;
        }
        let (given_signs, case) = (FxHashMap::default(), Case::default());
        Points::constants(graph, field, &given_signs, &case, &self.order, &self.signs)
    }
}

/// Whether an application is made of the four operations, powers and roots.
fn is_algebraic(graph: &Graph, id: ExprId) -> bool {
    let Node::Apply { function, primes: 0, arguments } = graph.node(id) else { return false };
    graph.builtin(function).is_some_and(|row| match row.definition {
        Definition::Arithmetic => *row != POWER || matches!(graph.node(arguments[1]), Node::Number(_)),
        Definition::Primitive(primitive) => primitive == Elementary::Sqrt,
        Definition::Formula(_) => false,
    })
}

/// Whether the sign of a constant may matter to what an expression is: roots, logarithms and absolute values are taken.
pub(super) fn signs_matter(graph: &Graph, roots: &[ExprId]) -> bool {
    Walk::below(graph, roots).into_iter().any(|id| {
        let Node::Apply { function, arguments, .. } = graph.node(id) else { return false };
        graph.builtin(function).is_some_and(|row| match row.definition {
            Definition::Arithmetic => {
                let is_whole = |&id: &ExprId| {
                    matches!(graph.node(id), Node::Number(number) if number.to_i64().is_some())
                };
                *row == POWER && !arguments.get(1).is_some_and(is_whole)
            }
            Definition::Primitive(primitive) => !matches!(
                primitive,
                Elementary::Exp
                    | Elementary::Sin
                    | Elementary::Cos
                    | Elementary::Tan
                    | Elementary::Sinh
                    | Elementary::Cosh
                    | Elementary::Tanh
                    | Elementary::Pi
            ),
            Definition::Formula(_) => true,
        })
    })
}
