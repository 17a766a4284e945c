//! Whether two sides are both defined anywhere: a statement about no numbers at all says nothing.

use std::collections::VecDeque;

use chainrule_number::Rational;
use chainrule_symbolic::function::rows::arithmetic::ADD;
use chainrule_symbolic::graph::{ExprId, Graph};

use super::{Comparison, MOST_OPERATIONS, Point, half_lines, zeros};
use crate::ranges::{LeafRange, Part, Program, Range, Ranges};
use chainrule_program::Kernel;

/// So many boxes are looked at, at most.
const MOST_BOXES: usize = 2000;

/// So many instructions are evaluated over boxes, about.
const MOST_INSTRUCTIONS: usize = 400_000;

/// Ends of the domains of functions, the least first.
const ENDS: [i64; 3] = [-1, 0, 1];

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
    parts: Vec<ExprId>,
    program: Program,
    ranges: Ranges,
    /// How much work the search for points may be.
    pub(super) operations: usize,
}

impl Written {
    /// Of the sides, and of what else must have a value where they are compared: that of which a derivative is taken.
    pub fn new(graph: &mut Graph, parts: &[ExprId], ranges: &Ranges) -> Self {
        let all = graph.call(&ADD, parts);
        let program = Program::new(graph, all);
        Self { parts: parts.to_vec(), program, ranges: ranges.clone(), operations: MOST_OPERATIONS }
    }

    /// The same, with so many operations for the search for points, where those are fewer than usual.
    #[must_use]
    pub fn with_operations(self, operations: usize) -> Self {
        Self { operations: operations.min(MOST_OPERATIONS), ..self }
    }

    /// How many operations the sides are.
    pub fn size(&self) -> usize {
        self.program.size()
    }

    /// The ranges of the leaves without the parts of the line on which nothing is defined.
    pub fn narrowed(&self, graph: &Graph) -> Ranges {
        let mut narrowed = half_lines::narrowed(graph, &self.parts, self.ranges.clone());
        // Each leaf is tried at each end, on both sides of it, with the end and without: of large claims that costs more
        // than it is worth.
        let tries = self.program.leaves.len() * ENDS.len() * 4;
        if tries.saturating_mul(self.program.size()) > MOST_INSTRUCTIONS {
            return narrowed;
        }
        for (place, &leaf) in self.program.leaves.iter().enumerate() {
            // Some numbers are kept.
            let undefined_on = |ranges: &Ranges, part: Range, rest: Range| {
                let mut leaves: Vec<Range> =
                    self.program.leaves.iter().map(|&leaf| range_of(ranges, leaf)).collect();
                if !leaves[place].meets(part) || !leaves[place].meets(rest) {
                    return false;
                }
                leaves[place] = leaves[place].intersect(part);
                self.program.ranges(&leaves).is_err()
            };
            let ends = ENDS.map(Rational::from_integer);
            let open_or_not = [false, true];
            for (end, open) in ends.iter().flat_map(|end| open_or_not.map(|open| (end, open))) {
                let below = Range::between(None, Some((end, open)));
                let above = Range::between(Some((end, !open)), None);
                if undefined_on(&narrowed, below, above) {
                    let upper = narrowed.get(&leaf).and_then(|range| range.upper.clone());
                    narrowed.insert(leaf, LeafRange::between(Some((end.clone(), !open)), upper));
                }
            }
            for (end, open) in ends.iter().rev().flat_map(|end| open_or_not.map(|open| (end, open))) {
                let above = Range::between(Some((end, open)), None);
                let below = Range::between(None, Some((end, !open)));
                if undefined_on(&narrowed, above, below) {
                    let lower = narrowed.get(&leaf).and_then(|range| range.lower.clone());
                    narrowed.insert(leaf, LeafRange::between(lower, Some((end.clone(), !open))));
                }
            }
        }
        narrowed
    }

    /// Whether they may be defined at a point, as far as ranges tell; names without a number may be any in their ranges.
    pub fn admits(&self, point: &Point) -> bool {
        let at = |leaf: &ExprId| match point.iter().find(|(other, _)| other == leaf) {
            Some((_, value)) => Range::point(value),
            None => range_of(&self.ranges, *leaf),
        };
        let leaves: Vec<Range> = self.program.leaves.iter().map(at).collect();
        self.program.ranges(&leaves).is_ok()
    }
}

fn range_of(ranges: &Ranges, leaf: ExprId) -> Range {
    ranges.get(&leaf).map_or(Range::ALL, |range| range.range)
}

/// Whether two expressions are both defined at some point within the ranges, as they were written.
pub fn domain(
    graph: &mut Graph,
    (left, right): (ExprId, ExprId),
    written: &Written,
    ranges: &Ranges,
) -> Domain {
    let program = &written.program;
    let mut kernel = Kernel::new();
    let (left, right) = (kernel.of(graph, left), kernel.of(graph, right));
    let comparison = Comparison::new(graph, left, right, ranges).granted_as(written);
    let tries = comparison.tries();
    let is_defined = |point: &Point| comparison.is_a_number(point) && written.admits(point);
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
        if program.ranges(part.leaves()).is_err() {
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
