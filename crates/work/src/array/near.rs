//! Claims `~=`: to the digits as printed.

use chainrule_array::{Arrays, WholeId};
use chainrule_number::{Enclosure, Rational};
use chainrule_program::array::Array;
use chainrule_worksheet::ArrayClaim;

use super::difference::written;
use super::numbers::{self, Numbers};
use crate::claim::judgement::{By, Doubt, Judgement, Refutation};
use crate::reported::array_finding::{ArrayDifference, ArrayDoubt, ArrayGround};

/// Whether every entry is within half a unit of the last printed digit.
pub(super) fn judge(
    arrays: &Arrays,
    numbers: &Numbers,
    claim: &ArrayClaim,
    [left, right]: [WholeId; 2],
) -> Judgement {
    let (Ok(one), Ok(other)) = (numbers.of(arrays, left), numbers.of(arrays, right)) else {
        return Doubt::Arrays(ArrayDoubt::WithoutNumber).into();
    };
    let axes = if one.axes.is_empty() { &other.axes } else { &one.axes };
    let places = Array::<Enclosure>::indices(axes);
    if claim.units.is_empty() || (claim.units.len() > 1 && claim.units.len() != places.len()) {
        return Doubt::Arrays(ArrayDoubt::NoDecimal).into();
    }
    // Half a unit away to the last: only fractions tell.
    let exact = numbers.exactly(arrays, left).zip(numbers.exactly(arrays, right));
    let gap_of = |at: &[usize]| {
        let (one, other) = exact.as_ref()?;
        Some((one.get_or_number(at)? - other.get_or_number(at)?).abs())
    };
    let (mut last, count) = (None, places.len());
    for (place, at) in places.into_iter().enumerate() {
        let (Some(one), Some(other)) = (one.get_or_number(&at), other.get_or_number(&at)) else { continue };
        let half = claim.units.get(place).unwrap_or(&claim.units[0]) * &Rational::fraction(1, 2);
        let allowed = Enclosure::from_range(&-&half, &half, 128);
        let gap = one.sub(other, 128);
        let is_within = gap_of(&at).map(|gap| gap <= half);
        if is_within == Some(false) || gap.is_disjoint(&allowed) {
            let left = numbers::value(one);
            let at = written(&at);
            return Refutation::Arrays(ArrayDifference {
                at,
                left,
                right: None,
                leaves: Vec::new(),
                slip: None,
            })
            .into();
        }
        if is_within.is_none() && (gap.lower() < allowed.lower() || gap.upper() > allowed.upper()) {
            return Doubt::Arrays(ArrayDoubt::TooFewDigits).into();
        }
        last = Some(numbers::value(one));
    }
    match last {
        Some(_) if count > 1 => By::Arrays(ArrayGround::EveryEntry).into(),
        Some(value) => By::Arrays(ArrayGround::AsPrinted(value)).into(),
        None => Doubt::Arrays(ArrayDoubt::WithoutNumber).into(),
    }
}
