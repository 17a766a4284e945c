//! Claims between formulas: proved, or refuted by a counterexample.

use chainrule::Judgement;
use chainrule::number::Rational;
use chainrule::symbolic::function::Function;
use chainrule::symbolic::function::rows::exponential::{EXP, LN};
use chainrule::symbolic::function::rows::hyperbolic::TANH;
use chainrule::symbolic::function::rows::logistic::SIGMOID;
use chainrule::symbolic::function::rows::trigonometric::{COS, SIN};
use chainrule::symbolic::graph::{ExprId, Node, Rewriter, Walk};
use chainrule::worksheet::Relation as Sign;
use chainrule_latex::rows::Relation;
use chainrule_latex::tree::{Callee, Node as Piece};
use rustc_hash::FxHashSet;

use crate::desk::Desk;
use crate::formula_slips::slip_of;
use crate::line::{Finding, Role, Verdict};
use crate::numbers::near;
use crate::side::Side;
use crate::written::written;

/// The sign of a worksheet for a relation; nothing for those that are not judged.
pub(crate) fn sign(relation: Relation) -> Option<Sign> {
    match relation {
        Relation::Equal | Relation::Assign => Some(Sign::Equal),
        Relation::Less => Some(Sign::Less),
        Relation::AtMost => Some(Sign::AtMost),
        Relation::Greater => Some(Sign::Greater),
        Relation::AtLeast => Some(Sign::AtLeast),
        Relation::About | Relation::MuchLess | Relation::MuchGreater | Relation::None => None,
    }
}

/// How sure the place of a claim makes that it is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It follows from what stands before it, or derives by definitions: it is meant to hold.
    Meant,
    /// It may be an equation to be solved, or a condition.
    Perhaps,
}

/// Judges two formulas.
pub(crate) fn judge(
    desk: &mut Desk,
    left: &Side,
    right: &Side,
    relation: Relation,
    standing: Standing,
) -> Finding {
    let Some(sign) = sign(relation) else {
        return Finding::new(Role::Claim, Verdict::NotDecided)
            .because("formulas that are about the same are not judged without numbers");
    };
    let Some((judgement, how, is_unknown)) = desk.judge(left.expr, right.expr, sign) else {
        return Finding::new(Role::Claim, Verdict::NotDecided)
            .because("the definitions of the page go round in a circle, or are too many");
    };
    if matches!(judgement, Judgement::Undecided(_)) && sign == Sign::Equal && is_logarithm(desk, left, right)
    {
        return Finding::new(Role::Claim, Verdict::Proved)
            .because("what stands in the logarithm is the exponential of the other side");
    }
    match judgement {
        Judgement::Proved(_) => Finding::new(Role::Claim, Verdict::Proved).because(how),
        Judgement::Consistent { .. } | Judgement::Vacuous { .. } | Judgement::Undecided(_) => {
            Finding::new(Role::Claim, Verdict::NotDecided).because(how)
        }
        Judgement::Refuted(_) => {
            let is_opaque = is_unknown
                || left.is_opaque
                || right.is_opaque
                || desk.rests_on_opaque(&[left.expr, right.expr])
                || (desk.has_matrices && speaks_of_capitals(desk, left, right));
            refuted(desk, (left, right), sign, standing, is_opaque, &how)
        }
    }
}

/// Whether one side is a logarithm, and what stands in it is the exponential of the other side for all numbers: then it is
/// positive too.
fn is_logarithm(desk: &mut Desk, left: &Side, right: &Side) -> bool {
    [(left.expr, right.expr), (right.expr, left.expr)].into_iter().any(|(one, other)| {
        let inner = match desk.graph.node(one) {
            Node::Apply { function, primes: 0, .. }
                if desk.graph.builtin(function).is_some_and(|row| row == &LN) =>
            {
                desk.graph.children(one).first().copied()
            }
            Node::Apply { .. } | Node::Symbol(_) | Node::Number(_) | Node::Derivative { .. } => None,
        };
        let Some(inner) = inner else { return false };
        let power = desk.graph.call(&EXP, &[other]);
        matches!(desk.judge(inner, power, Sign::Equal), Some((Judgement::Proved(_), _, false)))
    })
}

