//! Deriving over a network.

use std::cell::OnceCell;

use rustc_hash::FxHashMap;

use super::chain::{Between, Dominators, Marks};
use super::factors::Factors;
use super::kept::{Origins, Wholes};
use super::put_back::product_of;
use super::slope::Names;
use super::{Derivation, Fact, Factless, Factor, FactorId, Fold, Form, PathCount, Slope, Working, WorkingId};
use crate::function::{self, Arity};
use crate::graph::{ExprId, Graph, Node, Rewriter, Scope, SymbolId, Walk};
use crate::network::{Definition, Network};

/// Up to so many paths the sum over paths is written out; beyond, backpropagation.
pub const MOST_PATHS: usize = 8;

/// Up to so many factors in all its paths the sum over paths is written out, where there is more than one path.
pub const MOST_PATH_FACTORS: usize = 200;

/// … and up to so many where more paths than [`MOST_PATHS`] are asked for.
pub const MOST_PATH_FACTORS_ASKED: usize = 100_000;

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
    pub(super) network: Network,
    /// The reader's names for what is computed, found when they are first asked for.
    names: OnceCell<Names>,
    /// How many symbols there were at the beginning: names after those are not the reader's.
    readers_names: usize,
    pub(super) factors: Factors,
    /// By the quantity derived: by what, in the order stated.
    pub(super) shortcuts: FxHashMap<SymbolId, Vec<SymbolId>>,
    pub(super) most_paths: usize,
    most_path_factors: usize,
    pub(super) origins: Origins,
    pub(super) marks: Marks,
    /// By target, what derivatives are with everything put in.
    pub(super) wholes: FxHashMap<SymbolId, Wholes>,
}

impl Calculus {
    /// A calculus over a network in which nothing is worked out yet.
    pub fn new(graph: &mut Graph, network: Network) -> Self {
        Self {
            network,
            names: OnceCell::new(),
            readers_names: graph.symbol_count(),
            factors: Factors::default(),
            shortcuts: FxHashMap::default(),
            most_paths: MOST_PATHS,
            most_path_factors: MOST_PATH_FACTORS,
            origins: Origins::default(),
            marks: Marks::new(),
            wholes: FxHashMap::default(),
        }
    }

    /// The same with another limit in place of [`MOST_PATHS`]; where more is asked for, up to
    /// [`MOST_PATH_FACTORS_ASKED`] factors are written out.
    #[must_use]
    pub fn with_most_paths(mut self, most: usize) -> Self {
        self.most_paths = most;
        if most > MOST_PATHS {
            self.most_path_factors = MOST_PATH_FACTORS_ASKED;
        }
        self
    }

    /// Lets go of what only makes deriving faster; it is found again where more is derived.
    pub fn release_memory(&mut self) {
        self.marks = Marks::new();
        self.factors.forget_what_is_found_again();
    }

    /// Up to how many paths the sum over paths is written out, and up to how many factors in all of them.
    pub fn limits(&self) -> (usize, usize) {
        (self.most_paths, self.most_path_factors)
    }

    /// States that a derivative over all ways from one quantity to another is known as a whole. Where the only way is one
    /// edge, the factor of that edge has this name already.
    pub fn add_shortcut(&mut self, shortcut: Shortcut) {
        let Shortcut { child, parent } = shortcut;
        if child != parent && !self.factors.is_only_way(&self.network, child, parent) {
            self.shortcuts.entry(child).or_default().push(parent);
        }
    }

    /// Whether a factor is a derivative that is known as a whole, over all ways between its two quantities.
    pub fn is_whole(&self, id: FactorId) -> bool {
        let factor = self.factor(id);
        self.factors.whole(factor.child, factor.parent) == Some(id)
    }

    /// How many names are the reader's: those of quantities added later come after them.
    pub fn readers_names(&self) -> usize {
        self.readers_names
    }

    /// The network derived over.
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// A factor that was worked out.
    pub fn factor(&self, id: FactorId) -> &Factor {
        &self.factors.list[id.index()]
    }

    /// All factors that were worked out.
    pub fn factors(&self) -> &[Factor] {
        &self.factors.list
    }

    /// How a factor is worked out, in its own names; nothing where its form is left open or its number is stated.
    pub fn working(&self, graph: &mut Graph, id: FactorId) -> Option<Working> {
        self.factors.working(graph, &self.network, *self.factor(id))
    }

