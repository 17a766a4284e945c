//! Claims that hold whatever the quantities named in them are computed from: `0 < a[l] < 1` where `a[l] = sigmoid(z[l])`,
//! `abs(da[l]/da[l-1]) <= abs(w[l])/4`.
//!
//! Of a deep network with such a claim for each layer nothing is written out down to the leaves.

use std::cmp::Ordering;

use chainrule_program::Kernel;
use chainrule_proof::bound::{self, Budget, Found};
use chainrule_proof::ranges::Ranges;
use chainrule_proof::{counterexample, identity, rule};
use chainrule_symbolic::derivation::Calculus;
use chainrule_symbolic::function::Domain;
use chainrule_symbolic::function::rows::arithmetic::{ADD, DIVIDE, NEGATE, POWER};
use chainrule_symbolic::graph::{ExprId, Graph, Node, Rewriter, SymbolId, Walk};
use chainrule_symbolic::network::{Definition, Network};
use chainrule_worksheet::{Relation, Worksheet};
use rustc_hash::{FxHashMap, FxHashSet};

use super::all_values::ranges;
use super::off_kinks::DerivativesOf;
use super::{By, Judgement};

/// Longer sides are looked at with everything written out.
const LONGEST: usize = 2_000;

/// Steps for a proof in which only names stand.
const STEPS: usize = 20_000;

/// What is known of the quantities of a worksheet.
#[derive(Default)]
pub(super) struct AtOnce {
    /// Whether quantities have a number whatever the leaves are.
    always: FxHashMap<SymbolId, bool>,
    /// The ranges of the leaves.
    ranges: Option<Ranges>,
}

impl AtOnce {
    /// A proof that the sides compare so for any numbers in the place of what their quantities are computed from, where
    /// these, and those of which derivatives are taken, have numbers always. Derivatives are worked out in the sides.
    pub(super) fn judge(
        &mut self,
        worksheet: &mut Worksheet,
        calculus: &Calculus,
        given: &FxHashMap<SymbolId, ExprId>,
        (left, right): (ExprId, ExprId),
        derived: &[DerivativesOf],
        relation: Relation,
    ) -> Option<Judgement> {
        if relation == Relation::About || !worksheet.pins.is_empty() {
            return None;
        }
        let network = calculus.network();
        let graph = &mut worksheet.graph;
        let below = Walk::below(graph, &[left, right]);
        if below.len() > LONGEST {
            return None;
        }
        let mut named: Vec<SymbolId> = below.into_iter().filter_map(|id| graph.symbol_at(id)).collect();
        named.extend(derived.iter().filter_map(|derived| graph.symbol_at(derived.of)));
        let is_defined = |&symbol: &SymbolId| matches!(network.definition(symbol), Definition::Formula(_));
        if !named.iter().any(is_defined) {
            return None;
        }
        if !named.into_iter().all(|symbol| self.always_a_number(graph, network, symbol)) {
            return None;
        }
        if self.ranges.is_none() {
            self.ranges = Some(ranges(worksheet));
        }
        let ranges = self.ranges.as_ref()?;
        let graph = &mut worksheet.graph;
        let mut kernel = Kernel::new();
        let mut written = vec![(left, right)];
        for which in [WrittenOut::BetweenNames, WrittenOut::Last, WrittenOut::All] {
            written.push(by_definition(graph, network, (left, right), which));
        }
        let mut tried = Vec::new();
        for sides in written {
            let sides = with_values(graph, given, sides);
            if tried.contains(&sides) {
                continue;
            }
            tried.push(sides);
            if is_total(graph, sides.0)
                && is_total(graph, sides.1)
                && let Some(judgement) = proof(graph, &mut kernel, sides, relation, ranges)
            {
                return Some(judgement);
            }
        }
        None
    }

    /// Whether a quantity has a number whatever the leaves are.
    fn always_a_number(&mut self, graph: &Graph, network: &Network, symbol: SymbolId) -> bool {
        let mut stack = vec![symbol];
        while let Some(&symbol) = stack.last() {
            if self.always.contains_key(&symbol) {
                stack.pop();
                continue;
            }
            let inputs = network.inputs(symbol);
            let open: Vec<SymbolId> =
                inputs.iter().copied().filter(|input| !self.always.contains_key(input)).collect();
            if !open.is_empty() {
                stack.extend(open);
                continue;
            }
            let is_one = match network.definition(symbol) {
                Definition::Input => true,
                Definition::Dependence => false,
                Definition::Formula(formula) => {
                    inputs.iter().all(|input| self.always[input]) && is_total(graph, formula)
                }
            };
            self.always.insert(symbol, is_one);
            stack.pop();
        }
        self.always[&symbol]
    }
}

