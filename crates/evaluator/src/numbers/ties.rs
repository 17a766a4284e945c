//! Numbers that lie at a kink exactly, though their digits never tell: the difference of two formulas that are the same
//! function, `a + b - (b + a)`, or the same number, `sqrt(2)*sqrt(3) - sqrt(6)`.

use chainrule_number::Rational;
use chainrule_symbolic::function::rows::arithmetic::ADD;
use chainrule_symbolic::graph::{ExprId, Graph, Node, Rewriter, Walk};
use chainrule_symbolic::network::Network;
use rustc_hash::{FxHashMap, FxHashSet};

use super::Numbers;
use chainrule_number::{Scalar, Value};
use chainrule_program::Kernel;
use chainrule_proof::bound::Budget;
use chainrule_proof::identity;

/// Larger expressions are not looked at.
const LARGEST: usize = 600;

/// So many are looked at in all.
const MOST_TRIED: usize = 300;

/// What is needed to see that a number is zero.
#[derive(Debug)]
pub(super) struct Ties {
    /// By name: what it is given to be.
    stated: Vec<(ExprId, ExprId)>,
    /// What other names are defined to be.
    network: Network,
    /// What was looked at in vain.
    in_vain: FxHashSet<(ExprId, i64)>,
    /// The steps that are left for proofs.
    steps: Budget,
}

impl Ties {
    pub(super) fn new(network: &Network, stated: &[(ExprId, ExprId)]) -> Self {
        let mut stated = stated.to_vec();
        stated.sort_unstable();
        let network = network.clone();
        Self { stated, network, in_vain: FxHashSet::default(), steps: Budget::new(identity::MOST_STEPS) }
    }

    /// The same for numbers with more digits: what was looked at in vain is not looked at again.
    pub(super) fn again(&self) -> Self {
        let Self { stated, network, in_vain, steps } = self;
        let steps = Budget::new(steps.left());
        Self { stated: stated.clone(), network: network.clone(), in_vain: in_vain.clone(), steps }
    }

    fn definition(&self, graph: &Graph, name: ExprId) -> Option<ExprId> {
        let place = self.stated.partition_point(|(other, _)| *other < name);
        if let Some((_, value)) = self.stated.get(place).filter(|(other, _)| *other == name) {
            return Some(*value);
        }
        let Node::Symbol(symbol) = graph.node(name) else { return None };
        self.network.formula(symbol)
    }

    /// Whether an expression is zero as a function of its names, or by what they are.
    fn is_zero(&self, graph: &mut Graph, expr: ExprId) -> bool {
        let zero = graph.integer(0);
        let holds = |graph: &mut Graph, expr: ExprId| {
            if Walk::rewritable(graph, expr).len() > LARGEST {
                return false;
            }
            let written = Kernel::new().of(graph, expr);
            Walk::rewritable(graph, written).len() <= LARGEST
                && identity::holds_within(graph, written, zero, &FxHashMap::default(), &self.steps)
        };
        if holds(graph, expr) {
            return true;
        }
        match self.written_out(graph, expr) {
            Some(written) if written != expr => holds(graph, written),
            Some(_) | None => false,
        }
    }

    /// The expression with every name by its definition; nothing where that is large.
    fn written_out(&self, graph: &mut Graph, expr: ExprId) -> Option<ExprId> {
        let mut rewriter = Rewriter::new();
        let mut settled: FxHashSet<ExprId> = FxHashSet::default();
        let mut stack = vec![expr];
        while let Some(&at) = stack.last() {
            let names: Vec<ExprId> = Walk::rewritable(graph, at)
                .into_iter()
                .filter(|&id| !matches!(graph.node(id), Node::Number(_) | Node::Apply { .. }))
                .filter(|id| !settled.contains(id))
                .collect();
            if settled.len() + stack.len() + names.len() > LARGEST {
                return None;
            }
            // Definitions first; a name on the way already is one that is defined by itself, and stays.
            let formulas: Vec<ExprId> = names
                .iter()
                .filter_map(|&name| self.definition(graph, name))
                .filter(|formula| !stack.contains(formula) && !settled.contains(formula))
                .collect();
            if !formulas.is_empty() {
                stack.extend(formulas);
                continue;
            }
            for name in names {
                settled.insert(name);
                if let Some(formula) = self.definition(graph, name) {
                    let written = rewriter.apply(graph, formula);
                    rewriter.replace(name, written);
                }
            }
            settled.insert(at);
            stack.pop();
        }
        Some(rewriter.apply(graph, expr))
    }
}

impl Numbers {
    /// Where a function with a kink is put to something whose value may lie there, and does: its value is exact from now
    /// on. `value` is that of the argument, where it is not known by itself.
    pub(super) fn settle_kink(&mut self, graph: &mut Graph, id: ExprId, value: Option<&Value>) {
        let Node::Apply { function, arguments: &[argument], .. } = graph.node(id) else { return };
        let Some(row) = graph.builtin(function).filter(|row| !row.kinks.is_empty()) else { return };
        let Some(Value::Enclosed(value)) = self.values.get(argument).or(value).cloned() else { return };
        for kink in row.kinks {
            let at = Rational::from_integer(kink.at);
            let beside = Value::Enclosed(value.clone()).add(&Value::Exact(-&at), self.bits);
            let may_be_there = matches!(beside, Ok(Value::Enclosed(beside)) if beside.sign().is_none());
            let is_new = !self.ties.in_vain.contains(&(argument, kink.at));
            if !may_be_there || !is_new || self.ties.in_vain.len() > MOST_TRIED {
                continue;
            }
            let gap = if kink.at == 0 {
                argument
            } else {
                let opposite = graph.number(-&at);
                graph.call(&ADD, &[argument, opposite])
            };
            if self.ties.is_zero(graph, gap) {
                self.values.insert(argument, Value::Exact(at));
                return;
            }
            self.ties.in_vain.insert((argument, kink.at));
        }
    }
}
