//! A chain as it is written: paths as products, adjoints as sums over the users of a quantity.

use std::convert::Infallible;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::chain::{Between, Origin, Ring, Users, fold};
use super::kept::Known;
use super::put_back::{longer_product, product_of, sum_of};
use super::{Adjoint, Calculus, Chain, Edge, FactorId, Form, Path, Term};
use crate::graph::{ExprId, Graph, Scope, SymbolId};

impl Calculus {
    /// The chain from a target to what it is derived by, through the stated derivatives that lie between. Its factors are
    /// worked out where they are new.
    ///
    /// Cost: linear in what lies between.
    pub fn chain(&mut self, graph: &mut Graph, target: SymbolId, by: SymbolId) -> Chain {
        let shortcuts = self.shortcuts_between(target, by);
        let between = Between::new(&self.network, target, Some(by), &shortcuts, &mut self.marks);
        self.linked(graph, target, &between, &shortcuts)
    }

    /// The chain from a target to all that it is computed from; nothing where the worksheet states derivatives over more
    /// than one edge: which of them count depends on what is derived by.
    pub fn gradient(&mut self, graph: &mut Graph, target: SymbolId) -> Option<Chain> {
        if !self.shortcuts.is_empty() {
            return None;
        }
        let none = FxHashMap::default();
        let below = Between::new(&self.network, target, None, &none, &mut self.marks);
        Some(self.linked(graph, target, &below, &none))
    }

    fn linked(
        &mut self,
        graph: &mut Graph,
        target: SymbolId,
        between: &Between,
        shortcuts: &FxHashMap<SymbolId, SymbolId>,
    ) -> Chain {
        let mut shortcuts: Vec<_> = shortcuts.iter().map(|(&child, &parent)| (child, parent)).collect();
        shortcuts.sort_unstable();
        let origin = Arc::new(Origin { target, shortcuts });
        // A factor's name and its result, where they are new.
        graph.reserve(0, 2 * between.edge_count());
        let Self { factors, network, .. } = self;
        Chain::new(origin, between, |child, parent, edge| factors.of(graph, network, [child, parent], edge))
    }

    /// The sum over the paths of a chain that has few.
    pub(super) fn along_paths(&mut self, graph: &mut Graph, chain: &Chain) -> (Form, ExprId) {
        let listed = chain.paths(self.most_paths.max(1));
        let mut paths = Vec::with_capacity(listed.len());
        for edges in listed {
            let factors: Vec<FactorId> = edges.iter().map(|&edge| chain.edges()[edge].factor).collect();
            paths.push(self.path(graph, factors));
        }
        let products: Vec<ExprId> = paths.iter().map(|path| path.product).collect();
        let result = sum_of(graph, &products);
        (Form::Paths(paths), result)
    }

    fn path(&self, graph: &mut Graph, factors: Vec<FactorId>) -> Path {
        let names: Vec<ExprId> = factors.iter().map(|&id| self.factor(id).name).collect();
        let results: Vec<ExprId> = factors.iter().map(|&id| self.factor(id).result).collect();
        let chain = product_of(graph, &names);
        let product = product_of(graph, &results);
        let folds = self.folds(graph, &factors);
        Path { factors, chain, product, folds }
    }

    /// Adjoints, from the target back; those that an earlier chain of the same origin met are taken from it.
    pub(super) fn backwards(&mut self, graph: &mut Graph, chain: &Chain) -> (Form, ExprId) {
        let users = chain.users();
        let known_adjoints: Vec<Option<Known>> = match self.origins.adjoints.get(chain.origin()) {
            Some(met) => chain.quantities().iter().map(|quantity| met.get(quantity).cloned()).collect(),
            None => vec![None; chain.len()],
        };
        let mut ring = Wholes { graph, calculus: self, known: &known_adjoints };
        let mut wholes = Vec::with_capacity(chain.len());
        let Ok(()) = fold(chain, &mut ring, |_, whole| wholes.push(whole));
        let mut adjoints = Vec::with_capacity(chain.len());
        let mut made = Vec::new();
        for (place, whole) in wholes.iter().enumerate().skip(1) {
            let Some(known) = &known_adjoints[place] else {
                let adjoint = Arc::new(self.line(graph, chain, &users, place));
                let new = Known { adjoint: Arc::clone(&adjoint), whole: whole.only() };
                made.push((adjoint.of, new));
                adjoints.push(adjoint);
                continue;
            };
            adjoints.push(Arc::clone(&known.adjoint));
        }
        self.origins.adjoints.entry(Arc::clone(chain.origin())).or_default().extend(made);
        let result = wholes.last().expect("the target depends on what it is derived by").only();
        (Form::Backpropagation(adjoints), result)
    }

