//! A product that bounds the size of another one, factor by factor: |1 + s·w|·|1 + t·v| ≤ (1 + |w|)·(1 + |v|).

use chainrule_symbolic::function::Function;
use chainrule_symbolic::function::rows::arithmetic::{ADD, MULTIPLY, NEGATE};
use chainrule_symbolic::function::rows::piecewise::ABS;
use chainrule_symbolic::graph::{ExprId, Graph, Node};
use rustc_hash::FxHashSet;

use super::goal::{Goal, Goals};

/// Longer products are left alone.
const MOST_FACTORS: usize = 12;

/// The goals that show, each by itself, that a product is at least the size of another: p - |q| for each factor q and the factor p
/// that speaks of the same names. Where all hold the factors p are not negative, so that the products compare as they do.
pub(super) fn one_by_one(graph: &mut Graph, goal: &Goal) -> Option<Goals> {
    if goal.strict {
        return None;
    }
    let &[one, other] = arguments(graph, goal.expr, &ADD)? else { return None };
    let (above, below) = match (negated(graph, one), negated(graph, other)) {
        (None, Some(below)) => (one, below),
        (Some(below), None) => (other, below),
        (None, None) | (Some(_), Some(_)) => return None,
    };
    // What is smaller is a product of sizes.
    let mut smaller: Vec<ExprId> = factors(graph, below)
        .into_iter()
        .map(|factor| argument(graph, factor, &ABS))
        .collect::<Option<Vec<ExprId>>>()?
        .into_iter()
        .flat_map(|inner| factors(graph, inner))
        .collect();
    let mut larger = factors(graph, above);
    if smaller.len() != larger.len() || !(2..=MOST_FACTORS).contains(&smaller.len()) {
        return None;
    }
    // One that speaks of few names has fewer that may bound it.
    smaller.sort_by_key(|&factor| goal.of(factor).leaves(graph).len());
    let mut goals = Vec::with_capacity(smaller.len());
    for factor in smaller {
        let names = goal.of(factor).leaves(graph).into_iter().collect::<FxHashSet<_>>();
        let shared = |graph: &Graph, of: ExprId| {
            goal.of(of).leaves(graph).into_iter().filter(|leaf| names.contains(leaf)).count()
        };
        let best =
            (0..larger.len()).max_by_key(|&place| (shared(graph, larger[place]), larger.len() - place))?;
        let bound = larger.remove(best);
        let size = graph.call(&ABS, &[factor]);
        let minus = graph.call(&NEGATE, &[size]);
        let difference = graph.call(&ADD, &[bound, minus]);
        goals.push(goal.of(difference));
    }
    Some(goals)
}

fn factors(graph: &Graph, expr: ExprId) -> Vec<ExprId> {
    let mut found = Vec::new();
    let mut waiting = vec![expr];
    while let Some(expr) = waiting.pop() {
        match arguments(graph, expr, &MULTIPLY) {
            Some(inner) => waiting.extend(inner.iter().rev()),
            None => found.push(expr),
        }
    }
    found
}

fn negated(graph: &Graph, expr: ExprId) -> Option<ExprId> {
    argument(graph, expr, &NEGATE)
}

fn argument(graph: &Graph, expr: ExprId, row: &'static Function) -> Option<ExprId> {
    match arguments(graph, expr, row)? {
        &[inner] => Some(inner),
        _ => None,
    }
}

fn arguments<'g>(graph: &'g Graph, expr: ExprId, row: &'static Function) -> Option<&'g [ExprId]> {
    match graph.node(expr) {
        Node::Apply { function, primes: 0, arguments } if graph.builtin(function) == Some(row) => {
            Some(arguments)
        }
        Node::Apply { .. } | Node::Symbol(_) | Node::Number(_) | Node::Derivative { .. } => None,
    }
}
