//! A derivation as a chain of links: steps between the quantities that every path goes through.

use std::borrow::Cow;

use super::super::put_back::{product_of, sum_of};
use super::limits::FEWEST_PERIODS;
use crate::derivation::{Calculus, Chain, FactorId};
use crate::graph::{ExprId, Graph, Scope, SymbolId};

/// Steps of up to so many paths are written as the sum over them.
const MOST_PATHS_IN_A_LINK: usize = 4;

/// … and so many edges are looked at for it.
const MOST_EDGES_IN_A_LINK: usize = 16;

/// One step: its name and what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) name: ExprId,
    pub(super) result: ExprId,
    /// Its name as an immediate derivative, where it was worked out inside one definition. Where no other way leads from
    /// quantity to quantity, `∂` and `∂⁺` are one.
    pub(super) immediate: Option<ExprId>,
}

/// A stretch of the chain from the target back.
#[derive(Debug)]
pub(super) enum Stretch<'c> {
    /// Steps one after another.
    Links(Cow<'c, [Link]>),
    /// A section to whose lower end many ways lead; and the sum over them, where they are few enough for one step.
    Section(Section<'c>, Option<Link>),
}

/// What lies of a chain between two of its quantities. Places are counted from the upper one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Section<'c> {
    chain: &'c Chain,
    /// By edge of the chain.
    links: &'c [Link],
    top: usize,
    bottom: usize,
}

/// An edge to a lower place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Edge {
    pub(super) to: usize,
    pub(super) link: Link,
}

/// The links of a chain, by edge.
pub(super) fn links(graph: &mut Graph, calculus: &Calculus, chain: &Chain) -> Vec<Link> {
    // No other way leads past the factors on the only path there is.
    match chain.only_path() {
        Some(path) => path.map(|id| only_link(calculus, id)).collect(),
        None => chain.factors().map(|id| link(graph, calculus, id)).collect(),
    }
}

/// The chain as stretches. Cost: linear in its edges.
pub(super) fn stretches<'c>(graph: &mut Graph, chain: &'c Chain, links: &'c [Link]) -> Vec<Stretch<'c>> {
    if chain.only_path().is_some() {
        return vec![Stretch::Links(Cow::Borrowed(links))];
    }
    let Some(bottom) = chain.len().checked_sub(1) else { return Vec::new() };
    let whole = Section { chain, links, top: 0, bottom };
    let mut stretches = Vec::new();
    let mut steps = Vec::new();
    let bottlenecks = whole.bottlenecks();
    for pair in bottlenecks.windows(2) {
        let section = Section { top: pair[0], bottom: pair[1], ..whole };
        let link = section.as_link(graph);
        if link.is_some() && !section.is_shared() {
            steps.extend(link);
            continue;
        }
        if !steps.is_empty() {
            stretches.push(Stretch::Links(Cow::Owned(std::mem::take(&mut steps))));
        }
        stretches.push(Stretch::Section(section, link));
    }
    if !steps.is_empty() {
        stretches.push(Stretch::Links(Cow::Owned(steps)));
    }
    stretches
}

fn only_link(calculus: &Calculus, id: FactorId) -> Link {
    let factor = calculus.factor(id);
    Link { name: factor.name, result: factor.result, immediate: None }
}

fn link(graph: &mut Graph, calculus: &Calculus, id: FactorId) -> Link {
    let factor = calculus.factor(id);
    let immediate = factor.working.map(|_| {
        let child = graph.symbol(factor.child);
        graph.derivative(child, factor.parent, Scope::Local)
    });
    Link { name: factor.name, result: factor.result, immediate }
}

impl Section<'_> {
    /// The place of the lower end.
    pub(super) fn last(&self) -> usize {
        self.bottom - self.top
    }

    /// The quantity at a place.
    pub(super) fn quantity(&self, place: usize) -> SymbolId {
        self.chain.quantities()[self.top + place]
    }

    /// The edges of a place to lower ones, in the order in which definitions name their inputs.
    pub(super) fn down(&self, place: usize) -> impl ExactSizeIterator<Item = Edge> {
        let level = self.top + place;
        let edges = if level < self.bottom { self.chain.edges_of(level) } else { 0..0 };
        edges.map(|edge| Edge { to: self.chain.edges()[edge].input() - self.top, link: self.links[edge] })
    }

    /// The places that every path goes through: no edge leads past them.
    fn bottlenecks(&self) -> Vec<usize> {
        let mut farthest = 0;
        let mut places = Vec::new();
        for place in 0..=self.last() {
            if farthest <= place {
                places.push(place);
            }
            farthest = self.down(place).map(|edge| edge.to).fold(farthest, usize::max);
        }
        places
    }

    /// The step from end to end, where it is short enough: its edge, or the sum over its paths.
    fn as_link(&self, graph: &mut Graph) -> Option<Link> {
        let mut edges = self.down(0);
        if edges.len() == 1 {
            return edges.next().filter(|edge| edge.to == self.last()).map(|edge| edge.link);
        }
        drop(edges);
        if (0..self.last()).map(|place| self.down(place).len()).sum::<usize>() > MOST_EDGES_IN_A_LINK {
            return None;
        }
        let (mut names, mut results) = (Vec::new(), Vec::new());
        let mut stack: Vec<(usize, Vec<Link>)> = vec![(0, Vec::new())];
        while let Some((place, path)) = stack.pop() {
            if place == self.last() {
                if names.len() == MOST_PATHS_IN_A_LINK {
                    return None;
                }
                let name: Vec<ExprId> = path.iter().map(|link| link.name).collect();
                let result: Vec<ExprId> = path.iter().map(|link| link.result).collect();
                names.push(product_of(graph, &name));
                results.push(product_of(graph, &result));
                continue;
            }
            let before = stack.len();
            for edge in self.down(place) {
                let mut longer = path.clone();
                longer.push(edge.link);
                stack.push((edge.to, longer));
            }
            // The first path is taken first.
            stack[before..].reverse();
        }
        Some(Link { name: sum_of(graph, &names), result: sum_of(graph, &results), immediate: None })
    }

    /// Whether the lower end is used often enough to be what all steps of a recurrence share.
    fn is_shared(&self) -> bool {
        let edges = (0..self.last()).flat_map(|place| self.down(place));
        edges.filter(|edge| edge.to == self.last()).count() >= FEWEST_PERIODS
    }

    /// By place: the edges from higher places, from the top.
    pub(super) fn up(&self) -> Vec<Vec<(usize, Edge)>> {
        let mut up: Vec<Vec<(usize, Edge)>> = vec![Vec::new(); self.last() + 1];
        for place in 0..self.last() {
            for edge in self.down(place) {
                up[edge.to].push((place, edge));
            }
        }
        up
    }
}
