//! Whether two sides are both defined anywhere: a statement about no numbers at all says nothing.

use std::collections::VecDeque;

use chainrule_number::Rational;
use chainrule_symbolic::function::rows::arithmetic::ADD;
use chainrule_symbolic::graph::{ExprId, Graph};

use super::{Comparison, FEWEST_POINTS, MOST_OPERATIONS, MOST_POINTS, Point, zeros};
use crate::bound::{LeafRange, Part, Program, Range, Ranges};
use chainrule_program::Kernel;

/// So many boxes are looked at, at most.
const MOST_BOXES: usize = 2000;

/// So many instructions are evaluated over boxes, about.
const MOST_INSTRUCTIONS: usize = 400_000;

/// Where two sides are both defined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Domain {
    /// At some point within the ranges, which was found.
    Somewhere,
    /// Nowhere within the ranges, which is proved.
    Nowhere,
    /// No point was found, and not proved that there is none.
    NotFound,
}

/// Two sides as they are written. In primitives they may be defined at more points: `ln'(x)` is 1/x for negative x too,
/// and the argument of a derivative that is 0 throughout is gone.
pub struct Written {
    program: Program,
    ranges: Ranges,
}

impl Written {
    /// Of two sides.
    pub fn new(graph: &mut Graph, left: ExprId, right: ExprId, ranges: &Ranges) -> Self {
        let both = graph.call(&ADD, &[left, right]);
        Self { program: Program::new(graph, both), ranges: ranges.clone() }
    }

    /// Whether they may be defined at a point, as far as ranges tell; names without a number may be any in their ranges.
    pub(super) fn admits(&self, graph: &Graph, point: &Point) -> bool {
        let at = |leaf: &ExprId| match point.iter().find(|(own, _)| own == leaf) {
            Some((_, value)) => Range::point(value),
            None => self.ranges.get(leaf).map_or(Range::ALL, |own| own.range),
        };
        let leaves: Vec<Range> = self.program.leaves.iter().map(at).collect();
        self.program.ranges(graph, &leaves).is_ok()
    }
}

/// Whether two expressions are both defined at some point within the ranges.
pub fn domain(graph: &mut Graph, left: ExprId, right: ExprId, ranges: &Ranges) -> Domain {
    let written = Written::new(graph, left, right, ranges);
    let program = &written.program;
    let mut kernel = Kernel::new();
    let (left, right) = (kernel.of(graph, left), kernel.of(graph, right));
    let comparison = Comparison::new(graph, left, right, ranges);
    let tries = (MOST_OPERATIONS / comparison.size).clamp(FEWEST_POINTS, MOST_POINTS);
    let is_defined = |point: &Point| comparison.is_a_number(point) && written.admits(graph, point);
    if comparison.points(tries).any(|point| is_defined(&point))
        || zeros::points(&comparison, tries).iter().any(is_defined)
    {
        return Domain::Somewhere;
    }
    // Box by box, the widest first: at its middle, or not at all.
    let everything = LeafRange::between(None, None);
    let whole: Vec<LeafRange> =
        program.leaves.iter().map(|leaf| ranges.get(leaf).unwrap_or(&everything).clone()).collect();
    let mut open = VecDeque::from([Part::whole(&whole)]);
    let mut found = Domain::Nowhere;
    for _ in 0..(MOST_INSTRUCTIONS / program.size().max(1)).min(MOST_BOXES) {
        let Some(part) = open.pop_front() else { return found };
        if program.ranges(graph, part.leaves()).is_err() {
            continue;
        }
        let point = part.middle().and_then(|middle| {
            let number = |(&leaf, range): (&ExprId, &Range)| Some((leaf, Rational::from_f64(range.lower())?));
            program.leaves.iter().zip(&middle).map(number).collect::<Option<Point>>()
        });
        let is_inside =
            |point: &Point| point.iter().zip(&whole).all(|((_, value), range)| range.contains(value));
        if point.filter(is_inside).is_some_and(|point| is_defined(&point)) {
            return Domain::Somewhere;
        }
        match part.halves(&whole) {
            Some(halves) => open.extend(halves),
            // A single point at which ranges alone do not tell.
            None => found = Domain::NotFound,
        }
    }
    if open.is_empty() { found } else { Domain::NotFound }
}
