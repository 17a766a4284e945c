//! Ranges that have no index at the sizes that a worksheet states.

use chainrule_array::{Arrays, Entry, Size, SizeId, sum_in_whole_numbers};
use chainrule_diagnostic::{Diagnostic, code};
use chainrule_worksheet::{ArrayClaim, ArrayDefinition};
use rustc_hash::FxHashMap;

use super::GenericEntry;

/// An error for each range whose length comes to 0 or less: nothing that is found at other sizes would hold at these.
pub(super) fn refuse(
    arrays: &Arrays,
    sizes: &[(SizeId, u64)],
    (defined, entries): (&[ArrayDefinition], &[Option<GenericEntry>]),
    claims: &[ArrayClaim],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut counts: FxHashMap<SizeId, i64> =
        sizes.iter().filter_map(|&(letter, count)| Some((letter, i64::try_from(count).ok()?))).collect();
    for (letter, sum) in arrays.size_sums() {
        let Some(count) = sum.value(|size| counts.get(&size).copied()) else { continue };
        counts.insert(letter, count);
        if count > 0 {
            continue;
        }
        let size = Size::Letter(letter);
        let is_added_up = |entry: &GenericEntry| {
            arrays
                .entries_in(entry.value)
                .any(|(_, node)| matches!(node, Entry::Sum(over, _) if *over == size))
        };
        let is_here = |(definition, entry): &(&ArrayDefinition, &Option<GenericEntry>)| {
            arrays.quantity(definition.quantity).shape.axes().contains(&size)
                || entry.as_ref().is_some_and(is_added_up)
        };
        let here = defined.iter().zip(entries).find(is_here).map(|(definition, _)| definition.span);
        let is_claimed =
            |claim: &&ArrayClaim| claim.sides.iter().any(|&side| arrays.shape(side).axes().contains(&size));
        let Some(span) = here.or_else(|| Some(claims.iter().find(is_claimed)?.span)) else { continue };
        let names = arrays.size_names();
        let terms = sum.terms.iter().map(|&(times, letter)| (times, names[letter.0 as usize].as_str()));
        let length = sum_in_whole_numbers(terms, sum.constant);
        let stated: Vec<String> = sum
            .terms
            .iter()
            .filter_map(|(_, letter)| Some(format!("{} = {}", names[letter.0 as usize], counts.get(letter)?)))
            .collect();
        let message = format!("a range of {length} indices has none at {}", stated.join(", "));
        diagnostics.push(
            Diagnostic::error(&code::BAD_SHAPE, span, message)
                .help("take a larger size, or leave out what is added up over nothing"),
        );
    }
}
