//! Signs, halves of the line, and what the domains of functions say.

use chainrule_number::Rational;
use chainrule_symbolic::function::Domain;
use chainrule_symbolic::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE};
use chainrule_symbolic::function::rows::piecewise::ABS;
use chainrule_symbolic::graph::{ExprId, Graph, Node, Walk};

use super::super::polynomial::argument_of;
use super::goal::{Goal, Goals, fresh, from, mirrored, up_to};
use crate::identity::Linear;
use crate::ranges::LeafRange;

/// With more leaves the line is not cut.
const MOST_LEAVES: usize = 4;

/// `c·|u| + r`: where c is not above zero, it is the smaller of `c·u + r` and `−c·u + r`; where c is not below zero, it is
/// at least each of them.
pub(super) fn sizes(graph: &mut Graph, goal: &Goal) -> Vec<Goals> {
    let Some(polynomial) = goal.polynomial(graph) else { return Vec::new() };
    let mut out = Vec::new();
    for atom in polynomial.atoms() {
        let Some(inner) = argument_of(graph, atom, &ABS) else { continue };
        let powers = polynomial.by_powers_of(atom);
        let (Some(factor), true) = (powers.get(&1), powers.keys().all(|power| (0..=1).contains(power)))
        else {
            continue;
        };
        let rest = powers.get(&0).cloned().unwrap_or_default().over(graph, |atom| atom);
        let factor = factor.over(graph, |atom| atom);
        let product = graph.call(&MULTIPLY, &[factor, inner]);
        let opposite = graph.call(&NEGATE, &[product]);
        let [with, against] = [product, opposite].map(|part| goal.of(graph.call(&ADD, &[part, rest])));
        let sign = goal.reach(graph, factor);
        if sign.is_not_positive() {
            return vec![vec![with, against]];
        }
        if sign.is_not_negative() {
            let (above, below) =
                (goal.reach(graph, inner).is_not_negative(), goal.reach(graph, inner).is_not_positive());
            if above || !below {
                out.push(vec![with]);
            }
            if below || !above {
                out.push(vec![against]);
            }
        }
    }
    out
}

/// A name that is negative somewhere, as the opposite of one that is not; and where it is not negative.
pub(super) fn halves(graph: &mut Graph, goal: &Goal) -> Vec<Goals> {
    let leaves = goal.leaves(graph);
    if leaves.len() > MOST_LEAVES {
        return Vec::new();
    }
    let mut out = Vec::new();
    for leaf in leaves {
        let range = goal.range_of(leaf);
        if !range.range.is_not_negative() {
            out.push(cut(graph, goal, leaf, &range));
        }
    }
    out
}

/// The goals for the two halves of the range of a leaf.
fn cut(graph: &mut Graph, goal: &Goal, leaf: ExprId, range: &LeafRange) -> Goals {
    let zero = Rational::zero();
    let mut goals = Vec::new();
    if let Some(upper) = from(range, &zero, false) {
        goals.push(goal.clone().knowing(leaf, upper));
    }
    if let Some(lower) = up_to(range, &zero, false) {
        let mirror = fresh(graph, "opposite", leaf);
        let opposite = graph.call(&NEGATE, &[mirror]);
        goals.push(goal.with(graph, leaf, opposite).knowing(mirror, mirrored(&lower)));
    }
    goals
}

/// For a single name without an upper end: up to a number, and from there on.
pub(super) fn far(graph: &mut Graph, goal: &Goal) -> Vec<Goals> {
    let leaves = goal.leaves(graph);
    let &[leaf] = leaves.as_slice() else { return Vec::new() };
    let range = goal.range_of(leaf);
    let Some((lower, _)) = &range.lower else { return Vec::new() };
    if range.upper.is_some() || lower.is_negative() {
        return Vec::new();
    }
    let one = Rational::one();
    let end = if *lower < one { one } else { lower * &Rational::from_integer(4) };
    let (Some(near), Some(far)) = (up_to(&range, &end, false), from(&range, &end, false)) else {
        return Vec::new();
    };
    vec![vec![goal.clone().knowing(leaf, far), goal.clone().knowing(leaf, near)]]
}

/// For |u| with u linear in a name of which nothing is known, u itself as the name, cut at zero.
pub(super) fn differences(graph: &mut Graph, goal: &Goal) -> Vec<Goals> {
    let mut out = Vec::new();
    for id in Walk::rewritable(graph, goal.expr) {
        let Some(inner) = argument_of(graph, id, &ABS) else { continue };
        if let Some((solved_goal, name)) = solved(graph, goal, inner)
            && matches!(graph.node(inner), Node::Apply { .. })
        {
            let range = goal.exact_reach(graph, inner);
            out.push(cut(graph, &solved_goal.clone().knowing(name, range.clone()), name, &range));
        }
    }
    out
}

/// The goal with an expression, linear in its names, as a name of its own: one of those names is solved for.
pub(super) fn solved(graph: &mut Graph, goal: &Goal, inner: ExprId) -> Option<(Goal, ExprId)> {
    let form = Linear::of(graph, inner)?;
    let is_name = |part: &ExprId| matches!(graph.node(*part), Node::Symbol(_));
    if form.parts.len() < 2 || !form.parts.keys().all(is_name) {
        return None;
    }
    let (&leaf, coefficient) = form.parts.iter().next()?;
    let coefficient = coefficient.clone();
    let name = fresh(graph, "sum", inner);
    // leaf = (name − the rest)/coefficient
    let mut terms = vec![name];
    for (&part, coefficient) in form.parts.iter().filter(|(part, _)| **part != leaf) {
        let number = graph.number(-coefficient);
        terms.push(graph.call(&MULTIPLY, &[number, part]));
    }
    if let Some(constant) = &form.constant {
        terms.push(graph.number(-constant));
    }
    let sum = graph.call(&ADD, &terms);
    let coefficient = graph.number(coefficient);
    let value = graph.call(&DIVIDE, &[sum, coefficient]);
    Some((goal.with(graph, leaf, value), name))
}

/// Where a name itself is put to a function, only numbers in the domain of that function count.
pub(super) fn domains(graph: &mut Graph, goal: &Goal) -> Vec<Goals> {
    let mut narrowed = goal.clone();
    let mut found = false;
    for id in Walk::rewritable(graph, goal.expr) {
        let Node::Apply { function, arguments: &[leaf], .. } = graph.node(id) else { continue };
        let Some(Domain::Within(domain)) = graph.builtin(function).map(|row| row.domain) else { continue };
        if !matches!(graph.node(leaf), Node::Symbol(_)) {
            continue;
        }
        let mut range = narrowed.range_of(leaf);
        if let Some(end) = domain.lower.value()
            && let Some(part) = from(&range, &end, domain.lower.is_open())
        {
            range = part;
        }
        if let Some(end) = domain.upper.value()
            && let Some(part) = up_to(&range, &end, domain.upper.is_open())
        {
            range = part;
        }
        if range != narrowed.range_of(leaf) {
            found = true;
            narrowed.ranges.insert(leaf, range);
        }
    }
    if found { vec![vec![narrowed]] } else { Vec::new() }
}
