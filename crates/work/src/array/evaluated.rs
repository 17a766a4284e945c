//! What the numbers of a worksheet say of its derivatives: whether they are right there, and how large they are.

use chainrule_array::Arrays;
use chainrule_array::chain::{Adjoint, Calculus};
use chainrule_judge::array::{Answer, along_and_moved};

use super::derivation::ArrayDerivation;
use super::directions::Ways;
use super::ledger::Ledgers;
use super::numbers::Numbers;
use super::{groups, sizes};

/// Judges derivatives at the numbers, and measures them.
pub(super) fn judge_and_measure(
    arrays: &Arrays,
    calculus: &Calculus,
    numbers: &Numbers,
    derivations: &mut [ArrayDerivation],
) {
    let judged = |adjoints: &[&Adjoint]| {
        let at = (&numbers.sizes, numbers.bits);
        along_and_moved(arrays, at, &numbers.functions, &numbers.values, adjoints).unwrap_or(Answer::Untested)
    };
    for group in groups::by_leaves(arrays, calculus, derivations) {
        let adjoints: Vec<&Adjoint> = group.iter().map(|(_, place)| &calculus.adjoints[*place]).collect();
        let judgement = judged(&adjoints);
        for (&(derivation, _), adjoint) in group.iter().zip(&adjoints) {
            // Where not all agree, it is said which does not.
            let answer = match judgement {
                Answer::Equal => Answer::Equal,
                Answer::Different | Answer::Untested if group.len() > 1 => judged(&[adjoint]),
                Answer::Different | Answer::Untested => judgement,
            };
            match answer {
                Answer::Different => derivations[derivation].tally.refuted += 1,
                Answer::Equal => derivations[derivation].tally.directions += 1,
                Answer::Untested => {}
            }
        }
    }
    let mut ledgers = Ledgers::new(arrays, calculus, numbers);
    let mut ways = Ways::default();
    for derivation in derivations {
        derivation.sizes = sizes::sizes_along(&mut ledgers, &mut ways, derivation);
    }
}