/// Whether a capital letter stands in a claim on a page of matrices.
fn speaks_of_capitals(desk: &Desk, left: &Side, right: &Side) -> bool {
    [left, right].iter().any(|side| {
        desk.names_in(side.expr).into_iter().any(|id| match desk.graph.node(id) {
            Node::Symbol(symbol) => desk.graph.name(symbol).as_str().starts_with(char::is_uppercase),
            _ => false,
        })
    })
}

fn refuted(
    desk: &mut Desk,
    (left, right): (&Side, &Side),
    sign: Sign,
    standing: Standing,
    is_opaque: bool,
    how: &str,
) -> Finding {
    if is_opaque {
        return Finding::new(Role::Claim, Verdict::NotDecided)
            .because("it speaks of quantities or derivatives that this page does not define");
    }
    if sign != Sign::Equal {
        return ordered(desk, (left, right), sign, how);
    }
    let (Some((one, _)), Some((other, _))) = (desk.written_out(left.expr), desk.written_out(right.expr))
    else {
        return Finding::new(Role::Claim, Verdict::NotDecided);
    };
    let (mut mine, theirs) = (desk.names_in(one), desk.names_in(other));
    let is_derivative = has_derivative(desk, left.expr) || has_primes(left);
    if is_derivative {
        // What falls out when a derivative is taken is spoken of all the same.
        mine.extend(desk.names_below(left.expr));
    }
    let is_number = right.is_numeric && standing == Standing::Meant;
    let is_about_the_same = mine == theirs || is_number || (is_derivative && theirs.is_subset(&mine));
    // Numbers may have been put in for some of the names.
    let put_in = !mine.is_empty() && mine.symmetric_difference(&theirs).all(|id| desk.value(*id).is_some());
    // With the page's own numbers it may hold: a slope that is 1 at them, a number put in for one of several names.
    if (put_in || mine.iter().chain(&theirs).all(|id| desk.value(*id).is_some()))
        && (agree_with_values(desk, one, other) || agree_in_numbers(desk, left, right))
    {
        return Finding::new(Role::Substitution, Verdict::Proved)
            .because("with the values given on this page");
    }
    if has_decimals(right) && !has_decimals(left) && !desk.is_single {
        return Finding::new(Role::Substitution, Verdict::NotDecided)
            .because("numbers are put in for some of its names, and not all of them stand on this page");
    }
    if is_derivative && !desk.is_single && states_slope(desk) {
        return Finding::new(Role::Claim, Verdict::NotDecided).because(
            "the page states a slope by its number, and other slopes may be meant at that point too",
        );
    }
    if !is_about_the_same {
        let slip = if theirs.is_subset(&mine) || mine.is_subset(&theirs) || !put_in {
            slip_of(desk, (left, right), one)
        } else {
            None
        };
        return match slip {
            Some((name, value)) if standing == Standing::Meant => wrong(how, value, Some(name)),
            _ => {
                let why = "the two sides speak of different quantities, and the page does not say how they hang together";
                let verdict = if standing == Standing::Meant { Verdict::NotDecided } else { Verdict::None };
                Finding::new(role(standing), verdict).because(why)
            }
        };
    }
    match slip_of(desk, (left, right), one) {
        Some((name, value)) => wrong(how, value, Some(name)),
        None if standing == Standing::Meant || is_derivative => {
            let value = is_derivative.then(|| written(desk, one));
            wrong(how, value, None)
        }
        None if desk.is_single && (!is_equation(&mine, desk, one, other) || is_expansion(left, right)) => {
            wrong(how, None, None)
        }
        None => Finding::new(Role::Condition, Verdict::None).because(
            "it does not hold for all values: it is read as an equation to be solved, or a condition",
        ),
    }
}

/// Whether both sides come to the same with the values of the page, at the digits of what is printed in them.
fn agree_in_numbers(desk: &mut Desk, left: &Side, right: &Side) -> bool {
    let (Ok(one), Ok(other)) = (desk.evaluate(left.expr, None), desk.evaluate(right.expr, None)) else {
        return false;
    };
    let (Some(one), Some(other)) = (near(&one), near(&other)) else { return false };
    let part =
        if has_decimals(right) { Rational::fraction(1, 100) } else { Rational::fraction(1, 1_000_000_000) };
    (&one - &other).abs() <= &other.abs() * &part
}

