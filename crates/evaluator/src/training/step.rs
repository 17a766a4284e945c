//! A network, its gradients and an update rule as one program: a step.

use chainrule_number::Rational;
use chainrule_symbolic::derivation::Calculus;
use chainrule_symbolic::function::rows::power::SQRT;
use chainrule_symbolic::graph::{ExprId, Graph, SymbolId};
use chainrule_symbolic::network::{Order, Role};
use rustc_hash::{FxHashMap, FxHashSet};

use super::plan::Plan;
use super::rule::{self, Given, Moves};
use chainrule_number::Value;
use chainrule_program::{Builder, MOST_INSTRUCTIONS, Meaning, NetworkWriter, Program, Register, Unwritten};

/// What moves, the register of the step's number and that of the gradient's length, where the rule needs them.
type AllMoves = (Vec<Moved>, Option<Register>, Option<Register>);

/// A weight in a step.
#[derive(Clone, Debug)]
pub struct Moved {
    /// Which leaf.
    pub weight: SymbolId,
    /// Its number before the step; set before each run.
    pub old: Register,
    /// Its gradient, before any clip.
    pub gradient: Register,
    /// Its number after the step.
    pub new: Register,
    /// What is added to its number, where the rule ends in such a sum.
    pub step: Option<Register>,
    /// Its states, before and after.
    pub states: Vec<(Register, Register)>,
}

/// One step as a program.
#[derive(Debug)]
pub struct Step {
    /// The instructions: the forward pass first.
    pub program: Program,
    /// How many of them are the forward pass.
    pub forward: usize,
    /// The weights, in their order.
    pub weights: Vec<Moved>,
    /// Where the data of a batch is put before each step.
    pub data: Vec<Register>,
    /// The number of the step, where the rule uses it.
    pub time: Option<Register>,
    /// Where the quantities of the forward pass are.
    pub quantities: FxHashMap<SymbolId, Register>,
    /// The length of the gradient, where the rule uses it.
    pub norm: Option<Register>,
    /// Where the loss is, where it has a number.
    pub loss: Option<Register>,
    /// What registers stand for, in the order in which they are computed.
    pub meanings: Vec<(Register, Meaning)>,
}

/// Writes the step.
struct Writer<'a> {
    network: NetworkWriter<'a>,
    plan: &'a Plan<'a>,
}

impl Step {
    /// Writes the program of a step: the forward pass, the adjoints from the loss back, and the rule.
    ///
    /// # Errors
    /// A name or a derivative has no number, or the program would be too long.
    pub fn new(graph: &mut Graph, calculus: &mut Calculus, plan: &Plan<'_>) -> Result<Self, Unwritten> {
        let moving = plan.weights.iter().chain(plan.data);
        let moving: FxHashSet<ExprId> = moving.map(|&leaf| graph.symbol(leaf)).collect();
        let stated = plan.stated.iter().map(|(&id, value)| (id, value));
        let mut network = NetworkWriter::new(graph, calculus, stated.filter(|(id, _)| !moving.contains(id)));
        let olds: Vec<Register> = plan.weights.iter().map(|&weight| network.input(weight)).collect();
        let data = plan.data.iter().map(|&leaf| network.input(leaf)).collect();
        let wanted: Vec<SymbolId> = plan.watched.iter().chain([&plan.loss]).copied().collect();
        network.forward(Some(&wanted));
        network.prepare(plan.loss);
        if plan.order == Order::Sequential {
            network.move_in_turn();
        }
        let forward = network.builder.length();
        let quantities = network.quantities().clone();
        let mut writer = Writer { network, plan };
        let (weights, time, norm) = writer.moves(&olds)?;
        let NetworkWriter { builder, mut meanings, .. } = writer.network;
        meanings.sort_by_key(|(register, _)| *register);
        let loss = quantities.get(&plan.loss).copied();
        Ok(Self { program: builder.finish(), forward, weights, data, time, quantities, norm, loss, meanings })
    }
}

impl Writer<'_> {
    /// The gradients, and what the rule makes of them.
    fn moves(&mut self, olds: &[Register]) -> Result<AllMoves, Unwritten> {
        let (plan, network) = (self.plan, &mut self.network);
        let time = plan.rule.uses(Role::Step).then(|| network.builder.input());
        let mut arguments = Vec::with_capacity(plan.arguments.len());
        for (argument, value) in plan.rule.arguments.iter().zip(plan.arguments) {
            let register = network.builder.constant(value.clone());
            network.builder.name(register, argument.value);
            arguments.push(register);
        }
        let mut gradients = Vec::with_capacity(olds.len());
        let mut norm = None;
        if plan.order == Order::Simultaneous {
            for &weight in plan.weights {
                gradients.push(network.derivative(plan.loss, weight)?);
            }
            norm = plan.rule.uses(Role::Norm).then(|| norm_of(&mut network.builder, &gradients));
        }
        let mut weights = Vec::with_capacity(olds.len());
        for (place, (&weight, &old)) in plan.weights.iter().zip(olds).enumerate() {
            let gradient = match gradients.get(place) {
                Some(&gradient) => gradient,
                None => network.derivative(plan.loss, weight)?,
            };
            let given = Given { weight: old, gradient, norm, time, arguments: arguments.clone() };
            network.builder.names_registers(false);
            let moves = rule::write(&mut network.builder, network.graph, plan.rule, &given)?;
            network.builder.names_registers(true);
            let states = moves.states.iter().enumerate();
            network.meanings.extend(states.map(|(place, (_, new))| (*new, Meaning::State(weight, place))));
            network.meanings.push((moves.new, Meaning::New(weight)));
            let Moves { new, step, states } = moves;
            weights.push(Moved { weight, old, gradient, new, step, states });
            if plan.order == Order::Sequential {
                let name = network.graph.symbol(weight);
                network.restate(name, moves.new);
            }
            if network.builder.length() > MOST_INSTRUCTIONS {
                return Err(Unwritten::TooLong);
            }
        }
        Ok((weights, time, norm))
    }
}

/// √(Σ g²).
fn norm_of(builder: &mut Builder, gradients: &[Register]) -> Register {
    let mut sum: Option<Register> = None;
    for &gradient in gradients {
        let square = builder.multiply(gradient, gradient);
        sum = Some(sum.map_or(square, |sum| builder.add(sum, square)));
    }
    let sum = sum.unwrap_or_else(|| builder.constant(Value::Exact(Rational::zero())));
    builder.call(&SQRT, &[sum])
}
