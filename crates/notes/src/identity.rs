//! Claims between formulas: proved, or refuted by a counterexample.

use chainrule::Judgement;
use chainrule::number::Rational;
use chainrule::symbolic::function::rows::arithmetic::{ADD, NEGATE};
use chainrule::symbolic::function::rows::exponential::{EXP, LN};
use chainrule::symbolic::graph::{ExprId, Node, Walk};
use chainrule::worksheet::Relation as Sign;
use chainrule_latex::rows::Relation;
use chainrule_latex::tree::{Callee, Node as Piece};
use rustc_hash::FxHashSet;

use crate::desk::Desk;
use crate::formula_slips::{constant_at_points, slip_of};
use crate::generic;
use crate::line::{Finding, Role, Verdict};
use crate::numbers::near;
use crate::ordered::ordered;
use crate::side::Side;
use crate::standing::{Standing, sign};
use crate::written::finished;

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
    if let Some(finding) = generic::judge(desk, left, right, relation, standing) {
        return finding;
    }
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
        Judgement::Refuted(_) if holds_with_constants(desk, left, right, sign) => {
            Finding::new(Role::Claim, Verdict::Proved)
                .because("with its letters for numbers, whatever the page says of them elsewhere")
        }
        Judgement::Refuted(_) => {
            let sides = [left.expr, right.expr];
            let is_opaque = is_unknown
                || ((left.is_opaque || right.is_opaque || desk.rests_on_opaque(&sides))
                    && !(standing == Standing::Meant && desk.rests_on_open_functions(&sides)))
                || (desk.has_matrices && speaks_of_capitals(desk, left, right));
            refuted(desk, (left, right), sign, standing, is_opaque, &how)
        }
    }
}

/// Whether the derivative of a formula that is written out is right with its letters as they stand: `\frac{d}{dx}(ax^2) = 2ax` says
/// nothing of an `a` further up.
fn holds_with_constants(desk: &mut Desk, left: &Side, right: &Side, sign: Sign) -> bool {
    let is_written_out = match left.tree.node(left.tree.root()) {
        Piece::Derivative { of, .. } => {
            !matches!(left.tree.node(*of), Piece::Name(_) | Piece::Call { .. } | Piece::Unknown(_))
        }
        _ => false,
    };
    if !is_written_out || sign != Sign::Equal {
        return false;
    }
    let formulas = std::mem::take(&mut desk.formulas);
    let judged = desk.judge(left.expr, right.expr, sign);
    desk.formulas = formulas;
    matches!(judged, Some((Judgement::Proved(_), _, false)))
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
    let is_derivative = desk.has_derivative(left.expr) || has_primes(left);
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
        && (desk.agree_with_values(one, other) || agree_in_numbers(desk, left, right))
    {
        return Finding::new(Role::Substitution, Verdict::Proved)
            .because("with the values given on this page");
    }
    if has_decimals(right) && !has_decimals(left) && !desk.is_single {
        return Finding::new(Role::Substitution, Verdict::NotDecided)
            .because("numbers are put in for some of its names, and not all of them stand on this page");
    }
    // What speaks of other derivatives may mean them along one edge, where they were stated so.
    let counts_all = desk.has_derivative(right.expr);
    if is_derivative && !desk.is_single && states_slope(desk, counts_all) {
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
            let value = is_derivative.then(|| finished(desk, one));
            wrong(how, value, None)
        }
        None if is_expansion(left, right) && !desk.is_to_be_solved => wrong(how, None, None),
        None if desk.is_single && !is_equation(&mine, desk, one, other) => wrong(how, None, None),
        None if is_never(desk, left, right) => {
            wrong("one side is less than the other whatever its names stand for", None, None)
        }
        None => match apart_everywhere(desk, one, other) {
            Some(by) => wrong(&format!("the sides differ by {by} everywhere"), None, None),
            None => Finding::new(Role::Condition, Verdict::None).because(
                "it does not hold for all values: it is read as an equation to be solved, or a condition",
            ),
        },
    }
}

/// The number by which two sides differ whatever the names in them stand for: then it is no equation to be solved.
fn apart_everywhere(desk: &mut Desk, one: ExprId, other: ExprId) -> Option<String> {
    let minus = desk.graph.call(&NEGATE, &[other]);
    let difference = desk.graph.call(&ADD, &[one, minus]);
    let number = constant_at_points(desk, difference)?;
    let constant = desk.graph.number(number);
    let proved = desk.judge(difference, constant, Sign::Equal);
    matches!(proved, Some((Judgement::Proved(_), _, false))).then(|| finished(desk, constant))
}

/// Whether a function stands on both sides, and one of them is always less than the other: then it is no equation to be solved.
fn is_never(desk: &mut Desk, left: &Side, right: &Side) -> bool {
    let functions = |side: &Side| -> FxHashSet<String> {
        let calls = (0..side.tree.len()).filter_map(|id| match side.tree.node(id) {
            Piece::Call { function: Callee::Builtin(row), .. } => Some(row.name.to_owned()),
            Piece::Call { function: Callee::Own(name), .. } => Some(name.to_string()),
            _ => None,
        });
        calls.collect()
    };
    !functions(left).is_disjoint(&functions(right))
        && [Sign::Less, Sign::Greater].into_iter().any(|sign| {
            matches!(desk.judge(left.expr, right.expr, sign), Some((Judgement::Proved(_), _, false)))
        })
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

/// Whether the page says of a derivative that it is 0 or 1: that of a kinked function, at the point that is meant. What its formulas
/// say everywhere counts only where it is asked for.
fn states_slope(desk: &Desk, counts_all: bool) -> bool {
    desk.values.iter().any(|(id, given)| {
        matches!(desk.graph.node(*id), Node::Derivative { .. })
            && given.last().is_some_and(|given| {
                !given.is_result
                    && (counts_all || !given.is_always)
                    && (given.value.is_zero() || given.value.is_one())
            })
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

fn has_primes(side: &Side) -> bool {
    (0..side.tree.len()).any(|id| matches!(side.tree.node(id), Piece::Call { primes: 1.., .. }))
}
