//! Roots and logarithms taken to the other side.

use chainrule_number::Rational;
use chainrule_symbolic::function::rows::arithmetic::{ADD, NEGATE, POWER};
use chainrule_symbolic::function::rows::exponential::{EXP, LN};
use chainrule_symbolic::function::rows::power::SQRT;
use chainrule_symbolic::graph::{ExprId, Graph, Node, Rewriter, Walk};

use super::super::polynomial::{Polynomial, argument_of};
use super::goal::{Goal, Goals, fresh};
use crate::ranges::LeafRange;

/// `α·√u + β ≥ 0`: for negative α where `β ≥ 0` and `β² − α²u ≥ 0`, for positive α where `α²u − β² ≥ 0`.
pub(super) fn roots(graph: &mut Graph, goal: &Goal) -> Vec<Goals> {
    let Some(polynomial) = goal.polynomial(graph) else { return Vec::new() };
    let mut out = Vec::new();
    for atom in polynomial.atoms() {
        let Some(inner) = argument_of(graph, atom, &SQRT) else { continue };
        let Some(inner) = Polynomial::of(graph, inner, &goal.ranges) else { continue };
        let Some((factor, rest)) = split(&polynomial, atom, &inner) else { continue };
        if factor.terms.is_empty() {
            // Only even powers of the root stood there.
            let rest = rest.over(graph, |atom| atom);
            return vec![vec![goal.of(rest)]];
        }
        let minus_one = Polynomial::constant(Rational::from_integer(-1));
        let difference = (|| {
            let under = factor.times(&factor)?.times(&inner)?;
            under.plus(&rest.times(&rest)?.times(&minus_one)?)
        })();
        let Some(difference) = difference else { continue };
        let sign = factor.over(graph, |atom| atom);
        let sign = goal.reach(graph, sign);
        if sign.is_not_negative() {
            let difference = difference.over(graph, |atom| atom);
            out.push(vec![goal.of(difference)]);
        } else if sign.is_not_positive() {
            let Some(difference) = difference.times(&minus_one) else { continue };
            let [difference, rest] =
                [&difference, &rest].map(|polynomial| polynomial.over(graph, |atom| atom));
            out.push(vec![goal.of(rest).loose(), goal.of(difference)]);
        }
    }
    out
}

/// `α` and `β` of `α·√u + β`, with even powers of the root as powers of u.
fn split(polynomial: &Polynomial, atom: ExprId, inner: &Polynomial) -> Option<(Polynomial, Polynomial)> {
    let (mut factor, mut rest) = (Polynomial::default(), Polynomial::default());
    for (power, coefficient) in polynomial.by_powers_of(atom) {
        let half = coefficient.times(&inner.to_the(power.div_euclid(2))?)?;
        if power % 2 == 0 {
            rest = rest.plus(&half)?;
        } else {
            factor = factor.plus(&half)?;
        }
    }
    Some((factor, rest))
}

/// `α·ln u + β ≥ 0`: for positive α where `u − exp(−β/α) ≥ 0`, for negative α where `exp(−β/α) − u ≥ 0`.
pub(super) fn logarithms(graph: &mut Graph, goal: &Goal) -> Vec<Goals> {
    let Some(polynomial) = goal.polynomial(graph) else { return Vec::new() };
    let mut out = Vec::new();
    for atom in polynomial.atoms() {
        let Some(inner) = argument_of(graph, atom, &LN) else { continue };
        let mut powers = polynomial.by_powers_of(atom);
        let (Some(factor), rest) = (powers.remove(&1), powers.remove(&0).unwrap_or_default()) else {
            continue;
        };
        let (Some(factor), true) = (factor.as_number(), powers.is_empty()) else { continue };
        let Some(inverse) = factor.recip() else { continue };
        let Some(bound) = rest.times(&Polynomial::constant(-&inverse)) else { continue };
        let bound = bound.over(graph, |atom| atom);
        let bound = graph.call(&EXP, &[bound]);
        let (high, low) = if factor.is_positive() { (inner, bound) } else { (bound, inner) };
        let low = graph.call(&NEGATE, &[low]);
        let difference = graph.call(&ADD, &[high, low]);
        out.push(vec![goal.of(difference)]);
    }
    out
}

/// A name that stands under a root, as the square of another; one that stands under a logarithm, as the exponential of
/// another.
pub(super) fn inverted(graph: &mut Graph, goal: &Goal) -> Vec<Goals> {
    let mut out = Vec::new();
    for id in Walk::rewritable(graph, goal.expr) {
        let (root, logarithm) = (argument_of(graph, id, &SQRT), argument_of(graph, id, &LN));
        let Some(leaf) = root.or(logarithm) else { continue };
        if !matches!(graph.node(leaf), Node::Symbol(_)) {
            continue;
        }
        let name = fresh(graph, "inverse", id);
        let range = LeafRange::of_range(goal.reach(graph, id));
        let value = if root.is_some() {
            let two = graph.integer(2);
            graph.call(&POWER, &[name, two])
        } else {
            graph.call(&EXP, &[name])
        };
        // Wherever the whole is defined, the root or logarithm is the new name.
        let mut rewriter = Rewriter::new();
        rewriter.replace(id, name).replace(leaf, value);
        let expr = rewriter.apply(graph, goal.expr);
        out.push(vec![goal.of(expr).knowing(name, range)]);
    }
    out
}

/// `k·u·ln u` is at least `k·(u·ln q + u − q)` for positive k: the line that touches it at q.
///
/// Source: Gibbs' inequality (Cover, Thomas: Elements of Information Theory, 2.6).
pub(super) fn gibbs(graph: &mut Graph, goal: &Goal) -> Vec<Goals> {
    if goal.strict {
        return Vec::new();
    }
    let Some(polynomial) = goal.polynomial(graph) else { return Vec::new() };
    let mut out = Vec::new();
    for atom in polynomial.atoms() {
        let Some(inner) = argument_of(graph, atom, &LN) else { continue };
        let Some(inner) = Polynomial::of(graph, inner, &goal.ranges) else { continue };
        let mut powers = polynomial.by_powers_of(atom);
        let (Some(factor), Some(rest), true) = (powers.remove(&1), powers.remove(&0), powers.is_empty())
        else {
            continue;
        };
        let Some(times) = multiple(&factor, &inner).filter(Rational::is_positive) else { continue };
        for below in [2, 1] {
            let touching = Rational::fraction(1, below);
            let number = graph.integer(below);
            let logarithm = graph.call(&LN, &[number]);
            let line = (|| {
                let slope = Polynomial::atom(logarithm, 1)
                    .times(&Polynomial::constant(Rational::from_integer(-1)))?;
                let slope = if below == 1 { Polynomial::default() } else { slope };
                let line = inner.times(&slope)?.plus(&inner)?.plus(&Polynomial::constant(-&touching))?;
                line.times(&Polynomial::constant(times.clone()))?.plus(&rest)
            })();
            if let Some(line) = line {
                let line = line.over(graph, |atom| atom);
                out.push(vec![goal.of(line)]);
            }
        }
    }
    out
}

/// How often one sum is another.
fn multiple(sum: &Polynomial, of: &Polynomial) -> Option<Rational> {
    let (monomial, coefficient) = of.terms.iter().next()?;
    let times = sum.terms.get(monomial)?.checked_div(coefficient)?;
    let scaled = of.times(&Polynomial::constant(times.clone()))?;
    (scaled.terms == sum.terms).then_some(times)
}
