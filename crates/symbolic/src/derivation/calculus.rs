//! Deriving over a network.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::between::Marks;
use super::put_back::{longer_product, product_of, sum_of};
use super::slope::Names;
use super::sweep::{Known, Origin};
use super::{Adjoint, Between, Derivation, Factor, FactorId, Fold, Form, Path, Slope, Term, Working, scope};
use crate::function::{self, Arity};
use crate::graph::{ExprId, Graph, Node, Rewriter, Scope, SymbolId, Walk};
use crate::network::{Definition, Network};

/// Up to so many paths the sum over paths is written out; beyond, backpropagation.
pub const MOST_PATHS: usize = 8;

/// Up to so many factors in all its paths the sum over paths is written out, where there is more than one path.
pub const MOST_PATH_FACTORS: usize = 200;

/// A derivative whose number the worksheet states although more than one edge lies between: the derivation goes
/// through it as if it were an edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shortcut {
    /// The quantity derived.
    pub child: SymbolId,
    /// The quantity it is derived by.
    pub parent: SymbolId,
}

/// Derives over one network, and remembers every factor it has worked out.
#[derive(Debug)]
pub struct Calculus {
    network: Network,
    names: Names,
    factors: Vec<Factor>,
    index: FxHashMap<(SymbolId, SymbolId), FactorId>,
    shortcuts: Vec<Shortcut>,
    most_paths: usize,
    sweeps: FxHashMap<Origin, FxHashMap<SymbolId, Known>>,
    marks: Marks,
}

impl Calculus {
    /// A calculus over a network in which nothing is worked out yet.
    pub fn new(graph: &mut Graph, network: Network) -> Self {
        let names = Names::of(graph, &network);
        Self {
            network,
            names,
            factors: Vec::new(),
            index: FxHashMap::default(),
            shortcuts: Vec::new(),
            most_paths: MOST_PATHS,
            sweeps: FxHashMap::default(),
            marks: Marks::new(),
        }
    }

    /// The same with another limit in place of [`MOST_PATHS`].
    #[must_use]
    pub fn with_most_paths(mut self, most: usize) -> Self {
        self.most_paths = most;
        self
    }

    /// States that a derivative over more than one edge is known as a whole.
    pub fn add_shortcut(&mut self, shortcut: Shortcut) {
        self.shortcuts.push(shortcut);
    }

    /// The network derived over.
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// A factor that was worked out.
    pub fn factor(&self, id: FactorId) -> &Factor {
        &self.factors[id.index()]
    }

    /// All factors that were worked out.
    pub fn factors(&self) -> &[Factor] {
        &self.factors
    }

    /// The derivative of `target` by `by`.
    pub fn derive(&mut self, graph: &mut Graph, target: SymbolId, by: SymbolId) -> Derivation {
        let target_expr = graph.symbol(target);
        let name = graph.derivative(target_expr, by, Scope::Total);
        let shortcuts = self.shortcuts_between(target, by);
        let between = Between::new(&self.network, target, by, &shortcuts, &mut self.marks);
        let paths = between.count_paths();
        let (form, result) = if target == by {
            (Form::Same, graph.integer(1))
        } else if !between.reaches(target) {
            (Form::Independent { leaves: self.leaves_met(target) }, graph.integer(0))
        } else if paths.at_most(1)
            || (paths.at_most(self.most_paths)
                && between.quantities().len().saturating_mul(self.most_paths) <= MOST_PATH_FACTORS)
        {
            self.along_paths(graph, &between)
        } else {
            self.backwards(graph, target, &between, shortcuts)
        };
        Derivation { target, by, name, paths, form, result }
    }

    /// Whether the derivation comes out the same when it is done again. Cost: that of deriving, the factors being known.
    pub fn replays(&mut self, graph: &mut Graph, derivation: &Derivation) -> bool {
        self.derive(graph, derivation.target, derivation.by) == *derivation
    }

    /// The derivative of a derivative: a quantity of its own, named `name`, that stands for `first`'s result, is added
    /// to the network and derived by `by`.
    pub fn derive_again(
        &mut self,
        graph: &mut Graph,
        first: &Derivation,
        name: SymbolId,
        by: SymbolId,
    ) -> Derivation {
        self.network = self.network.with(graph, name, first.result);
        self.derive(graph, name, by)
    }

    /// The formulas behind the primed functions in an expression, in the order of reading.
    pub fn slopes(&self, graph: &mut Graph, expr: ExprId) -> Vec<Slope> {
        let mut primed =
            Walk::in_reading_order(graph, &[expr], |id| matches!(graph.node(id), Node::Derivative { .. }));
        primed.retain(|&id| matches!(graph.node(id), Node::Apply { primes: 1.., .. }));
        self.names.slopes(graph, primed)
    }

