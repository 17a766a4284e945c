//! The search for the largest products: best first, and no path is looked at that is not asked for.
//!
//! The best way from each quantity on is known from one pass over the edges. Any path is then told by the edges at which
//! it leaves the best way: its detours. Leaving out its last detour gives a path that carries at least as much. So the
//! next path is always a path found before with one more detour behind its last one (Eppstein 1998, Lawler 1972), and as
//! many of these are kept as paths are still wanted. A path costs one walk over its edges and those beside it.

use std::cmp::Ordering;
use std::collections::VecDeque;

use chainrule_symbolic::derivation::{Chain, FactorId, PathCount};

use super::comparison::Comparison;
use super::size::Size;

pub(super) struct Search<'a, 'c> {
    chain: &'a Chain,
    /// The size of each edge's factor; nothing where that is exactly zero.
    sizes: &'a [Option<Size>],
    comparison: &'a mut Comparison<'c>,
    /// By place: the edge that the best way takes, and how much that way carries; nothing where all is zero.
    best: Vec<Option<(usize, Size)>>,
}

/// A path by the edges at which it leaves the best way, from the target on.
pub(super) type Detours = Vec<usize>;

/// A path that may be next: one found before, and an edge at which it is left.
struct Candidate {
    of: usize,
    edge: usize,
    size: Size,
}

/// A walk along a path.
#[derive(Clone)]
struct Walk<'d> {
    at: usize,
    detours: &'d [usize],
}

impl<'a, 'c> Search<'a, 'c> {
    /// Finds the best way from each quantity on.
    pub(super) fn new(
        chain: &'a Chain,
        sizes: &'a [Option<Size>],
        comparison: &'a mut Comparison<'c>,
    ) -> Self {
        let mut search = Self { chain, sizes, comparison, best: vec![None; chain.len()] };
        for place in (0..chain.len()).rev() {
            for edge in chain.edges_of(place) {
                let Some(size) = search.carried_by(edge) else { continue };
                let is_better = match search.best[place] {
                    None => true,
                    Some((best, best_size)) => {
                        let detours = [[edge], [best]];
                        let ways = [&detours[0], &detours[1]].map(|detours| Walk { at: place, detours });
                        let order = size.compare(best_size).or_else(|| search.exact_order(ways).0);
                        order == Some(Ordering::Greater)
                    }
                };
                if is_better {
                    search.best[place] = Some((edge, size));
                }
            }
        }
        search
    }

    /// The paths with the largest products, so many of those that are not zero, the largest first. Of paths that carry
    /// the same, that one comes first which takes the input named first where they part.
    pub(super) fn paths(&mut self, count: usize) -> Vec<Detours> {
        let mut found: Vec<Detours> = Vec::new();
        if count == 0 || (self.last() > 0 && self.best[0].is_none()) {
            return found;
        }
        found.push(Vec::new());
        let mut waiting: VecDeque<Candidate> = VecDeque::new();
        while found.len() < count {
            self.leave(&found, &mut waiting, count - found.len());
            let Some(next) = waiting.pop_front() else { break };
            let mut detours = found[next.of].clone();
            detours.push(next.edge);
            found.push(detours);
        }
        found
    }

    /// The factors along a path.
    pub(super) fn factors(&self, detours: &[usize]) -> Vec<FactorId> {
        let mut walk = Walk { at: 0, detours };
        let mut factors = Vec::new();
        while walk.at < self.last() {
            factors.push(self.chain.edges()[self.step(&mut walk)].factor);
        }
        factors
    }

    /// How the first of two paths compares to the second.
    pub(super) fn order(&mut self, paths: [&[usize]; 2]) -> Option<Ordering> {
        self.exact_order(paths.map(|detours| Walk { at: 0, detours })).0
    }

    /// How many paths have a product that is not zero.
    pub(super) fn count(&self) -> PathCount {
        let mut counts = vec![PathCount::ZERO; self.chain.len()];
        counts[0] = PathCount::ONE;
        for (edge, size) in self.chain.edges().iter().zip(self.sizes) {
            if size.is_some() {
                counts[edge.input()] = counts[edge.input()] + counts[edge.user()];
            }
        }
        counts[self.last()]
    }

    /// The place of what is derived by.
    fn last(&self) -> usize {
        self.chain.len() - 1
    }

    /// What the best way that begins with an edge carries.
    fn carried_by(&self, edge: usize) -> Option<Size> {
        let size = self.sizes[edge]?;
        let input = self.chain.edges()[edge].input();
        if input == self.last() { Some(size) } else { Some(size.times(self.best[input]?.1)) }
    }

