//! Proving that something is never below zero, box by box.

use chainrule_number::Rational;
use chainrule_symbolic::graph::{ExprId, Graph};

use super::leaf_range::{LeafRange, Ranges};
use super::program::Program;
use super::{Budget, Calculated, Range, exact_sign};

/// Boxes are halved at most so often in all.
const MOST_BOXES: usize = 6000;

/// What a search found.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// It holds in the whole box.
    Proved,
    /// It fails at this point.
    Counterexample(Vec<Rational>),
    /// Neither within the limits.
    Nothing,
}

/// A part of the box.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    leaves: Vec<Range>,
    /// Leaves that were slid to an end, exactly.
    fixed: Vec<Option<Rational>>,
    /// Whether zero itself is not enough.
    strict: bool,
    depth: usize,
}

/// Searches a box: is `expr` at least zero there (above zero, if `strict`) wherever it is defined?
pub fn search(graph: &mut Graph, expr: ExprId, strict: bool, ranges: &Ranges, budget: &Budget) -> Found {
    search_within(graph, expr, strict, ranges, MOST_BOXES, budget)
}

/// As [`search`], with so many boxes at most.
pub fn search_within(
    graph: &mut Graph,
    expr: ExprId,
    strict: bool,
    ranges: &Ranges,
    most: usize,
    budget: &Budget,
) -> Found {
    let program = Program::with_slopes(graph, expr);
    let everything = LeafRange::of_range(Range::ALL);
    let whole: Vec<LeafRange> =
        program.leaves.iter().map(|leaf| ranges.get(leaf).unwrap_or(&everything).clone()).collect();
    let mut curvature: Option<Option<Calculated>> = None;
    let leaves: Vec<Range> = whole.iter().map(|range| range.range).collect();
    let fixed = vec![None; leaves.len()];
    let mut stack = vec![Part { leaves, fixed, strict, depth: 0 }];
    let mut boxes = 0;
    while let Some(part) = stack.pop() {
        boxes += 1;
        // The values, and how they move with each leaf.
        if boxes > most || !budget.spend(program.size() * (2 + part.leaves.len())) {
            return Found::Nothing;
        }
        // Where it is undefined everywhere there is nothing to show.
        let Ok(values) = program.ranges(&part.leaves) else { continue };
        let value = program.whole(&values);
        if value.is_positive() || (!part.strict && value.is_not_negative()) {
            continue;
        }
        if (0..part.leaves.len()).all(|leaf| part.is_point(leaf)) {
            let point: Option<Vec<Rational>> = part
                .leaves
                .iter()
                .zip(&part.fixed)
                .map(|(range, fixed)| fixed.clone().or_else(|| Rational::from_f64(range.lower())))
                .collect();
            let Some(point) = point else { return Found::Nothing };
            match exact_sign(graph, expr, &program.leaves, &point) {
                Some(sign) if sign.is_gt() || (sign.is_eq() && !part.strict) => continue,
                Some(_) if is_inside(&point, &whole) => return Found::Counterexample(point),
                Some(_) | None => return Found::Nothing,
            }
        }
        if let Some(smaller) = slid(&program, &values, &part, &whole) {
            stack.push(smaller);
            continue;
        }
        if let [leaf] = program.leaves.as_slice()
            && !part.strict
        {
            let curvature = curvature.get_or_insert_with(|| Calculated::of(graph, expr, *leaf));
            if let Some(curvature) = curvature
                && curvature.bottoms_out(graph, part.leaves[0])
            {
                continue;
            }
        }
        let Some(halves) = halved(&part, &whole) else { return Found::Nothing };
        stack.extend(halves);
    }
    Found::Proved
}

/// Where the value only rises or only falls with a leaf, its least value lies at one end.
pub(super) fn slid(program: &Program, values: &[Range], part: &Part, whole: &[LeafRange]) -> Option<Part> {
    let gradient = program.gradient(values)?;
    let mut smaller = part.clone();
    let mut moved = false;
    for (leaf, slope) in gradient.into_iter().enumerate() {
        let (range, all) = (part.leaves[leaf], &whole[leaf]);
        if part.is_point(leaf) {
            continue;
        }
        let (end, exact, is_whole) = if slope.is_not_negative() {
            (range.at_lower(), &all.lower, range.lower() <= all.range.lower())
        } else if slope.is_not_positive() {
            (range.at_upper(), &all.upper, range.upper() >= all.range.upper())
        } else {
            continue;
        };
        let Some(end) = end else { continue };
        let exact = exact.as_ref().filter(|_| is_whole);
        let is_open = exact.is_some_and(|(_, open)| *open);
        smaller.leaves[leaf] = exact.map_or(end, |(value, _)| Range::point(value));
        smaller.fixed[leaf] = exact.map(|(value, _)| value.clone());
        moved = true;
        // The end itself is left out, and the value moves away from it: zero there is enough.
        if is_open && (slope.is_positive() || slope.is_negative()) {
            smaller.strict = false;
        }
    }
    moved.then_some(smaller)
}

/// Two halves along a leaf that can be halved: unbounded ones first, then the widest.
pub(super) fn halved(part: &Part, whole: &[LeafRange]) -> Option<[Part; 2]> {
    const DEEPEST: usize = 200;
    if part.depth > DEEPEST {
        return None;
    }
    let share = |leaf: usize| {
        let (width, all) = (part.leaves[leaf].width(), whole[leaf].range.width());
        if width.is_infinite() {
            f64::INFINITY
        } else if all.is_infinite() {
            width
        } else {
            width / all.max(f64::MIN_POSITIVE)
        }
    };
    let leaf = (0..part.leaves.len())
        .filter(|&leaf| !part.is_point(leaf) && part.leaves[leaf].halves().is_some())
        .max_by(|&a, &b| share(a).total_cmp(&share(b)))?;
    let (low, high) = part.leaves[leaf].halves()?;
    Some([low, high].map(|half| {
        let mut part = part.clone();
        part.leaves[leaf] = half;
        part.depth += 1;
        part
    }))
}

fn is_inside(point: &[Rational], whole: &[LeafRange]) -> bool {
    point.iter().zip(whole).all(|(value, range)| range.contains(value))
}

impl Part {
    /// All of a box.
    pub(crate) fn whole(whole: &[LeafRange]) -> Self {
        let leaves: Vec<Range> = whole.iter().map(|range| range.range).collect();
        let fixed = vec![None; leaves.len()];
        Self { leaves, fixed, strict: false, depth: 0 }
    }

    /// The ranges of the leaves.
    pub(crate) fn leaves(&self) -> &[Range] {
        &self.leaves
    }

    /// Whether it is a single point.
    pub(super) fn is_settled(&self) -> bool {
        (0..self.leaves.len()).all(|leaf| self.is_point(leaf))
    }

    /// Two halves of it; nothing where it can't be halved.
    pub(crate) fn halves(&self, whole: &[LeafRange]) -> Option<[Self; 2]> {
        halved(self, whole)
    }

    /// A point of it, as ranges; nothing where it is unbounded.
    pub(crate) fn middle(&self) -> Option<Vec<Range>> {
        self.leaves
            .iter()
            .map(|range| {
                if range.is_point() || range.lower() >= range.upper() {
                    return Some(*range);
                }
                let middle = range.lower() / 2.0 + range.upper() / 2.0;
                middle.is_finite().then(|| Range::floats(middle, middle))
            })
            .collect()
    }

    fn is_point(&self, leaf: usize) -> bool {
        self.fixed[leaf].is_some() || self.leaves[leaf].lower() >= self.leaves[leaf].upper()
    }
}