/// The sides with the given values of leaves put in.
fn with_values(
    graph: &mut Graph,
    given: &FxHashMap<SymbolId, ExprId>,
    (left, right): (ExprId, ExprId),
) -> (ExprId, ExprId) {
    let mut rewriter = Rewriter::new();
    for id in Walk::below(graph, &[left, right]) {
        if let Some(&value) = graph.symbol_at(id).and_then(|symbol| given.get(&symbol)) {
            rewriter.replace(id, value);
        }
    }
    (rewriter.apply(graph, left), rewriter.apply(graph, right))
}

/// Which quantities that are named in the sides are written out.
#[derive(Clone, Copy, PartialEq, Eq)]
enum WrittenOut {
    /// Those that are computed from others named there and from nothing else: `a` beside `z`.
    BetweenNames,
    /// Those that no other quantity named there is computed from.
    Last,
    All,
}

/// The sides with the definitions of such quantities in the place of their names.
fn by_definition(
    graph: &mut Graph,
    network: &Network,
    (left, right): (ExprId, ExprId),
    which: WrittenOut,
) -> (ExprId, ExprId) {
    let named: Vec<(ExprId, SymbolId)> = Walk::below(graph, &[left, right])
        .into_iter()
        .filter_map(|id| Some((id, graph.symbol_at(id)?)))
        .collect();
    let others: FxHashSet<SymbolId> = match which {
        WrittenOut::BetweenNames => named.iter().map(|&(_, symbol)| symbol).collect(),
        WrittenOut::Last => named.iter().flat_map(|&(_, symbol)| network.inputs(symbol)).copied().collect(),
        WrittenOut::All => FxHashSet::default(),
    };
    let is_written = |symbol: SymbolId| match which {
        WrittenOut::BetweenNames => network.inputs(symbol).iter().all(|input| others.contains(input)),
        WrittenOut::Last => !others.contains(&symbol),
        WrittenOut::All => true,
    };
    let mut rewriter = Rewriter::new();
    for (id, symbol) in named.into_iter().filter(|(_, symbol)| is_written(*symbol)) {
        if let Definition::Formula(formula) = network.definition(symbol) {
            rewriter.replace(id, formula);
        }
    }
    (rewriter.apply(graph, left), rewriter.apply(graph, right))
}

/// A proof for all numbers of the names.
fn proof(
    graph: &mut Graph,
    kernel: &mut Kernel,
    (left, right): (ExprId, ExprId),
    relation: Relation,
    ranges: &Ranges,
) -> Option<Judgement> {
    let (one, other) = (kernel.of(graph, left), kernel.of(graph, right));
    let (one, other) = (identity::without_extremes(graph, one), identity::without_extremes(graph, other));
    let are_same = |graph: &mut Graph| {
        !identity::signs_matter(graph, one, other)
            && identity::holds(graph, one, other, &FxHashMap::default())
    };
    let (low, high, strict) = match relation {
        Relation::Less => (left, right, true),
        Relation::AtMost => (left, right, false),
        Relation::Greater => (right, left, true),
        Relation::AtLeast => (right, left, false),
        Relation::Equal => return are_same(graph).then(|| By::SameFunction.into()),
        Relation::About => return None,
    };
    // Points first: what fails at one is not believed by any proof.
    let holds = |order: Ordering| if strict { order.is_lt() } else { order.is_le() };
    let (lower, upper) = (kernel.of(graph, low), kernel.of(graph, high));
    if counterexample::find_near(graph, lower, upper, ranges, holds).is_some() {
        return None;
    }
    let opposite = graph.call(&NEGATE, &[low]);
    let gap = graph.call(&ADD, &[high, opposite]);
    if bound::is_plainly_not_negative(graph, gap, strict, ranges) {
        return Some(By::Rules(vec![&rule::RANGES]).into());
    }
    if !strict && are_same(graph) {
        return Some(By::SameFunction.into());
    }
    let budget = Budget::new(STEPS);
    let part = budget.part(2);
    if bound::is_not_negative(graph, gap, strict, ranges, &part) == Found::Proved {
        return Some(By::Rules(vec![&rule::RANGES]).into());
    }
    budget.give_back(&part);
    bound::prove(graph, gap, strict, ranges, &budget).map(|rules| By::Rules(rules).into())
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
            let Some(row) = graph.builtin(function) else { return false };
            if primes > 0 {
                return primes == 1 && matches!(row.domain, Domain::Everywhere) && row.kinks.is_empty();
            }
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
