//! Likely slips in claims by entries: the entry changed at the letters of the claim.

use chainrule_array::chain::indices;
use chainrule_array::{Arrays, Entry, EntryId, Index, Letter, Size, Whole, WholeId};
use chainrule_number::Rational;
use chainrule_symbolic::function;
use chainrule_symbolic::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE};
use chainrule_worksheet::ClaimIndex;

use crate::reported::array_finding::{LikelySlip, SlipKind};

/// Whether a side is spoken of by its entries.
pub(super) fn is_by_entries(arrays: &Arrays, side: WholeId) -> bool {
    matches!(arrays.whole(side), Whole::Entries { axes, .. } if !axes.is_empty())
}

/// Changes of a side that is spoken of by its entries; none where its letters could not be told as they were typed.
pub(super) fn of_entries(
    arrays: &mut Arrays,
    side: WholeId,
    claim: &[ClaimIndex],
    slips: &mut Vec<LikelySlip>,
) {
    let free = arrays.letters_for(&arrays.shape(side).clone());
    let are_told = free.len() == claim.len() && claim.iter().all(|index| index.above_one == 0);
    let Some(entry) = arrays.entry_of(side, &indices(&free)).filter(|_| are_told) else { return };
    for (kind, changed) in changes(arrays, entry, &free) {
        let whole = arrays.by_entries(&free, changed);
        if whole != side {
            slips.push(LikelySlip { kind, replaced: None, whole, letters: claim.to_vec() });
        }
    }
}

fn changes(arrays: &mut Arrays, entry: EntryId, free: &[Letter]) -> Vec<(SlipKind, EntryId)> {
    let mut out = Vec::new();
    for (place, &one) in free.iter().enumerate() {
        for &other in &free[place + 1..] {
            if arrays.size_of(one) == arrays.size_of(other) {
                let swapped =
                    arrays.renamed(entry, &[one, other], &[Index::Letter(other), Index::Letter(one)]);
                out.push((SlipKind::Transposed, swapped));
            }
        }
    }
    out.push((SlipKind::OtherSign, negative(arrays, entry)));
    out.push((SlipKind::TwoMissing, times(arrays, entry, &Rational::from_integer(2))));
    out.push((SlipKind::TwoTooMany, times(arrays, entry, &Rational::fraction(1, 2))));
    for size in arrays.all_sizes().into_iter().filter(|size| matches!(size, Size::Letter(_))) {
        let size = arrays.size_entry(size);
        out.push((SlipKind::SizeNotDividedBy, arrays.divide(entry, size)));
        out.push((SlipKind::SizeTooMany, arrays.multiply(&[size, entry])));
    }
    out.extend(signs_of_terms(arrays, entry).into_iter().map(|changed| (SlipKind::SignOfTerm, changed)));
    out
}

/// The sign of one term changed, in the sum that it is or in one of its factors.
fn signs_of_terms(arrays: &mut Arrays, entry: EntryId) -> Vec<EntryId> {
    let Entry::Apply { function, primes: 0, arguments } = arrays.entry(entry).clone() else {
        return Vec::new();
    };
    let mut changed = Vec::new();
    let is = |row| function == function::id(row);
    for (place, &argument) in arguments.iter().enumerate() {
        let new = if is(&ADD) {
            vec![negative(arrays, argument)]
        } else if is(&MULTIPLY) || is(&NEGATE) {
            signs_of_terms(arrays, argument)
        } else {
            Vec::new()
        };
        for new in new {
            let mut all = arguments.clone();
            all[place] = new;
            changed.push(arrays.apply(function, 0, &all));
        }
    }
    changed
}

fn negative(arrays: &mut Arrays, entry: EntryId) -> EntryId {
    match arrays.entry(entry).clone() {
        Entry::Apply { function, primes: 0, arguments } if function == function::id(&NEGATE) => arguments[0],
        Entry::Number(value) => arrays.number_entry(-&value),
        Entry::Size(_)
        | Entry::Of(..)
        | Entry::Delta(..)
        | Entry::Selected { .. }
        | Entry::Aligned { .. }
        | Entry::Sum(..)
        | Entry::Apply { .. }
        | Entry::Derivative { .. } => arrays.negate(entry),
    }
}

/// A number times an entry; one that stands in front already takes it up.
fn times(arrays: &mut Arrays, entry: EntryId, number: &Rational) -> EntryId {
    let Entry::Apply { function, primes: 0, arguments } = arrays.entry(entry).clone() else {
        return in_front(arrays, entry, number);
    };
    if function == function::id(&NEGATE) {
        let inner = times(arrays, arguments[0], number);
        return arrays.negate(inner);
    }
    if function == function::id(&MULTIPLY)
        && let [first, rest @ ..] = arguments.as_slice()
    {
        if let Entry::Number(value) = arrays.entry(*first).clone() {
            let rest = arrays.multiply(rest);
            return in_front(arrays, rest, &(&value * number));
        }
        let mut all = vec![times(arrays, *first, number)];
        all.extend(rest);
        return arrays.multiply(&all);
    }
    if function == function::id(&DIVIDE) {
        let above = times(arrays, arguments[0], number);
        return arrays.divide(above, arguments[1]);
    }
    in_front(arrays, entry, number)
}

fn in_front(arrays: &mut Arrays, entry: EntryId, number: &Rational) -> EntryId {
    if number.is_one() {
        return entry;
    }
    let number = arrays.number_entry(number.clone());
    arrays.multiply(&[number, entry])
}
