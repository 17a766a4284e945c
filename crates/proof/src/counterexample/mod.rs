//! Points at which an equation or an inequality fails.
//!
//! - `numbers`: the numbers at which formulas tend to break (0, ±1, the ends of ranges), then numbers of many sizes, far
//!   out and close to zero;
//! - `zeros`: where an argument of a function with a kink, a denominator or a root is zero, and just beside it;
//! - `descent`: from the point at which least is left, downhill;
//! - `half_lines`: the numbers that a leaf may be, by the domains of functions of it alone;
//! - `domain`: whether there is a point at all at which both sides are defined.

mod descent;
mod domain;
mod half_lines;
mod numbers;
mod zeros;

use std::cell::Cell;
use std::cmp::Ordering;

use chainrule_number::{Elementary, Rational};
use chainrule_symbolic::function::Definition;
use chainrule_symbolic::function::rows::arithmetic::{ADD, NEGATE, POWER};
use chainrule_symbolic::graph::{ExprId, Graph, Node, Walk};

use crate::ranges::{LeafRange, Ranges, exact_sign};
use chainrule_number::{Enclosure, Undefined, Value};
use chainrule_program::Formula;

pub use domain::{Domain, Written, domain};

/// A point: each leaf with its number.
pub type Point = Vec<(ExprId, Rational)>;

/// So many points are tried, fewer for large expressions.
const MOST_POINTS: usize = 64;

/// At least so many are.
const FEWEST_POINTS: usize = 6;

/// So many are where only a few are wanted.
const NEAR_POINTS: usize = 14;

/// Zeros and ones for so many leaves, in so many combinations.
const CORNER_LEAVES: usize = 6;
const MOST_CORNERS: i64 = 1 << CORNER_LEAVES;

/// Higher powers are not taken of numbers far out.
const MOST_REMOTE_POWER: i64 = 64;

/// So many operations are spent in all, about.
const MOST_OPERATIONS: usize = 40_000;

/// The working precision, in bits.
const BITS: u32 = 192;

/// Two expressions in primitives, to be compared at points.
pub(crate) struct Comparison<'a> {
    graph: &'a Graph,
    left: ExprId,
    right: ExprId,
    leaves: Vec<ExprId>,
    /// The sides over the leaves.
    formulas: [Option<Formula>; 2],
    ranges: &'a Ranges,
    /// How many nodes there are.
    size: usize,
    /// So many of them are computed at all points together, as far as there are points enough.
    operations: usize,
}

impl<'a> Comparison<'a> {
    fn new(graph: &'a Graph, left: ExprId, right: ExprId, ranges: &'a Ranges) -> Self {
        let order = Walk::rewritable(graph, left).into_iter().chain(Walk::rewritable(graph, right));
        let mut size = 0;
        let mut leaves: Vec<ExprId> = Vec::new();
        for id in order {
            size += 1;
            if matches!(graph.node(id), Node::Symbol(_) | Node::Derivative { .. }) {
                leaves.push(id);
            }
        }
        leaves.sort_unstable();
        leaves.dedup();
        let formulas = [left, right].map(|side| Formula::of_primitives(graph, side, &leaves).ok());
        Self { graph, left, right, leaves, formulas, ranges, size: size.max(1), operations: MOST_OPERATIONS }
    }

    /// The same, with as much work as is granted to the sides as written.
    fn granted_as(self, written: &Written) -> Self {
        Self { operations: written.operations, ..self }
    }

    /// How many points are tried.
    fn tries(&self) -> usize {
        (self.operations / self.size).clamp(FEWEST_POINTS, MOST_POINTS)
    }

    fn range_of(&self, leaf: ExprId) -> LeafRange {
        LeafRange::among(self.ranges, leaf)
    }

    /// A point with these numbers for the leaves, where they lie in the ranges.
    fn point(&self, number: impl Fn(&LeafRange, usize) -> Option<Rational>) -> Option<Point> {
        self.leaves
            .iter()
            .enumerate()
            .map(|(place, &leaf)| {
                let range = self.range_of(leaf);
                let value = number(&range, place)?;
                range.contains(&value).then_some((leaf, value))
            })
            .collect()
    }

