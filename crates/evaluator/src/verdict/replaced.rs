//! Another activation in the place of a saturated one, carried out: the forward pass and the way back, with everything
//! that follows from it, exactly and in formats.

use chainrule_program::{Enclosing, NetworkWriter, Register, Templates};
use chainrule_symbolic::derivation::Calculus;
use chainrule_symbolic::function::Function;
use chainrule_symbolic::function::rows::hyperbolic::TANH;
use chainrule_symbolic::function::rows::logistic::SOFTPLUS;
use chainrule_symbolic::function::rows::rectifier::{LEAKY_RELU, RELU};
use chainrule_symbolic::graph::{ExprId, Graph, Node, Rewriter, SymbolId};
use chainrule_symbolic::network::{Definition, Network, NetworkBuilder};

use super::programs::{Programs, Question};
use super::saturation::{Replaced, Saturation};
use super::{Limits, Size, agree};

/// The activations tried in the place of a saturated one.
static OTHERS: &[&Function] = &[&RELU, &LEAKY_RELU, &TANH, &SOFTPLUS];

/// The working precision, in bits.
const BITS: u32 = 192;

/// So many bits of a derivative must be certain for it to be told.
const CERTAIN_BITS: i64 = 64;

impl Programs {
    /// The first of the other activations with which the derivative is of moderate size, or else nearest to it; nothing
    /// where none comes nearer, or no program comes to a number.
    pub fn replaced(
        &mut self,
        graph: &mut Graph,
        calculus: &Calculus,
        question: &Question<'_>,
        found: &Saturation,
        limits: Limits,
    ) -> Option<Replaced> {
        // Stated derivatives belong to the formulas as they were.
        if self.stated.keys().any(|&id| !matches!(graph.node(id), Node::Symbol(_))) {
            return None;
        }
        let present_size = question.value.told_log10_abs().map_or(f64::INFINITY, f64::abs);
        let mut best: Option<(f64, Replaced)> = None;
        for &function in OTHERS {
            let id = chainrule_symbolic::function::id(function);
            let slope = graph.apply_primed(id, 1, &[found.argument]);
            if slope == found.slope || !self.may_try() {
                continue;
            }
            let child = calculus.factor(found.factor).child;
            let network = with_another(graph, calculus.network(), child, found, function)?;
            let Some(replaced) = self.carried_out(graph, network, question, function, slope) else {
                continue;
            };
            let Some(size) = replaced.derivative.told_log10_abs() else { continue };
            let is_computed = replaced.computed.iter().any(|(_, _, is_nearest)| *is_nearest);
            if size == f64::NEG_INFINITY || size.abs() >= present_size || !is_computed {
                continue;
            }
            if Size::of(size, limits) == Size::Healthy {
                return Some(replaced);
            }
            if best.as_ref().is_none_or(|(least, _)| size.abs() < *least) {
                best = Some((size.abs(), replaced));
            }
        }
        best.map(|(_, replaced)| replaced)
    }

    /// Carries a changed network out, in enclosures and in all formats.
    fn carried_out(
        &self,
        graph: &mut Graph,
        network: Network,
        question: &Question<'_>,
        function: &'static Function,
        slope: ExprId,
    ) -> Option<Replaced> {
        let mut calculus = Calculus::new(graph, network);
        let given = self.stated.iter().map(|(&id, value)| (id, value));
        let mut writer = NetworkWriter::new(graph, &mut calculus, given);
        writer.forward(Some(&[question.target]));
        let register = writer.derivative(question.target, question.by).ok()?;
        let slope = writer.expression(slope).ok()?;
        let forward: Vec<Register> = writer.quantities().values().copied().collect();
        let target = writer.quantities().get(&question.target).copied()?;
        let program = writer.finish();
        let functions = Templates::of_program(graph, &program);
        let truths = program.values(&Enclosing { bits: BITS, functions: &functions }, &[]);
        // A loss that has no number with it, ln(1 - 40), is not repaired.
        if forward.iter().any(|register| truths[register.index()].is_none()) {
            return None;
        }
        let derivative =
            truths[register.index()].clone().filter(|value| value.certain_bits() >= CERTAIN_BITS)?;
        let slope = truths[slope.index()].clone()?;
        let mut computed = Vec::new();
        for format in self.formats() {
            let values = program.start_in(format);
            let held = format.round_f64(values[register.index()]);
            let is_nearest =
                format.round_value(&derivative).is_some_and(|nearest| agree(format, held, nearest));
            computed.push((
                format,
                held,
                is_nearest && held.finite().is_some() && values[target.index()].is_finite(),
            ));
        }
        Some(Replaced { function, slope, derivative, computed })
    }
}

/// The network with another activation at one place.
fn with_another(
    graph: &mut Graph,
    network: &Network,
    child: SymbolId,
    found: &Saturation,
    function: &'static Function,
) -> Option<Network> {
    let Node::Apply { function: old, .. } = graph.node(found.slope) else { return None };
    let mut rewriter = Rewriter::new();
    let (old, new) = (graph.apply(old, &[found.argument]), graph.call(function, &[found.argument]));
    rewriter.replace(old, new);
    let mut builder = NetworkBuilder::new();
    let mut is_changed = false;
    for &symbol in network.order() {
        match network.definition(symbol) {
            Definition::Input => builder.input(symbol),
            Definition::Dependence => builder.depend(symbol, network.inputs(symbol).to_vec()),
            Definition::Formula(expr) if symbol == child => {
                let changed = rewriter.apply(graph, expr);
                is_changed = changed != expr;
                builder.define(symbol, changed);
            }
            Definition::Formula(expr) => builder.define(symbol, expr),
        }
    }
    builder.finish(graph).ok().filter(|_| is_changed)
}
