//! Claims between numbers: formulas of numbers against what was printed.

use chainrule::number::{Rational, Undefined, Value, power_of_ten};
use chainrule::symbolic::graph::{ExprId, Node as Piece};
use chainrule::value_of;
use chainrule_latex::lower::{Edit, lower_edited};
use chainrule_latex::rows::Relation;
use chainrule_latex::tree::{Node, Printed};
use rustc_hash::FxHashMap;

use crate::desk::Desk;
use crate::line::{Finding, Role, Verdict};
use crate::numbers::{Target, compare, digits_of, near, shown, tie};
use crate::side::Side;
use crate::slips;

/// So many operands are looked at for rounding.
const MOST_OPERANDS: usize = 12;

/// Judges a value against a side of numbers.
pub(crate) fn judge(
    desk: &mut Desk,
    left: &Side,
    value: &Value,
    right: &Side,
    relation: Relation,
    role: Role,
) -> Finding {
    let target = match value_of(&mut desk.graph, right.expr) {
        Ok(target) => target,
        Err(why) => return without_value(role, why),
    };
    let side = Target { value: &target, printed: right.printed.as_ref() };
    let mut verdict = compare(value, &side, relation, &Rational::zero());
    // How far rounding may move the sides is looked for only where it matters.
    if matches!(verdict, None | Some(Verdict::Wrong))
        || (right.printed.is_none() && relation == Relation::About)
    {
        let slack = slack_between(desk, (left, value), (right, &target));
        verdict = compare(value, &side, relation, &slack);
    }
    // Irrational numbers are kept rounded: `\cos\theta` for π/2 is no number but 0.
    let is_hair = verdict == Some(Verdict::Wrong)
        && !left.is_numeric
        && is_zero(&target)
        && near(value).is_some_and(|value| value.abs() < power_of_ten(-30));
    let Some(verdict) = verdict.filter(|_| !is_hair) else {
        return if desk.agree_with_values(left.expr, right.expr) {
            Finding::new(role, Verdict::Equal)
        } else {
            Finding::new(role, Verdict::NotDecided).because("the two sides are too close to tell apart")
        };
    };
    let is_same = verdict == Verdict::PrintedDigits
        && matches!(value, Value::Enclosed(_))
        && near(value)
            .zip(near(&target))
            .is_some_and(|(one, other)| (&one - &other).abs() < power_of_ten(-30))
        && desk.agree_with_values(left.expr, right.expr);
    let verdict = if is_same { Verdict::Equal } else { verdict };
    let built_on =
        desk.built_on(left).or_else(|| right.printed.is_none().then(|| desk.built_on(right)).flatten());
    let mut finding = Finding::new(role, verdict);
    if verdict == Verdict::Wrong {
        finding.exact = near(value);
        finding = finding.value(shown(value, right.printed.as_ref()));
        if is_equality(relation) {
            let slip = match &right.printed {
                Some(printed) => slips::of_number(desk, left, value, printed),
                None => slips::of_operands(desk, value, right),
            };
            finding = finding.slip(slip);
        }
        finding = finding.because(format!(
            "the left side is {}, the right side {}",
            shown(value, right.printed.as_ref()),
            shown(&target, None)
        ));
    } else if verdict.is_right() && verdict != Verdict::Equal {
        let text = shown(value, right.printed.as_ref());
        finding = match verdict {
            Verdict::Cut => finding.because(format!("{text}: its digits are cut off, not rounded")),
            Verdict::PrintedDigits if is_zero(&target) => {
                finding.because(format!("{text} is 0 to the digits printed, but it is not 0"))
            }
            Verdict::PrintedDigits
                if let Some(tie) =
                    right.printed.as_ref().and_then(|printed| tie(value, printed, relation)) =>
            {
                let other = shown(&Value::Exact(tie.other), None);
                finding.because(format!(
                    "{text} lies halfway between two numbers of so many digits: a half rounded to the even digit gives this one, \
                     rounded away from 0, as is usual, {other}"
                ))
            }
            Verdict::RoundedOperands => {
                finding.because(format!("{text} from the numbers as printed, which are rounded"))
            }
            _ => finding,
        };
        finding = finding.value(text);
    }
    if left.tree.has_plain_log && finding.because.is_none() && desk.names.log_base.is_none() {
        finding = finding.because("`\\log` is read as the natural logarithm");
    }
    finding.built_on = built_on;
    finding
}

