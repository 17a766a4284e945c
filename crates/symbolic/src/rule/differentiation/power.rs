//! Powers.

use super::super::Rule;
use super::{arguments_of, depends, parts};
use crate::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE, POWER as RAISE};
use crate::function::rows::exponential::LN;
use crate::graph::{ExprId, Graph, Node, Scope};
use chainrule_number::Rational;

/// `∂u^n/∂x = n·u^(n−1)·∂u/∂x`, with `u^0 = 1` for n = 1 and 0 for n = 0, so that nothing is asked of `u` which `u^n`
/// itself does not ask.
pub static POWER: Rule = Rule {
    name: "power rule",
    statement: "∂u^n/∂x = n·u^(n−1)·∂u/∂x",
    apply: |setting, before| {
        let (of, by) = parts(setting.graph, before)?;
        let [base, exponent] = arguments_of(setting.graph, of, &RAISE)?;
        if !depends(setting, base) || depends(setting, exponent) {
            return None;
        }
        let graph = &mut *setting.graph;
        match graph.node(exponent) {
            Node::Number(number) if number.is_zero() => return Some(graph.integer(0)),
            Node::Number(number) if number.is_one() => {
                return Some(graph.derivative(base, by, Scope::Local));
            }
            Node::Number(_) | Node::Symbol(_) | Node::Apply { .. } | Node::Derivative { .. } => {}
        }
        let lowered = lowered_power(graph, base, exponent);
        if graph.node(base) == Node::Symbol(by) {
            return Some(graph.call(&MULTIPLY, &[exponent, lowered]));
        }
        let inner = graph.derivative(base, by, Scope::Local);
        Some(graph.call(&MULTIPLY, &[exponent, lowered, inner]))
    },
};

/// `∂a^v/∂x = a^v·ln(a)·∂v/∂x`, for `a > 0`, and 0 for the number `a = 0`, where `v > 0`. A negative number has powers at
/// whole exponents only, and no derivative by the exponent.
pub static EXPONENTIAL: Rule = Rule {
    name: "exponential rule",
    statement: "∂a^v/∂x = a^v·ln(a)·∂v/∂x",
    apply: |setting, before| {
        let (of, by) = parts(setting.graph, before)?;
        let [base, exponent] = arguments_of(setting.graph, of, &RAISE)?;
        if depends(setting, base) || !depends(setting, exponent) {
            return None;
        }
        let graph = &mut *setting.graph;
        match graph.node(base) {
            Node::Number(number) if number.is_negative() => return None,
            Node::Number(number) if number.is_zero() => return Some(graph.integer(0)),
            Node::Number(_) | Node::Symbol(_) | Node::Apply { .. } | Node::Derivative { .. } => {}
        }
        let ln = graph.call(&LN, &[base]);
        let inner = graph.derivative(exponent, by, Scope::Local);
        Some(graph.call(&MULTIPLY, &[of, ln, inner]))
    },
};

/// `∂u^v/∂x = u^v·(∂v/∂x·ln(u) + v·∂u/∂x / u)`.
pub static GENERAL_POWER: Rule = Rule {
    name: "logarithmic differentiation",
    statement: "∂u^v/∂x = u^v·(∂v/∂x·ln(u) + v·∂u/∂x / u)",
    apply: |setting, before| {
        let (of, by) = parts(setting.graph, before)?;
        let [base, exponent] = arguments_of(setting.graph, of, &RAISE)?;
        if !depends(setting, base) || !depends(setting, exponent) {
            return None;
        }
        let graph = &mut *setting.graph;
        let base_derived = graph.derivative(base, by, Scope::Local);
        let exponent_derived = graph.derivative(exponent, by, Scope::Local);
        let ln = graph.call(&LN, &[base]);
        let first = graph.call(&MULTIPLY, &[exponent_derived, ln]);
        let product = graph.call(&MULTIPLY, &[exponent, base_derived]);
        let second = graph.call(&DIVIDE, &[product, base]);
        let sum = graph.call(&ADD, &[first, second]);
        Some(graph.call(&MULTIPLY, &[of, sum]))
    },
};

/// `u^(n−1)`, with the subtraction carried out where `n` is a number and no power written where it is 1.
fn lowered_power(graph: &mut Graph, base: ExprId, exponent: ExprId) -> ExprId {
    let lowered = match graph.node(exponent) {
        Node::Number(number) => {
            let lowered = number - &Rational::one();
            if lowered.is_one() {
                return base;
            }
            graph.number(lowered)
        }
        Node::Symbol(_) | Node::Apply { .. } | Node::Derivative { .. } => one_less(graph, exponent),
    };
    graph.call(&RAISE, &[base, lowered])
}

/// `n - 1`; and `n - 2` for `n - 1`.
fn one_less(graph: &mut Graph, exponent: ExprId) -> ExprId {
    let (mut terms, last) = match graph.node(exponent) {
        Node::Apply { function, primes: 0, arguments: [terms @ .., last] }
            if graph.builtin(function) == Some(&ADD) =>
        {
            (terms.to_vec(), graph.signed_number(*last))
        }
        Node::Number(_) | Node::Symbol(_) | Node::Apply { .. } | Node::Derivative { .. } => {
            (Vec::new(), None)
        }
    };
    let last = if let Some(last) = last {
        &last - &Rational::one()
    } else {
        terms = vec![exponent];
        Rational::from_integer(-1)
    };
    if !last.is_zero() {
        let size = graph.number(last.abs());
        terms.push(if last.is_negative() { graph.call(&NEGATE, &[size]) } else { size });
    }
    match terms.as_slice() {
        [only] => *only,
        _ => graph.call(&ADD, &terms),
    }
}
