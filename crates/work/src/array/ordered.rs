//! Claims that one side is less than the other: proved by rules for norms and ranges, decided by numbers, or refuted.

use std::cmp::Ordering;

use chainrule_array::chain::Calculus;
use chainrule_array::{Arrays, QuantityId, Role, WholeId};
use chainrule_judge::array::{Answer, ArrayJudge, Given, Tried};
use chainrule_number::Enclosure;
use chainrule_program::Observed;
use chainrule_program::array::Array;
use chainrule_proof::norm::Norms;
use chainrule_worksheet::Relation;
use rustc_hash::FxHashMap;

use super::difference::{at_leaves, written};
use super::numbers::{self, Numbers};
use crate::claim::judgement::{By, Doubt, Judgement, Refutation};
use crate::reported::array_finding::{ArrayDifference, ArrayDoubt, ArrayGround};

/// Judges `left < right` and the like.
pub(super) fn judge(
    judge: &ArrayJudge,
    arrays: &Arrays,
    calculus: &Calculus,
    numbers: &Numbers,
    (relation, sides): (Relation, [WholeId; 2]),
) -> Judgement {
    let is_strict = matches!(relation, Relation::Less | Relation::Greater);
    let is_turned = matches!(relation, Relation::Greater | Relation::AtLeast);
    let [less, more] = if is_turned { [sides[1], sides[0]] } else { sides };
    let rules = Norms::for_all(arrays, &numbers.sizes, numbers.bits).shows(less, more, is_strict);
    if let Some(rules) = rules {
        return By::Rules(rules).into();
    }
    if let [Ok(one), Ok(other)] = [less, more].map(|side| numbers.of(arrays, side)) {
        let found = at_the_numbers((relation, [&one, &other]), is_strict, is_turned);
        return found.unwrap_or_else(|| match numbers.decides(arrays, [less, more], is_strict) {
            Some(Ok(())) => By::Arrays(ArrayGround::ExactNumbers).into(),
            Some(Err(at)) => match (one.get_or_number(&at), other.get_or_number(&at)) {
                (Some(one), Some(other)) => refuted(&at, if is_turned { [other, one] } else { [one, other] }),
                (None, _) | (_, None) => Doubt::Arrays(ArrayDoubt::WithoutNumber).into(),
            },
            None => Doubt::Arrays(ArrayDoubt::TooFewDigits).into(),
        });
    }
    let mut norms = Norms::for_all(arrays, &numbers.sizes, numbers.bits).with_leaves(&numbers.values);
    if let Some(rules) = norms.shows(less, more, is_strict) {
        return By::Rules(rules).into();
    }
    let is_leaf = |quantity: &QuantityId| arrays.quantity(*quantity).role == Role::Leaf;
    let leaves: FxHashMap<QuantityId, Array<Enclosure>> = numbers
        .values
        .iter()
        .filter(|(quantity, _)| is_leaf(quantity))
        .map(|(quantity, array)| (*quantity, array.clone()))
        .collect();
    let given = Given { leaves: &leaves, sizes: &numbers.sizes };
    let at_written = || {
        let written = ArrayJudge::at_written_sizes(arrays, calculus, ([less, more], &numbers.sizes.counts))
            .filter(|_| leaves.is_empty());
        written.is_none_or(|written| {
            written.exceeding(arrays, calculus, [less, more], is_strict, given).is_some()
        })
    };
    match judge.exceeding(arrays, calculus, [less, more], is_strict, given).filter(|_| at_written()) {
        Some(mut difference) => {
            if is_turned {
                difference.sides.reverse();
            }
            Refutation::Arrays(at_leaves(arrays, &difference, sides)).into()
        }
        None if !is_strict
            && judge.identical(arrays, calculus, less, more) == Answer::Equal
            && matches!(judge.difference_in_many(arrays, calculus, [less, more]), Tried::Agree) =>
        {
            By::Arrays(ArrayGround::SameFunction(less)).into()
        }
        None if !is_strict && leaves.is_empty() && are_same(arrays, calculus, numbers, [less, more]) => {
            By::Arrays(ArrayGround::SameAtSizes(less)).into()
        }
        None => Doubt::NotProved { ended_after: None }.into(),
    }
}

/// Whether both sides are the same function at the sizes of the worksheet: then neither is larger.
fn are_same(arrays: &Arrays, calculus: &Calculus, numbers: &Numbers, [less, more]: [WholeId; 2]) -> bool {
    let written = ArrayJudge::at_written_sizes(arrays, calculus, ([less, more], &numbers.sizes.counts));
    written.is_some_and(|written| {
        matches!(written.difference_in_many(arrays, calculus, [less, more]), Tried::Agree)
            && written.identical(arrays, calculus, less, more) == Answer::Equal
    })
}

/// How two entries stand to each other, as far as that is certain.
fn compared(one: &Enclosure, other: &Enclosure) -> Option<Ordering> {
    if one.upper() < other.lower() {
        return Some(Ordering::Less);
    }
    if one.lower() > other.upper() {
        return Some(Ordering::Greater);
    }
    let is_same = one.exact().is_some() && one.exact() == other.exact();
    is_same.then_some(Ordering::Equal)
}

/// What the numbers of both sides say; nothing where too few digits are certain.
fn at_the_numbers(
    (relation, [less, more]): (Relation, [&Array<Enclosure>; 2]),
    is_strict: bool,
    is_turned: bool,
) -> Option<Judgement> {
    let axes = if less.axes.is_empty() { &more.axes } else { &less.axes };
    let mut is_certain = true;
    for at in Array::<Enclosure>::indices(axes) {
        let (Some(one), Some(other)) = (less.get_or_number(&at), more.get_or_number(&at)) else { continue };
        let [left, right] = if is_turned { [other, one] } else { [one, other] };
        // `≤` may be seen without seeing `<` or `=`.
        let holds = match compared(one, other) {
            Some(Ordering::Less) => true,
            Some(Ordering::Equal) => !is_strict,
            Some(Ordering::Greater) => false,
            None if !is_strict && one.upper() <= other.lower() => true,
            None => {
                is_certain = false;
                continue;
            }
        };
        if !holds {
            return Some(if at.is_empty() {
                Refutation::Numbers([left, right].map(|enclosure| Observed::Value(numbers::value(enclosure))))
                    .into()
            } else {
                refuted(&at, [left, right])
            });
        }
        if at.is_empty() {
            let [left, right] = [left, right].map(|enclosure| Observed::Value(numbers::value(enclosure)));
            return Some(By::Numbers { left, relation, right }.into());
        }
    }
    is_certain.then(|| By::Arrays(ArrayGround::EveryEntry).into())
}

/// Refuted by an entry at the given numbers.
fn refuted(at: &[usize], [left, right]: [&Enclosure; 2]) -> Judgement {
    let difference = ArrayDifference {
        at: written(at),
        left: numbers::value(left),
        right: Some(numbers::value(right)),
        leaves: Vec::new(),
        slip: None,
    };
    Refutation::Arrays(difference).into()
}
