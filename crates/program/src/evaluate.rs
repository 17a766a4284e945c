//! One loop over ids evaluates any number system.

use chainrule_symbolic::graph::{ExprId, Graph, Node, Walk};
use rustc_hash::FxHashMap;

use crate::template::primitive;
use chainrule_number::{Scalar, Undefined};

/// An operation without a value, and the expression in which it happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Why.
    pub why: Undefined,
    /// Where: the smallest expression without a value.
    pub at: ExprId,
}

/// The value of an expression in primitives; `known` gives the values of names and derivatives.
///
/// # Errors
/// Some operation has no value, or a name is not known.
pub fn evaluate<S: Scalar>(
    graph: &Graph,
    root: ExprId,
    known: &FxHashMap<ExprId, S>,
    bits: u32,
) -> Result<S, Failure> {
    let order = Walk::below_until(graph, &[root], |id| known.contains_key(&id));
    let mut values: FxHashMap<ExprId, S> = FxHashMap::default();
    let mut arguments: Vec<S> = Vec::new();
    for id in order {
        if known.contains_key(&id) {
            continue;
        }
        let fail = |why| Failure { why, at: id };
        let value = match graph.node(id) {
            Node::Number(number) => S::from_rational(number, bits),
            Node::Symbol(_) | Node::Derivative { .. } => return Err(fail(Undefined::Unknown)),
            Node::Apply { function, primes, arguments: ids } => {
                let row = graph
                    .builtin(function)
                    .filter(|_| primes == 0)
                    .ok_or_else(|| fail(Undefined::Unknown))?;
                arguments.clear();
                arguments.extend(ids.iter().map(|argument| {
                    known.get(argument).or_else(|| values.get(argument)).expect("children come first").clone()
                }));
                primitive(row, &arguments, bits).map_err(fail)?
            }
        };
        values.insert(id, value);
    }
    match known.get(&root) {
        Some(value) => Ok(value.clone()),
        None => Ok(values.remove(&root).expect("the root comes last")),
    }
}
