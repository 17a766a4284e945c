//! Which rule is taken where.

use super::algebra::{call, is_sum};
use super::cost::{BRACKETS, cost};
use super::operations::{self, is_arithmetic, is_product};
use super::rules;
use super::way::{Fractions, Slopes};
use crate::derivation::{Step, formula};
use crate::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE, POWER};
use crate::graph::{ExprId, Graph, Node, SymbolId, Walk};
use crate::rule::{Rule, differentiation};
use rustc_hash::FxHashSet;

/// Slopes longer than this are written out only where they hold a name.
const SHORT_SLOPE: u64 = 6;

/// A rule applied to one expression.
pub(super) fn step(graph: &mut Graph, rule: &'static Rule, before: ExprId) -> Option<Step> {
    let after = match rule {
        rule if *rule == rules::LIKE_TERMS => operations::like_terms(graph, before),
        rule if *rule == rules::COMMON_FACTOR => operations::factored(graph, before),
        rule if *rule == rules::FRACTIONS => operations::one_fraction(graph, before),
        rule if *rule == rules::MULTIPLIED_OUT => operations::multiplied_out(graph, before),
        rule if *rule == rules::SIGN => operations::sign_taken_in(graph, before),
        _ => None,
    }?;
    (after != before).then(|| Step::computed(rule, before, after))
}

/// The rule that makes a sum shortest; nothing where none makes it shorter. Multiplied out it has to be shorter by more
/// than the brackets: `y·(1 − 2·y)` stays.
pub(super) fn shorter_sum(graph: &mut Graph, before: ExprId) -> Option<Step> {
    let mut least = cost(graph, before);
    let mut best = None;
    for rule in [&rules::LIKE_TERMS, &rules::COMMON_FACTOR, &rules::FRACTIONS, &rules::MULTIPLIED_OUT] {
        if let Some(step) = step(graph, rule, before) {
            let price = cost(graph, step.after());
            let margin = if *rule == rules::MULTIPLIED_OUT && best.is_some() { BRACKETS } else { 0 };
            if price.saturating_add(margin) < least {
                (least, best) = (price, Some(step));
            }
        }
    }
    best
}

/// The sums that are divided by, where fractions are fractions of fractions; or all that are factors.
pub(super) fn sums_within(graph: &Graph, order: &[ExprId], fractions: Fractions) -> FxHashSet<ExprId> {
    let mut stack: Vec<ExprId> = Vec::new();
    for &id in order {
        match call(graph, id) {
            Some((row, &[_, below])) if *row == DIVIDE && fractions == Fractions::Below => stack.push(below),
            Some(_) if fractions == Fractions::Everywhere && is_product(graph, id) => stack.push(id),
            Some(_) | None => {}
        }
    }
    let mut sums = FxHashSet::default();
    while let Some(id) = stack.pop() {
        match call(graph, id) {
            Some((row, _)) if *row == ADD => {
                sums.insert(id);
            }
            Some((row, arguments)) if *row == MULTIPLY || *row == DIVIDE => stack.extend(arguments),
            Some((row, arguments)) if *row == POWER || *row == NEGATE => stack.push(arguments[0]),
            Some(_) | None => {}
        }
    }
    sums
}

/// A product as one fraction.
pub(super) fn put_together(graph: &mut Graph, before: ExprId) -> Option<Step> {
    let (after, cancels) = operations::one_product(graph, before)?;
    let rule = if cancels { &rules::CANCELLED } else { &rules::GATHERED };
    (after != before).then(|| Step::computed(rule, before, after))
}

/// The parts of a result: what arithmetic joins, and what it joins it to.
pub(super) fn parts(graph: &Graph, root: ExprId) -> Vec<ExprId> {
    Walk::in_reading_order(graph, &[root], |id| !is_arithmetic(graph, id))
}

pub(super) fn sums_in(graph: &Graph, root: ExprId) -> FxHashSet<ExprId> {
    parts(graph, root).into_iter().filter(|&id| is_sum(graph, id)).collect()
}

/// A slope written out, with the names that stand in its formula; nothing where it is better left as it is.
pub(super) fn slope(
    graph: &mut Graph,
    primed: ExprId,
    which: Slopes,
    name_of: impl Fn(ExprId, &Graph) -> Option<SymbolId>,
) -> Option<(Step, Vec<(ExprId, SymbolId)>)> {
    let Node::Apply { function, primes, .. } = graph.node(primed) else { return None };
    let row = graph.builtin(function)?;
    // The formula of a function with kinks is no shorter than its name.
    if !row.kinks.is_empty() {
        return None;
    }
    let after = formula(graph, primed)?;
    let names: Vec<(ExprId, SymbolId)> =
        parts(graph, after).into_iter().filter_map(|id| Some((id, name_of(id, graph)?))).collect();
    let is_short = cost(graph, after) <= SHORT_SLOPE + cost(graph, primed).saturating_sub(SHORT_SLOPE + 1);
    if names.is_empty() && !is_short && which == Slopes::Named {
        return None;
    }
    let rule = if primes == 1 { &differentiation::SLOPE } else { &rules::FORMULA };
    Some((Step::computed(rule, primed, after), names))
}
