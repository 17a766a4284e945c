//! Claims whose sides are numbers.

use std::cmp::Ordering;

use chainrule_number::Rational;
use chainrule_number::{Enclosure, Scalar, Value};
use chainrule_program::Observed;
use chainrule_worksheet::Relation;

use super::{By, Ground, Judgement, Refutation};

/// Judges by numbers; nothing where they can't tell.
pub(super) fn compare(
    left: &Value,
    right: &Value,
    relation: Relation,
    unit: Option<&Rational>,
    bits: u32,
) -> Option<Judgement> {
    let sides = || [left, right].map(|side| Observed::Value(side.clone()));
    let verdict = |holds: bool| {
        let [left, right] = sides();
        if holds {
            Judgement::from(By::Numbers { left, relation, right })
        } else {
            Refutation::Numbers([left, right]).into()
        }
    };
    let (low, high) = (left.enclosure(bits), right.enclosure(bits));
    let difference = match (left, right) {
        (Value::Exact(left), Value::Exact(right)) => Some(left - right),
        (_, _) => None,
    };
    let order = match &difference {
        Some(difference) => Some(difference.cmp(&Rational::zero())),
        None => high.sub(&low, bits).sign().map(Ordering::reverse),
    };
    match relation {
        Relation::Equal => order.map(|order| verdict(order == Ordering::Equal)),
        Relation::About => {
            let half = &Rational::fraction(1, 2) * unit?;
            let band = Enclosure::from_range(&-&half, &half, bits.max(4096));
            let gap = match &difference {
                Some(difference) => Enclosure::from_rational(difference, bits.max(4096)),
                None => low.sub(&high, bits),
            };
            if gap.is_disjoint(&band) {
                Some(verdict(false))
            } else if gap.lower() >= band.lower() && gap.upper() <= band.upper() {
                let is_zero = |value: &Value| value.exact().is_some_and(Rational::is_zero);
                let [one, other] = sides();
                let by = By::Numbers { left: one, relation, right: other };
                // Where one is 0 and the other is not, not one digit agrees.
                let is_zero_as_printed = is_zero(left) != is_zero(right);
                Some(Judgement::Proved(vec![Ground { by, is_zero_as_printed }]))
            } else {
                None
            }
        }
        Relation::Less => order.map(|order| verdict(order == Ordering::Less)),
        Relation::AtMost => match order {
            Some(order) => Some(verdict(order != Ordering::Greater)),
            None => (low.upper() <= high.lower()).then(|| verdict(true)),
        },
        Relation::Greater => order.map(|order| verdict(order == Ordering::Greater)),
        Relation::AtLeast => match order {
            Some(order) => Some(verdict(order != Ordering::Less)),
            None => (low.lower() >= high.upper()).then(|| verdict(true)),
        },
    }
}
