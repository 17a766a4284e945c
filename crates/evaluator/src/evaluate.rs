//! One loop over ids evaluates any number system.

use chainrule_symbolic::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE, POWER};
use chainrule_symbolic::function::{Definition, Function};
use chainrule_symbolic::graph::{ExprId, Graph, Node, Walk};
use rustc_hash::FxHashMap;

use crate::number::{Scalar, Undefined};

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
                apply(row, &arguments, bits).map_err(fail)?
            }
        };
        values.insert(id, value);
    }
    match known.get(&root) {
        Some(value) => Ok(value.clone()),
        None => Ok(values.remove(&root).expect("the root comes last")),
    }
}

fn apply<S: Scalar>(row: &'static Function, arguments: &[S], bits: u32) -> Result<S, Undefined> {
    if let Definition::Primitive(primitive) = row.definition {
        return S::elementary(primitive, arguments, bits);
    }
    let (first, rest) = arguments.split_first().ok_or(Undefined::Unknown)?;
    if *row == ADD {
        rest.iter().try_fold(first.clone(), |sum, term| sum.add(term, bits))
    } else if *row == MULTIPLY {
        rest.iter().try_fold(first.clone(), |product, factor| product.mul(factor, bits))
    } else if *row == NEGATE {
        Ok(first.neg())
    } else if *row == DIVIDE {
        first.div(&rest[0], bits)
    } else if *row == POWER {
        first.pow(&rest[0], bits)
    } else {
        Err(Undefined::Unknown)
    }
}