/// Whether the page says of a derivative that it is 0 or 1: that of a kinked function, at the point that is meant.
fn states_slope(desk: &Desk) -> bool {
    desk.values.iter().any(|(id, given)| {
        matches!(desk.graph.node(*id), Node::Derivative { .. })
            && given
                .last()
                .is_some_and(|given| !given.is_result && (given.value.is_zero() || given.value.is_one()))
    })
}

/// Whether a decimal fraction is printed in a side.
fn has_decimals(side: &Side) -> bool {
    (0..side.tree.len()).any(|id| match side.tree.node(id) {
        Piece::Number(printed) => !printed.value.is_integer(),
        _ => false,
    })
}

fn role(standing: Standing) -> Role {
    match standing {
        Standing::Meant => Role::Claim,
        Standing::Perhaps => Role::Condition,
    }
}

fn wrong(how: &str, value: Option<String>, slip: Option<String>) -> Finding {
    let mut finding = Finding::new(Role::Claim, Verdict::Wrong).because(how).slip(slip);
    finding.value = value;
    finding
}

/// Whether two sides are plainly an equation for one name: of first degree in it, with nothing else.
fn is_equation(names: &FxHashSet<ExprId>, desk: &Desk, one: ExprId, other: ExprId) -> bool {
    let calls = Walk::below(&desk.graph, &[one, other]).into_iter().any(|id| match desk.graph.node(id) {
        Node::Apply { function, .. } => desk.graph.builtin(function).is_none_or(|row| row.symbol().is_some()),
        _ => false,
    });
    names.len() == 1 && !calls
}

/// Whether one side multiplies sums out and the other one holds the terms: (x + 1)² = x² + 2x + 1.
fn is_expansion(left: &Side, right: &Side) -> bool {
    let is_sum = |side: &Side, id: usize| matches!(side.tree.node(id), Piece::Sum(_));
    let multiplies = |side: &Side| match side.tree.node(side.tree.root()) {
        Piece::Power(base, _) => is_sum(side, *base),
        Piece::Product(factors) => factors.iter().filter(|&&id| is_sum(side, id)).count() >= 2,
        _ => false,
    };
    let has_terms =
        |side: &Side| matches!(side.tree.node(side.tree.root()), Piece::Sum(terms) if terms.len() >= 3);
    (multiplies(left) && has_terms(right)) || (has_terms(left) && multiplies(right))
}

/// Functions with bounds.
const BOUNDED: [&Function; 4] = [&SIGMOID, &TANH, &SIN, &COS];

/// An inequality that fails somewhere: wrong where it speaks of the range of a function, a condition elsewhere.
fn ordered(desk: &mut Desk, (left, right): (&Side, &Side), sign: Sign, how: &str) -> Finding {
    // What holds nowhere is no condition.
    let (one, other) = (left.expr, right.expr);
    if let Some(other_way) = against(sign)
        && !left.is_numeric
        && matches!(desk.judge(one, other, other_way), Some((Judgement::Proved(_), _, false)))
        && has_call(left)
    {
        return wrong(how, None, None);
    }
    let is_bounded = |side: &Side| {
        (0..side.tree.len()).any(|id| match side.tree.node(id) {
            Piece::Call { function: Callee::Builtin(row), .. } => BOUNDED.contains(row),
            Piece::Call { function: Callee::Own(_), .. } => true,
            _ => false,
        })
    };
    let is_plain = |side: &Side| matches!(side.tree.node(side.tree.root()), Piece::Name(_));
    let about_function = (is_bounded(left) && right.is_numeric)
        || (is_bounded(right) && left.is_numeric)
        || (right.is_numeric && is_bounded_slope(desk, left));
    let free = free_names(desk, left.expr) + free_names(desk, right.expr);
    if about_function && free <= 1 {
        return wrong(how, None, None);
    }
    // `|w|/4 < 1` is a condition on w; x² > 1 for all x is not.
    let is_curved = |side: &Side| {
        (0..side.tree.len()).any(|id| match side.tree.node(id) {
            Piece::Call { function: Callee::Builtin(row), .. } => row.symbol().is_some(),
            Piece::Call { .. } | Piece::Power(..) => true,
            Piece::Product(factors) => stands_twice(side, factors),
            _ => false,
        })
    };
    if desk.is_single
        && (!is_plain(left) || (has_call(right) && is_same(desk, left, right)))
        && (!is_plain(right) || (has_call(left) && is_same(desk, left, right)))
        && desk.values.is_empty()
        && (is_curved(left) || is_curved(right))
    {
        return wrong(how, None, None);
    }
    Finding::new(Role::Condition, Verdict::None)
        .because("it does not hold for all values: it is read as a condition")
}

