//! Trees as expressions of a graph.

use chainrule_number::Rational;
use chainrule_symbolic::function::Function;
use chainrule_symbolic::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE, POWER};
use chainrule_symbolic::function::rows::constant::PI;
use chainrule_symbolic::function::rows::exponential::EXP;
use chainrule_symbolic::graph::{ExprId, FunctionId, Graph, Scope};
use rustc_hash::FxHashMap;

use crate::shape::shape;
use crate::tree::{Callee, Name, Node, NodeId, Tree};

/// Sums and products with limits come to so many expressions in all.
const MOST_WRITTEN_OUT: usize = 4_000;

/// A tree as an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lowered {
    /// The expression.
    pub expr: ExprId,
    /// Whether a name in it stands for something of which nothing is known: a sum without limits, an unknown function.
    pub is_opaque: bool,
    /// Whether that is a sum or a product of too many terms.
    pub is_long: bool,
    /// The quotient of two terms of the infinite sum in it.
    pub ratio: Option<ExprId>,
}

/// The functions that a page defines, as the graph knows them.
pub type Functions = FxHashMap<Box<str>, FunctionId>;

/// A change at one node: what its author may have written instead.
#[derive(Clone, Debug)]
pub enum Edit {
    /// With the other sign.
    Negate,
    /// Times an expression.
    Times(ExprId),
    /// Squared.
    Square,
    /// Another number.
    Number(Rational),
    /// Another name.
    Name(Name),
    /// A power with its exponent moved by so much.
    Exponent(i64),
    /// A sum or a product without one of its parts, by its place.
    Without(usize),
    /// Another function.
    Function(&'static Function),
    /// A function of its argument times an expression.
    Argument(ExprId),
}

/// An instance of a tree: with numbers for letters, and with as many terms in its sums as are not said.
#[derive(Clone, Debug)]
pub struct Instance {
    /// The letters, with the number of each.
    pub letters: Vec<(Box<str>, i64)>,
    /// Sums up to a letter, and sums over all of a letter, have so many terms.
    pub terms: i64,
}

/// Puts a tree into a graph.
pub fn lower(tree: &Tree, graph: &mut Graph, functions: &Functions) -> Lowered {
    lower_edited(tree, graph, functions, None)
}

/// What stands below one node, put into a graph.
pub fn lower_below(tree: &Tree, root: NodeId, graph: &mut Graph, functions: &Functions) -> Lowered {
    Lowering::new(tree, graph, functions).finish(root, &[])
}

/// The same with one node changed.
pub fn lower_edited(
    tree: &Tree,
    graph: &mut Graph,
    functions: &Functions,
    edit: Option<(NodeId, &Edit)>,
) -> Lowered {
    Lowering { edit, ..Lowering::new(tree, graph, functions) }.finish(tree.root(), &[])
}

/// Puts an instance of a tree into a graph.
pub fn lower_instance(tree: &Tree, graph: &mut Graph, functions: &Functions, instance: &Instance) -> Lowered {
    let open_terms = Some(instance.terms);
    Lowering { open_terms, ..Lowering::new(tree, graph, functions) }.finish(tree.root(), &instance.letters)
}

pub(crate) struct Lowering<'a> {
    pub(crate) tree: &'a Tree,
    pub(crate) graph: &'a mut Graph,
    functions: &'a Functions,
    edit: Option<(NodeId, &'a Edit)>,
    is_opaque: bool,
    is_long: bool,
    pub(crate) ratio: Option<ExprId>,
    budget: usize,
    /// How many terms sums have of which that is not said; nothing where those are not written out.
    open_terms: Option<i64>,
}

impl<'a> Lowering<'a> {
    fn new(tree: &'a Tree, graph: &'a mut Graph, functions: &'a Functions) -> Self {
        Self {
            tree,
            graph,
            functions,
            edit: None,
            is_opaque: false,
            is_long: false,
            ratio: None,
            budget: MOST_WRITTEN_OUT,
            open_terms: None,
        }
    }

    fn finish(mut self, root: NodeId, running: &[(Box<str>, i64)]) -> Lowered {
        let expr = self.below(root, running);
        Lowered { expr, is_opaque: self.is_opaque, is_long: self.is_long, ratio: self.ratio }
    }
}

impl Lowering<'_> {
    /// What stands below a node, with numbers for the letters that run. Sums inside sums call this again: as deep as
    /// they were read.
    pub(crate) fn below(&mut self, root: NodeId, running: &[(Box<str>, i64)]) -> ExprId {
        let mut done: FxHashMap<NodeId, ExprId> = FxHashMap::default();
        let mut skipped = vec![false; self.tree.len()];
        let all = self.tree.below(root);
        // What stands inside a sum is put in for each of its terms, not by itself.
        for &id in all.iter().rev() {
            let is_inside =
                skipped[id] || matches!(self.tree.node(id), Node::Reduction { .. } | Node::Series { .. });
            if is_inside {
                for child in self.tree.children(id) {
                    skipped[child] = true;
                }
            }
        }
        for id in all {
            if skipped[id] && id != root {
                continue;
            }
            let expr = match self.edit {
                Some((place, edit)) if place == id => self.edited(id, edit, running, &done),
                _ => self.one(id, running, &done),
            };
            done.insert(id, expr);
        }
        done[&root]
    }

