//! What is left out of an expression that no reader reads to its end.

use chainrule_symbolic::graph::{ExprId, Graph, Node, Walk};
use rustc_hash::{FxHashMap, FxHashSet};

/// Expressions of more parts than this, written out, are abridged: shared parts may make them exponentially long.
pub const LARGEST: u64 = 4_000;

/// How much of a long list is shown: its first and its last items, with the number left out between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Elision {
    /// Lists of more items than this are cut.
    longest: usize,
    first: usize,
    last: usize,
}

impl Elision {
    /// The terms of a sum and the factors of a product.
    pub const PARTS: Self = Self { longest: 40, first: 20, last: 10 };

    /// Lines, rows and points. Never is a single one left out: the line that says so is as long.
    pub const LINES: Self = Self { longest: 31, first: 20, last: 10 };

    /// Where what repeats is written once besides: enough to see how it begins and ends.
    pub const SHORT: Self = Self { longest: 8, first: 4, last: 3 };

    /// Lines of which each says something of its own: short lists stay whole.
    pub const MODERATE: Self = Self { longest: 10, first: 3, last: 2 };

    /// Where many results share a page.
    pub const FEW: Self = Self { longest: 6, first: 2, last: 1 };

    /// Everything.
    pub const NOTHING: Self = Self { longest: usize::MAX, first: usize::MAX, last: 0 };

    /// How many items are shown where not all are.
    pub fn most(self) -> usize {
        self.first.saturating_add(self.last)
    }

    /// A list of so many items: how many of the first are shown, how many left out, how many of the last shown.
    pub fn cut(self, count: usize) -> (usize, usize, usize) {
        if count <= self.longest {
            (count, 0, 0)
        } else {
            (self.first, count - self.first - self.last, self.last)
        }
    }

    /// The places of a list that are shown, with a `None` for those between, and how many those are.
    pub fn places(self, count: usize) -> (Vec<Option<usize>>, usize) {
        let (first, left_out, last) = self.cut(count);
        let mut places: Vec<Option<usize>> = (0..first).map(Some).collect();
        if left_out > 0 {
            places.push(None);
        }
        places.extend((count - last..count).map(Some));
        (places, left_out)
    }
}

/// Expressions that go deeper than one of these are cut there, the first that makes them short enough.
const DEPTHS: &[u16] = &[12, 8, 5, 3, 2, 1];

/// Expressions of up to so many parts are counted part by part.
const FEW: u64 = 40;

/// How much of an expression is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Abridgement {
    most_parts: u64,
    elision: Elision,
}

/// How deep an expression is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Depth {
    /// To its leaves.
    Whole,
    /// So many operators deep.
    Cut(u16),
}

impl Abridgement {
    /// For a page that people read.
    pub(crate) const PAGE: Self = Self { most_parts: LARGEST, elision: Elision::PARTS };

    /// For data: everything, unless shared parts make it longer than memory.
    pub(crate) const DATA: Self = Self { most_parts: 4_000_000, elision: Elision::NOTHING };

    /// The same, its sums and products cut otherwise.
    pub(crate) fn cut_by(self, elision: Elision) -> Self {
        Self { elision, ..self }
    }

    /// The arguments that are written: all, or the first and last with the number left out between.
    pub(crate) fn arguments(self, arguments: &[ExprId]) -> (&[ExprId], usize, &[ExprId]) {
        let (first, left_out, last) = self.elision.cut(arguments.len());
        (&arguments[..first], left_out, &arguments[arguments.len() - last..])
    }

    fn shown_children(self, graph: &Graph, id: ExprId) -> impl Iterator<Item = ExprId> + '_ {
        let (first, _, last) = self.arguments(graph.children(id));
        first.iter().chain(last).copied()
    }

    /// How deep the expression is to be written, so that it has no more parts than a reader can use.
    pub(crate) fn depth(self, graph: &Graph, root: ExprId) -> Depth {
        if self.size(graph, root).is_some_and(|size| size <= self.most_parts) {
            return Depth::Whole;
        }
        let fitting = DEPTHS.iter().copied().find(|&depth| self.cut_size(graph, root, depth) <= LARGEST / 4);
        Depth::Cut(fitting.unwrap_or(0))
    }

    /// Parts of the expression as it is written; nothing where it has more distinct ones than are written at all. What
    /// is left out of a long list is not looked at.
    fn size(self, graph: &Graph, root: ExprId) -> Option<u64> {
        if let Some(size) = self.size_of_few(graph, root) {
            return Some(size);
        }
        let mut seen: FxHashSet<ExprId> = FxHashSet::from_iter([root]);
        let mut stack = vec![root];
        while let Some(id) = stack.pop() {
            if seen.len() as u64 > self.most_parts {
                return None;
            }
            stack.extend(self.shown_children(graph, id).filter(|&child| seen.insert(child)));
        }
        let mut order: Vec<ExprId> = seen.into_iter().collect();
        // A child's id is smaller than its parent's: sorted ids are a topological order.
        order.sort_unstable();
        let mut sizes: FxHashMap<ExprId, u64> = FxHashMap::default();
        for id in order {
            let below =
                self.shown_children(graph, id).fold(1u64, |sum, child| sum.saturating_add(sizes[&child]));
            sizes.insert(id, below);
        }
        sizes.get(&root).copied()
    }

    /// The same where it has few parts, shared ones counted as often as they are written: most expressions do, and nothing
    /// is noted for them.
    fn size_of_few(self, graph: &Graph, root: ExprId) -> Option<u64> {
        let mut stack = vec![root];
        let mut size = 0;
        while let Some(id) = stack.pop() {
            size += 1;
            if size > FEW {
                return None;
            }
            stack.extend(self.shown_children(graph, id));
        }
        Some(size)
    }

    /// Parts of the expression written so many operators deep.
    fn cut_size(self, graph: &Graph, root: ExprId, depth: u16) -> u64 {
        let mut level: FxHashMap<ExprId, u64> = FxHashMap::default();
        level.insert(root, 1);
        let mut total = 0u64;
        for _ in 0..=depth {
            let mut next: FxHashMap<ExprId, u64> = FxHashMap::default();
            for (&id, &times) in &level {
                total = total.saturating_add(times);
                for child in self.shown_children(graph, id) {
                    let count = next.entry(child).or_insert(0);
                    *count = count.saturating_add(times);
                }
            }
            level = next;
        }
        total
    }

    /// How many parts the expression has, written out; nothing where they are too many to count.
    pub(crate) fn parts(graph: &Graph, root: ExprId) -> Option<u64> {
        let mut sizes: FxHashMap<ExprId, Option<u64>> = FxHashMap::default();
        for id in Walk::below(graph, &[root]) {
            let below = graph
                .children(id)
                .iter()
                .try_fold(1u64, |sum, child| sizes[child].and_then(|size| sum.checked_add(size)));
            sizes.insert(id, below);
        }
        sizes[&root]
    }
}

impl Depth {
    /// How deep the children are written; nothing where they are left out.
    pub(crate) fn below(self) -> Option<Self> {
        match self {
            Self::Whole => Some(Self::Whole),
            Self::Cut(depth) => depth.checked_sub(1).map(Self::Cut),
        }
    }

    /// Whether an expression at this depth is written at all: names and numbers always are.
    pub(crate) fn admits(self, graph: &Graph, id: ExprId) -> bool {
        match (self, graph.node(id)) {
            (Self::Whole, _) | (_, Node::Number(_) | Node::Symbol(_) | Node::Derivative { .. }) => true,
            (Self::Cut(depth), Node::Apply { arguments, .. }) => depth > 0 || arguments.is_empty(),
        }
    }
}
