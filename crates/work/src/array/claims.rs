//! Claims between arrays.

use chainrule_array::chain::{Calculus, Obstacle};
use chainrule_array::{Arrays, QuantityId, Role, Size, WholeId};
use chainrule_judge::array::{Answer, ArrayJudge, Difference, Tried};
use chainrule_number::{Enclosure, Rational};
use chainrule_program::array::Array;
use chainrule_worksheet::{ArrayClaim, Relation};

use super::difference::{at_simple_leaves, needed, written};
use super::numbers::{self, Numbers};
use super::taken_apart::taken_apart;
use super::{by_cases, near, ordered, slips};
use crate::claim::judgement::{By, ClaimReport, Doubt, Judgement, Refutation};
use crate::reported::array_finding::{ArrayDifference, ArrayDoubt, ArrayGround};

/// A claim whose derivatives were derived.
pub(super) struct DerivedClaim {
    claim: ArrayClaim,
    /// The sides with their derivatives; nothing where one has no rule.
    sides: Option<[WholeId; 2]>,
}

/// Derives what a claim speaks of.
pub(super) fn derive(arrays: &mut Arrays, calculus: &mut Calculus, claim: ArrayClaim) -> DerivedClaim {
    let mut sides = Some(claim.sides);
    let named: Vec<(QuantityId, QuantityId, QuantityId)> = arrays
        .quantities()
        .filter_map(|(name, quantity)| match quantity.role {
            Role::Adjoint { of, by } => Some((name, of, by)),
            Role::Leaf | Role::Defined(_) => None,
        })
        .filter(|(name, _, _)| !calculus.adjoints.iter().any(|adjoint| adjoint.name == *name))
        .collect();
    for (name, of, by) in named {
        if !claim.sides.iter().any(|&side| arrays.whole_mentions(side, name)) {
            continue;
        }
        // What is derived twice is known by the place of its first derivative.
        let of = match arrays.quantity(of).role {
            Role::Adjoint { of: first, by: inner } => derived(arrays, calculus, first, inner),
            Role::Leaf | Role::Defined(_) => Ok(of),
        };
        let derived = of.and_then(|of| derived(arrays, calculus, of, by));
        sides = sides.and_then(|[left, right]| match derived {
            Ok(to) => Some([arrays.with_quantity(left, name, to)?, arrays.with_quantity(right, name, to)?]),
            Err(Obstacle::Independent) => {
                let (whole, zero) = (arrays.quantity_whole(name), arrays.number(Rational::zero()));
                Some([arrays.replaced(left, whole, zero)?, arrays.replaced(right, whole, zero)?])
            }
            Err(Obstacle::NoRule(..)) => None,
        });
    }
    DerivedClaim { claim, sides }
}

/// The quantity that a derivative is, derived where it was not.
fn derived(
    arrays: &mut Arrays,
    calculus: &mut Calculus,
    of: QuantityId,
    by: QuantityId,
) -> Result<QuantityId, Obstacle> {
    let places = calculus.gradient(arrays, of, by)?;
    let place = places.last().copied().ok_or(Obstacle::NoRule(of, by))?;
    Ok(calculus.adjoints[place].name)
}

/// Judges claims: as functions for all numbers first, then at the given numbers.
pub(super) fn judge(
    arrays: &mut Arrays,
    calculus: &Calculus,
    numbers: &Numbers,
    claims: Vec<DerivedClaim>,
) -> Vec<ClaimReport> {
    if claims.is_empty() {
        return Vec::new();
    }
    let mut judge = ArrayJudge::of_claims(arrays, calculus);
    let mut tried = 0;
    claims
        .into_iter()
        .map(|derived_claim| {
            let judgement = match derived_claim.sides {
                None => Doubt::Arrays(ArrayDoubt::NoRule).into(),
                Some(sides) => {
                    let claim = &derived_claim.claim;
                    let judgement = one(&judge, arrays, calculus, numbers, claim, sides);
                    let judgement =
                        but_at_kinks(judgement, &mut judge, arrays, calculus, numbers, (claim, sides));
                    let judgement = at_its_indices(judgement, claim);
                    with_slip(judgement, arrays, calculus, (&derived_claim.claim, sides), &mut tried)
                }
            };
            ClaimReport {
                text: derived_claim.claim.text,
                span: derived_claim.claim.span,
                judgement,
                rounds_once: None,
                by_convention: false,
                of_arrays: derived_claim.sides.map(|sides| (sides, derived_claim.claim.relation)),
            }
        })
        .collect()
}

