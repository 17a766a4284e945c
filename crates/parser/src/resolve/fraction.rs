//! The fraction that an expression without names is.

use chainrule_number::Rational;
use chainrule_symbolic::function;
use chainrule_symbolic::graph::{ExprId, Graph, Node, Walk};
use rustc_hash::FxHashMap;

/// The fraction that an expression without names is; nothing where it is none, or too large.
pub(super) fn fraction(graph: &Graph, expr: ExprId) -> Option<Rational> {
    let mut fractions: FxHashMap<ExprId, Rational> = FxHashMap::default();
    for id in Walk::below(graph, &[expr]) {
        let value = match graph.node(id) {
            Node::Number(number) => number.clone(),
            Node::Apply { function, primes: 0, arguments } => {
                let row = graph.builtin(function)?;
                let values: Option<Vec<&Rational>> =
                    arguments.iter().map(|argument| fractions.get(argument)).collect();
                combine(row, &values?)?
            }
            Node::Symbol(_) | Node::Apply { .. } | Node::Derivative { .. } => return None,
        };
        if value.bits() > MOST_BITS {
            return None;
        }
        fractions.insert(id, value);
    }
    fractions.remove(&expr)
}

/// Fractions of more binary digits are left as they are written.
const MOST_BITS: u64 = 4_000;

fn combine(row: &function::Function, values: &[&Rational]) -> Option<Rational> {
    match (row.notation, values) {
        (function::Notation::Sum, [first, rest @ ..]) => {
            Some(rest.iter().fold((*first).clone(), |sum, value| &sum + *value))
        }
        (function::Notation::Product, [first, rest @ ..]) => {
            Some(rest.iter().fold((*first).clone(), |product, value| &product * *value))
        }
        (function::Notation::Negation, [value]) => Some(-*value),
        (function::Notation::Quotient, [above, below]) => above.checked_div(below),
        (function::Notation::Power, [base, exponent]) => {
            let exponent = exponent.is_integer().then(|| exponent.to_i64()).flatten()?;
            let size = base.bits().saturating_mul(exponent.unsigned_abs());
            if size > MOST_BITS || (base.is_zero() && exponent <= 0) { None } else { base.pow(exponent).ok() }
        }
        (_, _) => None,
    }
}

/// The number that an expression is, if it is nothing else.
pub(super) fn number(graph: &Graph, id: ExprId) -> Option<Rational> {
    match graph.node(id) {
        Node::Number(number) => Some(number.clone()),
        Node::Symbol(_) | Node::Apply { .. } | Node::Derivative { .. } => None,
    }
}
