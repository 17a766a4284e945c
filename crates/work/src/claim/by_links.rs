//! Claims that hold link by link: `dL/dw[l] = dL/dz[l]*a[l-1]` is a line of backpropagation, however far L lies above it.

use chainrule_symbolic::derivation::{Calculus, Chain, Users};
use chainrule_symbolic::function::rows::arithmetic::{ADD, MULTIPLY};
use chainrule_symbolic::graph::{ExprId, Graph, Node, Rewriter, Scope, SymbolId, Walk};
use rustc_hash::{FxHashMap, FxHashSet};

/// So many derivatives are put into the next ones at most.
const MOST_LINKS: usize = 64;

/// Sides with more derivatives in them are worked out whole.
const MOST_DERIVATIVES: usize = 64;

/// What lies below the quantities of which derivatives are claimed.
#[derive(Default)]
pub(super) struct Links {
    /// Nothing for those that have no gradient.
    by_target: FxHashMap<SymbolId, Option<Below>>,
}

struct Below {
    chain: Chain,
    users: Users,
    place_of: FxHashMap<SymbolId, usize>,
}

/// A derivative in a side: of what, by the quantity at which place among those below it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Link {
    target: SymbolId,
    place: usize,
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
        let mut links = [self.links(graph, calculus, left)?, self.links(graph, calculus, right)?];
        if links.iter().any(FxHashMap::is_empty) {
            return None;
        }
        for _ in 0..MOST_LINKS {
            let met = [0, 1].map(|side| links[side].values().copied().collect::<FxHashSet<Link>>());
            // What lies furthest below may be written in what lies above it.
            let alone = [0, 1].map(|side| {
                links[side]
                    .iter()
                    .filter(|(_, link)| !met[1 - side].contains(link))
                    .max_by_key(|(_, link)| (link.place, link.target))
            });
            let Some((&id, &link)) =
                alone.into_iter().flatten().max_by_key(|(_, link)| (link.place, link.target))
            else {
                let letters = |graph: &mut Graph, side: ExprId, links: &FxHashMap<ExprId, Link>| {
                    let mut rewriter = Rewriter::new();
                    for &id in links.keys() {
                        let letter = graph.intern(&format!("'link{}", id.index()));
                        let letter = graph.symbol(letter);
                        rewriter.replace(id, letter);
                    }
                    rewriter.apply(graph, side)
                };
                return Some((letters(graph, sides[0], &links[0]), letters(graph, sides[1], &links[1])));
            };
            let next = self.by_target[&link.target].as_ref()?.next(graph, calculus, link)?;
            for (side, links) in sides.iter_mut().zip(&mut links) {
                let mut rewriter = Rewriter::new();
                rewriter.replace(id, next);
                *side = rewriter.apply(graph, *side);
                *links = self.links(graph, calculus, *side)?;
            }
        }
        None
    }

    /// The derivatives in a side; nothing where there are too many, or some of another kind.
    fn links(
        &mut self,
        graph: &mut Graph,
        calculus: &mut Calculus,
        side: ExprId,
    ) -> Option<FxHashMap<ExprId, Link>> {
        let mut links = FxHashMap::default();
        for id in Walk::below_until(graph, &[side], |id| matches!(graph.node(id), Node::Derivative { .. })) {
            let Node::Derivative { of, by, scope } = graph.node(id) else { continue };
            let (Node::Symbol(target), Scope::Total) = (graph.node(of), scope) else { return None };
            let below = self
                .by_target
                .entry(target)
                .or_insert_with(|| calculus.gradient(graph, target).map(Below::of))
                .as_ref()?;
            links.insert(id, Link { target, place: *below.place_of.get(&by)? });
        }
        (links.len() <= MOST_DERIVATIVES).then_some(links)
    }
}

impl Below {
    fn of(chain: Chain) -> Self {
        let place_of = chain.quantities().iter().enumerate().map(|(at, &of)| (of, at)).collect();
        Self { users: chain.users(), chain, place_of }
    }

    /// A derivative by the derivatives by what is computed from that quantity: a line of backpropagation. Nothing for that of
    /// a quantity by itself.
    fn next(&self, graph: &mut Graph, calculus: &Calculus, link: Link) -> Option<ExprId> {
        let of = graph.symbol(link.target);
        let terms: Vec<ExprId> = self
            .users
            .of_place(link.place)
            .iter()
            .map(|edge| {
                let result = calculus.factor(edge.factor).result;
                let user = self.chain.quantities()[edge.user()];
                if user == link.target {
                    return result;
                }
                let outer = graph.derivative(of, user, Scope::Total);
                graph.call(&MULTIPLY, &[outer, result])
            })
            .collect();
        if terms.is_empty() { None } else { Some(graph.together(&ADD, &terms)) }
    }
}
