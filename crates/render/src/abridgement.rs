//! What is left out of an expression that no reader reads to its end.

use chainrule_symbolic::graph::{ExprId, Graph, Node, Walk};
use rustc_hash::FxHashMap;

/// Expressions of more parts than this, written out, are abridged: shared parts may make them exponentially long.
pub const LARGEST: u64 = 4_000;

/// Sums and products of more parts than this show their first and last ones.
pub const WIDEST: usize = 40;

/// Of those, so many first ones are shown,
const FIRST: usize = 20;

/// … and so many last ones.
const LAST: usize = 10;

/// Expressions that go deeper than one of these are cut there, the first that makes them short enough.
const DEPTHS: &[u16] = &[12, 8, 5, 3, 2, 1];

/// How much of an expression is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Abridgement {
    most_parts: u64,
    widest: usize,
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
    pub(crate) const PAGE: Self = Self { most_parts: LARGEST, widest: WIDEST };

    /// For data: everything, unless shared parts make it longer than memory.
    pub(crate) const DATA: Self = Self { most_parts: 4_000_000, widest: usize::MAX };

    /// The arguments that are written: all, or the first and last with the number left out between.
    pub(crate) fn arguments(self, arguments: &[ExprId]) -> (&[ExprId], usize, &[ExprId]) {
        if arguments.len() <= self.widest {
            return (arguments, 0, &[]);
        }
        let last = arguments.len() - LAST;
        (&arguments[..FIRST], last - FIRST, &arguments[last..])
    }

    fn shown(self, graph: &Graph, id: ExprId) -> impl Iterator<Item = ExprId> + '_ {
        let (first, _, last) = self.arguments(graph.children(id));
        first.iter().chain(last).copied()
    }

    /// How deep the expression is to be written, so that it has no more parts than a reader can use.
    pub(crate) fn depth(self, graph: &Graph, root: ExprId) -> Depth {
        let mut sizes: FxHashMap<ExprId, u64> = FxHashMap::default();
        for id in Walk::below(graph, &[root]) {
            let below = self.shown(graph, id).fold(1u64, |sum, child| sum.saturating_add(sizes[&child]));
            sizes.insert(id, below);
        }
        if sizes[&root] <= self.most_parts {
            return Depth::Whole;
        }
        let fitting = DEPTHS.iter().copied().find(|&depth| self.cut_size(graph, root, depth) <= LARGEST / 4);
        Depth::Cut(fitting.unwrap_or(0))
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
                for child in self.shown(graph, id) {
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
                .try_fold(1u64, |sum, child| sizes[child].and_then(|own| sum.checked_add(own)));
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
