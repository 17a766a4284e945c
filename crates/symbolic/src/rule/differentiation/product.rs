//! Products and quotients.

use super::super::Rule;
use super::{arguments_of, depends, is, parts};
use crate::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE, POWER as RAISE};
use crate::graph::{ExprId, Graph, Scope, SymbolId};

/// Up to so many factors that depend on the variable, the product rule is written out at once; beyond it the product
/// is halved first, which keeps the result from growing with the square of the number of factors.
pub const WIDEST_PRODUCT: usize = 8;

/// `∂(c·u)/∂x = c·∂u/∂x`.
pub static CONSTANT_FACTOR: Rule = Rule {
    name: "constant factor rule",
    statement: "∂(c·u)/∂x = c·∂u/∂x",
    apply: |setting, before| {
        let (of, by) = parts(setting.graph, before)?;
        if !is(setting.graph, of, &MULTIPLY) {
            return None;
        }
        let places = setting.dependence.places(setting.graph, setting.network, of);
        let [place] = places.as_slice() else { return None };
        Some(with_factor_derived(setting.graph, of, *place as usize, by))
    },
};

/// `∂(u·v)/∂x = ∂u/∂x·v + u·∂v/∂x`, for any number of factors.
pub static PRODUCT: Rule = Rule {
    name: "product rule",
    statement: "∂(u·v)/∂x = ∂u/∂x·v + u·∂v/∂x",
    apply: |setting, before| {
        let (of, by) = parts(setting.graph, before)?;
        if !is(setting.graph, of, &MULTIPLY) {
            return None;
        }
        let places = setting.dependence.places(setting.graph, setting.network, of);
        if places.len() < 2 {
            return None;
        }
        if places.len() > WIDEST_PRODUCT {
            let factors = setting.graph.children(of).to_vec();
            let middle = places[places.len() / 2] as usize;
            let left = setting.graph.call(&MULTIPLY, &factors[..middle]);
            let right = setting.graph.call(&MULTIPLY, &factors[middle..]);
            let left_derived = setting.graph.derivative(left, by, Scope::Local);
            let right_derived = setting.graph.derivative(right, by, Scope::Local);
            let first = setting.graph.call(&MULTIPLY, &[left_derived, right]);
            let second = setting.graph.call(&MULTIPLY, &[left, right_derived]);
            return Some(setting.graph.call(&ADD, &[first, second]));
        }
        let terms: Vec<ExprId> =
            places.iter().map(|&place| with_factor_derived(setting.graph, of, place as usize, by)).collect();
        Some(setting.graph.call(&ADD, &terms))
    },
};

/// `∂(u/c)/∂x = (∂u/∂x)/c`.
pub static CONSTANT_DIVISOR: Rule = Rule {
    name: "constant factor rule",
    statement: "∂(u/c)/∂x = (∂u/∂x)/c",
    apply: |setting, before| {
        let (of, by) = parts(setting.graph, before)?;
        let [above, below] = arguments_of(setting.graph, of, &DIVIDE)?;
        if !depends(setting, above) || depends(setting, below) {
            return None;
        }
        let above = setting.graph.derivative(above, by, Scope::Local);
        Some(setting.graph.call(&DIVIDE, &[above, below]))
    },
};

/// `∂(c/v)/∂x = −c·∂v/∂x / v²`.
pub static RECIPROCAL: Rule = Rule {
    name: "quotient rule",
    statement: "∂(c/v)/∂x = −c·∂v/∂x / v^2",
    apply: |setting, before| {
        let (of, by) = parts(setting.graph, before)?;
        let [above, below] = arguments_of(setting.graph, of, &DIVIDE)?;
        if depends(setting, above) || !depends(setting, below) {
            return None;
        }
        let graph = &mut *setting.graph;
        let below_derived = graph.derivative(below, by, Scope::Local);
        let product = graph.call(&MULTIPLY, &[above, below_derived]);
        let negative = graph.call(&NEGATE, &[product]);
        let square = squared(graph, below);
        Some(graph.call(&DIVIDE, &[negative, square]))
    },
};

/// `∂(u/v)/∂x = (∂u/∂x·v − u·∂v/∂x) / v²`.
pub static QUOTIENT: Rule = Rule {
    name: "quotient rule",
    statement: "∂(u/v)/∂x = (∂u/∂x·v − u·∂v/∂x) / v^2",
    apply: |setting, before| {
        let (of, by) = parts(setting.graph, before)?;
        let [above, below] = arguments_of(setting.graph, of, &DIVIDE)?;
        if !depends(setting, above) || !depends(setting, below) {
            return None;
        }
        let graph = &mut *setting.graph;
        let above_derived = graph.derivative(above, by, Scope::Local);
        let below_derived = graph.derivative(below, by, Scope::Local);
        let first = graph.call(&MULTIPLY, &[above_derived, below]);
        let second = graph.call(&MULTIPLY, &[above, below_derived]);
        let negative = graph.call(&NEGATE, &[second]);
        let difference = graph.call(&ADD, &[first, negative]);
        let square = squared(graph, below);
        Some(graph.call(&DIVIDE, &[difference, square]))
    },
};

/// The product with one factor replaced by its derivative.
fn with_factor_derived(graph: &mut Graph, product: ExprId, place: usize, by: SymbolId) -> ExprId {
    let mut factors = graph.children(product).to_vec();
    factors[place] = graph.derivative(factors[place], by, Scope::Local);
    graph.call(&MULTIPLY, &factors)
}

fn squared(graph: &mut Graph, expr: ExprId) -> ExprId {
    let two = graph.integer(2);
    graph.call(&RAISE, &[expr, two])
}
