//! Likely slips: what a refuted claim would have to say instead, found by trying it.

use chainrule_array::chain::Calculus;
use chainrule_array::word::{Over, Word};
use chainrule_array::{Arrays, Entry, Role, Shape, Size, Whole, WholeId};
use chainrule_judge::array::{Answer, ArrayJudge, Tried};
use chainrule_number::Rational;
use chainrule_symbolic::function::rows::arithmetic::{ADD, MULTIPLY, NEGATE};
use chainrule_symbolic::function::{self, Prime};
use chainrule_worksheet::ClaimIndex;

use super::slips_by_entries::{is_by_entries, of_entries};
use crate::reported::array_finding::{LikelySlip, SlipKind};

/// So many changes of a side are tried.
const MOST_TRIED: usize = 200;

/// With which single change a refuted claim holds; nothing where none of those tried does.
pub(super) fn likely(
    arrays: &mut Arrays,
    calculus: &Calculus,
    [left, right]: [WholeId; 2],
    indices: &[ClaimIndex],
) -> Option<LikelySlip> {
    let is_derivative = |arrays: &Arrays, side: WholeId| {
        let quantity = match arrays.whole(side) {
            Whole::Quantity(quantity) | Whole::Part { of: quantity, .. } => *quantity,
            Whole::Entries { body, .. } => {
                if let Entry::Of(quantity, _) = arrays.entry(*body) {
                    *quantity
                } else {
                    return false;
                }
            }
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
            | Whole::Word { .. } => return false,
        };
        matches!(arrays.quantity(quantity).role, Role::Adjoint { .. })
    };
    // The side that was worked out by hand is the other one.
    let (kept, changed) = if is_derivative(arrays, left) || !is_derivative(arrays, right) {
        (left, right)
    } else {
        (right, left)
    };
    let mut slips = Vec::new();
    if is_by_entries(arrays, changed) {
        of_entries(arrays, changed, indices, &mut slips);
    } else {
        of_the_whole(arrays, changed, &mut slips);
        of_parts(arrays, changed, &mut slips);
    }
    slips.truncate(MOST_TRIED);
    let judge = ArrayJudge::new(arrays, calculus);
    slips.into_iter().find(|slip| {
        (arrays.shape(slip.whole) == arrays.shape(kept) || arrays.shape(slip.whole).is_number())
            && !matches!(judge.difference(arrays, calculus, kept, slip.whole), Tried::Differ(_))
            && judge.identical(arrays, calculus, kept, slip.whole) == Answer::Equal
    })
}

/// Signs, numbers in front, and the transpose.
fn of_the_whole(arrays: &mut Arrays, side: WholeId, slips: &mut Vec<LikelySlip>) {
    let mut add = |kind: SlipKind, whole: Option<WholeId>| {
        slips.extend(whole.map(|whole| LikelySlip { kind, replaced: None, whole, letters: Vec::new() }));
    };
    let turned = arrays.transpose(side).filter(|&whole| whole != side);
    add(SlipKind::Transposed, turned);
    let negative = arrays.minus(side);
    add(SlipKind::OtherSign, Some(negative));
    let twice = arrays.times_fraction(side, &Rational::from_integer(2));
    add(SlipKind::TwoMissing, twice);
    let halved = arrays.times_fraction(side, &Rational::fraction(1, 2));
    add(SlipKind::TwoTooMany, halved);
    for size in arrays.all_sizes() {
        if matches!(size, Size::Letter(_)) {
            let number = arrays.size_number(size);
            let (divided, multiplied) = (arrays.divided_by(side, number), arrays.times(&[number, side]));
            add(SlipKind::SizeNotDividedBy, divided);
            add(SlipKind::SizeTooMany, multiplied);
        }
    }
}

/// Changes of one part.
fn of_parts(arrays: &mut Arrays, side: WholeId, slips: &mut Vec<LikelySlip>) {
    let mut parts = Vec::new();
    let mut stack = vec![side];
    while let Some(id) = stack.pop() {
        if !parts.contains(&id) {
            parts.push(id);
            stack.extend(arrays.parts(arrays.whole(id)).into_iter().rev());
        }
    }
    let slopes = slopes(arrays);
    for part in parts {
        for (kind, part, new) in changes(arrays, part, &slopes) {
            if new == part {
                continue;
            }
            let whole = if part == side { Some(new) } else { arrays.replaced(side, part, new) };
            let replaced = Some([part, new]);
            slips.extend(whole.map(|whole| LikelySlip { kind, replaced, whole, letters: Vec::new() }));
        }
    }
}

/// The slopes of the activations of a worksheet: `σ'(z)` where something is defined as `σ(z)`.
fn slopes(arrays: &mut Arrays) -> Vec<WholeId> {
    let activations: Vec<_> = arrays
        .quantities()
        .filter_map(|(_, quantity)| match quantity.role {
            Role::Defined(definition) => {
                if let Whole::Apply { function, primes: 0, arguments } = arrays.whole(definition)
                    && arguments.len() == 1
                {
                    let row = function::TABLE.get(function.index())?;
                    (row.prime == Prime::Named).then_some((*function, arguments[0]))
                } else {
                    None
                }
            }
            Role::Leaf | Role::Adjoint { .. } => None,
        })
        .collect();
    activations.into_iter().filter_map(|(function, of)| arrays.each(function, 1, &[of])).collect()
}