    /// Points near 0, far out, close to the ends of the ranges, and those of zeros and ones; about so many of each.
    fn points(&self, tries: usize) -> impl Iterator<Item = Point> {
        // Where nothing is free there is one point.
        let tries = if self.leaves.is_empty() { tries.min(1) } else { tries };
        let most = if self.leaves.is_empty() { 1 } else { usize::MAX };
        let near = (0..tries)
            .filter_map(|attempt| self.point(|range, place| numbers::number(range, attempt, place)));
        let far = (0..numbers::FAR_ATTEMPTS.min(tries))
            .filter_map(|attempt| self.point(|range, place| numbers::far(range, attempt, place)));
        let corners = (0..MOST_CORNERS.min(1 << self.leaves.len().min(CORNER_LEAVES))).filter_map(|corner| {
            self.point(|_, place| {
                Some(Rational::from_integer(
                    corner.checked_shr(u32::try_from(place).unwrap_or(u32::MAX)).unwrap_or(0) & 1,
                ))
            })
        });
        near.chain(far).chain(corners.take(tries)).take(most)
    }

    /// The numbers of the leaves at a point, in their order.
    fn numbers(&self, point: &Point) -> Option<Vec<Value>> {
        let number = |(place, leaf): (usize, &ExprId)| {
            let aligned = point.get(place).filter(|(other, _)| other == leaf);
            let (_, value) = aligned.or_else(|| point.iter().find(|(other, _)| other == leaf))?;
            Some(Value::Exact(value.clone()))
        };
        self.leaves.iter().enumerate().map(number).collect()
    }

    /// The values of both sides at a point.
    fn sides(&self, point: &Point) -> Option<(Value, Value)> {
        let numbers = self.numbers(point)?;
        let [left, right] = &self.formulas;
        Some((left.as_ref()?.at(&numbers, BITS).ok()?, right.as_ref()?.at(&numbers, BITS).ok()?))
    }

    /// Whether both sides are numbers at a point, if only ones that are too large or too small to be held.
    fn is_a_number(&self, point: &Point) -> bool {
        let Some(numbers) = self.numbers(point) else { return false };
        self.formulas.iter().all(|side| match side.as_ref().map(|side| side.at::<Value>(&numbers, BITS)) {
            Some(Ok(_)) => true,
            Some(Err(why)) => matches!(why, Undefined::BeyondExponents | Undefined::TooLarge),
            None => false,
        })
    }

    /// How the left compares with the right at a point; nothing where that can't be told.
    fn order(&self, point: &Point) -> Option<Ordering> {
        let (left, right) = self.sides(point)?;
        order_of(left, right)
    }
}

/// How one value compares with another; nothing where that can't be told.
fn order_of(left: Value, right: Value) -> Option<Ordering> {
    match (left, right) {
        (Value::Exact(left), Value::Exact(right)) => Some(left.cmp(&right)),
        (left, right) => {
            let difference: Enclosure = left.enclosure(BITS).sub(&right.enclosure(BITS), BITS);
            difference.sign()
        }
    }
}

/// A point within the ranges at which two expressions in primitives certainly do not stand in the relation that `holds`
/// asks for. `holds` is told how the left compares with the right.
pub fn find(
    graph: &Graph,
    left: ExprId,
    right: ExprId,
    ranges: &Ranges,
    holds: impl Fn(Ordering) -> bool,
) -> Option<Point> {
    find_among(&Comparison::new(graph, left, right, ranges), |_| true, holds)
}

/// As [`find`], at points at which the sides are defined as they were written.
pub fn find_written(
    graph: &Graph,
    (left, right): (ExprId, ExprId),
    written: &Written,
    ranges: &Ranges,
    holds: impl Fn(Ordering) -> bool,
) -> Option<Point> {
    let comparison = Comparison::new(graph, left, right, ranges).granted_as(written);
    find_among(&comparison, |point| written.admits(point), holds)
}

fn find_among(
    comparison: &Comparison,
    admits: impl Fn(&Point) -> bool,
    holds: impl Fn(Ordering) -> bool,
) -> Option<Point> {
    let tries = comparison.tries();
    let is_defined = Cell::new(false);
    let fails = |point: &Point| {
        let Some((left, right)) = comparison.sides(point) else { return false };
        is_defined.set(true);
        order_of(left, right).is_some_and(|order| !holds(order)) && admits(point)
    };
    comparison
        .points(tries)
        .find(fails)
        .or_else(|| zeros::points(comparison, tries).into_iter().find(fails))
        .or_else(|| if is_defined.get() { None } else { remote(comparison).find(fails) })
}

/// Whether there is a point within the ranges at which both of two expressions in primitives are defined.
pub fn meet(graph: &Graph, left: ExprId, right: ExprId, ranges: &Ranges) -> bool {
    let comparison = Comparison::new(graph, left, right, ranges);
    let is_defined = |point: Point| comparison.sides(&point).is_some();
    comparison.points(MOST_POINTS).any(is_defined)
        || zeros::points(&comparison, MOST_POINTS).into_iter().any(is_defined)
        || remote(&comparison).any(is_defined)
}