/// The relation that holds where another one does not.
fn against(sign: Sign) -> Option<Sign> {
    match sign {
        Sign::Less => Some(Sign::AtLeast),
        Sign::AtMost => Some(Sign::Greater),
        Sign::Greater => Some(Sign::AtMost),
        Sign::AtLeast => Some(Sign::Less),
        Sign::Equal | Sign::About => None,
    }
}

/// Whether a function of the table stands in a side.
fn has_call(side: &Side) -> bool {
    (0..side.tree.len()).any(|id| match side.tree.node(id) {
        Piece::Call { function: Callee::Builtin(row), .. } => row.symbol().is_some(),
        Piece::Call { .. } => true,
        _ => false,
    })
}

/// Whether two sides speak of the same names.
fn is_same(desk: &Desk, left: &Side, right: &Side) -> bool {
    desk.names_in(left.expr) == desk.names_in(right.expr)
}

/// How many names are left in an expression once it is written out.
fn free_names(desk: &mut Desk, expr: ExprId) -> usize {
    match desk.written_out(expr) {
        Some((written, false)) => desk.names_in(written).len(),
        _ => desk.names_in(expr).len(),
    }
}

/// Whether a side is made of the slope of a function whose slopes have bounds.
fn is_bounded_slope(desk: &mut Desk, side: &Side) -> bool {
    if !has_derivative(desk, side.expr) {
        return false;
    }
    let Some((written, false)) = desk.written_out(side.expr) else { return false };
    Walk::below(&desk.graph, &[written]).into_iter().any(|id| match desk.graph.node(id) {
        Node::Apply { function, .. } => {
            desk.graph.builtin(function).is_some_and(|row| BOUNDED.contains(&row))
        }
        _ => false,
    })
}

/// Whether one name stands in several factors: a(1 − a).
fn stands_twice(side: &Side, factors: &[usize]) -> bool {
    let mut seen = Vec::new();
    for &factor in factors {
        let mut names = Vec::new();
        for id in side.tree.below(factor) {
            if let Piece::Name(name) = side.tree.node(id)
                && !names.contains(name)
            {
                names.push(name.clone());
            }
        }
        if names.iter().any(|name| seen.contains(name)) {
            return true;
        }
        seen.extend(names);
    }
    false
}

fn has_derivative(desk: &Desk, expr: ExprId) -> bool {
    Walk::below(&desk.graph, &[expr])
        .into_iter()
        .any(|id| matches!(desk.graph.node(id), Node::Derivative { .. }))
}

fn has_primes(side: &Side) -> bool {
    (0..side.tree.len()).any(|id| matches!(side.tree.node(id), Piece::Call { primes: 1.., .. }))
}

/// Whether two formulas are the same number with the values of the page.
fn agree_with_values(desk: &mut Desk, one: ExprId, other: ExprId) -> bool {
    let mut put_in = Rewriter::new();
    let names: Vec<ExprId> = desk.names_in(one).into_iter().chain(desk.names_in(other)).collect();
    for name in names {
        if let Some(given) = desk.value(name).cloned() {
            let number = desk.graph.number(given.value);
            put_in.replace(name, number);
        }
    }
    let (one, other) = (put_in.apply(&mut desk.graph, one), put_in.apply(&mut desk.graph, other));
    matches!(desk.judge(one, other, Sign::Equal), Some((Judgement::Proved(_), _, false)))
}
