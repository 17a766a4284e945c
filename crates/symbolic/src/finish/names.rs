//! The reader's own names for what stands in a result.

use super::algebra::{Algebra, call, is_sum};
use super::operations::is_product;
use super::product::Product;
use crate::function::rows::arithmetic::{ADD, DIVIDE, NEGATE};
use crate::graph::{ExprId, Graph, Node, SymbolId, Walk};
use crate::network::{Definition, Network};
use chainrule_number::Rational;
use rustc_hash::{FxHashMap, FxHashSet};

/// Definitions of more parts than this are not looked for in results.
const LARGEST: usize = 40;

/// No more quotients than this are looked for.
const MOST_QUOTIENTS: usize = 64;

/// The names of a network by what they are defined as.
#[derive(Debug, Default)]
pub struct Named {
    /// By a function put to something: `a` for `σ(z)`.
    pub(super) calls: FxHashMap<ExprId, SymbolId>,
    /// Parts of sums.
    pub(super) quotients: Vec<Quotient>,
    /// How many symbols are the reader's.
    count: usize,
    /// What stands as it is: slopes whose numbers a worksheet states.
    kept: FxHashSet<ExprId>,
}

/// A quantity that is a part of a sum: `p = e/s`, where `s = e + …`.
#[derive(Clone, Debug)]
pub(crate) struct Quotient {
    pub(super) symbol: SymbolId,
    definition: ExprId,
    /// `(s − e)/s`, where `e` is a term of `s`.
    rest: ExprId,
}

impl Named {
    /// The names of a network. Symbols from number `count` on are not the reader's. Cost: linear in the quantities.
    pub fn of(graph: &mut Graph, network: &Network, count: usize) -> Self {
        let mut calls: FxHashMap<ExprId, SymbolId> = FxHashMap::default();
        for symbol in readers(network, count) {
            if let Definition::Formula(expr) = network.definition(symbol)
                && is_call(graph, expr)
            {
                calls.entry(expr).or_insert(symbol);
            }
        }
        Self { calls, quotients: Self::quotients(graph, network, count), count, kept: FxHashSet::default() }
    }

    /// The same, where some expressions stay as they are: slopes whose numbers a worksheet states.
    #[must_use]
    pub fn keeping(mut self, kept: impl IntoIterator<Item = ExprId>) -> Self {
        self.kept.extend(kept);
        self
    }

    /// Whether an expression stays as it is.
    pub(super) fn is_kept(&self, expr: ExprId) -> bool {
        self.kept.contains(&expr)
    }

    /// Whether a symbol is the reader's.
    pub(super) fn is_readers(&self, symbol: SymbolId) -> bool {
        symbol.index() < self.count
    }

    /// The first quantity that is defined as a function put to something.
    pub(crate) fn defined_as(graph: &Graph, network: &Network, expr: ExprId) -> Option<SymbolId> {
        if !is_call(graph, expr) {
            return None;
        }
        readers(network, graph.symbol_count())
            .find(|&symbol| network.definition(symbol) == Definition::Formula(expr))
    }

    /// The quantities of a network that are quotients.
    pub(crate) fn quotients_of(graph: &mut Graph, network: &Network) -> Vec<Quotient> {
        let count = graph.symbol_count();
        Self::quotients(graph, network, count)
    }

    fn quotients(graph: &mut Graph, network: &Network, count: usize) -> Vec<Quotient> {
        let mut quotients = Vec::new();
        for symbol in readers(network, count) {
            let Definition::Formula(definition) = network.definition(symbol) else { continue };
            let Some((row, &[above, below])) = call(graph, definition) else { continue };
            if *row != DIVIDE {
                continue;
            }
            let rest = if let Node::Symbol(whole) = graph.node(below) {
                rest_of_name(graph, network, above, whole)
            } else {
                let is_small = || Walk::has_at_most(graph, definition, LARGEST);
                let is_of_functions = || holds_function(graph, below) || is_computed(graph, network, above);
                if !is_sum(graph, below) || !is_small() || !is_of_functions() {
                    continue;
                }
                rest(graph, above, below)
            };
            let Some(rest) = rest else { continue };
            quotients.push(Quotient { symbol, definition, rest });
            if quotients.len() == MOST_QUOTIENTS {
                break;
            }
        }
        quotients
    }
}

/// The quantities of the reader's that are computed from others.
fn readers(network: &Network, count: usize) -> impl Iterator<Item = SymbolId> {
    let quantities = network.order().iter().copied();
    quantities.filter(move |&symbol| symbol.index() < count && !network.inputs(symbol).is_empty())
}

/// Whether an expression is a function put to something, and no operator.
pub(super) fn is_call(graph: &Graph, expr: ExprId) -> bool {
    matches!(graph.node(expr), Node::Apply { .. }) && !is_sum(graph, expr) && !is_operator(graph, expr)
}

fn is_operator(graph: &Graph, expr: ExprId) -> bool {
    use crate::function::Notation;
    call(graph, expr).is_some_and(|(row, _)| {
        matches!(
            row.notation,
            Notation::Sum | Notation::Product | Notation::Negation | Notation::Quotient | Notation::Power
        )
    })
}

