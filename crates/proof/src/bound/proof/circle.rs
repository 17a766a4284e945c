//! Sines and cosines of one angle.

use chainrule_number::Rational;
use chainrule_symbolic::function::rows::arithmetic::{ADD, MULTIPLY, NEGATE, POWER};
use chainrule_symbolic::function::rows::trigonometric::{COS, SIN};
use chainrule_symbolic::graph::{ExprId, Graph};

use super::super::polynomial::{Polynomial, argument_of};
use super::goal::{Goal, Goals};

/// Even powers of a cosine by the sine of the same angle; the constant as that many `sin² + cos²`; and
/// `α·sin u + β·cos u + γ ≥ 0` where `γ ≥ 0` and `γ² ≥ α² + β²`.
pub(super) fn circle(graph: &mut Graph, goal: &Goal) -> Vec<Goals> {
    let Some(polynomial) = goal.polynomial(graph) else { return Vec::new() };
    let mut out = Vec::new();
    for cosine in polynomial.atoms() {
        let Some(angle) = argument_of(graph, cosine, &COS) else { continue };
        let sine = graph.call(&SIN, &[angle]);
        out.extend(even_powers(graph, goal, &polynomial, sine, cosine));
        if polynomial.atoms().contains(&sine) {
            out.extend(spread(graph, goal, &polynomial, sine, cosine));
            out.extend(amplitude(graph, goal, &polynomial, sine, cosine));
        }
    }
    out
}

fn even_powers(
    graph: &mut Graph,
    goal: &Goal,
    polynomial: &Polynomial,
    sine: ExprId,
    cosine: ExprId,
) -> Option<Goals> {
    if polynomial.by_powers_of(cosine).keys().any(|times| *times < 0 || times % 2 != 0) {
        return None;
    }
    let two = graph.integer(2);
    let square = graph.call(&POWER, &[sine, two]);
    let opposite = graph.call(&NEGATE, &[square]);
    let one = graph.integer(1);
    let cosine_squared = graph.call(&ADD, &[one, opposite]);
    let mut terms = Vec::new();
    for (times, coefficient) in polynomial.by_powers_of(cosine) {
        let times = graph.integer(times / 2);
        let power = graph.call(&POWER, &[cosine_squared, times]);
        let expr = coefficient.over(graph, |atom| atom);
        terms.push(graph.call(&MULTIPLY, &[expr, power]));
    }
    let sum = graph.call(&ADD, &terms);
    Some(vec![goal.of(sum)])
}

fn spread(
    graph: &mut Graph,
    goal: &Goal,
    polynomial: &Polynomial,
    sine: ExprId,
    cosine: ExprId,
) -> Option<Goals> {
    let mut rest = polynomial.clone();
    let constant = rest.terms.remove(&Vec::new())?;
    rest.add(vec![(sine, 2)], &constant);
    rest.add(vec![(cosine, 2)], &constant);
    let sum = rest.over(graph, |atom| atom);
    Some(vec![goal.of(sum)])
}

fn amplitude(
    graph: &mut Graph,
    goal: &Goal,
    polynomial: &Polynomial,
    sine: ExprId,
    cosine: ExprId,
) -> Option<Goals> {
    let mut by_sine = polynomial.by_powers_of(sine);
    let (of_sine, rest) = (by_sine.remove(&1)?, by_sine.remove(&0)?);
    let mut by_cosine = rest.by_powers_of(cosine);
    let (of_cosine, rest) = (by_cosine.remove(&1)?, by_cosine.remove(&0).unwrap_or_default());
    if !by_sine.is_empty() || !by_cosine.is_empty() || of_sine.atoms().contains(&cosine) {
        return None;
    }
    let minus_one = Polynomial::constant(Rational::from_integer(-1));
    let squares = of_sine.times(&of_sine)?.plus(&of_cosine.times(&of_cosine)?)?;
    let difference = rest.times(&rest)?.plus(&squares.times(&minus_one)?)?;
    let [rest, difference] = [&rest, &difference].map(|polynomial| polynomial.over(graph, |atom| atom));
    Some(vec![goal.of(rest).loose(), goal.of(difference)])
}
