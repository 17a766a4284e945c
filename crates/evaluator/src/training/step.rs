//! A network, its gradients and an update rule as one program: a step.

use std::sync::Arc;

use chainrule_symbolic::derivation::{Adjoint, Calculus, Derivation, FactorId, Form};
use chainrule_symbolic::function::rows::power::SQRT;
use chainrule_symbolic::graph::{ExprId, Graph, Scope, SymbolId};
use chainrule_symbolic::network::{Definition, Order, Role};
use chainrule_symbolic::number::Rational;
use rustc_hash::FxHashMap;

use super::builder::{Builder, Names};
use super::in_turn::FactorsInTurn;
use super::plan::{MOST_INSTRUCTIONS, Plan, Unwritten};
use super::rule::{self, Given};
use super::sweep::{Sweep, Way};
use super::{Program, Register, Writing};
use crate::number::Value;

/// What moves, the register of the step's number and that of the gradient's length, where the rule needs them.
type Moves = (Vec<Moved>, Option<Register>, Option<Register>);

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
    /// Its states, before and after.
    pub states: Vec<(Register, Register)>,
}

/// What a register stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// A quantity in the forward pass.
    Quantity(SymbolId),
    /// A derivative of the loss.
    Derivative(ExprId),
    /// A state of a weight: which weight, and its place among the rule's states.
    State(SymbolId, usize),
    /// A weight after the step.
    New(SymbolId),
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
    graph: &'a mut Graph,
    calculus: &'a mut Calculus,
    plan: &'a Plan<'a>,
    builder: Builder,
    names: Names,
    /// Adjoints that are written since a weight moved, by their address; each is kept, so that no other takes it.
    adjoints: FxHashMap<usize, (Arc<Adjoint>, Register)>,
    /// What factors are written as where weights move in turn.
    in_turn: FactorsInTurn,
    meanings: Vec<(Register, Meaning)>,
}

impl Step {
    /// Writes the program of a step: the forward pass, and the chain as the calculus derives it.
    ///
    /// # Errors
    /// A name or a derivative has no number, or the program would be too long.
    pub fn new(
        graph: &mut Graph,
        calculus: &mut Calculus,
        plan: &Plan<'_>,
        writing: Writing,
    ) -> Result<Self, Unwritten> {
        let sweep = match plan.order {
            Order::Simultaneous => Sweep::new(graph, calculus, plan.loss),
            Order::Sequential => None,
        };
        Self::with(graph, calculus, plan, writing, sweep)
    }

    /// The same with each gradient written from a derivation of its own: for tests of the sweep.
    ///
    /// # Errors
    /// As [`Step::new`].
    pub fn weight_by_weight(
        graph: &mut Graph,
        calculus: &mut Calculus,
        plan: &Plan<'_>,
        writing: Writing,
    ) -> Result<Self, Unwritten> {
        Self::with(graph, calculus, plan, writing, None)
    }

    fn with(
        graph: &mut Graph,
        calculus: &mut Calculus,
        plan: &Plan<'_>,
        writing: Writing,
        sweep: Option<Sweep>,
    ) -> Result<Self, Unwritten> {
        let kept = plan.stated.keys().copied().collect();
        let mut writer = Writer {
            graph,
            calculus,
            plan,
            builder: Builder::new(writing, kept),
            names: Names::default(),
            adjoints: FxHashMap::default(),
            in_turn: FactorsInTurn::default(),
            meanings: Vec::new(),
        };
        let olds = writer.leaves();
        let quantities = writer.forward();
        if plan.order == Order::Sequential {
            // There is one forward pass: what it computed stays, whether it has a name or not, when weights move.
            writer.names.keep_written();
        }
        let forward = writer.builder.length();
        let (weights, time, norm) = writer.moves(&olds, sweep)?;
        let Writer { builder, mut meanings, .. } = writer;
        meanings.sort_by_key(|(register, _)| *register);
        let loss = quantities.get(&plan.loss).copied();
        Ok(Self { program: builder.finish(), forward, weights, time, quantities, norm, loss, meanings })
    }
}

