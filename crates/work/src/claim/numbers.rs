//! Claims whose sides are numbers.

use std::cmp::Ordering;

use chainrule_number::{Enclosure, Scalar, Value};
use chainrule_number::{Rational, terminating};
use chainrule_worksheet::Relation;

use super::Judgement;

/// A value as claims quote it: exactly where that is short, 4/9 rather than 0.44444444444444444.
pub(super) fn show(value: &Value) -> String {
    const LONGEST_FRACTION_BITS: u64 = 40;
    match value {
        Value::Exact(exact) if terminating(exact, 24).is_none() && exact.bits() <= LONGEST_FRACTION_BITS => {
            exact.to_string()
        }
        Value::Exact(_) | Value::Enclosed(_) => chainrule_render::value::number(value, None).ascii(),
    }
}

/// Whether [`show`] leaves digits out.
fn is_cut(value: &Value) -> bool {
    let is_fraction = value.exact().is_some_and(|exact| show(value) == exact.to_string());
    !is_fraction && !chainrule_render::value::set(value, None).1
}

/// Judges by numbers; nothing where they can't tell.
pub(super) fn compare(
    left: &Value,
    right: &Value,
    relation: Relation,
    unit: Option<&Rational>,
    bits: u32,
) -> Option<Judgement> {
    let verdict = |holds: bool, sign: &str| {
        let how = format!("{} {sign} {}", show(left), show(right));
        if holds {
            Judgement::Proved { how }
        } else {
            Judgement::Refuted { how: format!("the sides are {} and {}", show(left), show(right)) }
        }
    };
    let (low, high) = (left.enclosure(bits), right.enclosure(bits));
    // Digits that were cut off are no reason for an equality sign.
    let equality = |holds: bool| {
        let (shown, other) = (show(left), show(right));
        let is_cut = [left, right].iter().any(|value| is_cut(value));
        match (holds, is_cut) {
            (true, true) => {
                Judgement::Proved { how: format!("both sides are the same number, about {shown}") }
            }
            (false, true) if shown == other => Judgement::Refuted {
                how: format!("the sides are both about {shown}, but not the same number"),
            },
            (_, _) => verdict(holds, "="),
        }
    };
    let difference = match (left, right) {
        (Value::Exact(left), Value::Exact(right)) => Some(left - right),
        (_, _) => None,
    };
    let order = match &difference {
        Some(difference) => Some(difference.cmp(&Rational::zero())),
        None => high.sub(&low, bits).sign().map(Ordering::reverse),
    };
    match relation {
        Relation::Equal => order.map(|order| equality(order == Ordering::Equal)),
        Relation::About => {
            let half = &Rational::fraction(1, 2) * unit?;
            let band = Enclosure::from_range(&-&half, &half, bits.max(4096));
            let gap = match &difference {
                Some(difference) => Enclosure::from_rational(difference, bits.max(4096)),
                None => low.sub(&high, bits),
            };
            if gap.is_disjoint(&band) {
                Some(verdict(false, "~="))
            } else if gap.lower() >= band.lower() && gap.upper() <= band.upper() {
                let is_zero = |value: &Value| value.exact().is_some_and(Rational::is_zero);
                Some(match verdict(true, "~=") {
                    // Not one digit agrees.
                    Judgement::Proved { how } if is_zero(left) != is_zero(right) => {
                        Judgement::Proved { how: format!("{how} to the digits printed, but it is not 0") }
                    }
                    other => other,
                })
            } else {
                None
            }
        }
        Relation::Less => order.map(|order| verdict(order == Ordering::Less, "<")),
        Relation::AtMost => match order {
            Some(order) => Some(verdict(order != Ordering::Greater, "<=")),
            None => (low.upper() <= high.lower()).then(|| verdict(true, "<=")),
        },
        Relation::Greater => order.map(|order| verdict(order == Ordering::Greater, ">")),
        Relation::AtLeast => match order {
            Some(order) => Some(verdict(order != Ordering::Less, ">=")),
            None => (low.lower() >= high.upper()).then(|| verdict(true, ">=")),
        },
    }
}
