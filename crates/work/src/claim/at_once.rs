//! Bounds that the definition of a quantity shows whatever it is computed from: `0 < a[l] < 1` where `a[l] = sigmoid(z[l])`.
//!
//! Of a deep network with such a claim for each layer nothing is written out.

use chainrule_proof::bound::{self, Ranges};
use chainrule_symbolic::derivation::Calculus;
use chainrule_symbolic::function::Domain;
use chainrule_symbolic::function::rows::arithmetic::{ADD, DIVIDE, NEGATE, POWER};
use chainrule_symbolic::graph::{ExprId, Graph, Node, Rewriter, SymbolId, Walk};
use chainrule_symbolic::network::{Definition, Network};
use chainrule_worksheet::{Relation, Worksheet};
use rustc_hash::FxHashMap;

use super::all_values::ranges;

/// What is known of the quantities of a worksheet.
#[derive(Default)]
pub(super) struct AtOnce {
    /// Whether quantities have a number whatever the leaves are.
    always: FxHashMap<SymbolId, bool>,
    /// The ranges of the leaves.
    ranges: Option<Ranges>,
}

impl AtOnce {
    /// Whether a comparison holds for any numbers in the place of what its quantities are computed from, and these have
    /// numbers always.
    pub(super) fn shows(
        &mut self,
        worksheet: &mut Worksheet,
        calculus: &Calculus,
        (left, right): (ExprId, ExprId),
        relation: Relation,
    ) -> bool {
        let (low, high, strict) = match relation {
            Relation::Less => (left, right, true),
            Relation::AtMost => (left, right, false),
            Relation::Greater => (right, left, true),
            Relation::AtLeast => (right, left, false),
            Relation::Equal | Relation::About => return false,
        };
        let (graph, network) = (&worksheet.graph, calculus.network());
        let is_plain = |id: ExprId| match graph.node(id) {
            Node::Derivative { .. } => false,
            Node::Apply { primes, .. } => primes == 0,
            Node::Symbol(_) | Node::Number(_) => true,
        };
        if !worksheet.pins.is_empty() || !Walk::below(graph, &[low, high]).into_iter().all(is_plain) {
            return false;
        }
        let named: Vec<SymbolId> =
            [low, high].into_iter().flat_map(|side| Walk::symbols(graph, side, |_| {})).collect();
        let is_defined = |&symbol: &SymbolId| matches!(network.definition(symbol), Definition::Formula(_));
        if !named.iter().any(is_defined) {
            return false;
        }
        if self.ranges.is_none() {
            self.ranges = Some(ranges(worksheet));
        }
        let graph = &mut worksheet.graph;
        let mut rewriter = Rewriter::new();
        for &symbol in &named {
            if let Definition::Formula(formula) = network.definition(symbol) {
                rewriter.replace(graph.symbol(symbol), formula);
            }
        }
        let (low, high) = (rewriter.apply(graph, low), rewriter.apply(graph, high));
        let opposite = graph.call(&NEGATE, &[low]);
        let gap = graph.call(&ADD, &[high, opposite]);
        let ranges = self.ranges.as_ref().expect("put there above");
        bound::is_plainly_not_negative(graph, gap, strict, ranges)
            && named.into_iter().all(|symbol| self.always_a_number(graph, network, symbol))
            && is_total(graph, gap)
    }

    /// Whether a quantity has a number whatever the leaves are.
    fn always_a_number(&mut self, graph: &Graph, network: &Network, symbol: SymbolId) -> bool {
        let mut stack = vec![symbol];
        while let Some(&own) = stack.last() {
            if self.always.contains_key(&own) {
                stack.pop();
                continue;
            }
            let inputs = network.inputs(own);
            let open: Vec<SymbolId> =
                inputs.iter().copied().filter(|input| !self.always.contains_key(input)).collect();
            if !open.is_empty() {
                stack.extend(open);
                continue;
            }
            let is_one = match network.definition(own) {
                Definition::Input => true,
                Definition::Dependence => false,
                Definition::Formula(formula) => {
                    inputs.iter().all(|input| self.always[input]) && is_total(graph, formula)
                }
            };
            self.always.insert(own, is_one);
            stack.pop();
        }
        self.always[&symbol]
    }
}

/// Whether a formula has a number whatever its names are.
fn is_total(graph: &Graph, formula: ExprId) -> bool {
    let number = |id: ExprId| match graph.node(id) {
        Node::Number(number) => Some(number),
        Node::Symbol(_) | Node::Apply { .. } | Node::Derivative { .. } => None,
    };
    Walk::below(graph, &[formula]).into_iter().all(|id| match graph.node(id) {
        Node::Symbol(_) | Node::Number(_) => true,
        Node::Derivative { .. } => false,
        Node::Apply { function, primes, arguments } => {
            let Some(row) = graph.builtin(function).filter(|_| primes == 0) else { return false };
            if *row == DIVIDE {
                return number(arguments[1]).is_some_and(|below| !below.is_zero());
            }
            if *row == POWER {
                return number(arguments[1])
                    .is_some_and(|exponent| exponent.is_integer() && !exponent.is_negative());
            }
            matches!(row.domain, Domain::Everywhere)
        }
    })
}
