//! A network written as a good program has it, where a program that follows the formulas overflows or cancels.
//!
//! - `exp(u)/(exp(v) + …)` is `exp(u − m)/(exp(v − m) + …)`, and `ln(exp(v) + …)` is `m + ln(exp(v − m) + …)`, whatever m is;
//!   with the largest of the exponents for m nothing overflows, and one term is 1.
//! - The logarithm of such a quotient is `u − m − ln(exp(v − m) + …)`, so that a quotient that underflows does no harm, and
//!   so is that of one less such a quotient: the other terms over the sum.
//! - `1/(1 + exp(−z))` is the sigmoid, `ln(1 + exp z)` softplus, the quotient of a difference and a sum of `exp z` and
//!   `exp(−z)` tanh; `ln σ(z)` is `−softplus(−z)`, `ln(1 − σ(z))` is `−softplus(z)`.
//! - `√(x² + …)` is `s·√((x/s)² + …)`; with the largest size for s no square overflows, and not all of them underflow.
//!
//! m and s are held fixed in derivatives: nothing depends on them. Names are seen through: `e1/(e1 + e2)` with `e1 = exp(z1)` is
//! such a quotient.

mod reading;

use chainrule_symbolic::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE, POWER};
use chainrule_symbolic::function::rows::exponential::{EXP, LN};
use chainrule_symbolic::function::rows::hyperbolic::TANH;
use chainrule_symbolic::function::rows::logistic::{SIGMOID, SOFTPLUS};
use chainrule_symbolic::function::rows::power::SQRT;
use chainrule_symbolic::graph::{ExprId, Graph, Node, Rewriter, SymbolId, Walk};
use chainrule_symbolic::network::{Definition, Network, NetworkBuilder};
use rustc_hash::FxHashMap;

use reading::{Quotient, Seen, argument};

/// A network that is written otherwise.
pub(super) struct Steady {
    pub(super) network: Network,
    /// The leaves that were put in.
    pub(super) largest: Vec<Largest>,
    /// The definitions that changed, in the order of the network.
    pub(super) changed: Vec<(SymbolId, ExprId)>,
}

/// A name for the largest of several expressions.
#[derive(Clone, Debug, PartialEq)]
pub struct Largest {
    /// The name.
    pub name: SymbolId,
    /// The expressions.
    pub of: Vec<ExprId>,
    /// Whether their sizes are compared, not they themselves.
    pub by_size: bool,
}

/// Names for a largest exponent and for a largest size, the first of which is taken that the worksheet does not use.
const NAMES: [&[&str]; 2] = [
    &["m", "c", "shift", "largest", "m_max", "shift_max"],
    &["s", "scale", "largest_size", "s_max", "size_max"],
];

/// So many terms are written anew at most: every part of a softmax has as many as there are classes.
const MOST_TERMS: usize = 20_000;

/// The network written otherwise; nothing where no formula of it can be.
pub(super) fn steady(graph: &mut Graph, network: &Network) -> Option<Steady> {
    let mut writing =
        Writing { network, seen: Seen::new(graph), largest: Vec::new(), terms_left: MOST_TERMS };
    let mut builder = NetworkBuilder::new();
    let mut changed = Vec::new();
    for &symbol in network.order() {
        match network.definition(symbol) {
            Definition::Input => builder.input(symbol),
            Definition::Dependence => builder.depend(symbol, network.inputs(symbol).to_vec()),
            Definition::Formula(expr) => {
                let name = graph.symbol(symbol);
                writing.seen.defined.insert(name, expr);
                let new = writing.rewritten(graph, expr)?;
                if new != expr {
                    changed.push((symbol, new));
                }
                builder.define(symbol, new);
            }
        }
    }
    if changed.is_empty() {
        return None;
    }
    let largest = writing.largest;
    let network = builder.finish(graph).ok()?;
    Some(Steady { network, largest, changed })
}

struct Writing<'n> {
    network: &'n Network,
    seen: Seen,
    largest: Vec<Largest>,
    terms_left: usize,
}