    /// One line of backpropagation: the derivative by the quantity at a place of a chain that is not the target's.
    pub fn line(&self, graph: &mut Graph, chain: &Chain, users: &Users, place: usize) -> Adjoint {
        let target = graph.symbol(chain.quantities()[0]);
        let of = chain.quantities()[place];
        let name = graph.derivative(target, of, Scope::Total);
        let mut terms = Vec::new();
        let (mut names, mut products) = (Vec::new(), Vec::new());
        for edge in users.of_place(place) {
            let factor = self.factor(edge.factor);
            let (name, result) = (factor.name, factor.result);
            terms.push(Term { user: factor.child, factor: edge.factor });
            if edge.user() == 0 {
                names.push(name);
                products.push(result);
                continue;
            }
            let upstream = graph.derivative(target, chain.quantities()[edge.user()], Scope::Total);
            names.push(product_of(graph, &[upstream, name]));
            products.push(product_of(graph, &[upstream, result]));
        }
        let (chain, product) = (sum_of(graph, &names), sum_of(graph, &products));
        Adjoint { of, name, terms, chain, product }
    }

    /// What the derivative by each quantity of a chain is, by place, with everything put in: shared, so that the whole is
    /// linear in the network.
    pub fn written_out(&self, graph: &mut Graph, chain: &Chain) -> Vec<ExprId> {
        let one = graph.integer(1);
        let mut wholes = Vec::with_capacity(chain.len());
        let mut ring = Wholes { graph, calculus: self, known: &[] };
        let Ok(()) = fold(chain, &mut ring, |place, whole| {
            wholes.push(if place == 0 { one } else { whole.only() });
        });
        wholes
    }
}

/// Expressions with everything put in.
struct Wholes<'a> {
    graph: &'a mut Graph,
    calculus: &'a Calculus,
    /// By place, where any are known.
    known: &'a [Option<Known>],
}

/// Products that are to be added up; one where they are.
struct Summands(Vec<ExprId>);

impl Summands {
    fn only(&self) -> ExprId {
        *self.0.first().expect("every quantity but the target has a user")
    }
}

impl Ring for Wholes<'_> {
    type Value = Summands;
    type Error = Infallible;

    fn one(&mut self) -> Summands {
        Summands(Vec::new())
    }

    fn times(&mut self, upstream: &Summands, edge: Edge) -> Result<Summands, Infallible> {
        let result = self.calculus.factor(edge.factor).result;
        let product = match upstream.0.first() {
            Some(&upstream) => longer_product(self.graph, upstream, result),
            None => result,
        };
        Ok(Summands(vec![product]))
    }

    fn plus(&mut self, mut sum: Summands, mut product: Summands) -> Result<Summands, Infallible> {
        sum.0.append(&mut product.0);
        Ok(sum)
    }

    fn whole(&mut self, _place: usize, sum: Summands) -> Result<Summands, Infallible> {
        Ok(Summands(vec![sum_of(self.graph, &sum.0)]))
    }

    fn known(&mut self, place: usize) -> Option<Summands> {
        let known = self.known.get(place)?.as_ref()?;
        Some(Summands(vec![known.whole]))
    }

    fn is_known(&mut self, place: usize) -> bool {
        self.known.get(place).is_some_and(Option::is_some)
    }
}
