//! Derivatives that are multiples of one unknown number: two of them that are stated must agree on it.

use chainrule_number::Value;
use chainrule_number::{Rational, Scalar};
use chainrule_symbolic::function::rows::arithmetic::{DIVIDE, MULTIPLY, NEGATE};
use chainrule_symbolic::graph::{ExprId, Node};
use rustc_hash::FxHashMap;

use super::check::Check;

/// Larger products are not taken apart.
const MOST_PARTS: usize = 256;

/// Another stated derivative that says something else of the same number.
pub(super) struct Other {
    /// Its place among the stated derivatives.
    pub(super) place: usize,
    /// What has no value: a product.
    pub(super) parts: Vec<ExprId>,
    /// What this one makes it.
    pub(super) here: Rational,
    /// What the other one makes it.
    pub(super) there: Rational,
}

/// By what has no value: which stated derivative made it what.
#[derive(Debug, Default)]
pub(super) struct Proportions {
    stated: FxHashMap<Vec<ExprId>, (usize, Rational)>,
}

impl Proportions {
    /// Takes in that an expression is a number; the stated derivative that says something else.
    pub(super) fn take_in(
        &mut self,
        check: &mut Check<'_>,
        expr: ExprId,
        claimed: &Value,
        place: usize,
    ) -> Option<Other> {
        let (coefficient, mut parts) = apart(check, expr)?;
        let here = claimed.exact()?.checked_div(&coefficient)?;
        if parts.is_empty() {
            return None;
        }
        parts.sort_unstable();
        match self.stated.get(&parts) {
            Some((other, there)) if *there != here => {
                Some(Other { place: *other, parts, here, there: there.clone() })
            }
            Some(_) => None,
            None => {
                self.stated.insert(parts, (place, here));
                None
            }
        }
    }
}

/// A product as a number other than zero and what has none.
fn apart(check: &mut Check<'_>, expr: ExprId) -> Option<(Rational, Vec<ExprId>)> {
    let mut number = Rational::one();
    let mut parts = Vec::new();
    let mut stack = vec![expr];
    let mut count = 0;
    while let Some(id) = stack.pop() {
        count += 1;
        if count > MOST_PARTS {
            return None;
        }
        let graph = &mut check.worksheet.graph;
        if let Node::Apply { function, arguments, .. } = graph.node(id) {
            let row = graph.builtin(function);
            if row == Some(&MULTIPLY) {
                stack.extend(arguments);
                continue;
            }
            if row == Some(&NEGATE) {
                number = -&number;
                stack.push(arguments[0]);
                continue;
            }
            if row == Some(&DIVIDE)
                && let [above, below] = *arguments
                && let Some(divisor) = exact(check, below)
            {
                number = number.checked_div(&divisor)?;
                stack.push(above);
                continue;
            }
        }
        match exact(check, id) {
            Some(factor) => number = Scalar::mul(&number, &factor, 0).ok()?,
            None => parts.push(id),
        }
    }
    (!number.is_zero()).then_some((number, parts))
}

fn exact(check: &mut Check<'_>, id: ExprId) -> Option<Rational> {
    let value = check.numbers.value(&mut check.worksheet.graph, id).ok()?;
    value.exact().cloned()
}