    /// The expression with all derivatives over the network worked out, however they are nested.
    pub fn without_derivatives(&mut self, graph: &mut Graph, root: ExprId) -> ExprId {
        let mut rewriter = Rewriter::new();
        for id in Walk::below(graph, &[root]) {
            let Node::Derivative { of, by, scope: Scope::Total } = graph.node(id) else { continue };
            // Ids ascend from the inner to the outer derivative: the inner one is known already.
            let inner = rewriter.apply(graph, of);
            let derived = match graph.node(inner) {
                Node::Symbol(symbol) => self.derive(graph, symbol, by).result,
                Node::Number(_) | Node::Apply { .. } | Node::Derivative { .. } => {
                    let name = graph.intern(&format!("'{}", inner.index()));
                    if !matches!(self.network.definition(name), Definition::Formula(_)) {
                        self.network = self.network.with(graph, name, inner);
                    }
                    self.derive(graph, name, by).result
                }
            };
            rewriter.replace(id, derived);
        }
        rewriter.apply(graph, root)
    }

    /// The leaves below a quantity, in the order of the network.
    pub fn leaves_below(&self, target: SymbolId) -> Vec<SymbolId> {
        let mut leaves = self.leaves_met(target);
        leaves.sort_unstable_by_key(|&leaf| self.network.rank(leaf));
        leaves
    }

    /// The leaves below a quantity, as they are met from it: whatever else the network holds.
    fn leaves_met(&self, target: SymbolId) -> Vec<SymbolId> {
        let mut seen = rustc_hash::FxHashSet::default();
        let mut stack = vec![target];
        let mut leaves = Vec::new();
        while let Some(symbol) = stack.pop() {
            for &input in self.network.inputs(symbol).iter().rev() {
                if seen.insert(input) {
                    stack.push(input);
                }
            }
            if self.network.is_leaf(symbol) && symbol != target {
                leaves.push(symbol);
            }
        }
        leaves
    }

    /// The stated derivatives through which every way from `by` to the target leads.
    fn shortcuts_between(&mut self, target: SymbolId, by: SymbolId) -> FxHashMap<SymbolId, SymbolId> {
        let mut used = FxHashMap::default();
        for Shortcut { child, parent } in self.shortcuts.clone() {
            let whole = child == target && parent == by;
            if whole || child == parent || used.contains_key(&child) {
                continue;
            }
            let above = Between::new(&self.network, child, by, &FxHashMap::default(), &mut self.marks);
            if !above.reaches(child) {
                continue;
            }
            // With `parent` cut out, nothing of `by` may reach the child.
            let reached = reached_without(&above, parent);
            let dominated = parent == by || above.quantities().contains(&parent);
            if dominated && !reached {
                used.insert(child, parent);
            }
        }
        used
    }