/// Whether an expression is the name of something computed.
fn is_computed(graph: &Graph, network: &Network, expr: ExprId) -> bool {
    match graph.node(expr) {
        Node::Symbol(symbol) => !network.is_leaf(symbol),
        Node::Number(_) | Node::Apply { .. } | Node::Derivative { .. } => false,
    }
}

/// Whether a function stands in an expression: names for plain arithmetic are the reader's choice of parts, which a result
/// is not made shorter by.
fn holds_function(graph: &Graph, expr: ExprId) -> bool {
    Walk::below(graph, &[expr]).into_iter().any(|id| is_call(graph, id))
}

/// `(s − e)/s`, where `e` is a term of `s`.
fn rest(graph: &mut Graph, above: ExprId, below: ExprId) -> Option<ExprId> {
    let terms = graph.children(below).to_vec();
    let place = terms.iter().position(|&term| term == above)?;
    let others: Vec<ExprId> =
        terms.iter().enumerate().filter(|(at, _)| *at != place).map(|(_, &term)| term).collect();
    if others.is_empty() {
        return None;
    }
    let others = graph.together(&ADD, &others);
    Some(graph.call(&DIVIDE, &[others, below]))
}

/// The same where `s` is a name: `(s − e)/s`.
fn rest_of_name(graph: &mut Graph, network: &Network, above: ExprId, whole: SymbolId) -> Option<ExprId> {
    let formula = network.formula(whole).filter(|&formula| is_sum(graph, formula))?;
    if !graph.children(formula).contains(&above) {
        return None;
    }
    let name = graph.symbol(whole);
    let negative = graph.call(&NEGATE, &[above]);
    let others = graph.call(&ADD, &[name, negative]);
    Some(graph.call(&DIVIDE, &[others, name]))
}

/// A product with the names of quotients in it, and which those are.
pub(crate) fn with_quotients_named(
    graph: &mut Graph,
    quotients: &[Quotient],
    before: ExprId,
) -> Option<(ExprId, Vec<SymbolId>)> {
    let wanted = quotients.iter().map(|quotient| (quotient.definition, quotient.symbol)).collect();
    replaced(graph, wanted, before, Graph::symbol)
}

/// A product with `1 − p` for what is left beside the named quotients.
pub(crate) fn with_rests_named(
    graph: &mut Graph,
    quotients: &[Quotient],
    before: ExprId,
) -> Option<(ExprId, Vec<SymbolId>)> {
    let wanted = quotients.iter().map(|quotient| (quotient.rest, quotient.symbol)).collect();
    replaced(graph, wanted, before, |graph, symbol| {
        let name = graph.symbol(symbol);
        let (one, negative) = (graph.integer(1), graph.call(&NEGATE, &[name]));
        graph.call(&ADD, &[one, negative])
    })
}

/// A product with something else for each quotient that divides it, as often as it does; nothing where none does.
fn replaced(
    graph: &mut Graph,
    wanted: Vec<(ExprId, SymbolId)>,
    before: ExprId,
    replacement: impl Fn(&mut Graph, SymbolId) -> ExprId,
) -> Option<(ExprId, Vec<SymbolId>)> {
    if wanted.is_empty() || !is_product(graph, before) {
        return None;
    }
    let roots: Vec<ExprId> = wanted.iter().map(|&(quotient, _)| quotient).chain([before]).collect();
    let mut algebra = Algebra::over(graph, &roots)?;
    let mut product = algebra.product(before)?;
    let mut named = Vec::new();
    for (quotient, symbol) in wanted {
        let divisor = algebra.product(quotient)?;
        let times = times_within(&product, &divisor);
        if times <= 0 {
            continue;
        }
        let exponent_of = Rational::from_integer(times);
        product.number = product.number.checked_div(&divisor.number.pow(times).ok()?)?;
        for (base, exponent) in &divisor.factors {
            product.take(*base, &-&(exponent * &exponent_of));
        }
        let name = replacement(algebra.graph, symbol);
        algebra.read(&[name])?;
        product.take(name, &exponent_of);
        product.settle();
        // Names stand in front: p·(1 − p).
        if matches!(algebra.graph.node(name), Node::Symbol(_)) {
            product.move_to(name, named.len());
        }
        named.push(symbol);
    }
    if named.is_empty() {
        return None;
    }
    Some((algebra.build(&product), named))
}

/// How often a product divides another.
fn times_within(product: &Product, divisor: &Product) -> i64 {
    let mut times = i64::MAX;
    for (base, exponent) in &divisor.factors {
        let number = product.exponent(*base);
        let Some(ratio) = number.checked_div(exponent) else { return 0 };
        if !ratio.is_positive() {
            return 0;
        }
        let whole = i64::try_from(ratio.floor()).unwrap_or(0);
        times = times.min(whole);
    }
    if times == i64::MAX { 0 } else { times }
}