    /// What a factor's working takes for granted and what it knows, in the factor's own names.
    pub fn facts(&self, graph: &mut Graph, id: FactorId, factless: &mut Factless) -> Vec<Fact> {
        self.factors.facts(graph, &self.network, *self.factor(id), factless)
    }

    /// How many workings there are: one for each shape of definition and each of its inputs.
    pub fn working_count(&self) -> usize {
        self.factors.working_count()
    }

    /// A working in the names of the quantity that was the first to need it.
    pub fn worked(&self, id: WorkingId) -> &Working {
        self.factors.worked(id)
    }

    /// Whether a factor is what its working says under the factor's own names: its definition is read again and its
    /// result put together again. Whether the working itself is right is asked apart, once for all that share it.
    pub fn is_instance(&mut self, graph: &mut Graph, id: FactorId) -> bool {
        let factor = *self.factor(id);
        self.factors.is_instance(graph, &self.network, factor)
    }

    /// The derivative of `target` by `by`.
    pub fn derive(&mut self, graph: &mut Graph, target: SymbolId, by: SymbolId) -> Derivation {
        let target_expr = graph.symbol(target);
        let name = graph.derivative(target_expr, by, Scope::Total);
        let chain = self.chain(graph, target, by);
        let paths = chain.count_paths().last().copied().unwrap_or(PathCount::ZERO);
        let (form, result) = if target == by {
            (Form::Same, graph.integer(1))
        } else if chain.is_empty() {
            (Form::Independent { leaves: self.leaves_met(target) }, graph.integer(0))
        } else if paths.at_most(1)
            || (paths.at_most(self.most_paths)
                && chain.len().saturating_mul(self.most_paths) <= self.most_path_factors)
        {
            self.along_paths(graph, &chain)
        } else {
            self.backwards(graph, &chain)
        };
        Derivation { target, by, name, paths, chain, form, result }
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
        self.add_quantity(graph, name, first.result);
        self.derive(graph, name, by)
    }

    fn add_quantity(&mut self, graph: &Graph, name: SymbolId, expr: ExprId) {
        self.network = self.network.with(graph, name, expr);
        self.factors.move_to(&self.network);
    }

    /// The formulas behind the primed functions in an expression, in the order of reading.
    pub fn slopes(&self, graph: &mut Graph, expr: ExprId) -> Vec<Slope> {
        let mut primed =
            Walk::in_reading_order(graph, &[expr], |id| matches!(graph.node(id), Node::Derivative { .. }));
        primed.retain(|&id| matches!(graph.node(id), Node::Apply { primes: 1.., .. }));
        self.names(graph).slopes(graph, primed)
    }

    /// The formulas behind some primed functions, of those that have one. Cost: linear in what stands in them.
    pub fn slopes_of(&self, graph: &mut Graph, primed: Vec<ExprId>) -> Vec<Slope> {
        self.names(graph).slopes(graph, primed)
    }

    /// The formula behind one primed function.
    pub fn slope(&self, graph: &mut Graph, primed: ExprId) -> Option<Slope> {
        self.names(graph).slopes(graph, vec![primed]).pop()
    }

    fn names(&self, graph: &mut Graph) -> &Names {
        self.names.get_or_init(|| Names::of(graph, &self.network, self.readers_names))
    }

    /// The expression with all derivatives over the network worked out, however they are nested.
    pub fn without_derivatives(&mut self, graph: &mut Graph, root: ExprId) -> ExprId {
        let mut rewriter = Rewriter::new();
        for id in Walk::below(graph, &[root]) {
            let Node::Derivative { of, by, scope: Scope::Total } = graph.node(id) else { continue };
            // Ids ascend from the inner to the outer derivative: the inner one is known already.
            let inner = rewriter.apply(graph, of);
            let derived = match graph.node(inner) {
                Node::Symbol(symbol) => self.whole(graph, symbol, by),
                Node::Number(_) | Node::Apply { .. } | Node::Derivative { .. } => {
                    let name = graph.intern(&format!("'{}", inner.index()));
                    if !matches!(self.network.definition(name), Definition::Formula(_)) {
                        self.add_quantity(graph, name, inner);
                    }
                    self.derive(graph, name, by).result
                }
            };
            rewriter.replace(id, derived);
        }
        rewriter.apply(graph, root)
    }