/// How far the rounding of the numbers of two sides can move them.
fn slack_between(
    desk: &mut Desk,
    (left, value): (&Side, &Value),
    (right, target): (&Side, &Value),
) -> Rational {
    let slack = slack_of(desk, left, value);
    if right.printed.is_some() {
        return slack;
    }
    let put_in = match value {
        Value::Enclosed(_) => decimals(desk, right, target, numbers_in(right)),
        Value::Exact(exact) if has_more_digits(exact, right) => {
            decimals(desk, right, target, operands(right))
        }
        Value::Exact(_) => Rational::zero(),
    };
    &(&slack + &slack_of(desk, right, target)) + &put_in
}

/// A side that has no value.
pub(crate) fn without_value(role: Role, why: Undefined) -> Finding {
    match why {
        Undefined::Unknown => {
            Finding::new(role, Verdict::NotDecided).because("a name in it has no value on this page")
        }
        other => Finding::new(role, Verdict::NotDecided).because(format!("it has no value: {other}")),
    }
}

pub(crate) fn is_equality(relation: Relation) -> bool {
    matches!(relation, Relation::Equal | Relation::About | Relation::Assign)
}

fn is_zero(value: &Value) -> bool {
    matches!(value, Value::Exact(exact) if exact.is_zero())
}

/// How far the rounding of numbers that the page printed as results can move a value.
pub(crate) fn slack_of(desk: &mut Desk, side: &Side, value: &Value) -> Rational {
    let mut slack = Rational::zero();
    let Some(value) = near(value) else { return slack };
    let half = Rational::fraction(1, 2);
    // Numbers that stand in the line.
    for (id, operand) in operands(side).take(MOST_OPERANDS) {
        let is_result = desk.results.iter().any(|result| result.is_result && result.value == operand.value);
        if is_result {
            slack = &slack + &moved(desk, side, id, &(&operand.value + &(&operand.unit * &half)), &value);
        }
    }
    // Values of names that are results.
    let mut names: Vec<ExprId> = desk.names_below(side.expr).into_iter().collect();
    names.extend(desk.values.keys().copied().filter(|&id| lies_on_the_way(desk, id, side.expr)));
    names.retain(|&name| desk.value(name).is_some_and(|given| given.is_result || given.is_about));
    names.sort_unstable();
    for name in names.into_iter().take(MOST_OPERANDS) {
        let Some(given) = desk.value(name).cloned() else { continue };
        let mut other = FxHashMap::default();
        other.insert(name, &given.value + &(&given.unit * &half));
        if let Ok(changed) = desk.evaluate_with(side.expr, Some(side.expr), &other)
            && let Some(number) = near(&changed)
        {
            slack = &slack + &(&number - &value).abs();
        }
    }
    slack
}

/// Whether one derivative may be a factor of another: between its ends.
fn lies_on_the_way(desk: &Desk, factor: ExprId, whole: ExprId) -> bool {
    let ends = |id: ExprId| match desk.graph.node(id) {
        Piece::Derivative { of, by, .. } => Some((of, desk.graph.find_symbol_expr(by)?)),
        Piece::Number(_) | Piece::Symbol(_) | Piece::Apply { .. } => None,
    };
    match (ends(factor), ends(whole)) {
        (Some((of, by)), Some((first, last))) => {
            factor != whole && desk.reaches(first, of) && desk.reaches(by, last)
        }
        _ => false,
    }
}

/// The numbers in a side.
fn numbers_in(side: &Side) -> impl Iterator<Item = (usize, Printed)> + '_ {
    (0..side.tree.len()).filter_map(|id| match side.tree.node(id) {
        Node::Number(printed) => Some((id, printed.clone())),
        _ => None,
    })
}

