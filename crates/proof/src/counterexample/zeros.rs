//! Points at which the argument of a function with a kink or a pole is zero, and just beside it.

use chainrule_number::{Elementary, Rational};
use chainrule_symbolic::function::Definition;
use chainrule_symbolic::function::rows::arithmetic::{DIVIDE, POWER};
use chainrule_symbolic::graph::{ExprId, Graph, Node, Walk};

use super::{Comparison, Point, numbers};
use crate::identity::Linear;

/// How far beside a zero is looked.
const BESIDE: &[(i64, i64)] =
    &[(0, 1), (1, 1_000_000), (-1, 1_000_000), (1, 100), (-1, 100), (1, 4), (-1, 4), (1, 1), (-1, 1)];

/// For each argument the other leaves take so many sets of numbers.
const SETS: usize = 4;

/// The points, at most so many.
pub(super) fn points(comparison: &Comparison, most: usize) -> Vec<Point> {
    let graph = comparison.graph;
    let mut points = Vec::new();
    let mut arguments: Vec<ExprId> = Walk::below(graph, &[comparison.left, comparison.right])
        .into_iter()
        .flat_map(|id| breaking(graph, id))
        .collect();
    arguments.sort_unstable();
    arguments.dedup();
    for argument in arguments {
        let Some(form) = Linear::of(graph, argument) else { continue };
        let is_leaf = |part: &ExprId| comparison.leaves.binary_search(part).is_ok();
        if form.parts.is_empty() || !form.parts.keys().all(is_leaf) {
            continue;
        }
        for (&leaf, coefficient) in &form.parts {
            for set in 0..SETS {
                let Some(point) = comparison.point(|range, place| numbers::number(range, set, place)) else {
                    continue;
                };
                let constant = form.constant.clone().unwrap_or_else(Rational::zero);
                let others =
                    point.iter().filter(|(other, _)| *other != leaf).fold(constant, |sum, (other, value)| {
                        match form.parts.get(other) {
                            Some(coefficient) => &sum + &(coefficient * value),
                            None => sum,
                        }
                    });
                let Some(zero) = (-&others).checked_div(coefficient) else { continue };
                for &(above, below) in BESIDE {
                    let value = &zero + &Rational::fraction(above, below);
                    if !comparison.range_of(leaf).contains(&value) {
                        continue;
                    }
                    let mut moved = point.clone();
                    for (name, number) in &mut moved {
                        if *name == leaf {
                            *number = value.clone();
                        }
                    }
                    points.push(moved);
                    if points.len() >= most {
                        return points;
                    }
                }
            }
        }
    }
    points
}

/// The arguments at whose zero something happens.
fn breaking(graph: &Graph, id: ExprId) -> Vec<ExprId> {
    let Node::Apply { function, arguments, .. } = graph.node(id) else { return Vec::new() };
    let Some(row) = graph.builtin(function) else { return Vec::new() };
    if *row == DIVIDE {
        return vec![arguments[1]];
    }
    if *row == POWER {
        return vec![arguments[0]];
    }
    match row.definition {
        Definition::Primitive(
            Elementary::Abs
            | Elementary::Sign
            | Elementary::Step
            | Elementary::Ln
            | Elementary::Sqrt
            | Elementary::Min
            | Elementary::Max,
        ) => arguments.to_vec(),
        Definition::Primitive(_) | Definition::Arithmetic | Definition::Formula(_) => Vec::new(),
    }
}