/// What may have been meant in the place of a part.
fn changes(arrays: &mut Arrays, part: WholeId, slopes: &[WholeId]) -> Vec<(SlipKind, WholeId, WholeId)> {
    let mut of_terms = Vec::new();
    let mut out: Vec<(SlipKind, Option<WholeId>)> = Vec::new();
    let shape = arrays.shape(part).clone();
    match arrays.whole(part).clone() {
        Whole::Product(left, right) => {
            out.push((SlipKind::FactorsSwapped, arrays.product(right, left)));
            out.push((SlipKind::EntrywiseMeant, arrays.each(function::id(&MULTIPLY), 0, &[left, right])));
            // `W·diag(s)` for `diag(s)·W`, also with the transpose on the other side.
            let turned = [arrays.transpose(left), arrays.transpose(right)];
            if let [Some(l), Some(r)] = turned {
                out.push((SlipKind::FactorsSwappedAndTransposed, arrays.product(r, l)));
                out.push((SlipKind::Transpose, arrays.product(l, right)));
                out.push((SlipKind::Transpose, arrays.product(left, r)));
                out.push((SlipKind::FactorsSwappedOneTransposed, arrays.product(r, left)));
                out.push((SlipKind::FactorsSwappedOneTransposed, arrays.product(right, l)));
            }
        }
        Whole::Quantity(_) | Whole::Transpose(_) if shape.is_square() => {
            out.push((SlipKind::Transpose, arrays.transpose(part)));
            out.push((SlipKind::Inverse, arrays.word(Word::Inverse, Over::All, &[part])));
        }
        Whole::Word { word: Word::Inverse, arguments, .. } => {
            out.push((SlipKind::Inverse, Some(arguments[0])));
            out.push((SlipKind::Transpose, arrays.transposed_as_written(part)));
        }
        Whole::Word { word, over: Over::EachRow, arguments } => {
            out.push((SlipKind::OtherAxis, arrays.word(word, Over::EachColumn, &arguments)));
        }
        Whole::Word { word, over: Over::EachColumn, arguments } => {
            out.push((SlipKind::OtherAxis, arrays.word(word, Over::EachRow, &arguments)));
        }
        Whole::Apply { function, primes, arguments }
            if primes == 0 && function == function::id(&MULTIPLY) =>
        {
            if let [left, right] = arguments.as_slice() {
                out.push((SlipKind::ProductMeant, arrays.product(*left, *right)));
            }
        }
        Whole::Apply { function, primes, arguments } if primes == 0 && function == function::id(&ADD) => {
            for (place, &term) in arguments.iter().enumerate() {
                let mut terms = arguments.clone();
                terms[place] = arrays.minus(term);
                out.push((SlipKind::SignOfTerm, arrays.plus(&terms)));
                let by = [
                    (SlipKind::TwoMissing, Rational::from_integer(2)),
                    (SlipKind::TwoTooMany, Rational::fraction(1, 2)),
                ];
                for (kind, factor) in by {
                    of_terms.extend(arrays.times_fraction(term, &factor).map(|new| (kind, term, new)));
                }
            }
        }
        Whole::Apply { function, primes, arguments } if function != function::id(&NEGATE) => {
            let is_activation = arguments.len() == 1
                && function::TABLE.get(function.index()).is_some_and(|row| row.prime == Prime::Named);
            if is_activation {
                out.push((SlipKind::SlopeMeant, arrays.each(function, primes + 1, &arguments)));
                if primes > 0 {
                    out.push((SlipKind::FunctionMeant, arrays.each(function, primes - 1, &arguments)));
                }
            }
        }
        Whole::Number(_)
        | Whole::Size(_)
        | Whole::Quantity(_)
        | Whole::Ones(_)
        | Whole::Identity(_)
        | Whole::Rows { .. }
        | Whole::OneHot(..)
        | Whole::Apply { .. }
        | Whole::Spread { .. }
        | Whole::Transpose(_)
        | Whole::Word { .. }
        | Whole::Entries { .. }
        | Whole::Part { .. } => {}
    }
    if matches!(shape, Shape::Vector(_) | Shape::Matrix(..) | Shape::Number) {
        for &slope in slopes {
            if *arrays.shape(slope) == shape {
                out.push((SlipKind::SlopeMissing, arrays.times(&[part, slope])));
            }
        }
    }
    let of_part = out
        .into_iter()
        .filter_map(|(kind, whole)| Some((kind, part, whole?)))
        .filter(|(.., whole)| *arrays.shape(*whole) == shape);
    of_part.chain(of_terms).collect()
}
