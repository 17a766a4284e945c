//! What the rules of finishing do to one expression.

use super::algebra::{Algebra, call, is_sum};
use super::product::Product;
use crate::function::Function;
use crate::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE, POWER};
use crate::function::rows::power::SQRT;
use crate::graph::{ExprId, Graph, Node};

/// Like terms of a sum gathered.
pub(crate) fn like_terms(graph: &mut Graph, before: ExprId) -> Option<ExprId> {
    of_sum(graph, before)?.like_terms(before)
}

/// What all terms of a sum have as a factor taken out.
pub(crate) fn factored(graph: &mut Graph, before: ExprId) -> Option<ExprId> {
    of_sum(graph, before)?.factored(before)
}

/// The fractions in a sum brought to one.
pub(crate) fn one_fraction(graph: &mut Graph, before: ExprId) -> Option<ExprId> {
    of_sum(graph, before)?.one_fraction(before)
}

/// The products in a sum multiplied out.
pub(crate) fn multiplied_out(graph: &mut Graph, before: ExprId) -> Option<ExprId> {
    of_sum(graph, before)?.multiplied_out(before)
}

fn of_sum(graph: &mut Graph, before: ExprId) -> Option<Algebra<'_>> {
    if !is_sum(graph, before) {
        return None;
    }
    Algebra::over(graph, &[before])
}

/// A product as one fraction, and whether something was cancelled.
pub(crate) fn one_product(graph: &mut Graph, before: ExprId) -> Option<(ExprId, bool)> {
    if !is_product(graph, before) {
        return None;
    }
    let mut algebra = Algebra::over(graph, &[before])?;
    let product = algebra.product(before)?;
    Some((algebra.without_content(&product)?, product.cancels))
}

/// `−(u − v)·w` as `(v − u)·w`: the first sum that has a term of either sign.
pub(crate) fn sign_taken_in(graph: &mut Graph, before: ExprId) -> Option<ExprId> {
    let mut algebra = Algebra::over(graph, &[before])?;
    let mut product = algebra.product(before)?;
    if !product.number.is_negative() {
        return None;
    }
    let place = turnable(&mut algebra, &product)?;
    let (sum, exponent) = product.factors[place].clone();
    let mut terms = algebra.terms(sum)?;
    for term in &mut terms {
        term.number = -&term.number;
    }
    let turned = algebra.sum(&terms)?;
    // The turned sum stands for itself: a product would be taken back to the one that was met first.
    let mut changed = Product::one();
    changed.number = -&product.number;
    for (at, (base, power)) in std::mem::take(&mut product.factors).into_iter().enumerate() {
        changed.take(if at == place { turned } else { base }, if at == place { &exponent } else { &power });
    }
    Some(algebra.build(&changed))
}

/// The sum that a sign can be taken into: `−(y − a)·x` is `(a − y)·x`, while `−p·(1 − p)` stays.
pub(super) fn turnable(algebra: &mut Algebra<'_>, product: &Product) -> Option<usize> {
    let is_alone = product.factors.len() == 1;
    let sum =
        product.factors.iter().position(|(base, exponent)| exponent.is_one() && is_sum(algebra.graph, *base));
    let place = sum?;
    let terms = algebra.terms(product.factors[place].0)?;
    let has_either_sign = terms.iter().any(|term| term.number.is_negative());
    let has_number = terms.iter().any(|term| term.factors.is_empty());
    (has_either_sign && (is_alone || !has_number)).then_some(place)
}

/// Whether an expression is a product, a quotient, a negative, or a power with a number above.
pub(super) fn is_product(graph: &Graph, expr: ExprId) -> bool {
    let Some((row, arguments)) = call(graph, expr) else { return false };
    [&MULTIPLY, &DIVIDE, &NEGATE, &SQRT].contains(&row) || (*row == POWER && is_number(graph, arguments[1]))
}

fn is_number(graph: &Graph, expr: ExprId) -> bool {
    matches!(graph.node(expr), Node::Number(_))
}

/// Whether an expression is arithmetic whose parts may be looked at one by one.
pub(super) fn is_arithmetic(graph: &Graph, expr: ExprId) -> bool {
    let is = |row: &'static Function| call(graph, expr).is_some_and(|(function, _)| function == row);
    (is_product(graph, expr) && !is(&SQRT)) || is(&ADD)
}
