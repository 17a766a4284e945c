//! How long an expression is to read.

use super::algebra::{call, is_sum};
use crate::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE, POWER};
use crate::graph::{ExprId, Graph, Node, Walk};
use rustc_hash::FxHashMap;

/// A name or a number.
const WORD: u64 = 2;

/// A function put to something.
const CALL: u64 = 4;

/// A pair of brackets around a sum.
pub(super) const BRACKETS: u64 = 3;

/// The length of an expression in marks, about: what is shorter is taken to be more finished.
pub fn cost(graph: &Graph, root: ExprId) -> u64 {
    let mut costs: FxHashMap<ExprId, u64> = FxHashMap::default();
    let is_derivative = |id: ExprId| matches!(graph.node(id), Node::Derivative { .. });
    for id in Walk::below_until(graph, &[root], is_derivative) {
        let total = match graph.node(id) {
            Node::Number(_) | Node::Symbol(_) | Node::Derivative { .. } => WORD,
            Node::Apply { arguments, primes, .. } => {
                let of_arguments =
                    arguments.iter().map(|argument| costs[argument]).fold(0, u64::saturating_add);
                of_arguments.saturating_add(marks(graph, id, arguments)).saturating_add(u64::from(primes))
            }
        };
        costs.insert(id, total);
    }
    costs[&root]
}

/// What an operator adds to what it joins.
fn marks(graph: &Graph, id: ExprId, arguments: &[ExprId]) -> u64 {
    let brackets = |arguments: &[ExprId]| {
        let sums = arguments.iter().filter(|&&argument| is_sum(graph, argument)).count();
        u64::try_from(sums).unwrap_or(u64::MAX).saturating_mul(BRACKETS)
    };
    let between = u64::try_from(arguments.len()).unwrap_or(u64::MAX).saturating_sub(1);
    match call(graph, id) {
        // A sum that starts below 0 is turned round.
        Some((row, _)) if *row == ADD => between
            .saturating_add(u64::from(is_negative(graph, arguments)))
            .saturating_add(repeated(arguments)),
        Some((row, _)) if *row == MULTIPLY => {
            between.saturating_add(brackets(arguments)).saturating_add(not_collected(graph, arguments))
        }
        Some((row, _)) if *row == DIVIDE || *row == POWER => between.saturating_add(brackets(arguments)),
        Some((row, _)) if *row == NEGATE => brackets(arguments).saturating_add(1),
        Some(_) | None => CALL,
    }
}

/// How many factors stand apart that one product or one power could hold: `w·(2·w·x)` is longer than `2·w²·x`.
fn not_collected(graph: &Graph, factors: &[ExprId]) -> u64 {
    let is_product = |&factor: &ExprId| call(graph, factor).is_some_and(|(row, _)| *row == MULTIPLY);
    let products = factors.iter().filter(|&factor| is_product(factor)).count();
    u64::try_from(products).unwrap_or(u64::MAX).saturating_add(repeated(factors))
}

/// How often a part stands there once more: `x + x` is longer than `2·x`.
fn repeated(parts: &[ExprId]) -> u64 {
    let mut sorted = parts.to_vec();
    sorted.sort_unstable();
    let repeated = sorted.windows(2).filter(|pair| pair[0] == pair[1]).count();
    u64::try_from(repeated).unwrap_or(u64::MAX)
}

/// Whether the first term of a sum is taken away, and another is not.
fn is_negative(graph: &Graph, terms: &[ExprId]) -> bool {
    let is_taken_away = |&term: &ExprId| match graph.node(term) {
        Node::Number(number) => number.is_negative(),
        Node::Symbol(_) | Node::Derivative { .. } | Node::Apply { .. } => {
            call(graph, term).is_some_and(|(row, _)| *row == NEGATE)
        }
    };
    terms.first().is_some_and(is_taken_away) && !terms.iter().all(is_taken_away)
}
