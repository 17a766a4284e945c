//! The rules of differentiation.
//!
//! One rule stands behind them all, ∂f(a₁…aₙ) = Σ ∂f/∂aᵢ · ∂aᵢ; the rules here are its cases as taught. Each takes
//! `∂u/∂x`, the other names held fixed, and answers with an expression in which smaller derivatives may stand, for
//! other rules to take. A derivative through the whole network is no case of theirs: it is for
//! [`crate::derivation`] to take apart.
//!
//! - `basic`: names, constants, sums;
//! - `product`: products and quotients;
//! - `power`: powers;
//! - `application`: functions put to something.
//!
//! Source: any calculus text, e.g. Spivak, Calculus, chapters 10 and 18.

mod application;
mod basic;
mod power;
mod product;

pub use application::{CHAIN, FUNCTION, OPEN, PARTIALS, SLOPE, USER_FUNCTION, inlined};
pub use basic::{CONSTANT, DEFINITION, IDENTITY, NEGATIVE, SUM};
pub use power::{EXPONENTIAL, GENERAL_POWER, POWER};
pub use product::{CONSTANT_DIVISOR, CONSTANT_FACTOR, PRODUCT, QUOTIENT, RECIPROCAL, WIDEST_PRODUCT};

use super::setting::{Rule, Setting};
use crate::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE, POWER as RAISE};
use crate::function::{self, Function};
use crate::graph::{ExprId, Graph, Node, Scope, SymbolId};

/// The rule that fits `∂u/∂x`, where `u` is not a quantity to be written out.
pub fn fitting(setting: &mut Setting<'_>, before: ExprId) -> Option<(&'static Rule, ExprId)> {
    let (of, _) = parts(setting.graph, before)?;
    let candidates: &[&'static Rule] = match setting.graph.node(of) {
        Node::Number(_) => &[&CONSTANT],
        Node::Symbol(_) => &[&IDENTITY, &CONSTANT],
        Node::Derivative { .. } => &[&OPEN, &CONSTANT],
        Node::Apply { function, .. } => match setting.graph.builtin(function) {
            None => &[&CONSTANT, &USER_FUNCTION, &FUNCTION, &CHAIN],
            Some(row) if *row == ADD => &[&SUM, &CONSTANT],
            Some(row) if *row == NEGATE => &[&NEGATIVE, &CONSTANT],
            Some(row) if *row == MULTIPLY => &[&CONSTANT_FACTOR, &PRODUCT, &CONSTANT],
            Some(row) if *row == DIVIDE => &[&CONSTANT_DIVISOR, &RECIPROCAL, &QUOTIENT, &CONSTANT],
            Some(row) if *row == RAISE => &[&POWER, &EXPONENTIAL, &GENERAL_POWER, &CONSTANT],
            Some(row) if row.partials.len() > 1 => &[&PARTIALS, &CONSTANT],
            Some(_) => &[&FUNCTION, &CHAIN, &CONSTANT],
        },
    };
    candidates.iter().find_map(|&rule| (rule.apply)(setting, before).map(|after| (rule, after)))
}

/// What is derived with the other names held fixed, and by what.
fn parts(graph: &Graph, before: ExprId) -> Option<(ExprId, SymbolId)> {
    match graph.node(before) {
        Node::Derivative { of, by, scope: Scope::Local } => Some((of, by)),
        Node::Derivative { scope: Scope::Total, .. }
        | Node::Number(_)
        | Node::Symbol(_)
        | Node::Apply { .. } => None,
    }
}

fn depends(setting: &mut Setting<'_>, expr: ExprId) -> bool {
    setting.dependence.holds(setting.graph, setting.network, expr)
}

fn is(graph: &Graph, expr: ExprId, row: &'static Function) -> bool {
    match graph.node(expr) {
        Node::Apply { function, primes: 0, .. } => function == function::id(row),
        Node::Apply { .. } | Node::Number(_) | Node::Symbol(_) | Node::Derivative { .. } => false,
    }
}

fn arguments_of(graph: &Graph, expr: ExprId, row: &'static Function) -> Option<[ExprId; 2]> {
    if !is(graph, expr, row) {
        return None;
    }
    graph.children(expr).try_into().ok()
}