/// The numbers in a side that are no bases of powers.
fn operands(side: &Side) -> impl Iterator<Item = (usize, Printed)> {
    let mut bases = Vec::new();
    for id in 0..side.tree.len() {
        if let Node::Power(base, exponent) = side.tree.node(id) {
            bases.extend([*base, *exponent]);
        }
    }
    numbers_in(side).filter(move |(id, _)| !bases.contains(id))
}

fn moved(desk: &mut Desk, side: &Side, id: usize, number: &Rational, value: &Rational) -> Rational {
    let edit = Edit::Number(number.clone());
    let expr = lower_edited(&side.tree, &mut desk.graph, &desk.functions, Some((id, &edit))).expr;
    match value_of(&mut desk.graph, expr).ok().as_ref().and_then(near) {
        Some(number) => (&number - value).abs(),
        None => Rational::zero(),
    }
}

/// Whether a value lies within what the rounding of the printed numbers of a side can move it by.
pub(crate) fn is_within_rounding(desk: &mut Desk, value: &Value, side: &Side) -> bool {
    let Some(number) = near(value) else { return false };
    reach(desk, side).is_some_and(|(middle, slack)| (&number - &middle).abs() <= slack)
}

/// Whether a side of rounded numbers may come to what is printed.
pub(crate) fn rounds_to(desk: &mut Desk, side: &Side, printed: &Printed) -> bool {
    let half = &printed.unit * &Rational::fraction(1, 2);
    reach(desk, side).is_some_and(|(middle, slack)| (&printed.value - &middle).abs() <= &slack + &half)
}

/// The value of a side of numbers, and how far the rounding of its decimals can move it.
fn reach(desk: &mut Desk, side: &Side) -> Option<(Rational, Rational)> {
    let middle = near(&value_of(&mut desk.graph, side.expr).ok()?)?;
    let half = Rational::fraction(1, 2);
    let mut slack = Rational::zero();
    let rounded = operands(side).filter(|(_, printed)| !printed.value.is_integer());
    for (id, printed) in rounded.take(MOST_OPERANDS) {
        slack = &slack + &moved(desk, side, id, &(&printed.value + &(&printed.unit * &half)), &middle);
    }
    Some((middle, slack))
}

/// Whether a number has more digits than the decimals of a side: then those may be roundings.
fn has_more_digits(exact: &Rational, side: &Side) -> bool {
    let units = operands(side).map(|(_, printed)| printed.unit).filter(|unit| *unit < Rational::one());
    units.min().is_some_and(|unit| exact.checked_div(&unit).is_some_and(|count| !count.is_integer()))
}

/// How far the rounding of decimals of at least two digits can move a value, bases of powers too: what is put to a function on one
/// side stands rounded on the other, `\tanh'(2) = 1 - 0.964^2`.
fn decimals(
    desk: &mut Desk,
    side: &Side,
    value: &Value,
    numbers: impl Iterator<Item = (usize, Printed)>,
) -> Rational {
    let mut slack = Rational::zero();
    let Some(value) = near(value) else { return slack };
    let half = Rational::fraction(1, 2);
    for (id, printed) in numbers.take(MOST_OPERANDS) {
        if digits_of(&printed) >= 2 && printed.unit < Rational::one() {
            slack = &slack + &moved(desk, side, id, &(&printed.value + &(&printed.unit * &half)), &value);
        }
    }
    slack
}

/// `formula \approx formula`: judged with numbers where all of them are known.
pub(crate) fn about(desk: &mut Desk, left: &Side, right: &Side) -> Finding {
    let values = (desk.evaluate(left.expr, None), desk.evaluate(right.expr, None));
    if let (Ok(one), Ok(other)) = values {
        let target = Target { value: &other, printed: None };
        if compare(&one, &target, Relation::About, &Rational::zero()).is_some_and(Verdict::is_right) {
            return Finding::new(Role::Claim, Verdict::PrintedDigits)
                .because("with the values given on this page");
        }
    }
    Finding::new(Role::Claim, Verdict::NotDecided)
        .because("formulas that are about the same are not judged without numbers")
}
