//! Whether two expressions are the same function over a box.

use chainrule_proof::counterexample;
use chainrule_proof::identity::{self, Sign};
use chainrule_proof::ranges::{Range, Ranges, ranges_of};
use chainrule_symbolic::graph::{ExprId, Graph};
use rustc_hash::FxHashMap;

/// Whether two expressions in primitives are the same function.
pub(crate) enum Agreement {
    /// They are.
    Same,
    /// Up to the signs of constants, which are to be seen at a point; none was found.
    Nowhere,
    /// They may be.
    NotShown,
}

/// Whether two expressions in primitives, with no minima and maxima in them, are the same function over a box.
pub(crate) fn agree(graph: &mut Graph, left: ExprId, right: ExprId, ranges: &Ranges) -> Agreement {
    let exprs = identity::signs_asked(graph, &[left, right]);
    let mut signs: FxHashMap<ExprId, Sign> = ranges_of(graph, &exprs, ranges)
        .into_iter()
        .zip(&exprs)
        .filter_map(|(range, &argument)| Some((argument, sign_in(range?)?)))
        .collect();
    for (&leaf, range) in ranges {
        if let Some(sign) = sign_in(range.range) {
            signs.insert(leaf, sign);
        }
    }
    if !identity::holds(graph, left, right, &signs) {
        return Agreement::NotShown;
    }
    if identity::signs_matter(graph, left, right) && !counterexample::meet(graph, left, right, ranges) {
        return Agreement::Nowhere;
    }
    Agreement::Same
}

/// The sign of everything in a range, where it is one.
fn sign_in(range: Range) -> Option<Sign> {
    if range.is_positive() {
        Some(Sign::Positive)
    } else if range.is_negative() {
        Some(Sign::Negative)
    } else if range.is_not_negative() {
        Some(Sign::NotNegative)
    } else if range.is_not_positive() {
        Some(Sign::NotPositive)
    } else {
        None
    }
}
