//! Claims that hold link by link: `dL/dw[l] = dL/dz[l]*a[l-1]` is a line of backpropagation, however far L lies above it.

use std::collections::hash_map::Entry;

use chainrule_symbolic::derivation::{Calculus, Chain, FactorId, Users};
use chainrule_symbolic::function::rows::arithmetic::{ADD, MULTIPLY};
use chainrule_symbolic::graph::{ExprId, Graph, Node, Rewriter, Scope, SymbolId, Walk};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::derived::MOST_DERIVED_APART;

/// So many derivatives are put into the next ones at most.
const MOST_LINKS: usize = 64;

/// Sides with more derivatives in them are worked out whole.
const MOST_DERIVATIVES: usize = 64;

/// What was looked at below the quantities of which derivatives are claimed.
#[derive(Default)]
pub(super) struct Links {
    by_target: FxHashMap<SymbolId, Asked>,
}

/// How many derivatives of a quantity were asked for, and all that lies below it where those are many: of a quantity for each
/// layer only what lies between is looked at.
#[derive(Default)]
struct Asked {
    count: usize,
    below: Option<Below>,
}

struct Below {
    chain: Chain,
    users: Users,
    place_of: FxHashMap<SymbolId, usize>,
}

/// A derivative by what is computed from that quantity: a line of backpropagation.
struct Link {
    target: SymbolId,
    /// The larger, the further below the target: what lies between two quantities lies below the first.
    depth: usize,
    terms: Vec<(SymbolId, FactorId)>,
}

impl Links {
    /// The sides with letters for the derivatives that stand in both, and all others written in those; nothing where that is
    /// not to be had in a few links.
    pub(super) fn in_common(
        &mut self,
        graph: &mut Graph,
        calculus: &mut Calculus,
        (left, right): (ExprId, ExprId),
    ) -> Option<(ExprId, ExprId)> {
        let mut sides = [left, right];
        let mut met: FxHashMap<ExprId, Link> = FxHashMap::default();
        for _ in 0..MOST_LINKS {
            let derivatives = [derivatives(graph, sides[0])?, derivatives(graph, sides[1])?];
            if derivatives.iter().any(FxHashSet::is_empty) {
                return None;
            }
            let alone: Vec<ExprId> = derivatives[0].symmetric_difference(&derivatives[1]).copied().collect();
            if alone.is_empty() {
                return Some((lettered(graph, sides[0]), lettered(graph, sides[1])));
            }
            for &id in &alone {
                if let Entry::Vacant(new) = met.entry(id) {
                    new.insert(self.link(graph, calculus, id)?);
                }
            }
            // What lies furthest below may be written in what lies above it.
            let furthest = alone.into_iter().max_by_key(|id| (met[id].depth, *id))?;
            let mut rewriter = Rewriter::new();
            rewriter.replace(furthest, met[&furthest].written(graph, calculus)?);
            sides = sides.map(|side| rewriter.apply(graph, side));
        }
        None
    }

    /// The line of a derivative; nothing where what is derived does not depend on that quantity.
    fn link(&mut self, graph: &mut Graph, calculus: &mut Calculus, id: ExprId) -> Option<Link> {
        let Node::Derivative { of, by, .. } = graph.node(id) else { return None };
        let Node::Symbol(target) = graph.node(of) else { return None };
        let asked = self.by_target.entry(target).or_default();
        asked.count += 1;
        if asked.count <= MOST_DERIVED_APART {
            let chain = calculus.chain(graph, target, by);
            let place = chain.quantities().iter().position(|&quantity| quantity == by)?;
            let edges = chain.edges().iter().filter(|edge| edge.input() == place);
            let terms = edges.map(|edge| (chain.quantities()[edge.user()], edge.factor)).collect();
            return Some(Link { target, depth: chain.len(), terms });
        }
        if asked.below.is_none() {
            asked.below = Some(Below::of(calculus.gradient(graph, target)?));
        }
        let Below { chain, users, place_of } = asked.below.as_ref()?;
        let depth = *place_of.get(&by)?;
        let edges = users.of_place(depth).iter();
        let terms = edges.map(|edge| (chain.quantities()[edge.user()], edge.factor)).collect();
        Some(Link { target, depth, terms })
    }
}

impl Below {
    fn of(chain: Chain) -> Self {
        let place_of = chain.quantities().iter().enumerate().map(|(at, &of)| (of, at)).collect();
        Self { users: chain.users(), chain, place_of }
    }
}

impl Link {
    /// The sum over what is computed from the quantity; nothing for the derivative of a quantity by itself.
    fn written(&self, graph: &mut Graph, calculus: &Calculus) -> Option<ExprId> {
        let of = graph.symbol(self.target);
        let terms: Vec<ExprId> = self
            .terms
            .iter()
            .map(|&(user, factor)| {
                let result = calculus.factor(factor).result;
                if user == self.target {
                    return result;
                }
                let outer = graph.derivative(of, user, Scope::Total);
                graph.call(&MULTIPLY, &[outer, result])
            })
            .collect();
        if terms.is_empty() { None } else { Some(graph.together(&ADD, &terms)) }
    }
}

/// The derivatives in a side; nothing where there are too many, or some of another kind.
fn derivatives(graph: &Graph, side: ExprId) -> Option<FxHashSet<ExprId>> {
    let mut found = FxHashSet::default();
    for id in Walk::below_until(graph, &[side], |id| matches!(graph.node(id), Node::Derivative { .. })) {
        let Node::Derivative { of, scope, .. } = graph.node(id) else { continue };
        if !matches!((graph.node(of), scope), (Node::Symbol(_), Scope::Total)) {
            return None;
        }
        found.insert(id);
    }
    (found.len() <= MOST_DERIVATIVES).then_some(found)
}

/// A side with a letter for each derivative in it.
fn lettered(graph: &mut Graph, side: ExprId) -> ExprId {
    let mut rewriter = Rewriter::new();
    for id in derivatives(graph, side).into_iter().flatten() {
        let letter = graph.intern(&format!("'link{}", id.index()));
        let letter = graph.symbol(letter);
        rewriter.replace(id, letter);
    }
    rewriter.apply(graph, side)
}