/// Points of sizes that hardly any formula is about: for those that are defined nowhere else. Exponentials of such
/// numbers are not numbers that anything can hold.
fn remote<'a>(comparison: &'a Comparison) -> impl Iterator<Item = Point> + 'a {
    let grows = Walk::below(comparison.graph, &[comparison.left, comparison.right]).into_iter().any(|id| {
        let Node::Apply { function, arguments, .. } = comparison.graph.node(id) else { return false };
        comparison.graph.builtin(function).is_none_or(|row| match row.definition {
            Definition::Primitive(
                Elementary::Exp | Elementary::Sinh | Elementary::Cosh | Elementary::Tanh | Elementary::Erf,
            )
            | Definition::Formula(_) => true,
            Definition::Primitive(_) => false,
            Definition::Arithmetic => {
                *row == POWER
                    && !matches!(comparison.graph.node(arguments[1]), Node::Number(number)
                        if number.to_i64().is_none_or(|whole| whole.abs() <= MOST_REMOTE_POWER))
            }
        })
    });
    let attempts = if grows || comparison.leaves.is_empty() { 0 } else { numbers::REMOTE_ATTEMPTS };
    (0..attempts)
        .filter_map(move |attempt| comparison.point(|range, place| numbers::remote(range, attempt, place)))
}

/// As [`find`], at a few points near zero only.
pub fn find_near(
    graph: &Graph,
    left: ExprId,
    right: ExprId,
    ranges: &Ranges,
    holds: impl Fn(Ordering) -> bool,
) -> Option<Point> {
    let comparison = Comparison::new(graph, left, right, ranges);
    (0..if comparison.leaves.is_empty() { 1 } else { NEAR_POINTS })
        .filter_map(|attempt| comparison.point(|range, place| numbers::number(range, attempt, place)))
        .find(|point| comparison.order(point).is_some_and(|order| !holds(order)))
}

/// As [`find`], for what was neither proved nor refuted: from the points at which least is left between the sides,
/// downhill. Of no use for an equation.
pub fn find_downhill(
    graph: &Graph,
    (low, high): (ExprId, ExprId),
    written: &Written,
    ranges: &Ranges,
    holds: impl Fn(Ordering) -> bool,
) -> Option<Point> {
    let comparison = Comparison::new(graph, low, high, ranges);
    let point = descent::lowest(&comparison)?;
    let fails = comparison.order(&point).is_some_and(|order| !holds(order)) && written.admits(&point);
    fails.then_some(point)
}

/// A point within the ranges at which both sides have values.
pub fn find_defined(
    graph: &Graph,
    (left, right): (ExprId, ExprId),
    written: &Written,
    ranges: &Ranges,
) -> Option<Point> {
    let comparison = Comparison::new(graph, left, right, ranges).granted_as(written);
    let tries = comparison.tries();
    let is_defined = |point: &Point| comparison.sides(point).is_some() && written.admits(point);
    let found = comparison.points(tries).find(is_defined);
    found.or_else(|| zeros::points(&comparison, tries).into_iter().find(is_defined))
}

/// A point with numbers within their ranges for some leaves besides; each attempt takes others.
pub fn filled(point: &Point, open: &[ExprId], ranges: &Ranges, attempt: usize) -> Option<Point> {
    let mut all = point.clone();
    for (place, &leaf) in open.iter().enumerate() {
        let range = LeafRange::among(ranges, leaf);
        let number = numbers::number(&range, attempt, place).filter(|number| range.contains(number))?;
        all.push((leaf, number));
    }
    Some(all)
}

/// Points at which two sides are looked at for being the same number.
const EQUAL_POINTS: usize = 12;

/// A point within the ranges at which two sides whose values are too close to tell apart are proved to be equal: there
/// a strict inequality fails.
pub fn find_equal(
    graph: &mut Graph,
    (left, right): (ExprId, ExprId),
    written: &Written,
    ranges: &Ranges,
) -> Option<Point> {
    let comparison = Comparison::new(graph, left, right, ranges);
    let count = if comparison.leaves.is_empty() { 1 } else { EQUAL_POINTS };
    let candidates: Vec<Point> = (0..count)
        .filter_map(|attempt| comparison.point(|range, place| numbers::number(range, attempt, place)))
        .filter(|point| comparison.sides(point).is_some() && comparison.order(point).is_none())
        .filter(|point| written.admits(point))
        .collect();
    let leaves = comparison.leaves.clone();
    let opposite = graph.call(&NEGATE, &[right]);
    let gap = graph.call(&ADD, &[left, opposite]);
    candidates.into_iter().find(|point| {
        let numbers: Vec<Rational> = point.iter().map(|(_, value)| value.clone()).collect();
        exact_sign(graph, gap, &leaves, &numbers).is_some_and(Ordering::is_eq)
    })
}
