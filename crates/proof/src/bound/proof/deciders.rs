//! What is seen at once.

use chainrule_number::Rational;
use chainrule_symbolic::function::rows::arithmetic::NEGATE;
use chainrule_symbolic::function::rows::piecewise::ABS;
use chainrule_symbolic::graph::{Graph, Node, Rewriter, Walk};

use super::super::polynomial::Polynomial;
use super::super::search::search_within;
use super::super::sturm::Univariate;
use super::super::{Budget, Found, is_plainly_not_negative};
use super::goal::Goal;
use crate::identity::{Linear, can_be_positive};
use crate::ranges::LeafRange;

/// Polynomials of a higher degree are left alone.
const HIGHEST_DEGREE: i64 = 40;

/// So many boxes are looked at for one goal.
const BOXES: usize = 250;

/// Signs are taken case by case up to so many of them.
const MOST_SIGNS: usize = 5;

pub(super) fn plainly(graph: &mut Graph, goal: &Goal, _: &Budget) -> bool {
    if let Node::Number(number) = graph.node(goal.expr) {
        return number.is_positive() || (number.is_zero() && !goal.strict);
    }
    is_plainly_not_negative(graph, goal.expr, goal.strict, &goal.ranges)
}

pub(super) fn boxes(graph: &mut Graph, goal: &Goal, budget: &Budget) -> bool {
    let most = if goal.leaves(graph).len() > 1 { BOXES / 4 } else { BOXES };
    search_within(graph, goal.expr, goal.strict, &goal.ranges, most, budget) == Found::Proved
}

/// A quadratic polynomial of its atoms that is a sum of squares; with a little of its constant taken away, if strict.
pub(super) fn sum_of_squares(graph: &mut Graph, goal: &Goal, _: &Budget) -> bool {
    let Some(mut polynomial) = goal.polynomial(graph) else { return false };
    if goal.strict {
        let Some(constant) = polynomial.terms.get_mut(&Vec::new()) else { return false };
        if !constant.is_positive() {
            return false;
        }
        *constant = &*constant * &Rational::fraction(1023, 1024);
    }
    polynomial.is_quadratic_form_above_zero()
}

/// A polynomial of a single atom, over the range of that atom.
pub(super) fn sturm(graph: &mut Graph, goal: &Goal, _: &Budget) -> bool {
    let Some(polynomial) = goal.polynomial(graph) else { return false };
    let atoms = polynomial.atoms();
    match atoms.as_slice() {
        [] => univariate(&polynomial, 0).is_some_and(|univariate| {
            univariate.is_not_negative(goal.strict, &LeafRange::between(None, None))
        }),
        &[atom] => {
            let range = goal.exact_reach(graph, atom);
            univariate(&polynomial, 0)
                .is_some_and(|univariate| univariate.is_not_negative(goal.strict, &range))
        }
        _ => false,
    }
}

/// The coefficients by the power of one of the atoms, the others put to 1.
fn univariate(polynomial: &Polynomial, place: usize) -> Option<Univariate> {
    let atom = polynomial.atoms().get(place).copied();
    let mut coefficients = Vec::new();
    for (monomial, coefficient) in &polynomial.terms {
        if monomial.iter().any(|(_, times)| !(0..=HIGHEST_DEGREE).contains(times)) {
            return None;
        }
        let times = monomial.iter().find(|(other, _)| Some(*other) == atom).map_or(0, |(_, times)| *times);
        let times = usize::try_from(times).ok()?;
        while coefficients.len() <= times {
            coefficients.push(Rational::zero());
        }
        coefficients[times] = &coefficients[times] + coefficient;
    }
    Some(Univariate::new(coefficients))
}

/// A form of one degree in two atoms: divided by a power of one of them it is a polynomial of their quotient. Where that
/// one is zero it follows by continuity; therefore never strictly.
pub(super) fn homogeneous(graph: &mut Graph, goal: &Goal, _: &Budget) -> bool {
    if goal.strict {
        return false;
    }
    let Some(polynomial) = goal.polynomial(graph) else { return false };
    let atoms = polynomial.atoms();
    let &[a, b] = atoms.as_slice() else { return false };
    let degree = |monomial: &Vec<(_, i64)>| monomial.iter().map(|(_, times)| times).sum::<i64>();
    let mut degrees = polynomial.terms.keys().map(degree);
    let Some(first) = degrees.next() else { return false };
    if degrees.any(|other| other != first) {
        return false;
    }
    let both = goal.reach(graph, a).is_not_negative() && goal.reach(graph, b).is_not_negative();
    let range = if both {
        LeafRange::between(Some((Rational::zero(), false)), None)
    } else if first % 2 == 0 {
        LeafRange::between(None, None)
    } else {
        return false;
    };
    univariate(&polynomial, 0).is_some_and(|univariate| univariate.is_not_negative(false, &range))
}

/// Sums of multiples of absolute values: linear wherever the signs inside are fixed. Between such pieces it is
/// continuous, so that the pieces without their borders are enough; therefore never strictly.
pub(super) fn piecewise_linear(graph: &mut Graph, goal: &Goal, _: &Budget) -> bool {
    if goal.strict {
        return false;
    }
    let sizes: Vec<_> = Walk::rewritable(graph, goal.expr)
        .into_iter()
        .filter_map(|id| match graph.node(id) {
            Node::Apply { function, arguments: &[inner], primes: 0 }
                if graph.builtin(function) == Some(&ABS) =>
            {
                Some((id, inner))
            }
            Node::Apply { .. } | Node::Number(_) | Node::Symbol(_) | Node::Derivative { .. } => None,
        })
        .collect();
    if sizes.is_empty() || sizes.len() > MOST_SIGNS {
        return false;
    }
    (0..1u32 << sizes.len()).all(|pattern| {
        let mut rewriter = Rewriter::new();
        let mut forms = Vec::new();
        for (place, &(size, inner)) in sizes.iter().enumerate() {
            let mut inner = rewriter.apply(graph, inner);
            if pattern >> place & 1 == 1 {
                inner = graph.call(&NEGATE, &[inner]);
            }
            rewriter.replace(size, inner);
            let Some(form) = Linear::of(graph, inner) else { return false };
            // What is zero throughout this piece rules nothing out.
            if form.as_number().is_none_or(|number| !number.is_zero()) {
                forms.push(form);
            }
        }
        let whole = rewriter.apply(graph, goal.expr);
        let Some(whole) = Linear::of(graph, whole) else { return false };
        let below = Linear::default().plus(&whole, &Rational::from_integer(-1));
        let parts: Vec<_> =
            forms.iter().chain([&below]).flat_map(|form| form.parts.keys().copied()).collect();
        for part in parts {
            let range = goal.exact_reach(graph, part);
            let Some(linear) = Linear::of(graph, part) else { continue };
            let constant = |value: Rational| Linear {
                constant: (!value.is_zero()).then_some(value),
                ..Linear::default()
            };
            let is_point = matches!((&range.lower, &range.upper), (Some(a), Some(b)) if a.0 >= b.0);
            if let (Some((lower, _)), false) = (&range.lower, is_point) {
                forms.push(linear.plus(&constant(lower.clone()), &Rational::from_integer(-1)));
            }
            if let (Some((upper, _)), false) = (&range.upper, is_point) {
                forms.push(constant(upper.clone()).plus(&linear, &Rational::from_integer(-1)));
            }
        }
        forms.push(below);
        !can_be_positive(forms)
    })
}
