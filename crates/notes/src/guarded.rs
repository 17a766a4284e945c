//! Values that come from the page's own numbers: wrong only where it is sure which numbers were meant.

use chainrule::number::{Rational, Value};
use chainrule::symbolic::graph::{ExprId, Node, Walk};
use chainrule::value_of;
use rustc_hash::FxHashMap;

use crate::desk::Desk;
use crate::given::Given;
use crate::identity;
use crate::line::{Finding, Role, Verdict};
use crate::numbers::{Target, compare, near};
use crate::numeric;
use crate::operands;
use crate::place::Place;
use crate::side::Side;
use crate::standing::{Standing, sign};

/// A value that comes from the page's own numbers against what is printed: wrong only where it is sure which numbers
/// were meant.
pub(crate) fn guarded(
    desk: &mut Desk,
    left: &Side,
    value: &Value,
    right: &Side,
    place: &Place<'_>,
    role: Role,
) -> Finding {
    let mut finding = numeric::judge(desk, left, value, right, place.relation, role);
    finding.exact = near(value);
    if finding.verdict != Verdict::Wrong {
        if finding.verdict.is_right() {
            desk.confirmed.insert(left.expr);
        }
        return finding;
    }
    let aligned = operands::aligned(desk, left, right);
    if desk.is_single {
        if let Some(aligned) = aligned {
            finding.slip = aligned.slip.or(finding.slip);
        }
        return finding;
    }
    let names: Vec<ExprId> = {
        let mut all: Vec<ExprId> = desk.names_below(left.expr).into_iter().collect();
        // A stated slope has a value of its own.
        all.extend(
            Walk::below(&desk.graph, &[left.expr])
                .into_iter()
                .filter(|&id| matches!(desk.graph.node(id), Node::Derivative { .. })),
        );
        all.sort_unstable();
        all
    };
    // A number that is wrong is to be read as it should be.
    for &name in &names {
        let Some(Given { right: Some(other), line, .. }) = desk.value(name) else { continue };
        let (other, line) = (other.clone(), *line);
        let mut put_in = FxHashMap::default();
        put_in.insert(name, other);
        if let Ok(value) = desk.evaluate_with(left.expr, Some(left.expr), &put_in) {
            let again = numeric::judge(desk, left, &value, right, place.relation, role);
            if again.verdict.is_right() {
                return again.because(format!("with the value of line {line}"));
            }
        }
    }
    let is_here = desk.gives_all_here(&names);
    let has_others = !is_here && names.iter().any(|&name| desk.had_another_value(name));
    // Values from further up may be meant, those that stood together.
    let is_first = !desk.confirmed.contains(&left.expr);
    let fresh = if is_first { desk.given_here(&names) } else { Vec::new() };
    for (time, line) in if has_others { desk.earlier_times(&names, &fresh) } else { Vec::new() } {
        let again = desk.as_of(time, |desk| {
            let value = desk.evaluate(left.expr, Some(left.expr)).ok()?;
            Some(numeric::judge(desk, left, &value, right, place.relation, role))
        });
        if let Some(again) = again
            && again.verdict.is_right()
        {
            return again.because(format!("with the values of line {line}"));
        }
    }
    if let Some(aligned) = aligned {
        if aligned.wrong == 0 && aligned.is_rounded && numeric::is_within_rounding(desk, value, right) {
            return Finding::new(role, Verdict::RoundedOperands).because("the numbers put in are rounded");
        }
        let is_named = aligned.slip.as_deref().is_some_and(|slip| !slip.starts_with("another"));
        if aligned.wrong == 0
            || (aligned.wrong == 1 && aligned.right >= 1 && (is_named || (aligned.is_far && !has_others)))
        {
            finding.slip = aligned.slip.or(finding.slip);
            return finding;
        }
        if aligned.wrong > 0 {
            return Finding::new(role, Verdict::NotDecided)
                .because("other numbers are put in than those that stand above");
        }
    }
    let is_close = is_close(desk, value, right);
    let is_near = finding.slip.is_some() || is_close;
    // Values that stand in the same sentence are those that are meant, and so are those by which the same formula was printed rightly.
    let is_sure = !has_others || desk.confirmed.contains(&left.expr);
    if (is_here && (is_near || right.printed.is_some())) || (is_sure && is_near && right.printed.is_some()) {
        return finding;
    }
    Finding::new(role, Verdict::NotDecided)
        .because("with the values that stand above it comes to another number; other values may be meant")
}

/// Whether a printed number is near the right one, so that both are about the same thing.
fn is_close(desk: &mut Desk, value: &Value, right: &Side) -> bool {
    let (Some(number), Some(other)) =
        (near(value), value_of(&mut desk.graph, right.expr).ok().as_ref().and_then(near))
    else {
        return false;
    };
    (&number - &other).abs() <= &number.abs() * &Rational::fraction(3, 10)
}

pub(crate) fn inequality(desk: &mut Desk, left: &Side, right: &Side, place: &Place<'_>) -> Finding {
    if left.is_numeric && right.is_numeric {
        let values = (value_of(&mut desk.graph, left.expr), value_of(&mut desk.graph, right.expr));
        return match values {
            (Ok(one), Ok(other)) => {
                let target = Target { value: &other, printed: None };
                match compare(&one, &target, place.relation, &Rational::zero()) {
                    Some(Verdict::Wrong) => Finding::new(Role::Claim, Verdict::Wrong)
                        .because(format!(
                            "the left side is {}, the right side {}",
                            crate::numbers::shown(&one, None),
                            crate::numbers::shown(&other, None)
                        ))
                        .value(crate::numbers::shown(&one, None)),
                    Some(_) => Finding::new(Role::Claim, Verdict::Proved),
                    None => Finding::new(Role::Claim, Verdict::NotDecided),
                }
            }
            (Err(why), _) | (_, Err(why)) => numeric::without_value(Role::Claim, why),
        };
    }
    let plain = |side: &Side| side.tree.as_name().is_some();
    // A name between numbers: its range.
    let is_range = (plain(left) && (right.is_numeric || plain(right))) || (plain(right) && left.is_numeric);
    let values = (desk.evaluate(left.expr, None), desk.evaluate(right.expr, None));
    if let (Ok(one), Ok(other)) = values {
        let target = Target { value: &other, printed: None };
        let verdict = compare(&one, &target, place.relation, &Rational::zero());
        return match verdict {
            Some(Verdict::Wrong) if desk.is_single => Finding::new(Role::Claim, Verdict::Wrong)
                .because("with the values given")
                .value(crate::numbers::shown(&one, None)),
            Some(verdict) if verdict.is_right() => {
                Finding::new(Role::Claim, Verdict::Proved).because("with the values given on this page")
            }
            _ => Finding::new(Role::Condition, Verdict::None),
        };
    }
    if is_range && !desk.formulas.contains_key(&left.expr) && !desk.formulas.contains_key(&right.expr) {
        return Finding::new(Role::Condition, Verdict::None);
    }
    if sign(place.relation).is_none() {
        return Finding::new(Role::Condition, Verdict::None);
    }
    let mut finding = identity::judge(desk, left, right, place.relation, Standing::Perhaps);
    if finding.verdict == Verdict::NotDecided && finding.role == Role::Claim && !desk.is_single {
        finding.role = Role::Condition;
    }
    finding
}
