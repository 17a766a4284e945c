//! Expressions with the given values put in.

use chainrule_number::Rational;
use chainrule_symbolic::derivation::Calculus;
use chainrule_symbolic::function::rows::arithmetic::{ADD, MULTIPLY};
use chainrule_symbolic::graph::{ExprId, Node, Walk};
use chainrule_worksheet::{Relation, Worksheet};
use rustc_hash::FxHashMap;

use super::effort::Effort;
use super::{Judgement, all_values, written_out};

/// Whether an expression is certainly 0 with the given values, where its numbers can't tell: by the same proof as a claim.
pub(crate) fn is_zero(worksheet: &mut Worksheet, calculus: &mut Calculus, expr: ExprId) -> bool {
    let zero = worksheet.graph.number(Rational::zero());
    let expr = calculus.without_derivatives(&mut worksheet.graph, expr);
    let judgement = all_values::judge(
        worksheet,
        calculus,
        (expr, zero),
        &[],
        Relation::Equal,
        None,
        &Effort::for_claims(1),
    );
    matches!(judgement, Judgement::Proved(_))
}

/// The expression with the given values in the place of leaves, and sums and products in one order: what differs by
/// names alone that have the same values is the same.
pub(crate) fn with_values(worksheet: &mut Worksheet, calculus: &mut Calculus, expr: ExprId) -> ExprId {
    let expr = calculus.without_derivatives(&mut worksheet.graph, expr);
    let expr = all_values::with_stated(worksheet, expr);
    let root = written_out::down_to_leaves(worksheet, calculus, expr);
    let graph = &mut worksheet.graph;
    let mut ordered: FxHashMap<ExprId, ExprId> = FxHashMap::default();
    for id in Walk::below(graph, &[root]) {
        let Node::Apply { function, primes, arguments } = graph.node(id) else { continue };
        let mut children: Vec<ExprId> =
            arguments.iter().map(|argument| ordered.get(argument).copied().unwrap_or(*argument)).collect();
        if graph.builtin(function).is_some_and(|row| *row == ADD || *row == MULTIPLY) {
            children.sort_unstable();
        }
        ordered.insert(id, graph.apply_primed(function, primes, &children));
    }
    ordered.get(&root).copied().unwrap_or(root)
}
