//! An entry or a line of a derivative that is asked for: `∂L/∂W[1,2]`, `∂L/∂W[1,*]`.

use chainrule_array::chain::{Adjoint, Calculus};
use chainrule_array::{Arrays, Index, Letter, Role, Shape, Size, read};
use chainrule_judge::array::{Answer, ArrayJudge};
use chainrule_worksheet::ArrayQuery;

use super::derivation::{ArrayDerivation, DerivedPart};
use super::numbers::{Numbers, values};

/// The indices of the first entry of a derivative that is asked for.
pub(super) fn first_entry(queries: &[ArrayQuery], derivation: &ArrayDerivation) -> Option<Vec<u64>> {
    let of_derivation = queries
        .iter()
        .filter(|query| query.then.is_none() && (query.of, query.by) == (derivation.of, derivation.by));
    let entries = of_derivation.map(|query| query.at.iter().copied().collect::<Option<Vec<u64>>>());
    entries.flatten().find(|at| !at.is_empty())
}

/// The parts that are asked for, each beside the derivative that it is of.
pub(super) fn all(
    arrays: &mut Arrays,
    (judge, calculus): (&ArrayJudge, &Calculus),
    numbers: &Numbers,
    queries: &[ArrayQuery],
    derivations: &mut [ArrayDerivation],
) {
    for query in queries.iter().filter(|query| !query.at.is_empty()) {
        let is_target = |derivation: &ArrayDerivation| match query.then {
            Some(then) => {
                let role = Role::Adjoint { of: query.of, by: query.by };
                derivation.by == then && arrays.quantity(derivation.of).role == role
            }
            None => (derivation.of, derivation.by) == (query.of, query.by),
        };
        let target = derivations.iter_mut().find(|derivation| is_target(derivation));
        if let Some(derivation) = target
            && let Some(&last) = derivation.adjoints.last()
        {
            let adjoint = &calculus.adjoints[last];
            derivation.parts.extend(of_derivative(arrays, judge, numbers, adjoint, &query.at));
        }
    }
}

/// A part of a derivative; nothing where it could not be confirmed.
fn of_derivative(
    arrays: &mut Arrays,
    judge: &ArrayJudge,
    numbers: &Numbers,
    adjoint: &Adjoint,
    at: &[Option<u64>],
) -> Option<DerivedPart> {
    let letters = adjoint.free();
    let above = letters.len().checked_sub(at.len())?;
    let all: Vec<Option<u64>> = std::iter::repeat_n(None, above).chain(at.iter().copied()).collect();
    let left = arrays.part(adjoint.name, &all)?;
    let free: Vec<Letter> =
        letters.iter().zip(&all).filter(|(_, at)| at.is_none()).map(|(letter, _)| *letter).collect();
    let places: Vec<Index> =
        letters.iter().zip(&all).map(|(&letter, at)| at.map_or(Index::Letter(letter), Index::At)).collect();
    // In terms of the network, where that is short; else of the derivatives before it.
    let in_full = adjoint.in_full.and_then(|full| arrays.entry_of(full, &places));
    let entry = in_full.unwrap_or_else(|| arrays.renamed(adjoint.result(), &letters, &places));
    // What is 0 or 1 by its indices is left away.
    let entry = match arrays.written_out_at(entry, &|_| None) {
        Some(written) => written,
        None => arrays.without_known_deltas(entry),
    };
    let axes: Vec<Size> = free.iter().map(|&letter| arrays.size_of(letter)).collect();
    let by_entries = arrays.by_entries(&free, entry);
    let reading = if free.is_empty() {
        None
    } else {
        read(arrays, entry, &free).filter(|&whole| *arrays.shape(whole) == Shape::of_axes(&axes))
    };
    let right = reading.unwrap_or(by_entries);
    if judge.numbers(arrays, left, right) != Answer::Equal {
        return None;
    }
    let numbers = numbers.of(arrays, left).ok().map(|array| values(&array));
    Some(DerivedPart { at: at.to_vec(), left, right, numbers })
}
