//! Where the sides of a claim differ: the entry, and the numbers of the leaves.

use chainrule_array::chain::Calculus;
use chainrule_array::{Arrays, QuantityId, Role, Whole, WholeId};
use chainrule_judge::array::{ArrayJudge, Difference};
use rustc_hash::FxHashSet;

use super::numbers;
use crate::reported::array_finding::ArrayDifference;

/// Indices as they are written, from 1.
pub(super) fn written(at: &[usize]) -> Vec<usize> {
    at.iter().map(|index| index + 1).collect()
}

/// Where more leaves than this, or more of their numbers, stand in a counterexample, those that do not matter are put to 0.
const MOST_LEAVES: usize = 3;
const MOST_NUMBERS: usize = 16;

/// The numbers at which the sides differ, with 0 for what does not matter where they are many.
pub(super) fn at_simple_leaves(
    (judge, calculus): (&ArrayJudge, &Calculus),
    arrays: &Arrays,
    difference: &Difference,
    sides: [WholeId; 2],
) -> ArrayDifference {
    let found = at_leaves(arrays, difference, sides);
    let numbers: usize = found.leaves.iter().map(|(_, array)| array.entries.len()).sum();
    if found.leaves.len() <= MOST_LEAVES && numbers <= MOST_NUMBERS {
        return found;
    }
    let leaves: Vec<QuantityId> = found.leaves.iter().map(|(leaf, _)| *leaf).collect();
    at_leaves(arrays, &judge.simplified(arrays, calculus, sides, difference, &leaves), sides)
}

/// The numbers at which the sides differ.
pub(super) fn at_leaves(arrays: &Arrays, difference: &Difference, sides: [WholeId; 2]) -> ArrayDifference {
    let needed = needed(arrays, sides);
    let leaves =
        arrays.quantities().filter(|(id, quantity)| quantity.role == Role::Leaf && needed.contains(id));
    let leaves = leaves
        .filter_map(|(quantity, _)| Some((quantity, numbers::values(difference.values.get(&quantity)?))));
    let [left, right] = difference.sides.each_ref().map(numbers::value);
    // Of smaller arrays, whose indices are others, the numbers alone are told.
    let (at, leaves) = if difference.is_renumbered {
        (Vec::new(), Vec::new())
    } else {
        (written(&difference.at), leaves.collect())
    };
    ArrayDifference { at, left, right: Some(right), leaves, slip: None }
}

/// The quantities on which two wholes depend.
pub(super) fn needed(arrays: &Arrays, sides: [WholeId; 2]) -> FxHashSet<QuantityId> {
    let (mut found, mut seen) = (FxHashSet::default(), FxHashSet::default());
    let mut stack = sides.to_vec();
    while let Some(id) = stack.pop() {
        if !seen.insert(id) {
            continue;
        }
        let whole = arrays.whole(id);
        stack.extend(arrays.parts(whole));
        let mentioned: Vec<QuantityId> = match whole {
            Whole::Quantity(quantity) | Whole::Part { of: quantity, .. } => vec![*quantity],
            Whole::Entries { body, .. } => arrays.quantities_in(*body).to_vec(),
            Whole::Number(_)
            | Whole::Size(_)
            | Whole::Ones(_)
            | Whole::Identity(_)
            | Whole::Rows { .. }
            | Whole::OneHot(..)
            | Whole::Apply { .. }
            | Whole::Spread { .. }
            | Whole::Product(..)
            | Whole::Transpose(_)
            | Whole::Word { .. } => Vec::new(),
        };
        let mut new: Vec<QuantityId> =
            mentioned.into_iter().filter(|quantity| found.insert(*quantity)).collect();
        while let Some(quantity) = new.pop() {
            stack.extend(arrays.definition(quantity));
            // A derivative depends on what it is of.
            if let Role::Adjoint { of, by } = arrays.quantity(quantity).role {
                new.extend([of, by].into_iter().filter(|quantity| found.insert(*quantity)));
            }
        }
    }
    found
}