    /// The leaves below a quantity, as the definitions below it name them in the order in which they were written:
    /// whatever else the network holds.
    pub fn leaves_below(&self, target: SymbolId) -> Vec<SymbolId> {
        let mut seen = vec![false; self.network.symbol_count()];
        let mut below = vec![target];
        let mut next = 0;
        while let Some(&symbol) = below.get(next) {
            next += 1;
            for &input in self.network.inputs(symbol) {
                if !std::mem::replace(&mut seen[input.index()], true) && !self.network.is_leaf(input) {
                    below.push(input);
                }
            }
        }
        below.sort_unstable_by_key(|&symbol| self.network.place_written(symbol));
        let inputs = below.iter().flat_map(|&symbol| self.network.inputs(symbol));
        // Those seen are told once.
        inputs
            .copied()
            .filter(|&leaf| self.network.is_leaf(leaf) && std::mem::replace(&mut seen[leaf.index()], false))
            .collect()
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

    /// The stated derivatives through which every way from `by` to the target leads. Cost: linear in what lies between.
    pub(super) fn shortcuts_between(
        &mut self,
        target: SymbolId,
        by: SymbolId,
    ) -> FxHashMap<SymbolId, SymbolId> {
        let mut used = FxHashMap::default();
        if self.shortcuts.is_empty() {
            return used;
        }
        let between = Between::new(&self.network, target, Some(by), &FxHashMap::default(), &mut self.marks);
        if !between.reaches(target) {
            return used;
        }
        let dominators = Dominators::of(&between);
        let places: FxHashMap<SymbolId, usize> =
            between.quantities().iter().enumerate().map(|(place, &symbol)| (symbol, place)).collect();
        for (place, child) in between.quantities().iter().enumerate() {
            let Some(parents) = self.shortcuts.get(child) else { continue };
            let through = parents.iter().find(|&&parent| {
                // What is asked for is worked out, not taken as stated.
                let is_whole = *child == target && parent == by;
                let at = places.get(&parent).filter(|_| !is_whole);
                at.is_some_and(|&at| dominators.leads_through(place, at))
            });
            used.extend(through.map(|&parent| (*child, parent)));
        }
        used
    }

    /// The places of factors of a path that read as one with the next at a coarser grain.
    pub(super) fn folds(&self, graph: &Graph, factors: &[FactorId]) -> Vec<u32> {
        let mut folds = Vec::new();
        let mut first = 0;
        while first + 1 < factors.len() {
            let is_fold = self.is_fold(graph, factors[first], factors[first + 1]);
            folds.extend(u32::try_from(first).ok().filter(|_| is_fold));
            first += if is_fold { 2 } else { 1 };
        }
        folds
    }

    /// Whether a pre-activation is folded away: `O21 = σ(Z)` and `Z = …O11…` read as one step from `O11` to `O21`, a
    /// layer.
    fn is_fold(&self, graph: &Graph, outer: FactorId, inner: FactorId) -> bool {
        let (outer, inner) = (self.factor(outer), self.factor(inner));
        let Definition::Formula(expr) = self.network.definition(outer.child) else { return false };
        let Node::Apply { function, arguments: &[argument], .. } = graph.node(expr) else { return false };
        let is_activation = graph.builtin(function).is_none_or(|row| row.arity == Arity::Exactly(1))
            && function != function::id(&function::rows::arithmetic::NEGATE);
        if !is_activation || graph.node(argument) != Node::Symbol(outer.parent) {
            return false;
        }
        // Only between layers: the step to a weight stays in two.
        !self.network.is_leaf(inner.parent)
            && matches!(graph.node(inner.name), Node::Derivative { scope: Scope::Total, .. })
    }

    /// Two neighbouring factors of a path as one.
    pub fn fold(&self, graph: &mut Graph, outer: FactorId, inner: FactorId) -> Fold {
        let (outer, inner) = (self.factor(outer), self.factor(inner));
        let (child, parent) = (graph.symbol(outer.child), inner.parent);
        let name = graph.derivative(child, parent, Scope::Total);
        let chain = product_of(graph, &[outer.name, inner.name]);
        let product = product_of(graph, &[outer.result, inner.result]);
        Fold { name, chain, product }
    }
}