    /// Keeps the best of the paths that leave the last path found behind its last detour.
    fn leave(&mut self, found: &[Detours], waiting: &mut VecDeque<Candidate>, wanted: usize) {
        let of = found.len() - 1;
        let mut walk = Walk { at: 0, detours: &found[of] };
        let mut so_far = Size::ONE;
        while walk.at < self.last() {
            let (place, behind_last) = (walk.at, walk.detours.is_empty());
            let taken = self.step(&mut walk);
            if behind_last {
                for edge in self.chain.edges_of(place).filter(|&edge| edge != taken) {
                    let Some(rest) = self.carried_by(edge) else { continue };
                    let candidate = Candidate { of, edge, size: so_far.times(rest) };
                    self.keep(found, waiting, wanted, candidate);
                }
            }
            let size = self.sizes[taken].expect("a path that was found is not zero");
            so_far = so_far.times(size);
        }
        waiting.truncate(wanted);
    }

    /// Puts a candidate in its place among those waiting, of which so many are wanted.
    fn keep(
        &mut self,
        found: &[Detours],
        waiting: &mut VecDeque<Candidate>,
        wanted: usize,
        candidate: Candidate,
    ) {
        if waiting.len() >= wanted
            && waiting
                .get(wanted - 1)
                .is_some_and(|last| candidate.size.compare(last.size) == Some(Ordering::Less))
        {
            return;
        }
        let (mut low, mut high) = (0, waiting.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.comes_before(found, &candidate, &waiting[middle]) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        if low < wanted {
            waiting.insert(low, candidate);
            waiting.truncate(wanted);
        }
    }

    fn comes_before(&mut self, found: &[Detours], left: &Candidate, right: &Candidate) -> bool {
        match left.size.compare(right.size) {
            Some(Ordering::Greater) => return true,
            Some(Ordering::Less) => return false,
            Some(Ordering::Equal) | None => {}
        }
        let [left, right] = [left, right].map(|candidate| {
            let mut detours = found[candidate.of].clone();
            detours.push(candidate.edge);
            detours
        });
        match self.exact_order([&left[..], &right[..]].map(|detours| Walk { at: 0, detours })) {
            (Some(Ordering::Greater), _) => true,
            (Some(Ordering::Less), _) => false,
            (Some(Ordering::Equal) | None, parting) => parting == Ordering::Less,
        }
    }

    /// How two walks from one quantity compare by what they carry, and which of them takes the input named first where
    /// they part. Only the stretches on which they differ are looked at.
    fn exact_order(&mut self, [mut left, mut right]: [Walk<'_>; 2]) -> (Option<Ordering>, Ordering) {
        let mut difference: Vec<(FactorId, i64)> = Vec::new();
        let mut parting = Ordering::Equal;
        loop {
            match left.at.cmp(&right.at) {
                Ordering::Less => {
                    let edge = self.step(&mut left);
                    difference.push((self.chain.edges()[edge].factor, 1));
                }
                Ordering::Greater => {
                    let edge = self.step(&mut right);
                    difference.push((self.chain.edges()[edge].factor, -1));
                }
                Ordering::Equal => {
                    // Both follow the best way until one of them leaves it.
                    let next =
                        |walk: &Walk<'_>| walk.detours.first().map(|&edge| self.chain.edges()[edge].user());
                    let Some(place) = next(&left).into_iter().chain(next(&right)).min() else { break };
                    (left.at, right.at) = (place, place);
                    let edges = [self.step(&mut left), self.step(&mut right)];
                    if edges[0] != edges[1] {
                        parting = parting.then(edges[0].cmp(&edges[1]));
                        difference.push((self.chain.edges()[edges[0]].factor, 1));
                        difference.push((self.chain.edges()[edges[1]].factor, -1));
                    }
                }
            }
        }
        let order = self.comparison.of_difference(&difference);
        self.comparison.undecided |= order.is_none();
        (order, parting)
    }

    /// Takes the next edge of a walk.
    fn step(&self, walk: &mut Walk<'_>) -> usize {
        let edge = match walk.detours.split_first() {
            Some((&edge, rest)) if self.chain.edges()[edge].user() == walk.at => {
                walk.detours = rest;
                edge
            }
            Some(_) | None => self.best[walk.at].expect("a way that is not zero leads on").0,
        };
        walk.at = self.chain.edges()[edge].input();
        edge
    }
}
