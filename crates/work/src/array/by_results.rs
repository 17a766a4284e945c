//! Long derivatives by others that are asked for beside them: `∂L/∂x = Wᵀ·∂L/∂b`.

use chainrule_array::chain::Calculus;
use chainrule_array::{Arrays, QuantityId, WholeId};
use chainrule_judge::array::{Answer, ArrayJudge};

use super::derivation::ArrayDerivation;

/// Among more derivatives it is not looked for.
const MOST_RESULTS: usize = 64;

/// Writes derivatives that are too long in terms of the network by the others.
pub(super) fn find(
    arrays: &mut Arrays,
    calculus: &Calculus,
    judge: &ArrayJudge,
    derivations: &mut [ArrayDerivation],
) {
    if derivations.len() > MOST_RESULTS {
        return;
    }
    let results: Vec<(QuantityId, WholeId)> = derivations
        .iter()
        .filter_map(|derivation| {
            let adjoint = &calculus.adjoints[*derivation.adjoints.last()?];
            // What is short already needs no other name.
            let reading = adjoint.reading.filter(|&reading| arrays.parts(arrays.whole(reading)).len() > 1)?;
            derivation.tally.is_sound().then_some((adjoint.name, reading))
        })
        .collect();
    for derivation in derivations {
        let Some(adjoint) = derivation.adjoints.last().map(|&place| &calculus.adjoints[place]) else {
            continue;
        };
        let Some(reading) = adjoint.reading.filter(|_| adjoint.in_full.is_none()) else { continue };
        let mut shorter = reading;
        // Of two that are the same the first stays as it is.
        let others = results.iter().take_while(|(name, other)| *name != adjoint.name || *other != reading);
        let parts = results.iter().filter(|(_, other)| *other != reading);
        for &(name, result) in others.filter(|(_, other)| *other == reading).chain(parts) {
            let name = arrays.quantity_whole(name);
            shorter = arrays.replaced(shorter, result, name).unwrap_or(shorter);
        }
        if shorter != reading && judge.numbers(arrays, reading, shorter) == Answer::Equal {
            derivation.by_results = Some(shorter);
        }
    }
}
