//! Quantities that are fractions though roots and logarithms stand in their formulas: the cosine of parallel vectors is 1.
//!
//! Digits never tell it: an enclosure that holds 1 may hold anything near it, and `acos`, `sqrt(1 - c)` or a comparison is
//! undecided behind it. Where the simplest fraction in an enclosure is short it is no accident, and the identity is tried as
//! a claim would be. What is proved is exact for everything that follows.

use chainrule_evaluator::NumbersByPrecision;
use chainrule_number::{Rational, Value};
use chainrule_symbolic::derivation::Calculus;
use chainrule_symbolic::function::rows::arithmetic::{ADD, NEGATE};
use chainrule_symbolic::graph::{ExprId, Node};
use chainrule_worksheet::Worksheet;

use crate::claim;

/// In larger networks nothing is looked for.
const MOST_QUANTITIES: usize = 60;

/// So many identities are tried.
const MOST_TRIED: usize = 12;

/// Once so many have not been proved no more are tried: each may take as long as a claim.
const MOST_NOT_PROVED: usize = 2;

/// The place in `PRECISIONS` of the digits at which a candidate must still be held: what is near 1 because a function is
/// saturated, `tanh(50)`, is told from it there, and is not tried.
const FINER: usize = 2;

/// A fraction with so many binary digits is short, in an enclosure of 128.
const MOST_BITS: u64 = 32;

/// Finds the quantities, and what functions without a value there are put to, that are short fractions.
pub(crate) fn find(worksheet: &mut Worksheet, calculus: &mut Calculus, precisions: &mut NumbersByPrecision) {
    if worksheet.defined.len() > MOST_QUANTITIES {
        return;
    }
    let mut tried = Tried::default();
    // What is proved moves what follows: from the start again.
    while let Some((expr, value)) = next(worksheet, calculus, precisions, &mut tried) {
        precisions.prove(expr, value);
    }
}

/// What was tried, and how many of it were not proved.
#[derive(Default)]
struct Tried {
    expressions: Vec<ExprId>,
    not_proved: usize,
}

/// The first that is proved.
fn next(
    worksheet: &mut Worksheet,
    calculus: &mut Calculus,
    precisions: &mut NumbersByPrecision,
    tried: &mut Tried,
) -> Option<(ExprId, Rational)> {
    let numbers = precisions.at(&mut worksheet.graph, calculus.network(), 0);
    let mut wanted: Vec<ExprId> =
        worksheet.defined.iter().map(|&symbol| worksheet.graph.symbol(symbol)).collect();
    for (_, failure) in &numbers.failures {
        if failure.why.is_not_told()
            && let Node::Apply { arguments, .. } = worksheet.graph.node(failure.at)
        {
            wanted.extend(arguments);
        }
    }
    let mut candidates = Vec::new();
    for expr in wanted {
        if tried.expressions.contains(&expr) {
            continue;
        }
        if let Ok(Value::Enclosed(enclosure)) = numbers.value(&mut worksheet.graph, expr)
            && let (Ok(lower), Ok(upper)) = (enclosure.lower().to_rational(), enclosure.upper().to_rational())
            && let Some(simplest) = Rational::simplest_between(&lower, &upper)
            && simplest.bits() <= MOST_BITS
        {
            candidates.push((expr, simplest));
        }
    }
    for (expr, simplest) in candidates {
        if tried.expressions.len() == MOST_TRIED || tried.not_proved == MOST_NOT_PROVED {
            return None;
        }
        tried.expressions.push(expr);
        let finer = precisions.at(&mut worksheet.graph, calculus.network(), FINER);
        let value = finer.value(&mut worksheet.graph, expr);
        let candidate = Value::Exact(simplest.clone()).enclosure(1_024);
        let is_told = |value: &Value| value.enclosure(1_024).is_disjoint(&candidate);
        if value.as_ref().is_ok_and(is_told) {
            continue;
        }
        let number = worksheet.graph.number(simplest.clone());
        let minus = worksheet.graph.call(&NEGATE, &[number]);
        let gap = worksheet.graph.call(&ADD, &[expr, minus]);
        if claim::is_zero(worksheet, calculus, gap) {
            return Some((expr, simplest));
        }
        tried.not_proved += 1;
    }
    None
}