    fn one(&mut self, id: NodeId, running: &[(Box<str>, i64)], done: &FxHashMap<NodeId, ExprId>) -> ExprId {
        let tree = self.tree;
        let of = |id: &NodeId| done[id];
        match tree.node(id) {
            Node::Number(printed) => self.graph.number(printed.value.clone()),
            Node::Euler => {
                let one = self.graph.integer(1);
                self.graph.call(&EXP, &[one])
            }
            Node::Pi => self.graph.call(&PI, &[]),
            Node::Name(name) => match number_of(name, running) {
                Some(number) => self.graph.integer(number),
                None => self.name(&name.at(running)),
            },
            Node::Sum(all) => {
                let all: Vec<ExprId> = all.iter().map(of).collect();
                self.graph.call(&ADD, &all)
            }
            Node::Product(all) => {
                let all: Vec<ExprId> = all.iter().map(of).collect();
                self.graph.call(&MULTIPLY, &all)
            }
            Node::Negate(one) => self.graph.call(&NEGATE, &[of(one)]),
            Node::Quotient(above, below) => self.graph.call(&DIVIDE, &[of(above), of(below)]),
            Node::Power(base, exponent) => {
                if matches!(tree.node(*base), Node::Euler) {
                    return self.graph.call(&EXP, &[of(exponent)]);
                }
                self.graph.call(&POWER, &[of(base), of(exponent)])
            }
            Node::Call { function, primes, arguments } => {
                let arguments: Vec<ExprId> = arguments.iter().map(of).collect();
                match function {
                    Callee::Builtin(row) => {
                        let id = chainrule_symbolic::function::id(row);
                        self.graph.apply_primed(id, *primes, &arguments)
                    }
                    Callee::Own(name) => match self.functions.get(name) {
                        Some(&id) => self.graph.apply_primed(id, *primes, &arguments),
                        None => self.unknown(id),
                    },
                }
            }
            Node::Derivative { of: inner, by } | Node::Gradient { of: inner, by } => {
                let by = self.graph.intern(&by.at(running).canonical());
                self.graph.derivative(of(inner), by, Scope::Total)
            }
            Node::Unknown(_)
            | Node::At { .. }
            | Node::Extremum { .. }
            | Node::Cases(_)
            | Node::Array { .. }
            | Node::Transpose(_)
            | Node::Norm { .. }
            | Node::Entrywise(_)
            | Node::OfArray { .. }
            | Node::Limit { .. }
            | Node::Infinity => self.unknown(id),
            Node::Series { index, low, body } => self.series(id, (index, *low, *body), running),
            Node::Reduction { is_product, index, limits, body } => {
                self.reduction(id, (*is_product, index, *limits, *body), running)
            }
        }
    }

    fn edited(
        &mut self,
        id: NodeId,
        edit: &Edit,
        running: &[(Box<str>, i64)],
        done: &FxHashMap<NodeId, ExprId>,
    ) -> ExprId {
        match (edit, self.tree.node(id)) {
            (Edit::Number(value), _) => return self.graph.number(value.clone()),
            (Edit::Name(name), _) => return self.name(&name.at(running)),
            (Edit::Exponent(by), Node::Power(base, exponent)) => {
                let exponent = self.moved(done[exponent], *by);
                if matches!(self.tree.node(*base), Node::Euler) {
                    return self.graph.call(&EXP, &[exponent]);
                }
                return self.graph.call(&POWER, &[done[base], exponent]);
            }
            (Edit::Without(place), Node::Sum(all) | Node::Product(all)) => {
                let rest: Vec<ExprId> = all
                    .iter()
                    .enumerate()
                    .filter(|(index, _)| index != place)
                    .map(|(_, id)| done[id])
                    .collect();
                let is_sum = matches!(self.tree.node(id), Node::Sum(_));
                return match rest.as_slice() {
                    &[one] => one,
                    rest => self.graph.call(if is_sum { &ADD } else { &MULTIPLY }, rest),
                };
            }
            (Edit::Function(row), Node::Call { arguments, primes, .. }) => {
                let arguments: Vec<ExprId> = arguments.iter().map(|id| done[id]).collect();
                return self.graph.apply_primed(chainrule_symbolic::function::id(row), *primes, &arguments);
            }
            (Edit::Argument(by), Node::Call { function: Callee::Builtin(row), arguments, primes }) => {
                let arguments: Vec<ExprId> =
                    arguments.iter().map(|id| self.graph.call(&MULTIPLY, &[done[id], *by])).collect();
                return self.graph.apply_primed(chainrule_symbolic::function::id(row), *primes, &arguments);
            }
            _ => {}
        }
        let expr = self.one(id, running, done);
        match edit {
            Edit::Negate => self.graph.call(&NEGATE, &[expr]),
            Edit::Times(by) => self.graph.call(&MULTIPLY, &[expr, *by]),
            Edit::Square => {
                let two = self.graph.integer(2);
                self.graph.call(&POWER, &[expr, two])
            }
            _ => expr,
        }
    }

