//! A formula that loses its digits: σ(z)·(1 − σ(z)) where σ(z) rounds to 1.

use chainrule_symbolic::derivation::{self, FactorId};
use chainrule_symbolic::graph::{ExprId, Graph, Node, Rewriter, Walk};
use rustc_hash::FxHashMap;

use super::agree;
use crate::evaluate::evaluate;
use crate::kernel::Kernel;
use crate::machine::Machine;
use crate::number::Value;
use crate::number::format::{Format, Held};

/// The working precisions, in bits, tried until the true value is certain.
const PRECISIONS: &[u32] = &[192, 512, 1_536, 6_144];

/// A factor whose formula, computed in a format, gives something else than the factor is.
#[derive(Clone, Debug)]
pub struct Cancellation {
    /// The factor.
    pub factor: FactorId,
    /// What it is, as a formula.
    pub formula: ExprId,
    /// The same written out, where it is a primed function: `σ(z)·(1 − σ(z))` for `σ'(z)`.
    pub written: Option<ExprId>,
    /// What the formula comes to, each operation rounded.
    pub computed: Held,
    /// The true value of the formula at the very numbers that the format holds: what they lost in rounding is not counted.
    pub truth: Value,
    /// The formula rearranged.
    pub repair: Option<Rearranged>,
}

/// Another formula for the same, which does not lose its digits.
#[derive(Clone, Debug)]
pub struct Rearranged {
    /// The formula.
    pub formula: ExprId,
    /// What it comes to in the format, each operation rounded.
    pub value: Held,
}

/// Whether the formula of a factor loses its digits in a format, at the numbers that the machine holds.
pub fn find(
    graph: &mut Graph,
    machine: &mut Machine<&'static Format>,
    factor: FactorId,
    formula: ExprId,
) -> Option<Cancellation> {
    let format: &'static Format = machine.arithmetic();
    let computed = machine.value(graph, formula).ok()?;
    let truth = true_value(graph, machine, formula)?;
    let held = format.round_value(&truth)?;
    // Beyond the range of the format no formula helps.
    if held.finite().is_none() || agree(format, computed, held) {
        return None;
    }
    let repair = rearranged(graph, formula).and_then(|formula| {
        let value = machine.value(graph, formula).ok()?;
        agree(format, value, held).then_some(Rearranged { formula, value })
    });
    let written = derivation::formula(graph, formula);
    Some(Cancellation { factor, formula, written, computed, truth, repair })
}

/// The value of a formula at the numbers that a machine holds, without any rounding.
fn true_value(graph: &mut Graph, machine: &Machine<&'static Format>, formula: ExprId) -> Option<Value> {
    let format: &'static Format = machine.arithmetic();
    let mut known: FxHashMap<ExprId, Value> = FxHashMap::default();
    for id in Walk::rewritable(graph, formula) {
        if let Some(held) = machine.get(id) {
            known.insert(id, Value::Exact(held.to_rational()?));
        }
    }
    let kernel = Kernel::new().of(graph, formula);
    let mut last = None;
    for &bits in PRECISIONS {
        let value = evaluate(graph, kernel, &known, bits).ok()?;
        if format.round_value(&value).is_some() && value.certain_bits() > 64 {
            return Some(value);
        }
        last = Some(value);
    }
    last.filter(|value| format.round_value(value).is_some())
}

/// The formula with derivatives written so that nothing cancels, as their rows say; nothing where none of them has such a
/// formula.
fn rearranged(graph: &mut Graph, formula: ExprId) -> Option<ExprId> {
    let mut rewriter = Rewriter::new();
    let mut found = false;
    for id in Walk::rewritable(graph, formula) {
        let Node::Apply { function, primes: 1, arguments: &[argument] } = graph.node(id) else { continue };
        let Some(steady) = graph.builtin(function).and_then(|row| row.steady_slope) else { continue };
        let rewritten = steady(graph, &[argument]);
        rewriter.replace(id, rewritten);
        found = true;
    }
    found.then(|| rewriter.apply(graph, formula))
}
