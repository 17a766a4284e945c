//! Inverse circular functions against multiples of π: their ranges end there, and no fraction says where that is.

use chainrule_number::Rational;
use chainrule_symbolic::function::Function;
use chainrule_symbolic::function::rows::arithmetic::{ADD, MULTIPLY};
use chainrule_symbolic::function::rows::constant::PI;
use chainrule_symbolic::function::rows::trigonometric::{ACOS, ASIN, ATAN};
use chainrule_symbolic::graph::Graph;

use super::super::polynomial::argument_of;
use super::goal::{Goal, Goals};

/// A function, the ends of its range as multiples of π, and whether it reaches them.
type Angle = (&'static Function, (i64, i64), (i64, i64), bool);

const ANGLES: [Angle; 3] =
    [(&ATAN, (-1, 2), (1, 2), false), (&ASIN, (-1, 2), (1, 2), true), (&ACOS, (0, 1), (1, 1), true)];

/// `α·atan(u) + β` is more than `−α·π/2 + β` for positive α, and more than `α·π/2 + β` for negative α.
pub(super) fn angles(graph: &mut Graph, goal: &Goal) -> Vec<Goals> {
    let Some(polynomial) = goal.polynomial(graph) else { return Vec::new() };
    let mut out = Vec::new();
    for atom in polynomial.atoms() {
        let angle = ANGLES.iter().find(|(row, ..)| argument_of(graph, atom, row).is_some());
        let Some(&(_, low, high, is_reached)) = angle else { continue };
        let mut powers = polynomial.by_powers_of(atom);
        let (Some(factor), rest) = (powers.remove(&1), powers.remove(&0).unwrap_or_default()) else {
            continue;
        };
        let (Some(factor), true) = (factor.as_number(), powers.is_empty()) else { continue };
        let (numerator, denominator) = if factor.is_positive() { low } else { high };
        let turns = &factor * &Rational::fraction(numerator, denominator);
        let turns = graph.number(turns);
        let pi = graph.call(&PI, &[]);
        let end = graph.call(&MULTIPLY, &[turns, pi]);
        let rest = rest.over(graph, |atom| atom);
        let goal = goal.of(graph.call(&ADD, &[end, rest]));
        out.push(vec![if is_reached { goal } else { goal.loose() }]);
    }
    out
}