/// With the place at which a claim by entries fails by its letters: `i` of `for i in 3..n` is 3 at the first.
fn at_its_indices(mut judgement: Judgement, claim: &ArrayClaim) -> Judgement {
    if let Judgement::Refuted(Refutation::Arrays(difference)) = &mut judgement {
        for (index, letter) in difference.at.iter_mut().zip(&claim.indices) {
            *index = index.saturating_add_signed(isize::try_from(letter.above_one).unwrap_or(0));
        }
    }
    judgement
}

/// Up to so many numbers are told at which a claim fails.
const MOST_NUMBERS: usize = 60;

/// Of so many refuted claims the likely slip is looked for.
const MOST_WITH_SLIPS: usize = 8;

/// A refuted claim about a derivative, judged once more where there are derivatives: at a kink there is none, and each side has
/// its own convention.
fn but_at_kinks(
    judgement: Judgement,
    judge: &mut ArrayJudge,
    arrays: &mut Arrays,
    calculus: &Calculus,
    numbers: &Numbers,
    (claim, sides): (&ArrayClaim, [WholeId; 2]),
) -> Judgement {
    let is_derivative = |(name, quantity): (QuantityId, &chainrule_array::Quantity)| {
        matches!(quantity.role, Role::Adjoint { .. })
            && sides.iter().any(|&side| arrays.whole_mentions(side, name))
    };
    let is_refuted = matches!(judgement, Judgement::Refuted(Refutation::Arrays(_)));
    let is_of_functions = claim.relation == Relation::Equal && arrays.quantities().any(is_derivative);
    if !(is_refuted && is_of_functions) {
        return judgement;
    }
    judge.passes_over_kinks = true;
    let passed = one(judge, arrays, calculus, numbers, claim, sides);
    judge.passes_over_kinks = false;
    match &passed {
        Judgement::Proved(grounds) => match grounds.first().map(|ground| &ground.by) {
            Some(By::Arrays(
                ArrayGround::SameForSigns(side)
                | ArrayGround::SameFunction(side)
                | ArrayGround::SameAtSizes(side)
                | ArrayGround::SameAtGiven(side),
            )) => By::Arrays(ArrayGround::SameButAtKinks(*side)).into(),
            _ => judgement,
        },
        Judgement::Refuted(_) | Judgement::Undecided(Doubt::Arrays(ArrayDoubt::AgreeWhereTried)) => passed,
        Judgement::Consistent { .. } | Judgement::Vacuous { .. } | Judgement::Undecided(_) => judgement,
    }
}

/// A refuted claim with the change with which it holds, where one is found.
fn with_slip(
    judgement: Judgement,
    arrays: &mut Arrays,
    calculus: &Calculus,
    (claim, sides): (&ArrayClaim, [WholeId; 2]),
    tried: &mut usize,
) -> Judgement {
    match judgement {
        Judgement::Refuted(Refutation::Arrays(difference))
            if claim.relation == Relation::Equal && *tried < MOST_WITH_SLIPS =>
        {
            *tried += 1;
            let slip = slips::likely(arrays, calculus, sides, &claim.indices);
            Refutation::Arrays(ArrayDifference { slip, ..difference }).into()
        }
        other @ (Judgement::Proved(_)
        | Judgement::Consistent { .. }
        | Judgement::Vacuous { .. }
        | Judgement::Refuted(_)
        | Judgement::Undecided(_)) => other,
    }
}