impl Writing<'_> {
    fn rewritten(&mut self, graph: &mut Graph, root: ExprId) -> Option<ExprId> {
        let mut rewriter = Rewriter::new();
        for id in Walk::rewritable(graph, root) {
            let new = if let Some(inner) = argument(graph, id, &LN) {
                let Some((above, below)) = self.seen.logarithm_of(graph, inner) else { continue };
                self.logarithm(graph, &above, &below)?
            } else if let Some(inner) = argument(graph, id, &SQRT) {
                let Some(parts) = self.seen.squares(graph, inner) else { continue };
                self.root_of_squares(graph, &parts)?
            } else if matches!(graph.node(id), Node::Apply { .. }) {
                let Some(quotient) = self.seen.quotient(graph, id) else { continue };
                self.quotient_anew(graph, &quotient)?
            } else {
                continue;
            };
            rewriter.replace(id, new);
        }
        let new = rewriter.apply(graph, root);
        Some(if new == root { root } else { self.with_signs_in_front(graph, new) })
    }

    /// ln(Σ exp(u)) − ln(Σ exp(v)), where the terms above are some of those below; without the second where none are below.
    fn logarithm(&mut self, graph: &mut Graph, above: &[ExprId], below: &[ExprId]) -> Option<ExprId> {
        if below.is_empty() {
            return self.logarithm_of_sum(graph, above);
        }
        if let &[one, other] = below
            && let &[only] = above
            && below.contains(&self.seen.zero)
        {
            // ln(exp(u)/(exp(u) + exp(v))) = −softplus(v − u)
            let rest = if only == one { other } else { one };
            let gap = if rest == self.seen.zero { self.negated(graph, only) } else { rest };
            let softplus = graph.call(&SOFTPLUS, &[gap]);
            return Some(self.negated(graph, softplus));
        }
        let above = self.logarithm_of_sum(graph, above)?;
        let name = self.largest(graph, below, false)?;
        let sum = self.lowered_sum(graph, below, name)?;
        let ln = graph.call(&LN, &[sum]);
        let [minus_name, minus_ln] = [name, ln].map(|part| self.negated(graph, part));
        Some(graph.call(&ADD, &[above, minus_name, minus_ln]))
    }

    /// ln(exp(v) + …)
    fn logarithm_of_sum(&mut self, graph: &mut Graph, exponents: &[ExprId]) -> Option<ExprId> {
        match *exponents {
            [only] => return Some(only),
            [one, other] if one == self.seen.zero => return Some(graph.call(&SOFTPLUS, &[other])),
            [one, other] if other == self.seen.zero => return Some(graph.call(&SOFTPLUS, &[one])),
            _ => {}
        }
        let name = self.largest(graph, exponents, false)?;
        let sum = self.lowered_sum(graph, exponents, name)?;
        let ln = graph.call(&LN, &[sum]);
        Some(graph.call(&ADD, &[name, ln]))
    }

    fn quotient_anew(&mut self, graph: &mut Graph, quotient: &Quotient) -> Option<ExprId> {
        if let &[one, other] = quotient.below.as_slice() {
            if let Some(above) = quotient.only()
                && quotient.below.contains(&self.seen.zero)
            {
                let exponent = if one == self.seen.zero { other } else { one };
                let of = if above == self.seen.zero { self.negated(graph, exponent) } else { exponent };
                return Some(graph.call(&SIGMOID, &[of]));
            }
            let is_tanh = matches!(*quotient.above, [(false, plus), (true, minus)]
                if (plus == one && minus == other) || (plus == other && minus == one));
            if is_tanh && (self.negated(graph, one) == other || self.negated(graph, other) == one) {
                return Some(graph.call(&TANH, &[quotient.above[0].1]));
            }
        }
        let name = self.largest(graph, &quotient.below, false)?;
        let mut above = Vec::with_capacity(quotient.above.len());
        for &(is_negative, exponent) in &quotient.above {
            let lowered = self.lowered(graph, exponent, name);
            above.push(if is_negative { self.negated(graph, lowered) } else { lowered });
        }
        let above = match *above {
            [only] => only,
            _ => graph.call(&ADD, &above),
        };
        let sum = self.lowered_sum(graph, &quotient.below, name)?;
        Some(graph.call(&DIVIDE, &[above, sum]))
    }

    /// s·√((u/s)² + …)
    fn root_of_squares(&mut self, graph: &mut Graph, parts: &[ExprId]) -> Option<ExprId> {
        self.terms_left = self.terms_left.checked_sub(parts.len())?;
        let name = self.largest(graph, parts, true)?;
        let two = graph.integer(2);
        let squares: Vec<ExprId> = parts
            .iter()
            .map(|&part| {
                let scaled = graph.call(&DIVIDE, &[part, name]);
                graph.call(&POWER, &[scaled, two])
            })
            .collect();
        let sum = graph.call(&ADD, &squares);
        let root = graph.call(&SQRT, &[sum]);
        Some(graph.call(&MULTIPLY, &[name, root]))
    }

    /// The name of the largest of some expressions; nothing where the names are used up.
    fn largest(&mut self, graph: &mut Graph, of: &[ExprId], by_size: bool) -> Option<ExprId> {
        if let Some(largest) =
            self.largest.iter().find(|largest| largest.by_size == by_size && largest.of == of)
        {
            return Some(graph.symbol(largest.name));
        }
        let is_free = |name: &&&str| {
            graph.find_symbol(name).is_none_or(|symbol| {
                !self.network.has(symbol) && self.largest.iter().all(|largest| largest.name != symbol)
            })
        };
        let name = NAMES[usize::from(by_size)].iter().find(is_free)?;
        let symbol = graph.intern(name);
        self.largest.push(Largest { name: symbol, of: of.to_vec(), by_size });
        Some(graph.symbol(symbol))
    }

    /// The signs of factors in front of their products, and a sum of negative terms as minus a sum.
    fn with_signs_in_front(&self, graph: &mut Graph, root: ExprId) -> ExprId {
        let mut plain: FxHashMap<ExprId, ExprId> = FxHashMap::default();
        for id in Walk::below(graph, &[root]) {
            let Node::Apply { function, primes, arguments } = graph.node(id) else { continue };
            let row = graph.builtin(function);
            let arguments: Vec<ExprId> =
                arguments.iter().map(|part| plain.get(part).copied().unwrap_or(*part)).collect();
            let positive: Vec<ExprId> =
                arguments.iter().map(|&part| argument(graph, part, &NEGATE).unwrap_or(part)).collect();
            let signs = positive.iter().zip(&arguments).filter(|(one, other)| one != other).count();
            let new = if row == Some(&NEGATE) {
                self.negated(graph, arguments[0])
            } else if row == Some(&MULTIPLY) && signs > 0 {
                let product = graph.call(&MULTIPLY, &positive);
                if signs % 2 == 1 { self.negated(graph, product) } else { product }
            } else if row == Some(&ADD) && signs == arguments.len() {
                let sum = graph.call(&ADD, &positive);
                self.negated(graph, sum)
            } else {
                graph.apply_primed(function, primes, &arguments)
            };
            plain.insert(id, new);
        }
        plain.get(&root).copied().unwrap_or(root)
    }

    fn negated(&self, graph: &mut Graph, id: ExprId) -> ExprId {
        match argument(graph, id, &NEGATE) {
            Some(inner) => inner,
            None if id == self.seen.zero => id,
            None => graph.call(&NEGATE, &[id]),
        }
    }

    /// exp(u − m)
    fn lowered(&self, graph: &mut Graph, exponent: ExprId, name: ExprId) -> ExprId {
        let minus = graph.call(&NEGATE, &[name]);
        let lower = if exponent == self.seen.zero { minus } else { graph.call(&ADD, &[exponent, minus]) };
        graph.call(&EXP, &[lower])
    }

    fn lowered_sum(&mut self, graph: &mut Graph, exponents: &[ExprId], name: ExprId) -> Option<ExprId> {
        self.terms_left = self.terms_left.checked_sub(exponents.len())?;
        let terms: Vec<ExprId> =
            exponents.iter().map(|&exponent| self.lowered(graph, exponent, name)).collect();
        Some(graph.call(&ADD, &terms))
    }
}