    /// The sum over paths.
    fn along_paths(&mut self, graph: &mut Graph, between: &Between) -> (Form, ExprId) {
        let listed = between.paths(self.most_paths.max(1));
        let mut paths = Vec::with_capacity(listed.len());
        for places in listed {
            let factors: Vec<FactorId> = places
                .windows(2)
                .map(|pair| {
                    self.factor_for(graph, between.quantities()[pair[0]], between.quantities()[pair[1]])
                })
                .collect();
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
        let mut folds = Vec::new();
        let mut first = 0;
        while first + 1 < factors.len() {
            match self.fold(graph, &factors, first) {
                Some(fold) => {
                    folds.push(fold);
                    first += 2;
                }
                None => first += 1,
            }
        }
        Path { factors, chain, product, folds }
    }

    /// Folds a pre-activation away: `O21 = σ(Z)` and `Z = …O11…` read as one step from `O11` to `O21`, a layer.
    fn fold(&self, graph: &mut Graph, factors: &[FactorId], first: usize) -> Option<Fold> {
        let (outer, inner) = (self.factor(factors[first]), self.factor(factors[first + 1]));
        let Definition::Formula(expr) = self.network.definition(outer.child) else { return None };
        let Node::Apply { function, arguments: &[argument], .. } = graph.node(expr) else { return None };
        let is_activation = graph.builtin(function).is_none_or(|row| row.arity == Arity::Exactly(1))
            && function != function::id(&function::rows::arithmetic::NEGATE);
        if !is_activation || graph.node(argument) != Node::Symbol(outer.parent) {
            return None;
        }
        // Only between layers: the step to a weight stays in two.
        let only_way = matches!(graph.node(inner.name), Node::Derivative { scope: Scope::Total, .. });
        if self.network.is_leaf(inner.parent) || !only_way {
            return None;
        }
        let (child, parent) = (graph.symbol(outer.child), inner.parent);
        let name = graph.derivative(child, parent, Scope::Total);
        let chain = product_of(graph, &[outer.name, inner.name]);
        let product = product_of(graph, &[outer.result, inner.result]);
        Some(Fold { first, name, chain, product })
    }

    /// Adjoints, from the target back to `by`; those that an earlier derivation of the target met are taken from it.
    fn backwards(
        &mut self,
        graph: &mut Graph,
        target: SymbolId,
        between: &Between,
        shortcuts: FxHashMap<SymbolId, SymbolId>,
    ) -> (Form, ExprId) {
        let count = between.quantities().len();
        let mut shortcuts: Vec<_> = shortcuts.into_iter().collect();
        shortcuts.sort_unstable();
        let origin = Origin { target, shortcuts };
        let mut sweep = self.sweeps.remove(&origin).unwrap_or_default();
        let mut known: Vec<Option<Known>> =
            between.quantities().iter().map(|quantity| sweep.get(quantity).cloned()).collect();
        let mut terms: Vec<Vec<Term>> = vec![Vec::new(); count];
        let mut adjoints = Vec::with_capacity(count);
        let target_expr = graph.symbol(target);
        for place in (0..count).rev() {
            let of = between.quantities()[place];
            if place < count - 1 {
                if known[place].is_none() {
                    let own = std::mem::take(&mut terms[place]);
                    let new = self.adjoint(graph, target_expr, of, own, between, &known);
                    sweep.insert(of, new.clone());
                    known[place] = Some(new);
                }
                adjoints.extend(known[place].as_ref().map(|known| Arc::clone(&known.adjoint)));
            }
            for &input in between.inputs(place) {
                if known[input as usize].is_none() {
                    let factor = self.factor_for(graph, of, between.quantities()[input as usize]);
                    terms[input as usize].push(Term { user: of, factor });
                }
            }
        }
        self.sweeps.insert(origin, sweep);
        let result = known[0].as_ref().expect("the adjoint of `by` comes last").whole;
        (Form::Backpropagation(adjoints), result)
    }

    fn adjoint(
        &self,
        graph: &mut Graph,
        target: ExprId,
        of: SymbolId,
        terms: Vec<Term>,
        between: &Between,
        known: &[Option<Known>],
    ) -> Known {
        let name = graph.derivative(target, of, Scope::Total);
        let mut chain = Vec::with_capacity(terms.len());
        let mut product = Vec::with_capacity(terms.len());
        let mut whole = Vec::with_capacity(terms.len());
        let last = between.quantities().len() - 1;
        for term in &terms {
            let factor = self.factor(term.factor);
            let place = between.place_of(&self.network, term.user);
            if place == last {
                chain.push(factor.name);
                product.push(factor.result);
                whole.push(factor.result);
                continue;
            }
            let upstream = graph.derivative(target, term.user, Scope::Total);
            let value = known[place].as_ref().expect("users come before what they use").whole;
            chain.push(product_of(graph, &[upstream, factor.name]));
            product.push(product_of(graph, &[upstream, factor.result]));
            whole.push(longer_product(graph, value, factor.result));
        }
        let (chain, product, whole) = (sum_of(graph, &chain), sum_of(graph, &product), sum_of(graph, &whole));
        Known { adjoint: Arc::new(Adjoint { of, name, terms, chain, product }), whole }
    }

    /// The factor of one edge, worked out where it is new.
    fn factor_for(&mut self, graph: &mut Graph, child: SymbolId, parent: SymbolId) -> FactorId {
        if let Some(&id) = self.index.get(&(child, parent)) {
            return id;
        }
        let child_expr = graph.symbol(child);
        let is_edge = self.network.has_edge(child, parent);
        let stated = self.shortcuts.contains(&Shortcut { child, parent });
        let scope = if is_edge { scope::of_edge(&self.network, child, parent) } else { Scope::Total };
        let through = !is_edge || (stated && scope == Scope::Local);
        let name = graph.derivative(child_expr, parent, if through { Scope::Total } else { scope });
        let is_formula = matches!(self.network.definition(child), Definition::Formula(_));
        let working = (is_formula && !through).then(|| {
            let start = graph.derivative(child_expr, parent, Scope::Local);
            Working::of(graph, &self.network, start)
        });
        let result = working.as_ref().map_or(name, Working::result);
        let id = FactorId(u32::try_from(self.factors.len()).expect("fewer than 2^32 factors"));
        self.factors.push(Factor { child, parent, name, working, result });
        self.index.insert((child, parent), id);
        id
    }
}

/// Whether `by` (the first quantity) still reaches the last one when one quantity is cut out.
fn reached_without(between: &Between, cut: SymbolId) -> bool {
    let mut reached = vec![false; between.quantities().len()];
    for (place, &symbol) in between.quantities().iter().enumerate() {
        reached[place] = symbol != cut
            && (place == 0 || between.inputs(place).iter().any(|&input| reached[input as usize]));
    }
    reached.last().copied().unwrap_or(false)
}
