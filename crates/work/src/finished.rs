//! Results in the form a textbook prints, each step judged.

use chainrule_judge::step::{Judge, Tally};
use chainrule_number::Rational;
use chainrule_symbolic::derivation::Calculus;
use chainrule_symbolic::finish::{Named, cost, few_parts, finish};
use chainrule_symbolic::graph::{ExprId, Graph, Walk};
use rustc_hash::FxHashMap;

use crate::reported::derivation::DerivationReport;
use crate::reported::finished::FinishedReport;

/// Results of so many parts in all are finished: the first ones of a worksheet that has more.
const MOST_PARTS: usize = 6_000;

/// Longer forms, in marks, are left out where a product over depth is told.
const LONGEST_BESIDE_PATTERN: u64 = 40;

/// Forms of more parts, written out, are longer than anybody reads: parts that are shared count wherever they stand.
const LONGEST_WRITTEN: usize = 400;

/// … and no result of more parts, written out, is brought into a form so short.
const LONGEST_FINISHED: usize = 2 * LONGEST_WRITTEN;

/// Brings the results of derivations into their finished forms. What a judge refutes or can't try is left out: the
/// factors put back stand as they are.
pub(crate) fn find_all(
    graph: &mut Graph,
    calculus: &Calculus,
    given: FxHashMap<ExprId, Rational>,
    stated: impl Iterator<Item = ExprId>,
    derivations: &mut [DerivationReport],
) {
    let network = calculus.network();
    let (mut named, mut left) = (None, MOST_PARTS);
    let mut judge = Judge::beside(given);
    let stated: Vec<ExprId> = stated.collect();
    for derivation in derivations.iter_mut().filter(|derivation| !derivation.is_refuted()) {
        if !derivation.derivation.has_factors() {
            continue;
        }
        let Some(parts) = few_parts(graph, derivation.derivation.result).filter(|&parts| parts <= left)
        else {
            continue;
        };
        if Walk::written_size(graph, derivation.derivation.result) > LONGEST_FINISHED {
            continue;
        }
        left -= parts;
        let named = named.get_or_insert_with(|| {
            Named::of(graph, network, calculus.readers_names()).keeping(stated.iter().copied())
        });
        let Some(finished) =
            finish(graph, network, named, derivation.derivation.target, derivation.derivation.result)
        else {
            continue;
        };
        if finished.lines.iter().any(|line| Walk::written_size(graph, line.expr) > LONGEST_WRITTEN) {
            continue;
        }
        // What repeats is written once already: only a short form says more.
        if derivation.pattern.is_some() && cost(graph, finished.result()) > LONGEST_BESIDE_PATTERN {
            continue;
        }
        let Some(verdicts) = judge.finished(graph, network, &finished) else { continue };
        let report = FinishedReport { finished, verdicts };
        if report.holds() {
            let mut tally = Tally::default();
            report.verdicts.iter().for_each(|verdict| tally.count(verdict));
            derivation.tally.include(&tally);
            derivation.finished = Some(report);
        }
    }
}
