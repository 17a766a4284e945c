//! What is derived, verified as a report is.

use std::hint::black_box;

use chainrule_judge::step::Judge;
use chainrule_symbolic::derivation::{Calculus, WorkingId};
use chainrule_symbolic::graph::Graph;

/// Judges every factor, and replays and judges every working; whether all replay.
pub fn judge_all(graph: &mut Graph, calculus: &Calculus) -> bool {
    let mut judge = Judge::new();
    for factor in calculus.factors() {
        black_box(judge.factor(graph, calculus.network(), *factor));
    }
    let mut replays = true;
    for place in 0..calculus.working_count() {
        let working = calculus.worked(WorkingId::from_index(place));
        replays &= working.replays(graph, calculus.network());
        black_box(judge.working(graph, calculus.network(), working));
    }
    replays
}
