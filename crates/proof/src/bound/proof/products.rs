//! Common factors and denominators taken out; products that always stand together as one variable.

use chainrule_symbolic::function::rows::arithmetic::MULTIPLY;
use chainrule_symbolic::graph::{ExprId, Graph};

use super::super::factored::keeps_sign;
use super::super::polynomial::Polynomial;
use super::goal::{Goal, Goals, fresh};
use crate::ranges::LeafRange;

pub(super) fn factored(graph: &mut Graph, goal: &Goal) -> Vec<Goals> {
    let Some(polynomial) = goal.polynomial(graph) else { return Vec::new() };
    let reaches = goal.reaches(graph, &polynomial.atoms());
    let (common, rest) = polynomial.without_common_factor(&reaches);
    if common.is_empty() || !common.iter().all(|(atom, times)| keeps_sign(reaches[atom], *times, goal.strict))
    {
        return Vec::new();
    }
    let rest = rest.over(graph, |atom| atom);
    vec![vec![goal.of(rest)]]
}

/// How often an atom stands in each term.
fn exponents(polynomial: &Polynomial, atom: ExprId) -> Vec<i64> {
    let times = |monomial: &Vec<(ExprId, i64)>| {
        monomial.iter().find(|(other, _)| *other == atom).map_or(0, |(_, times)| *times)
    };
    polynomial.terms.keys().map(times).collect()
}

/// Atoms that stand in every term equally often, as one.
pub(super) fn merged(graph: &mut Graph, goal: &Goal) -> Vec<Goals> {
    let Some(polynomial) = goal.polynomial(graph) else { return Vec::new() };
    let atoms = polynomial.atoms();
    for (place, &first) in atoms.iter().enumerate() {
        let wanted = exponents(&polynomial, first);
        let others: Vec<ExprId> = atoms[place + 1..]
            .iter()
            .copied()
            .filter(|&other| exponents(&polynomial, other) == wanted)
            .collect();
        if others.is_empty() {
            continue;
        }
        let factors: Vec<ExprId> = std::iter::once(first).chain(others.iter().copied()).collect();
        let product = graph.call(&MULTIPLY, &factors);
        let name = fresh(graph, "product", product);
        let range = LeafRange::of_range(goal.reach(graph, product));
        let mut rest = Polynomial::default();
        for (monomial, coefficient) in &polynomial.terms {
            let mut powers: Vec<(ExprId, i64)> = monomial
                .iter()
                .filter(|(atom, _)| !others.contains(atom))
                .map(|&(atom, times)| (if atom == first { name } else { atom }, times))
                .collect();
            powers.sort_unstable();
            rest.add(powers, coefficient);
        }
        let expr = rest.over(graph, |atom| atom);
        return vec![vec![goal.of(expr).knowing(name, range)]];
    }
    Vec::new()
}
