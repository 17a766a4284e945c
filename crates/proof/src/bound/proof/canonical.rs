//! One way of writing: arguments multiplied out, exponentials over common bases.

use std::collections::BTreeMap;

use chainrule_number::Rational;
use chainrule_symbolic::function::Function;
use chainrule_symbolic::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE, POWER};
use chainrule_symbolic::function::rows::exponential::{EXP, LN};
use chainrule_symbolic::graph::{ExprId, Graph, Node, Rewriter, Walk};
use num_integer::Integer;
use num_traits::ToPrimitive;

use super::super::polynomial::{Polynomial, argument_of};
use super::goal::{Goal, Goals};

/// Exponentials are written as powers of a common one up to this power.
const HIGHEST_POWER: i64 = 8;

pub(super) fn is_arithmetic(graph: &Graph, id: ExprId) -> bool {
    let Node::Apply { function, .. } = graph.node(id) else { return false };
    let rows: [&'static Function; 5] = [&ADD, &NEGATE, &MULTIPLY, &DIVIDE, &POWER];
    graph.builtin(function).is_some_and(|row| rows.contains(&row))
}

/// The expression and the arguments of its functions as sums of products.
pub(super) fn written(graph: &mut Graph, goal: &Goal) -> Option<ExprId> {
    let mut rewriter = Rewriter::new();
    for id in Walk::rewritable(graph, goal.expr) {
        let Node::Apply { function, primes, arguments } = graph.node(id) else { continue };
        if is_arithmetic(graph, id) {
            continue;
        }
        let arguments = arguments.to_vec();
        let mut inputs = Vec::with_capacity(arguments.len());
        for argument in arguments {
            let argument = rewriter.apply(graph, argument);
            inputs.push(goal.of(argument).polynomial(graph)?.over(graph, |atom| atom));
        }
        let written = graph.apply_primed(function, primes, &inputs);
        rewriter.replace(id, written);
    }
    let expr = rewriter.apply(graph, goal.expr);
    Some(goal.of(expr).polynomial(graph)?.over(graph, |atom| atom))
}

pub(super) fn collected(graph: &mut Graph, goal: &Goal) -> Vec<Goals> {
    match written(graph, goal) {
        Some(written) if written != goal.expr => vec![vec![goal.of(written)]],
        Some(_) | None => Vec::new(),
    }
}

/// The largest number of which two are whole multiples.
fn common_divisor(a: &Rational, b: &Rational) -> Option<Rational> {
    let above = (&*a.numerator() * &*b.denominator()).gcd(&(&*b.numerator() * &*a.denominator()));
    Rational::new(above, &*a.denominator() * &*b.denominator())
}

/// `exp(2x + y/2)` as `exp(x)²·exp(y/2)`, and `exp(2·ln u)` as `u²`: every exponential as a product of powers of as few
/// as possible.
pub(super) fn exponentials(graph: &mut Graph, goal: &Goal) -> Vec<Goals> {
    let Some(expr) = written(graph, goal) else { return Vec::new() };
    let mut exponents: Vec<(ExprId, Polynomial)> = Vec::new();
    for id in Walk::rewritable(graph, expr) {
        if let Some(argument) = argument_of(graph, id, &EXP)
            && let Some(polynomial) = Polynomial::of(graph, argument, &goal.ranges)
        {
            exponents.push((id, polynomial));
        }
    }
    let mut units: BTreeMap<Vec<(ExprId, i64)>, Rational> = BTreeMap::new();
    for (monomial, coefficient) in exponents.iter().flat_map(|(_, polynomial)| &polynomial.terms) {
        let unit = match units.get(monomial) {
            Some(unit) => common_divisor(unit, coefficient),
            None => Some(coefficient.abs()),
        };
        let Some(unit) = unit else { return Vec::new() };
        units.insert(monomial.clone(), unit);
    }
    let mut rewriter = Rewriter::new();
    for (id, polynomial) in exponents {
        let mut factors = Vec::new();
        for (monomial, coefficient) in &polynomial.terms {
            let unit = &units[monomial];
            let times = coefficient.checked_div(unit).and_then(|times| times.numerator().to_i64());
            let Some(times) = times.filter(|times| times.abs() <= HIGHEST_POWER) else { return Vec::new() };
            let base = if let Some(base) = base_of_logarithm(graph, monomial, unit) {
                base
            } else {
                let term = Polynomial { terms: BTreeMap::from([(monomial.clone(), unit.clone())]) };
                let exponent = term.over(graph, |atom| atom);
                let exponent = rewriter.apply(graph, exponent);
                graph.call(&EXP, &[exponent])
            };
            let times = graph.integer(times);
            factors.push(graph.call(&POWER, &[base, times]));
        }
        let product = if factors.is_empty() { graph.integer(1) } else { graph.call(&MULTIPLY, &factors) };
        rewriter.replace(id, product);
    }
    let expr = rewriter.apply(graph, expr);
    match goal.of(expr).polynomial(graph) {
        Some(polynomial) => {
            let written = polynomial.over(graph, |atom| atom);
            if written == goal.expr { Vec::new() } else { vec![vec![goal.of(written)]] }
        }
        None => Vec::new(),
    }
}

/// `exp(k·ln u)` is `u^k`, for whole k.
fn base_of_logarithm(graph: &mut Graph, monomial: &[(ExprId, i64)], unit: &Rational) -> Option<ExprId> {
    let &[(atom, 1)] = monomial else { return None };
    let inner = argument_of(graph, atom, &LN)?;
    let times = unit.to_i64().filter(|times| times.abs() <= HIGHEST_POWER)?;
    let times = graph.integer(times);
    Some(graph.call(&POWER, &[inner, times]))
}