fn one(
    judge: &ArrayJudge,
    arrays: &mut Arrays,
    calculus: &Calculus,
    numbers: &Numbers,
    claim: &ArrayClaim,
    [left, right]: [WholeId; 2],
) -> Judgement {
    match claim.relation {
        Relation::Equal => {}
        Relation::About => return near::judge(arrays, numbers, claim, [left, right]),
        Relation::Less | Relation::AtMost | Relation::Greater | Relation::AtLeast => {
            return ordered::judge(judge, arrays, calculus, numbers, (claim.relation, [left, right]));
        }
    }
    let passes_over_kinks = judge.passes_over_kinks;
    // Modulo the prime the signs of roots are free: numbers are tried as well.
    let tried = judge.difference(arrays, calculus, left, right);
    if !matches!(tried, Tried::Differ(_))
        && let Some(ground) = same_function(judge, arrays, calculus, [left, right])
    {
        return By::Arrays(ground).into();
    }
    let apart = [left, right].map(|side| taken_apart(arrays, side).unwrap_or(side));
    if apart != [left, right]
        && matches!(tried, Tried::Agree)
        && (apart[0] == apart[1] || same_function(judge, arrays, calculus, apart).is_some())
    {
        return By::Arrays(ArrayGround::SameFunction(left)).into();
    }
    if matches!(tried, Tried::Agree)
        && by_cases::holds_by_cases(arrays, [left, right], passes_over_kinks, None)
    {
        return By::Arrays(ArrayGround::SameFunction(left)).into();
    }
    if let (Ok(one), Ok(other)) = (numbers.of(arrays, left), numbers.of(arrays, right)) {
        let exact = numbers.exactly(arrays, left).zip(numbers.exactly(arrays, right));
        return at_the_numbers([&one, &other], exact.as_ref());
    }
    if let Some(judgement) = with_the_numbers(arrays, calculus, numbers, ([left, right], passes_over_kinks)) {
        let agree = matches!(judgement, Judgement::Undecided(Doubt::Arrays(ArrayDoubt::AgreeWhereTried)));
        if agree && by_cases::holds_by_cases(arrays, [left, right], passes_over_kinks, Some(numbers)) {
            return By::Arrays(ArrayGround::SameAtGiven(left)).into();
        }
        return judgement;
    }
    let written = || ArrayJudge::at_written_sizes(arrays, calculus, ([left, right], &numbers.sizes.counts));
    if let Tried::Differ(_) = &tried
        && let Some(mut written) = written()
    {
        written.passes_over_kinks = passes_over_kinks;
        // At other sizes than those of the worksheet they need not be equal.
        let same = || same_function(&written, arrays, calculus, [left, right]).is_some();
        if written.is_too_large() {
            return Doubt::Arrays(ArrayDoubt::TooLarge).into();
        }
        match written.difference_in_many(arrays, calculus, [left, right]) {
            Tried::Differ(difference) => {
                return differ((&written, calculus), arrays, &difference, [left, right]);
            }
            Tried::Agree if same() => return By::Arrays(ArrayGround::SameAtSizes(left)).into(),
            Tried::Agree => return Doubt::Arrays(ArrayDoubt::AgreeWhereTried).into(),
            Tried::Nowhere => return Doubt::Arrays(ArrayDoubt::NothingTried).into(),
        }
    }
    match tried {
        Tried::Differ(difference) => {
            let found = at_simple_leaves((judge, calculus), arrays, &difference, [left, right]);
            Refutation::Arrays(found).into()
        }
        Tried::Agree => Doubt::Arrays(ArrayDoubt::AgreeWhereTried).into(),
        Tried::Nowhere => Doubt::Arrays(ArrayDoubt::NothingTried).into(),
    }
}

/// By what both sides are the same function, where that is found.
fn same_function(
    judge: &ArrayJudge,
    arrays: &Arrays,
    calculus: &Calculus,
    [left, right]: [WholeId; 2],
) -> Option<ArrayGround> {
    if judge.identical(arrays, calculus, left, right) == Answer::Equal {
        return Some(ArrayGround::SameFunction(left));
    }
    (judge.identical_by_signs(arrays, calculus, left, right) == Answer::Equal)
        .then_some(ArrayGround::SameForSigns(left))
}