impl Writer<'_> {
    /// The weights, each in a register that is set before each run; and the numbers that stay.
    fn leaves(&mut self) -> Vec<Register> {
        let mut olds = Vec::with_capacity(self.plan.weights.len());
        for &weight in self.plan.weights {
            let (name, register) = (self.graph.symbol(weight), self.builder.input());
            self.names.stated.insert(name, register);
            self.meanings.push((register, Meaning::Quantity(weight)));
            olds.push(register);
        }
        let mut stated: Vec<(&ExprId, &Value)> = self.plan.stated.iter().collect();
        stated.sort_unstable_by_key(|(id, _)| **id);
        for (&id, value) in stated {
            if !self.names.stated.contains_key(&id) {
                let register = self.builder.constant(value.clone());
                self.names.stated.insert(id, register);
            }
        }
        olds
    }

    /// Everything that the loss and what is watched are computed from, as far as it has numbers.
    fn forward(&mut self) -> FxHashMap<SymbolId, Register> {
        let network = self.calculus.network();
        let mut wanted = vec![false; network.symbol_count()];
        for &symbol in self.plan.watched.iter().chain([&self.plan.loss]) {
            wanted[symbol.index()] = true;
        }
        for &symbol in network.order().iter().rev() {
            if wanted[symbol.index()] {
                for input in network.inputs(symbol) {
                    wanted[input.index()] = true;
                }
            }
        }
        let mut quantities = FxHashMap::default();
        for &symbol in network.order() {
            if !wanted[symbol.index()] {
                continue;
            }
            let name = self.graph.symbol(symbol);
            if let Some(&register) = self.names.stated.get(&name) {
                quantities.insert(symbol, register);
                continue;
            }
            let Definition::Formula(expr) = network.definition(symbol) else { continue };
            // What has no number is missed only where a gradient needs it.
            if let Ok(register) = self.builder.expression(self.graph, expr, &mut self.names) {
                self.names.stated.insert(name, register);
                self.meanings.push((register, Meaning::Quantity(symbol)));
                quantities.insert(symbol, register);
            }
        }
        quantities
    }

    /// The gradients, and what the rule makes of them.
    fn moves(&mut self, olds: &[Register], mut sweep: Option<Sweep>) -> Result<Moves, Unwritten> {
        let plan = self.plan;
        let time = plan.rule.uses(Role::Step).then(|| self.builder.input());
        let arguments: Vec<Register> =
            plan.arguments.iter().map(|value| self.builder.constant(value.clone())).collect();
        let mut gradients = Vec::with_capacity(olds.len());
        let mut norm = None;
        if plan.order == Order::Simultaneous {
            for &weight in plan.weights {
                gradients.push(match &mut sweep {
                    Some(sweep) => self.swept(sweep, weight)?,
                    None => self.gradient(weight)?,
                });
            }
            norm = plan.rule.uses(Role::Norm).then(|| self.norm(&gradients));
        }
        let mut weights = Vec::with_capacity(olds.len());
        for (place, (&weight, &old)) in plan.weights.iter().zip(olds).enumerate() {
            let gradient = match gradients.get(place) {
                Some(&gradient) => gradient,
                None => self.gradient(weight)?,
            };
            let given = Given { weight: old, gradient, norm, time, arguments: arguments.clone() };
            let moves = rule::write(&mut self.builder, self.graph, plan.rule, &given)?;
            let states = moves.states.iter().enumerate();
            self.meanings.extend(states.map(|(place, (_, new))| (*new, Meaning::State(weight, place))));
            self.meanings.push((moves.new, Meaning::New(weight)));
            weights.push(Moved { weight, old, gradient, new: moves.new, states: moves.states });
            if plan.order == Order::Sequential {
                let name = self.graph.symbol(weight);
                self.names.stated.insert(name, moves.new);
                self.names.forget_written();
                self.adjoints.clear();
            }
            if self.builder.length() > MOST_INSTRUCTIONS {
                return Err(Unwritten::TooLong);
            }
        }
        Ok((weights, time, norm))
    }

    /// √(Σ g²).
    fn norm(&mut self, gradients: &[Register]) -> Register {
        let mut sum: Option<Register> = None;
        for &gradient in gradients {
            let square = self.builder.multiply(gradient, gradient);
            sum = Some(sum.map_or(square, |sum| self.builder.add(sum, square)));
        }
        let sum = sum.unwrap_or_else(|| self.builder.constant(Value::Exact(Rational::zero())));
        self.builder.call(&SQRT, &[sum])
    }

    /// The derivative of the loss by a weight, from a sweep.
    fn swept(&mut self, sweep: &mut Sweep, weight: SymbolId) -> Result<Register, Unwritten> {
        let Way::Swept { places, own, single } = sweep.way(weight) else { return self.gradient(weight) };
        let target = self.graph.symbol(self.plan.loss);
        for place in places {
            let mut sum: Option<Register> = None;
            for summand in sweep.gradient.summands(place) {
                let factor = self.factor(summand.factor)?;
                let product = match summand.user() {
                    Some(user) => {
                        let upstream = sweep.registers[user].expect("users are written before what they use");
                        self.builder.multiply(upstream, factor)
                    }
                    None => factor,
                };
                sum = Some(sum.map_or(product, |sum| self.builder.add(sum, product)));
            }
            let register = sum.expect("what reaches the target is used");
            sweep.registers[place] = Some(register);
            if !single || place == own {
                let of = sweep.gradient.quantities()[place];
                let name = self.graph.derivative(target, of, Scope::Total);
                self.meanings.push((register, Meaning::Derivative(name)));
            }
            sweep.noted[place] |= !single;
        }
        if self.builder.length() > MOST_INSTRUCTIONS {
            return Err(Unwritten::TooLong);
        }
        Ok(sweep.registers[own].expect("it is written"))
    }

    /// The derivative of the loss by a weight: its paths, or its adjoints from the loss back.
    fn gradient(&mut self, weight: SymbolId) -> Result<Register, Unwritten> {
        let derivation = self.calculus.derive(self.graph, self.plan.loss, weight);
        let register = self.derivation(&derivation)?;
        self.meanings.push((register, Meaning::Derivative(derivation.name)));
        if self.builder.length() > MOST_INSTRUCTIONS {
            return Err(Unwritten::TooLong);
        }
        Ok(register)
    }

    fn derivation(&mut self, derivation: &Derivation) -> Result<Register, Unwritten> {
        match &derivation.form {
            Form::Same => Ok(self.builder.constant(Value::Exact(Rational::one()))),
            Form::Independent { .. } => Ok(self.builder.constant(Value::Exact(Rational::zero()))),
            Form::Paths(paths) => {
                let mut sum: Option<Register> = None;
                for path in paths {
                    let mut product: Option<Register> = None;
                    for &id in &path.factors {
                        let factor = self.factor(id)?;
                        product =
                            Some(product.map_or(factor, |product| self.builder.multiply(product, factor)));
                    }
                    let product = product.expect("a path has a factor");
                    sum = Some(sum.map_or(product, |sum| self.builder.add(sum, product)));
                }
                Ok(sum.expect("a target that is reached has a path"))
            }
            Form::Backpropagation(adjoints) => {
                let mut of: FxHashMap<SymbolId, Register> = FxHashMap::default();
                let mut last = None;
                for adjoint in adjoints {
                    let address = Arc::as_ptr(adjoint).addr();
                    let register = match self.adjoints.get(&address) {
                        Some((_, register)) => *register,
                        None => self.adjoint(adjoint, derivation.target, &of)?,
                    };
                    self.adjoints.insert(address, (Arc::clone(adjoint), register));
                    of.insert(adjoint.of, register);
                    last = Some(register);
                }
                Ok(last.expect("the adjoint of the weight comes last"))
            }
        }
    }

    fn adjoint(
        &mut self,
        adjoint: &Adjoint,
        target: SymbolId,
        of: &FxHashMap<SymbolId, Register>,
    ) -> Result<Register, Unwritten> {
        let mut sum: Option<Register> = None;
        for term in &adjoint.terms {
            let factor = self.factor(term.factor)?;
            let product = match of.get(&term.user) {
                Some(&upstream) if term.user != target => self.builder.multiply(upstream, factor),
                Some(_) | None => factor,
            };
            sum = Some(sum.map_or(product, |sum| self.builder.add(sum, product)));
        }
        let register = sum.expect("what reaches the target is used");
        self.meanings.push((register, Meaning::Derivative(adjoint.name)));
        Ok(register)
    }

    /// The derivative along one edge: its stated number, or what it is worked out to be.
    fn factor(&mut self, id: FactorId) -> Result<Register, Unwritten> {
        let factor = self.calculus.factor(id);
        let expr = if self.names.stated.contains_key(&factor.name) {
            factor.name
        } else {
            match self.plan.order {
                Order::Simultaneous => factor.result,
                Order::Sequential => {
                    self.in_turn.factor(self.graph, self.calculus, (&mut self.builder, &self.names), id)
                }
            }
        };
        Ok(self.builder.expression(self.graph, expr, &mut self.names)?)
    }
}
