//! `t*ln(t)` at t = 0: 0, which is its limit.
//!
//! So targets that are 0 leave no trace in a cross-entropy or a divergence, as in every library. It is taken where a
//! product has a factor that is exactly 0 and the logarithm of the same factor times or over something else.

use chainrule_symbolic::function::rows::arithmetic::{DIVIDE, MULTIPLY, NEGATE};
use chainrule_symbolic::function::rows::exponential::{LN, LOG2, LOG10};
use chainrule_symbolic::graph::{ExprId, Graph, Node, Rewriter, Walk};

use chainrule_number::Rational;

/// The expression with 0 in the place of such products, and the products; `is_zero` says what is exactly 0.
pub(super) fn taken(
    graph: &mut Graph,
    root: ExprId,
    mut is_zero: impl FnMut(&mut Graph, ExprId) -> bool,
) -> (ExprId, Vec<ExprId>) {
    let mut rewriter = Rewriter::new();
    let mut found = Vec::new();
    for id in Walk::rewritable(graph, root) {
        let factors = factors(graph, id);
        if factors.len() < 2 {
            continue;
        }
        let vanishes = factors.iter().any(|&logarithm| {
            let Some(argument) = argument_of_logarithm(graph, logarithm) else { return false };
            let others_factors = self::factors(graph, argument);
            factors.iter().any(|&factor| {
                factor != logarithm && others_factors.contains(&factor) && is_zero(graph, factor)
            })
        });
        if vanishes {
            let zero = graph.number(Rational::zero());
            rewriter.replace(id, zero);
            found.push(id);
        }
    }
    (rewriter.apply(graph, root), found)
}

/// The factors of an expression, those below a fraction's line left out; itself, where it is no product.
fn factors(graph: &Graph, root: ExprId) -> Vec<ExprId> {
    let mut found = Vec::new();
    let mut stack = vec![root];
    while let Some(id) = stack.pop() {
        let Node::Apply { function, primes: 0, arguments } = graph.node(id) else {
            found.push(id);
            continue;
        };
        match graph.builtin(function) {
            Some(row) if *row == MULTIPLY => stack.extend_from_slice(arguments),
            Some(row) if *row == NEGATE || *row == DIVIDE => stack.extend(arguments.first()),
            Some(_) | None => found.push(id),
        }
    }
    found
}

fn argument_of_logarithm(graph: &Graph, id: ExprId) -> Option<ExprId> {
    let Node::Apply { function, primes: 0, arguments: &[argument] } = graph.node(id) else { return None };
    graph.builtin(function).filter(|row| **row == LN || **row == LOG2 || **row == LOG10).map(|_| argument)
}