/// Refuted at numbers that were tried.
fn differ(
    by: (&ArrayJudge, &Calculus),
    arrays: &Arrays,
    difference: &Difference,
    sides: [WholeId; 2],
) -> Judgement {
    let found = at_simple_leaves(by, arrays, difference, sides);
    let numbers: usize = found.leaves.iter().map(|(_, array)| array.entries.len()).sum();
    // More numbers than one reads say nothing.
    let leaves = if numbers > MOST_NUMBERS { Vec::new() } else { found.leaves };
    Refutation::Arrays(ArrayDifference { leaves, ..found }).into()
}

/// Judged with the numbers of those leaves that have some; nothing where no side depends on one.
fn with_the_numbers(
    arrays: &Arrays,
    calculus: &Calculus,
    numbers: &Numbers,
    ([left, right], passes_over_kinks): ([WholeId; 2], bool),
) -> Option<Judgement> {
    let is_leaf = |quantity: &QuantityId| arrays.quantity(*quantity).role == Role::Leaf;
    let leaves = needed(arrays, [left, right]).into_iter().filter(is_leaf);
    let (given, open): (Vec<QuantityId>, Vec<QuantityId>) =
        leaves.partition(|leaf| numbers.exact.contains_key(leaf));
    let has_sizes = numbers.sizes.counts.keys().any(|size| matches!(size, Size::Letter(_)));
    if given.is_empty() && !has_sizes {
        return None;
    }
    if open.is_empty() {
        return Some(Doubt::Arrays(ArrayDoubt::WithoutNumber).into());
    }
    // Of large arrays no fractions are kept: other numbers than theirs say nothing of the claim.
    if open.iter().any(|&leaf| numbers.values.contains_key(&leaf)) {
        return Some(Doubt::Arrays(ArrayDoubt::TooLarge).into());
    }
    let given = given.into_iter().map(|leaf| (leaf, numbers.exact[&leaf].entries.clone())).collect();
    let Some(mut judge) = ArrayJudge::at_numbers(arrays, &numbers.sizes.counts, given) else {
        return Some(Doubt::Arrays(ArrayDoubt::NothingTried).into());
    };
    judge.passes_over_kinks = passes_over_kinks;
    let same = || same_function(&judge, arrays, calculus, [left, right]).is_some();
    Some(match judge.difference_in_many(arrays, calculus, [left, right]) {
        Tried::Differ(difference) => differ((&judge, calculus), arrays, &difference, [left, right]),
        Tried::Agree if same() => By::Arrays(ArrayGround::SameAtGiven(left)).into(),
        Tried::Agree => Doubt::Arrays(ArrayDoubt::AgreeWhereTried).into(),
        Tried::Nowhere => Doubt::Arrays(ArrayDoubt::NothingTried).into(),
    })
}

fn at_the_numbers(
    [left, right]: [&Array<Enclosure>; 2],
    exact: Option<&(Array<Rational>, Array<Rational>)>,
) -> Judgement {
    let axes = if left.axes.is_empty() { &right.axes } else { &left.axes };
    let mut is_exact = true;
    for at in Array::<Enclosure>::indices(axes) {
        let (Some(one), Some(other)) = (left.get_or_number(&at), right.get_or_number(&at)) else { continue };
        let are_equal = match exact {
            Some((left, right)) => Some(left.get_or_number(&at) == right.get_or_number(&at)),
            None if one.is_disjoint(other) => Some(false),
            None if one.exact().is_some() && one.exact() == other.exact() => Some(true),
            None => None,
        };
        if are_equal == Some(false) {
            let difference = ArrayDifference {
                at: written(&at),
                left: numbers::value(one),
                right: Some(numbers::value(other)),
                leaves: Vec::new(),
                slip: None,
            };
            return Refutation::Arrays(difference).into();
        }
        is_exact &= are_equal.is_some();
    }
    if is_exact {
        By::Arrays(ArrayGround::ExactNumbers).into()
    } else {
        Doubt::Arrays(ArrayDoubt::AgreeAsFarAsCertain).into()
    }
}
