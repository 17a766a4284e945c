//! Claims between arrays.

use chainrule_array::chain::{Calculus, Obstacle};
use chainrule_array::{Arrays, QuantityId, Role, Whole, WholeId};
use chainrule_judge::array::{Answer, ArrayJudge, Difference};
use chainrule_number::{Enclosure, Rational};
use chainrule_program::array::Array;
use chainrule_render::value;
use chainrule_worksheet::{ArrayClaim, Relation};
use rustc_hash::FxHashSet;

use super::numbers::{self, Numbers};
use super::slips;
use crate::claim::{By, ClaimReport, Doubt, Judgement, Refutation};

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
        .filter_map(|(name, own)| match own.role {
            Role::Adjoint { of, by } => Some((name, of, by)),
            Role::Leaf | Role::Defined(_) => None,
        })
        .filter(|(name, _, _)| !calculus.adjoints.iter().any(|adjoint| adjoint.name == *name))
        .collect();
    for (name, of, by) in named {
        if !claim.sides.iter().any(|&side| mentions(arrays, side, name)) {
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
                let (own, zero) = (arrays.quantity_whole(name), arrays.number(Rational::zero()));
                Some([arrays.replaced(left, own, zero)?, arrays.replaced(right, own, zero)?])
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

/// Whether a quantity stands in an expression.
fn mentions(arrays: &Arrays, side: WholeId, name: QuantityId) -> bool {
    let mut stack = vec![side];
    while let Some(id) = stack.pop() {
        let whole = arrays.whole(id);
        if matches!(whole, Whole::Quantity(own) | Whole::Part { of: own, .. } if *own == name) {
            return true;
        }
        stack.extend(arrays.parts(whole));
    }
    false
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
    let judge = ArrayJudge::new(arrays, calculus);
    let mut tried = 0;
    claims
        .into_iter()
        .map(|derived_claim| {
            let judgement = match derived_claim.sides {
                None => Doubt::Arrays("a derivative in it has no rule".to_owned()).into(),
                Some(sides) => {
                    let judgement = one(&judge, arrays, calculus, numbers, &derived_claim.claim, sides);
                    with_slip(judgement, arrays, calculus, (&derived_claim.claim, sides), &mut tried)
                }
            };
            ClaimReport {
                text: derived_claim.claim.text,
                span: derived_claim.claim.span,
                judgement,
                rounds_once: None,
                by_convention: false,
            }
        })
        .collect()
}

/// Of so many refuted claims the likely slip is looked for.
const MOST_WITH_SLIPS: usize = 8;

/// A refuted claim with the change with which it holds, where one is found.
fn with_slip(
    judgement: Judgement,
    arrays: &mut Arrays,
    calculus: &Calculus,
    (claim, sides): (&ArrayClaim, [WholeId; 2]),
    tried: &mut usize,
) -> Judgement {
    match judgement {
        Judgement::Refuted(Refutation::Arrays(how))
            if claim.relation == Relation::Equal && *tried < MOST_WITH_SLIPS =>
        {
            *tried += 1;
            let how = match slips::likely(arrays, calculus, sides) {
                Some(slip) => format!("{how}; {slip}"),
                None => how,
            };
            Refutation::Arrays(how).into()
        }
        other => other,
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
    if claim.relation == Relation::About {
        return near(arrays, numbers, claim, [left, right]);
    }
    // Modulo the prime the signs of roots are free: numbers are tried as well.
    let difference = judge.difference(arrays, calculus, left, right);
    if difference.is_none() && judge.identical(arrays, calculus, left, right) == Answer::Equal {
        let shape = shape(arrays, left);
        return By::Arrays(format!("{shape}the same function for all numbers and sizes")).into();
    }
    if let (Ok(one), Ok(other)) = (numbers.of(arrays, left), numbers.of(arrays, right)) {
        return at_the_numbers(&one, &other);
    }
    match difference {
        Some(difference) => Refutation::Arrays(told(arrays, &difference)).into(),
        None => Doubt::Arrays(
            "both sides agree at the numbers tried, and are not shown to be the same function".to_owned(),
        )
        .into(),
    }
}

/// `3×2 on both sides: `
fn shape(arrays: &Arrays, side: WholeId) -> String {
    let text = chainrule_render::array::ArraySetter::new(arrays, &FxHashSet::default())
        .shape(arrays.shape(side))
        .unicode();
    if arrays.shape(side).is_number() { String::new() } else { format!("{text} on both sides; ") }
}

fn entry(array: &Array<Enclosure>, at: &[usize]) -> Option<Enclosure> {
    if array.axes.is_empty() { array.entries.first().cloned() } else { array.get(at).cloned() }
}

fn digits(enclosure: &Enclosure) -> String {
    value::number(&numbers::value(enclosure), Some(6)).unicode()
}

fn place(at: &[usize]) -> String {
    let indices: Vec<String> = at.iter().map(|index| (index + 1).to_string()).collect();
    if indices.is_empty() { String::new() } else { format!("entry [{}]: ", indices.join(",")) }
}

fn at_the_numbers(left: &Array<Enclosure>, right: &Array<Enclosure>) -> Judgement {
    let axes = if left.axes.is_empty() { &right.axes } else { &left.axes };
    let mut exact = true;
    for at in Array::<Enclosure>::indices(axes) {
        let (Some(one), Some(other)) = (entry(left, &at), entry(right, &at)) else { continue };
        if one.is_disjoint(&other) {
            let how = format!("{}{} on the left, {} on the right", place(&at), digits(&one), digits(&other));
            return Refutation::Arrays(how).into();
        }
        exact &= one.exact().is_some() && one.exact() == other.exact();
    }
    if exact {
        By::Arrays("exact, at the given numbers".to_owned()).into()
    } else {
        let why = "both sides agree at the given numbers as far as their digits are certain";
        Doubt::Arrays(why.to_owned()).into()
    }
}

/// `~=`: to the digits as printed.
fn near(arrays: &Arrays, numbers: &Numbers, claim: &ArrayClaim, [left, right]: [WholeId; 2]) -> Judgement {
    let (Ok(one), Ok(other)) = (numbers.of(arrays, left), numbers.of(arrays, right)) else {
        let why = "a side has no number: not all that it needs has a value";
        return Doubt::Arrays(why.to_owned()).into();
    };
    let Some(unit) = &claim.unit else {
        let why = "`~=` is read with a printed decimal on its right";
        return Doubt::Arrays(why.to_owned()).into();
    };
    let half = unit * &Rational::fraction(1, 2);
    let allowed = Enclosure::from_range(&-&half, &half, 128);
    let axes = if one.axes.is_empty() { &other.axes } else { &one.axes };
    let mut shown = String::new();
    for at in Array::<Enclosure>::indices(axes) {
        let (Some(one), Some(other)) = (entry(&one, &at), entry(&other, &at)) else { continue };
        let gap = one.sub(&other, 128);
        if gap.is_disjoint(&allowed) {
            return Refutation::Arrays(format!("{}{}", place(&at), digits(&one))).into();
        }
        if gap.lower() < allowed.lower() || gap.upper() > allowed.upper() {
            return Doubt::Arrays("too few digits are certain".to_owned()).into();
        }
        shown = value::number(&numbers::value(&one), None).unicode();
    }
    By::Arrays(shown).into()
}

/// The numbers at which the sides differ.
fn told(arrays: &Arrays, difference: &Difference) -> String {
    let mut leaves = Vec::new();
    for (quantity, own) in arrays.quantities() {
        if own.role == Role::Leaf
            && let Some(array) = difference.values.get(&quantity)
        {
            leaves.push(format!("{} = {}", own.name, literal(array)));
        }
    }
    let [left, right] = difference.sides.each_ref().map(digits);
    format!("{}{left} on the left, {right} on the right, at {}", place(&difference.at), leaves.join(", "))
}

/// `[1, 2; 3, 4]`
fn literal(array: &Array<Enclosure>) -> String {
    let numbers: Vec<String> = array.entries.iter().map(digits).collect();
    match array.axes.as_slice() {
        [] => numbers.concat(),
        [_, columns] => {
            let rows: Vec<String> = numbers.chunks((*columns).max(1)).map(|row| row.join(", ")).collect();
            format!("[{}]", rows.join("; "))
        }
        [..] => format!("[{}]", numbers.join(", ")),
    }
}
