//! Arrays of numbers against what is printed of them.

use chainrule::number::{Rational, Value};
use chainrule::symbolic::graph::ExprId;
use chainrule::value_of;
use chainrule_latex::rows::Relation;
use chainrule_latex::tree::Printed;

use crate::desk::Desk;
use crate::entries::{Amount, Entries};
use crate::line::{Finding, Role, Verdict};
use crate::numbers::{Target, compare, near, shown};
use crate::slips;

/// Compares two sides of numbers, entry by entry.
pub(crate) fn compared(desk: &mut Desk, one: &Amount, other: &Amount, relation: Relation) -> Finding {
    let single = |expr: &ExprId, printed: &Option<Printed>| Entries {
        rows: 1,
        columns: 1,
        is_list: true,
        all: vec![(*expr, printed.clone())],
    };
    let (one, other) = match (one, other) {
        (Amount::Array(one), Amount::Array(other)) => (one.clone(), other.clone()),
        (Amount::Number(a, p), Amount::Number(b, q)) => (single(a, p), single(b, q)),
        (Amount::Number(..), Amount::Array(_)) | (Amount::Array(_), Amount::Number(..)) => {
            return Finding::new(Role::Claim, Verdict::NotDecided)
                .because("one side is a number, the other one an array");
        }
    };
    if !one.fits(&other) {
        return Finding::new(Role::Claim, Verdict::NotDecided).because(format!(
            "one side has {} rows and {} columns, the other one {} and {}",
            one.rows, one.columns, other.rows, other.columns
        ));
    }
    // What is printed stands on the right.
    let is_printed = |entries: &Entries| entries.all.iter().all(|(_, printed)| printed.is_some());
    let (one, other) = if is_printed(&one) && !is_printed(&other) { (other, one) } else { (one, other) };
    let mut worst = Verdict::Equal;
    let mut wrong: Option<Finding> = None;
    // Entries are printed to one number of decimals: the 0 of [0, 0.88] is none.
    let finest = other
        .all
        .iter()
        .filter_map(|(_, printed)| printed.as_ref())
        .map(|printed| printed.unit.clone())
        .min();
    for at in 0..one.all.len() {
        let (Ok(value), Ok(target)) =
            (value_of(&mut desk.graph, one.all[at].0), value_of(&mut desk.graph, other.all[at].0))
        else {
            return Finding::new(Role::Claim, Verdict::NotDecided).because("an entry has no value");
        };
        let printed = other.all[at].1.clone().map(|printed| match &finest {
            Some(finest) if printed.unit > *finest => Printed { unit: finest.clone(), ..printed },
            Some(_) | None => printed,
        });
        let printed = printed.as_ref();
        let verdict = compare(&value, &Target { value: &target, printed }, relation, &Rational::zero());
        match verdict {
            // The cosine of π/2 is 0, and no digits tell it.
            None if desk.agree_with_values(one.all[at].0, other.all[at].0) => {}
            None => {
                return Finding::new(Role::Claim, Verdict::NotDecided)
                    .because("two entries are too close to tell apart");
            }
            Some(Verdict::Wrong) => {
                if !desk.is_single && is_near(&value, &target) {
                    return Finding::new(Role::Claim, Verdict::NotDecided)
                        .because("it is near; numbers that were rounded before may be meant");
                }
                if wrong.is_none() {
                    wrong = Some(finding(&one, &other, at, (&value, &target)));
                }
            }
            Some(verdict) => {
                if verdict != Verdict::Equal && worst != Verdict::Cut {
                    worst = verdict;
                }
            }
        }
    }
    let Some(wrong) = wrong else { return Finding::new(Role::Claim, worst) };
    let is_transposed = wrong.slip.is_none() && one.rows == one.columns && !one.is_list && {
        let turned = one.transposed();
        turned.all.iter().zip(&other.all).all(|((a, _), (b, _))| {
            matches!(
                (value_of(&mut desk.graph, *a), value_of(&mut desk.graph, *b)),
                (Ok(Value::Exact(a)), Ok(Value::Exact(b))) if a == b
            )
        })
    };
    if is_transposed { wrong.slip(Some("rows and columns are exchanged".to_owned())) } else { wrong }
}

fn finding(one: &Entries, other: &Entries, at: usize, (value, target): (&Value, &Value)) -> Finding {
    let printed = other.all[at].1.as_ref();
    let slip = near(value).zip(printed).map(|(number, printed)| slips::of_operand(&number, printed));
    let slip = slip.filter(|slip| !slip.starts_with("another"));
    let (is_number, text) = (one.all.len() == 1, shown(value, printed));
    let place =
        if is_number { "the left side".to_owned() } else { format!("{} of the left side", one.place(at)) };
    let because = format!("{place} is {text}, that of the right side {}", shown(target, None));
    let because = if is_number {
        format!("the left side is {text}, the right side {}", shown(target, None))
    } else {
        because
    };
    let value = if is_number { text } else { format!("{text} for {}", other.place(at)) };
    Finding::new(Role::Claim, Verdict::Wrong).value(value).slip(slip).because(because)
}

/// Whether two numbers are so near that roundings further up explain what lies between.
fn is_near(one: &Value, other: &Value) -> bool {
    let (Some(one), Some(other)) = (near(one), near(other)) else { return true };
    (&one - &other).abs() <= &one.abs() * &Rational::fraction(1, 50)
}
