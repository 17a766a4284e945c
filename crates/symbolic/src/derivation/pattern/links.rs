//! A derivation as a chain of links: steps between the quantities that every path goes through.

use rustc_hash::FxHashMap;

use super::super::put_back::{product_of, sum_of};
use super::run::FEWEST_PERIODS;
use crate::derivation::{Calculus, Derivation, FactorId, Form};
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
#[derive(Clone, Debug)]
pub(super) enum Stretch {
    /// Steps one after another.
    Links(Vec<Link>),
    /// A part to whose lower end many ways lead; and the sum over them, where they are few enough for one step.
    Web(Web, Option<Link>),
}

/// Part of a network between two of its quantities: the first place is the upper one, the last place the lower.
#[derive(Clone, Debug, Default)]
pub(super) struct Web {
    /// By place: the edges to lower places, in the order in which definitions name their inputs.
    pub(super) down: Vec<Vec<Edge>>,
    /// The quantities at the places, from the top.
    pub(super) quantities: Vec<SymbolId>,
}

/// An edge to a lower place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Edge {
    pub(super) to: usize,
    pub(super) link: Link,
}

/// The derivation as stretches. Cost: linear in its edges.
pub(super) fn stretches(graph: &mut Graph, calculus: &Calculus, derivation: &Derivation) -> Vec<Stretch> {
    if let Form::Paths(paths) = &derivation.form
        && let [path] = paths.as_slice()
    {
        return vec![Stretch::Links(path.factors.iter().map(|&id| only_link(calculus, id)).collect())];
    }
    let web = Web::of(graph, calculus, derivation);
    let mut stretches = Vec::new();
    let mut links = Vec::new();
    let bottlenecks = web.bottlenecks();
    for pair in bottlenecks.windows(2) {
        let (top, bottom) = (pair[0], pair[1]);
        let link = web.link(graph, top, bottom);
        if link.is_some() && !web.is_shared(top, bottom) {
            links.extend(link);
            continue;
        }
        if !links.is_empty() {
            stretches.push(Stretch::Links(std::mem::take(&mut links)));
        }
        stretches.push(Stretch::Web(web.between(top, bottom), link));
    }
    if !links.is_empty() {
        stretches.push(Stretch::Links(links));
    }
    stretches
}

/// A factor on the only path there is: no other way leads past it.
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

impl Web {
    fn of(graph: &mut Graph, calculus: &Calculus, derivation: &Derivation) -> Self {
        let mut ids: Vec<FactorId> = match &derivation.form {
            Form::Same | Form::Independent { .. } => Vec::new(),
            Form::Paths(paths) => paths.iter().flat_map(|path| path.factors.iter().copied()).collect(),
            Form::Backpropagation(adjoints) => {
                adjoints.iter().flat_map(|adjoint| adjoint.terms.iter().map(|term| term.factor)).collect()
            }
        };
        ids.sort_unstable();
        ids.dedup();
        let network = calculus.network();
        let mut quantities: Vec<SymbolId> = ids
            .iter()
            .flat_map(|&id| {
                let factor = calculus.factor(id);
                [factor.child, factor.parent]
            })
            .collect();
        // The target's rank is the highest.
        quantities.sort_unstable_by_key(|&symbol| std::cmp::Reverse(network.rank(symbol)));
        quantities.dedup();
        let places: FxHashMap<SymbolId, usize> =
            quantities.iter().enumerate().map(|(place, &symbol)| (symbol, place)).collect();
        let mut down: Vec<Vec<Edge>> = vec![Vec::new(); quantities.len()];
        for id in ids {
            let factor = calculus.factor(id);
            let (from, to) = (places[&factor.child], places[&factor.parent]);
            down[from].push(Edge { to, link: link(graph, calculus, id) });
        }
        for (place, edges) in down.iter_mut().enumerate() {
            if edges.len() > 1 {
                let inputs = network.inputs(quantities[place]);
                let order: FxHashMap<SymbolId, usize> =
                    inputs.iter().enumerate().map(|(place, &input)| (input, place)).collect();
                edges.sort_by_key(|edge| order.get(&quantities[edge.to]).copied().unwrap_or(usize::MAX));
            }
        }
        Self { down, quantities }
    }

    /// The places that every path goes through: no edge leads past them.
    fn bottlenecks(&self) -> Vec<usize> {
        let mut farthest = 0;
        let mut places = Vec::new();
        for (place, edges) in self.down.iter().enumerate() {
            if farthest <= place {
                places.push(place);
            }
            farthest = edges.iter().map(|edge| edge.to).fold(farthest, usize::max);
        }
        places
    }

    /// The step between two neighbouring bottlenecks, where it is short enough: its edge, or the sum over its paths.
    fn link(&self, graph: &mut Graph, top: usize, bottom: usize) -> Option<Link> {
        if let [edge] = self.down[top].as_slice() {
            return (edge.to == bottom).then_some(edge.link);
        }
        if self.down[top..bottom].iter().map(Vec::len).sum::<usize>() > MOST_EDGES_IN_A_LINK {
            return None;
        }
        let (mut names, mut results) = (Vec::new(), Vec::new());
        let mut stack: Vec<(usize, Vec<Link>)> = vec![(top, Vec::new())];
        while let Some((place, path)) = stack.pop() {
            if place == bottom {
                if names.len() == MOST_PATHS_IN_A_LINK {
                    return None;
                }
                let name: Vec<ExprId> = path.iter().map(|link| link.name).collect();
                let result: Vec<ExprId> = path.iter().map(|link| link.result).collect();
                names.push(product_of(graph, &name));
                results.push(product_of(graph, &result));
                continue;
            }
            for edge in self.down[place].iter().rev() {
                let mut longer = path.clone();
                longer.push(edge.link);
                stack.push((edge.to, longer));
            }
        }
        Some(Link { name: sum_of(graph, &names), result: sum_of(graph, &results), immediate: None })
    }

    /// Whether the lower of two neighbouring bottlenecks is used often enough to be what all steps of a recurrence share.
    fn is_shared(&self, top: usize, bottom: usize) -> bool {
        let edges = self.down[top..bottom].iter().flatten();
        edges.filter(|edge| edge.to == bottom).count() >= FEWEST_PERIODS
    }

    /// By place: the edges from higher places, from the top.
    pub(super) fn up(&self) -> Vec<Vec<(usize, Edge)>> {
        let mut up: Vec<Vec<(usize, Edge)>> = vec![Vec::new(); self.down.len()];
        for (place, edges) in self.down.iter().enumerate() {
            for &edge in edges {
                up[edge.to].push((place, edge));
            }
        }
        up
    }

    /// The part between two bottlenecks.
    fn between(&self, top: usize, bottom: usize) -> Self {
        let moved = |edge: &Edge| Edge { to: edge.to - top, link: edge.link };
        let mut down: Vec<Vec<Edge>> =
            self.down[top..bottom].iter().map(|edges| edges.iter().map(moved).collect()).collect();
        down.push(Vec::new());
        Self { down, quantities: self.quantities[top..=bottom].to_vec() }
    }
}
