//! Parts of a box: halved, and slid to an end.

use chainrule_number::Rational;

use super::{LeafRange, Program, Range};

/// A part of the box.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) leaves: Vec<Range>,
    /// Leaves that were slid to an end, exactly.
    pub(crate) fixed: Vec<Option<Rational>>,
    /// Whether zero itself is not enough.
    pub(crate) strict: bool,
    pub(crate) depth: usize,
}

/// Where the value only rises or only falls with a leaf, its least value lies at one end.
pub(crate) fn slid(program: &Program, values: &[Range], part: &Part, whole: &[LeafRange]) -> Option<Part> {
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
pub(crate) fn halved(part: &Part, whole: &[LeafRange]) -> Option<[Part; 2]> {
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
    pub(crate) fn is_settled(&self) -> bool {
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

    /// Whether one leaf of it is a single number.
    pub(crate) fn is_point(&self, leaf: usize) -> bool {
        self.fixed[leaf].is_some() || self.leaves[leaf].lower() >= self.leaves[leaf].upper()
    }
}