    /// An exponent plus a whole number.
    fn moved(&mut self, exponent: ExprId, by: i64) -> ExprId {
        if let Some(number) = self.graph.signed_number(exponent) {
            return self.graph.number(&number + &Rational::from_integer(by));
        }
        let by = self.graph.integer(by);
        self.graph.call(&ADD, &[exponent, by])
    }

    fn name(&mut self, name: &Name) -> ExprId {
        let symbol = self.graph.intern(&name.canonical());
        self.graph.symbol(symbol)
    }

    /// A name for something of which nothing is known, by what it is made of.
    pub(crate) fn unknown(&mut self, id: NodeId) -> ExprId {
        self.is_opaque = true;
        let text = shape(self.tree, id);
        let symbol = self.graph.intern(&format!("'{text}"));
        self.graph.symbol(symbol)
    }

    fn reduction(
        &mut self,
        id: NodeId,
        (is_product, index, limits, body): (bool, &str, Option<(NodeId, NodeId)>, NodeId),
        running: &[(Box<str>, i64)],
    ) -> ExprId {
        let (low, high) = match (limits, self.open_terms) {
            (Some((low, high)), _) => (self.end(low, running), self.end(high, running)),
            (None, Some(terms)) if index.chars().count() == 1 => (Some(1), Some(terms)),
            (None, Some(_) | None) => return self.unknown(id),
        };
        let (Some(low), Some(high)) = (low, high) else { return self.unknown(id) };
        let count = usize::try_from(high.saturating_sub(low).saturating_add(1)).unwrap_or(0);
        // What stands inside is written out for each term: whether all of it may be is known before.
        let size = self.written_size(body);
        if count == 0 {
            return self.unknown(id);
        }
        // Of sums inside sums the outer one has paid; an instance is small.
        if running.is_empty() || self.open_terms.is_some() {
            let Some(left) = self.budget.checked_sub(count.saturating_mul(size)) else {
                self.is_long = true;
                return self.unknown(id);
            };
            self.budget = left;
        }
        let mut terms = Vec::with_capacity(count);
        for value in low..=high {
            let mut inner = running.to_vec();
            inner.push((index.into(), value));
            terms.push(self.below(body, &inner));
        }
        if let &[one] = terms.as_slice() {
            return one;
        }
        self.graph.call(if is_product { &MULTIPLY } else { &ADD }, &terms)
    }
}

impl Lowering<'_> {
    /// The number at an end of a sum.
    fn end(&mut self, id: NodeId, running: &[(Box<str>, i64)]) -> Option<i64> {
        let expr = self.below(id, running);
        match self.graph.node(expr) {
            chainrule_symbolic::graph::Node::Number(number) => number.to_i64(),
            _ => None,
        }
    }

    /// How many nodes stand below one, those of sums between numbers once for each term.
    fn written_size(&self, root: NodeId) -> usize {
        let mut sizes: FxHashMap<NodeId, usize> = FxHashMap::default();
        for id in self.tree.below(root) {
            let below =
                self.tree.children(id).into_iter().map(|child| sizes.get(&child).copied().unwrap_or(0));
            let all = below.fold(1, usize::saturating_add);
            let size = match self.tree.node(id) {
                Node::Reduction { limits: Some((low, high)), .. } => {
                    let end = |id: &NodeId| self.tree.rational(*id).and_then(|value| value.to_i64());
                    let count = match (end(low), end(high)) {
                        (Some(low), Some(high)) => high.saturating_sub(low).saturating_add(1),
                        _ => 1,
                    };
                    all.saturating_mul(usize::try_from(count).unwrap_or(1))
                }
                _ => all,
            };
            sizes.insert(id, size);
        }
        sizes.get(&root).copied().unwrap_or(1)
    }
}

/// The number that a name is, where it is a letter that runs.
fn number_of(name: &Name, running: &[(Box<str>, i64)]) -> Option<i64> {
    if !name.index.is_empty() || !name.label.is_empty() {
        return None;
    }
    running.iter().rev().find(|(letter, _)| *letter == name.stem).map(|(_, value)| *value)
}
