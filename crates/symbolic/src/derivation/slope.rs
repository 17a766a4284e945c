//! What `f'(u)` is, by formula.

use super::Working;
use crate::graph::{ExprId, FunctionId, Graph, Node, Rewriter, Scope, SymbolId, Walk};
use crate::network::{Network, NetworkBuilder};
use crate::rule::differentiation;

/// The formula behind a primed function: `σ'(Z) = σ(Z)·(1 − σ(Z)) = O21·(1 − O21)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slope {
    /// `σ'(Z)`.
    pub primed: ExprId,
    /// `σ(Z)·(1 − σ(Z))`.
    pub formula: ExprId,
    /// The formula with the reader's names for what it contains: `O21·(1 − O21)`. The same where there are none.
    pub named: ExprId,
}

/// The formula of a primed function put to its argument: its row's derivative for one prime, and that derived again
/// for each further prime; for a function of the user's own, its definition derived.
///
/// Nothing for anything else.
pub fn formula(graph: &mut Graph, primed: ExprId) -> Option<ExprId> {
    let Node::Apply { function, primes, arguments: &[argument] } = graph.node(primed) else { return None };
    if primes == 0 {
        return None;
    }
    if primes == 1
        && let Some(row) = graph.builtin(function)
    {
        return row.partials.first().map(|partial| partial(graph, &[argument]));
    }
    // A parameter no worksheet can name stands for the argument while the function is derived.
    let parameter = graph.intern("'z");
    let variable = graph.symbol(parameter);
    let mut body = if let Some(row) = graph.builtin(function) {
        row.partials.first()?(graph, &[variable])
    } else {
        let body = differentiation::inlined(graph, function, &[variable])?;
        derived_once(graph, body, parameter)
    };
    for _ in 1..primes {
        body = derived_once(graph, body, parameter);
    }
    let mut rewriter = Rewriter::new();
    rewriter.replace(variable, argument);
    Some(rewriter.apply(graph, body))
}

fn derived_once(graph: &mut Graph, body: ExprId, parameter: SymbolId) -> ExprId {
    let start = graph.derivative(body, parameter, Scope::Local);
    let nothing: Network = NetworkBuilder::new().finish(graph).expect("an empty network has no cycle");
    Working::of(graph, &nothing, start).result()
}

/// The expression with every primed function written out by its formula, until none is left.
pub fn without_primes(graph: &mut Graph, root: ExprId) -> ExprId {
    let mut at = root;
    loop {
        let mut rewriter = Rewriter::new();
        let mut found = false;
        for id in Walk::rewritable(graph, at) {
            // Ids ascend from children to parents: what stands inside is written out already.
            let rewritten = rewriter.apply(graph, id);
            if let Some(formula) = formula(graph, rewritten) {
                rewriter.replace(id, formula);
                found = true;
            }
        }
        if !found {
            return at;
        }
        // A formula may bring in primes of its own: those of the next round.
        at = rewriter.apply(graph, at);
    }
}

/// The definitions of a network by what they compute, to give expressions their names back.
#[derive(Debug)]
pub(super) struct Names {
    /// What is computed, each once in the order of ids, and its name.
    of: Vec<(ExprId, ExprId)>,
}

impl Names {
    /// Names for every definition that is a function put to something: `O21` for `σ(Z)`. A constant keeps its own: `π` is
    /// no case of a quantity that happens to be defined as it. Symbols from number `count` on came later, and are not the
    /// reader's.
    pub(super) fn of(graph: &mut Graph, network: &Network, count: usize) -> Self {
        let symbols = (0..count.min(network.symbol_count())).map(SymbolId::from_index);
        let mut of: Vec<(ExprId, SymbolId)> = symbols
            .filter(|&symbol| !network.inputs(symbol).is_empty())
            .filter_map(|symbol| Some((network.formula(symbol)?, symbol)))
            .filter(|&(formula, _)| matches!(graph.node(formula), Node::Apply { .. }))
            .collect();
        // Definitions of a family follow each other in both orders, so that this takes hardly longer than reading them.
        of.sort_by_key(|&(formula, symbol)| (formula, network.rank(symbol)));
        of.dedup_by_key(|(formula, _)| *formula);
        Self { of: of.into_iter().map(|(formula, symbol)| (formula, graph.symbol(symbol))).collect() }
    }

    fn find(&self, formula: ExprId) -> Option<ExprId> {
        let place = self.of.binary_search_by_key(&formula, |&(formula, _)| formula).ok()?;
        Some(self.of[place].1)
    }

    /// The formula with names put in for what they stand for.
    fn put_into(&self, graph: &mut Graph, rewriter: &mut Rewriter, expr: ExprId) -> ExprId {
        rewriter.apply_asking(graph, expr, |id| self.find(id))
    }

    /// The slopes behind primed functions. Cost: linear in the expressions that the functions are put to.
    pub(super) fn slopes(&self, graph: &mut Graph, primed: Vec<ExprId>) -> Vec<Slope> {
        // One memory for all: what stands in one argument often stands in the others too.
        let mut rewriter = Rewriter::new();
        let mut slopes = Vec::with_capacity(primed.len());
        for primed in primed {
            let Some(formula) = formula(graph, primed) else { continue };
            let named = self.put_into(graph, &mut rewriter, formula);
            slopes.push(Slope { primed, formula, named });
        }
        slopes
    }
}

/// The function and the number of primes of a primed expression.
pub fn primed_function(graph: &Graph, expr: ExprId) -> Option<(FunctionId, u8)> {
    match graph.node(expr) {
        Node::Apply { function, primes, .. } if primes > 0 => Some((function, primes)),
        Node::Apply { .. } | Node::Number(_) | Node::Symbol(_) | Node::Derivative { .. } => None,
    }
}
