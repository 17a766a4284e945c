//! The paths that carry most of each derivative, and what share of it.

use chainrule_evaluator::NumbersByPrecision;
use chainrule_evaluator::top_paths::TopPaths;
use chainrule_number::{Elementary, Rational};
use chainrule_number::{Scalar, Value};
use chainrule_symbolic::derivation::Calculus;
use chainrule_symbolic::graph::Graph;

use crate::reported::derivation::DerivationReport;
use crate::reported::top_paths::{RankedPaths, TopPathsReport};

/// The precision, in bits, of shares.
const BITS: u32 = 256;

/// Finds the paths of every derivation that has factors and was not refuted.
pub(crate) fn find_all(
    graph: &mut Graph,
    calculus: &Calculus,
    numbers: &mut NumbersByPrecision,
    derivations: &mut [DerivationReport],
    count: usize,
) {
    for derivation in derivations {
        let chain = &derivation.derivation.chain;
        if chain.edges().is_empty() || derivation.is_refuted() {
            continue;
        }
        let found = TopPaths::find(graph, calculus, numbers, chain, count);
        derivation.top_paths = Some(match found {
            Ok(found) => TopPathsReport::Ranked(Box::new(ranked(found, derivation.value.as_ref()))),
            Err(why) => TopPathsReport::Unranked(why),
        });
    }
}

fn ranked(found: TopPaths, derivative: Option<&Value>) -> RankedPaths {
    let size = |value: &Value| Value::elementary(Elementary::Abs, std::slice::from_ref(value), BITS);
    let share = |value: &Value| size(value)?.div(&found.sum_of_sizes, BITS);
    let products = || found.paths.iter().map(|path| &path.product);
    let zero = Value::Exact(Rational::zero());
    let sum = products().try_fold(zero.clone(), |sum, product| sum.add(product, BITS)).ok();
    let total = products().try_fold(zero, |sum, product| sum.add(&size(product)?, BITS)).ok();
    let shares = products().map(|product| share(product).ok()).collect();
    let share_of = |value: Option<&Value>| value.and_then(|value| share(value).ok());
    let (share, left) = (share_of(total.as_ref()), share_of(derivative));
    RankedPaths { shares, share, sum, left_by_cancellation: left, found }
}
