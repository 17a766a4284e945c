//! Exponentials that overflow or all underflow, with the largest exponent taken off first, as a good softmax has it.
//!
//! `exp(u)/(exp(v) + …)` is `exp(u − m)/(exp(v − m) + …)`, and `ln(exp(v) + …)` is `m + ln(exp(v − m) + …)`, whatever m is;
//! with the largest of the exponents for m nothing overflows, and one term is 1. The logarithm of such a quotient is
//! `u − m − ln(exp(v − m) + …)`, so that a quotient that underflows does no harm. m is held fixed in derivatives: nothing
//! depends on it.

use chainrule_symbolic::function;
use chainrule_symbolic::function::Function;
use chainrule_symbolic::function::rows::arithmetic::{ADD, DIVIDE, NEGATE};
use chainrule_symbolic::function::rows::exponential::{EXP, LN};
use chainrule_symbolic::graph::{ExprId, Graph, Node, Rewriter, SymbolId, Walk};
use chainrule_symbolic::network::{Definition, Network, NetworkBuilder};
use rustc_hash::FxHashMap;

/// A network in which exponents are shifted.
pub(super) struct Shifted {
    pub(super) network: Network,
    /// The leaves that were put in, each with the exponents whose largest it is.
    pub(super) shifts: Vec<(SymbolId, Vec<ExprId>)>,
    /// The last definition that changed: the quantity, and its formula now.
    pub(super) changed: (SymbolId, ExprId),
}

/// Names for a largest exponent, the first of which is taken that the worksheet does not use.
const NAMES: &[&str] = &["m", "c", "shift", "largest", "m_max", "shift_max"];

/// The network with all exponents shifted; nothing where there is no such quotient or logarithm.
pub(super) fn shifted(graph: &mut Graph, network: &Network) -> Option<Shifted> {
    let mut own = Shifting { quotients: FxHashMap::default(), shifts: Vec::new() };
    let mut builder = NetworkBuilder::new();
    let mut changed = None;
    for &symbol in network.order() {
        match network.definition(symbol) {
            Definition::Input => builder.input(symbol),
            Definition::Dependence => builder.depend(symbol, network.inputs(symbol).to_vec()),
            Definition::Formula(expr) => {
                if let Some(quotient) = quotient(graph, expr) {
                    let name = graph.symbol(symbol);
                    own.quotients.insert(name, quotient);
                }
                let new = own.rewritten(graph, expr)?;
                if new != expr {
                    changed = Some((symbol, new));
                }
                builder.define(symbol, new);
            }
        }
    }
    let changed = changed?;
    let network = builder.finish(graph).ok()?;
    Some(Shifted { network, shifts: own.shifts, changed })
}

/// `exp(u)/(exp(v) + …)`: u, and the exponents below.
type Quotient = (ExprId, Vec<ExprId>);

struct Shifting {
    /// By name, the quantities that are such quotients.
    quotients: FxHashMap<ExprId, Quotient>,
    shifts: Vec<(SymbolId, Vec<ExprId>)>,
}

impl Shifting {
    fn rewritten(&mut self, graph: &mut Graph, root: ExprId) -> Option<ExprId> {
        let mut rewriter = Rewriter::new();
        for id in Walk::rewritable(graph, root) {
            let new = if let Some((above, below)) = quotient(graph, id) {
                let shift = self.shift(graph, &below)?;
                let above = lowered(graph, above, shift);
                let sum = lowered_sum(graph, &below, shift);
                graph.call(&DIVIDE, &[above, sum])
            } else if let Some(inner) = argument(graph, id, &LN) {
                if let Some(terms) = exponents(graph, inner) {
                    let shift = self.shift(graph, &terms)?;
                    let sum = lowered_sum(graph, &terms, shift);
                    let ln = graph.call(&LN, &[sum]);
                    graph.call(&ADD, &[shift, ln])
                } else {
                    let known = self.quotients.get(&inner).cloned();
                    let Some((above, below)) = known.or_else(|| quotient(graph, inner)) else { continue };
                    let shift = self.shift(graph, &below)?;
                    let sum = lowered_sum(graph, &below, shift);
                    let ln = graph.call(&LN, &[sum]);
                    let [minus_shift, minus_ln] = [shift, ln].map(|part| graph.call(&NEGATE, &[part]));
                    graph.call(&ADD, &[above, minus_shift, minus_ln])
                }
            } else {
                continue;
            };
            rewriter.replace(id, new);
        }
        Some(rewriter.apply(graph, root))
    }

    /// The name of the largest of some exponents; nothing where the names are used up.
    fn shift(&mut self, graph: &mut Graph, exponents: &[ExprId]) -> Option<ExprId> {
        if let Some(&(symbol, _)) = self.shifts.iter().find(|(_, own)| own == exponents) {
            return Some(graph.symbol(symbol));
        }
        let name = NAMES.iter().find(|name| graph.find_symbol(name).is_none())?;
        let symbol = graph.intern(name);
        self.shifts.push((symbol, exponents.to_vec()));
        Some(graph.symbol(symbol))
    }
}

/// What a function of one argument is put to.
fn argument(graph: &Graph, id: ExprId, row: &'static Function) -> Option<ExprId> {
    match graph.node(id) {
        Node::Apply { function, primes: 0, arguments: &[argument] } if function == function::id(row) => {
            Some(argument)
        }
        Node::Apply { .. } | Node::Number(_) | Node::Symbol(_) | Node::Derivative { .. } => None,
    }
}

/// The exponents of a sum of two or more exponentials.
fn exponents(graph: &Graph, id: ExprId) -> Option<Vec<ExprId>> {
    let Node::Apply { function, primes: 0, arguments } = graph.node(id) else { return None };
    if function != function::id(&ADD) || arguments.len() < 2 {
        return None;
    }
    arguments.iter().map(|&term| argument(graph, term, &EXP)).collect()
}

fn quotient(graph: &Graph, id: ExprId) -> Option<Quotient> {
    let Node::Apply { function, primes: 0, arguments: &[above, below] } = graph.node(id) else {
        return None;
    };
    if function != function::id(&DIVIDE) {
        return None;
    }
    Some((argument(graph, above, &EXP)?, exponents(graph, below)?))
}

/// exp(u − m)
fn lowered(graph: &mut Graph, exponent: ExprId, shift: ExprId) -> ExprId {
    let minus = graph.call(&NEGATE, &[shift]);
    let lower = graph.call(&ADD, &[exponent, minus]);
    graph.call(&EXP, &[lower])
}

fn lowered_sum(graph: &mut Graph, exponents: &[ExprId], shift: ExprId) -> ExprId {
    let terms: Vec<ExprId> = exponents.iter().map(|&exponent| lowered(graph, exponent, shift)).collect();
    graph.call(&ADD, &terms)
}
