//! What a stated number presupposes: 200 through a sigmoid needs `abs(w3) >= 800`.

use chainrule_number::Value;
use chainrule_number::{Rational, Scalar};
use chainrule_proof::theorem::{self, Bounds, Ground, Why};
use chainrule_symbolic::derivation::Derivation;
use chainrule_symbolic::function::rows::arithmetic::{ADD, MULTIPLY, POWER};
use chainrule_symbolic::graph::{ExprId, Node, Walk};

use super::check::{Check, ends};
use crate::claim::all_values::ranges;

/// Larger results are not asked what they need.
const LARGEST: usize = 400;

/// A size that something must have for a stated number to be possible.
#[derive(Clone, Debug)]
pub struct Need {
    /// The sizes whose product is bounded from below: absolute values.
    pub sizes: Vec<ExprId>,
    /// The least that it can be.
    pub least: Rational,
    /// Whether that itself is too little.
    pub strict: bool,
    /// The functions whose slopes are bounded.
    pub through: Vec<&'static str>,
}

/// What the number of a derivative needs of what is left free. With `with_values` what has a value is not free.
pub(super) fn least_need(
    check: &mut Check<'_>,
    derivation: &Derivation,
    claimed: &Value,
    with_values: bool,
) -> Option<Need> {
    let graph = &mut check.worksheet.graph;
    if !Walk::has_at_most(graph, derivation.result, LARGEST) {
        return None;
    }
    let bounds = if with_values {
        theorem::of_derivation(graph, &check.calculus, &check.ground, derivation)
    } else {
        let given = ranges(check.worksheet);
        let graph = &mut check.worksheet.graph;
        let ground = Ground::new(graph, check.calculus.network(), given);
        theorem::of_derivation(graph, &check.calculus, &ground, derivation)
    };
    solved(check, &bounds, derivation.name, claimed)
}

/// The bound on a derivative, solved for what is free in it.
fn solved(check: &Check<'_>, bounds: &Bounds, name: ExprId, claimed: &Value) -> Option<Need> {
    let graph = &check.worksheet.graph;
    let theorem = bounds.theorems.last()?;
    let Node::Apply { arguments: &[of], .. } = graph.node(theorem.size) else { return None };
    if of != name {
        return None;
    }
    let mut number = Rational::one();
    let mut sizes = Vec::new();
    let mut stack = vec![theorem.bound];
    while let Some(id) = stack.pop() {
        match graph.node(id) {
            Node::Number(factor) => number = &number * factor,
            Node::Symbol(_) | Node::Derivative { .. } => return None,
            Node::Apply { function, arguments, .. } => {
                let row = graph.builtin(function);
                if row == Some(&MULTIPLY) {
                    stack.extend(arguments.iter().rev());
                } else if row == Some(&ADD) {
                    return None;
                } else if row == Some(&POWER)
                    && let [base, exponent] = arguments
                    && let (Node::Number(base), Node::Number(exponent)) =
                        (graph.node(*base), graph.node(*exponent))
                {
                    number = Scalar::mul(&number, &base.pow(exponent.to_i64()?).ok()?, 0).ok()?;
                } else {
                    sizes.push(id);
                }
            }
        }
    }
    let [Some(low), Some(high)] = ends(claimed, check.numbers.bits()) else { return None };
    if sizes.is_empty() || low.is_zero() || low.is_negative() != high.is_negative() {
        return None;
    }
    let (low, high) = (low.abs(), high.abs());
    let size = if low < high { low } else { high };
    let mut through = Vec::new();
    for part in &bounds.parts {
        if let Why::SlopeOf(row) = part.why
            && !through.contains(&row.name)
        {
            through.push(row.name);
        }
    }
    let strict = bounds.parts.iter().any(|part| part.strict);
    Some(Need { sizes, least: size.checked_div(&number)?, strict, through })
}
