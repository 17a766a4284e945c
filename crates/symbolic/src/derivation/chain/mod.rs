//! The chain over a network: what lies between a target and what it is derived by, with a factor on each edge.

mod between;
mod dominators;
mod fold;
mod path_count;

use std::sync::Arc;

use crate::graph::SymbolId;

use super::FactorId;
pub(super) use between::{Between, Marks};
pub(super) use dominators::Dominators;
pub use fold::{Ring, fold, fold_to_end};
pub use path_count::PathCount;

/// The quantities between a target and what it is derived by, users before what they use, and the edges among them, each
/// with its factor. Paths, adjoints and sums over all leaves are views of it; [`fold`] adds its products up.
///
/// The target stands at place 0. What it is derived by stands last; where that is nothing, the chain is that of all
/// quantities below the target. A target that does not depend on what it is derived by has an empty chain.
///
/// Memory: 8 bytes a quantity and 12 bytes an edge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    origin: Arc<Origin>,
    quantities: Vec<SymbolId>,
    /// By place: where the edges of its quantity begin, and last where all end.
    starts: Vec<u32>,
    edges: Vec<Edge>,
}

/// Where adjoints start from, and through which stated derivatives they lead: what an adjoint depends on besides the
/// quantity that it is of. Every user of a quantity that depends on `by` depends on `by` too, so that the adjoint is the
/// same whatever `by` is: chains of one origin share their adjoints.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Origin {
    pub(super) target: SymbolId,
    /// The quantity derived and what it is derived by, of each.
    pub(super) shortcuts: Vec<(SymbolId, SymbolId)>,
}

/// One link of a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    user: u32,
    input: u32,
    /// The derivative of the one by the other.
    pub factor: FactorId,
}

const _: () = assert!(size_of::<Edge>() == 12);

impl Edge {
    /// The place of the quantity derived.
    pub fn user(self) -> usize {
        self.user as usize
    }

    /// The place of the input it is derived by.
    pub fn input(self) -> usize {
        self.input as usize
    }
}

impl Chain {
    /// The chain over what was found to lie between, its factors given by the quantity, its input and which of the
    /// quantity's inputs that is.
    pub(super) fn new(
        origin: Arc<Origin>,
        between: &Between,
        mut factor: impl FnMut(SymbolId, SymbolId, Option<u32>) -> FactorId,
    ) -> Self {
        let found = between.quantities();
        let last = found.len().saturating_sub(1);
        let turned = |place: usize| index(last - place);
        let mut chain = Self {
            origin,
            quantities: found.iter().rev().copied().collect(),
            starts: Vec::with_capacity(found.len() + 1),
            edges: Vec::with_capacity(between.edge_count()),
        };
        chain.starts.push(0);
        for place in (0..found.len()).rev() {
            chain.edges.extend(between.inputs(place).iter().map(|input| {
                let at = input.place as usize;
                let factor = factor(found[place], found[at], input.edge);
                Edge { user: turned(place), input: turned(at), factor }
            }));
            chain.starts.push(index(chain.edges.len()));
        }
        chain
    }

    /// Whose adjoints these are: those of chains of one origin are the same.
    pub fn origin(&self) -> &Arc<Origin> {
        &self.origin
    }

    /// The quantities, from the target on.
    pub fn quantities(&self) -> &[SymbolId] {
        &self.quantities
    }

    /// How many quantities there are.
    pub fn len(&self) -> usize {
        self.quantities.len()
    }

    /// Whether the target does not depend on what it is derived by.
    pub fn is_empty(&self) -> bool {
        self.quantities.is_empty()
    }

    /// All edges, those of the target first.
    pub fn edges(&self) -> &[Edge] {
        &self.edges
    }

    /// The places, among [`Chain::edges`], of the edges of a quantity to its inputs, in the order in which its definition
    /// names them.
    pub fn edges_of(&self, place: usize) -> std::ops::Range<usize> {
        self.starts[place] as usize..self.starts[place + 1] as usize
    }

    /// The edges of a quantity to its inputs, in the order in which its definition names them.
    pub fn inputs(&self, place: usize) -> &[Edge] {
        &self.edges[self.edges_of(place)]
    }

    /// The factors, each once, in the order of the edges.
    pub fn factors(&self) -> impl Iterator<Item = FactorId> + '_ {
        self.edges.iter().map(|edge| edge.factor)
    }

    /// The edges once more, by what they lead to.
    pub fn users(&self) -> Users {
        Users::of(self)
    }

    /// In how many ways each quantity reaches the target, by place.
    pub fn count_paths(&self) -> Vec<PathCount> {
        let mut counts = vec![PathCount::ZERO; self.quantities.len()];
        if let Some(target) = counts.first_mut() {
            *target = PathCount::ONE;
        }
        for edge in &self.edges {
            counts[edge.input()] = counts[edge.input()] + counts[edge.user()];
        }
        counts
    }

    /// The factors along the only path, from the target on; nothing where there is none or more than one.
    pub fn only_path(&self) -> Option<impl Iterator<Item = FactorId> + '_> {
        let last = self.quantities.len().checked_sub(1).filter(|&last| last > 0)?;
        let mut places = self.starts.iter().zip(0u32..);
        let is_one =
            self.edges.len() == last && places.all(|(&start, place)| start == place.min(index(last)));
        is_one.then(|| self.factors())
    }

    /// The paths from the target to what it is derived by, each as the places of its edges, in the order in which
    /// definitions name their inputs. Only to be asked where they are few: at most `most` are listed.
    pub fn paths(&self, most: usize) -> Vec<Vec<usize>> {
        let mut paths = Vec::new();
        let Some(last) = self.quantities.len().checked_sub(1) else { return paths };
        let mut path: Vec<usize> = Vec::new();
        // By position on the path: which edge is to be tried next.
        let mut next = vec![self.edges_of(0)];
        while let Some(waiting) = next.last_mut() {
            if paths.len() == most {
                break;
            }
            if path.last().map_or(0, |&edge| self.edges[edge].input()) == last {
                paths.push(path.clone());
            } else if let Some(edge) = waiting.next() {
                path.push(edge);
                next.push(self.edges_of(self.edges[edge].input()));
                continue;
            }
            path.pop();
            next.pop();
        }
        paths
    }

    /// The same with one edge left out: for tests of what judges it.
    #[must_use]
    pub fn without_edge(&self, at: usize) -> Self {
        let mut chain = self.clone();
        chain.edges.remove(at);
        for start in &mut chain.starts {
            *start -= u32::from(*start as usize > at);
        }
        chain
    }
}

/// The edges of a chain by the quantity they lead to: what its adjoint is added up from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Users {
    starts: Vec<u32>,
    edges: Vec<Edge>,
}

impl Users {
    fn of(chain: &Chain) -> Self {
        let mut starts = vec![0u32; chain.len() + 1];
        for edge in &chain.edges {
            starts[edge.input() + 1] += 1;
        }
        for place in 1..starts.len() {
            starts[place] += starts[place - 1];
        }
        let mut next = starts.clone();
        let mut edges = chain.edges.clone();
        for &edge in &chain.edges {
            let slot = &mut next[edge.input()];
            edges[*slot as usize] = edge;
            *slot += 1;
        }
        Self { starts, edges }
    }

    /// The edges that lead to a quantity, those of users nearest to the target first.
    pub fn of_place(&self, place: usize) -> &[Edge] {
        &self.edges[self.starts[place] as usize..self.starts[place + 1] as usize]
    }
}

fn index(value: usize) -> u32 {
    u32::try_from(value).expect("a network holds fewer than 2^32 quantities and edges")
}
