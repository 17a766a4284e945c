//! A network as a program: the forward pass, and adjoints from a target back.
//!
//! That is what *a program* is, wherever a page speaks of one:
//!
//! - a given number is rounded once, from its exact value, and so is every number that stands in a formula; a quotient of
//!   two numbers that are written out, `0.17/3`, is one number;
//! - each quantity is computed by its formula as written, operation by operation, long sums and products from left to right;
//! - the derivative along an edge is computed by the formula that it is worked out to, that of an activation by the formula
//!   of its row, such as σ(z)·(1 − σ(z)); a stated one is a given number;
//! - adjoints are accumulated from the target back: the adjoint of each user times the derivative along the edge, added up
//!   over the users, those nearest to the target first.

use chainrule_number::Rational;
use chainrule_symbolic::derivation::{Calculus, FactorId};
use chainrule_symbolic::function::rows::arithmetic::MULTIPLY;
use chainrule_symbolic::graph::{ExprId, Graph, Scope, SymbolId};
use chainrule_symbolic::network::Definition;
use rustc_hash::FxHashMap;

use super::builder::{Builder, Names, WithoutNumber};
use super::in_turn::FactorsInTurn;
use super::sweep::Sweep;
use super::{Program, Register};
use chainrule_number::Value;

/// A program takes so many instructions at most.
pub const MOST_INSTRUCTIONS: usize = 4_000_000;

/// Why there is no program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unwritten {
    /// Something has no number.
    WithoutNumber(WithoutNumber),
    /// It would be longer than [`MOST_INSTRUCTIONS`].
    TooLong,
}

impl From<WithoutNumber> for Unwritten {
    fn from(missing: WithoutNumber) -> Self {
        Self::WithoutNumber(missing)
    }
}

/// What a register stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// A quantity in the forward pass.
    Quantity(SymbolId),
    /// A derivative of the target.
    Derivative(ExprId),
    /// A state of a weight: which weight, and its place among the rule's states.
    State(SymbolId, usize),
    /// A weight after the step.
    New(SymbolId),
}

/// Writes a network.
pub struct NetworkWriter<'a> {
    /// Where expressions are.
    pub graph: &'a mut Graph,
    /// What derives.
    pub calculus: &'a mut Calculus,
    /// The program, as far as it is written.
    pub builder: Builder,
    /// Where the numbers of expressions are kept.
    pub names: Names,
    /// What registers stand for.
    pub meanings: Vec<(Register, Meaning)>,
    quantities: FxHashMap<SymbolId, Register>,
    /// By target, where no derivative is stated over more than one edge.
    sweeps: FxHashMap<SymbolId, Sweep>,
    /// Where the loss is scaled: what the way back starts from.
    scale: Option<Register>,
    /// Whether each product of the way back is given its name.
    is_named: bool,
    /// What factors are written as where weights move in turn.
    in_turn: Option<FactorsInTurn>,
}

impl<'a> NetworkWriter<'a> {
    /// Nothing is written yet; `stated` are the numbers of leaves and stated derivatives.
    pub fn new<'v>(
        graph: &'a mut Graph,
        calculus: &'a mut Calculus,
        stated: impl IntoIterator<Item = (ExprId, &'v Value)>,
    ) -> Self {
        let mut stated: Vec<(ExprId, &Value)> = stated.into_iter().collect();
        stated.sort_unstable_by_key(|(id, _)| *id);
        let kept = stated.iter().map(|(id, _)| *id).collect();
        let mut writer = Self {
            graph,
            calculus,
            builder: Builder::new(kept),
            names: Names::default(),
            meanings: Vec::new(),
            quantities: FxHashMap::default(),
            sweeps: FxHashMap::default(),
            scale: None,
            is_named: false,
            in_turn: None,
        };
        for (id, value) in stated {
            let register = writer.builder.constant(value.clone());
            writer.builder.name(register, id);
            writer.names.stated.insert(id, register);
        }
        writer
    }

    /// Every product of the way back is given its name, for those who follow numbers back.
    #[must_use]
    pub fn with_names(mut self) -> Self {
        self.is_named = true;
        self
    }

    /// Derivatives are written by formulas in which nothing cancels, where their rows have one.
    #[must_use]
    pub fn with_steady_slopes(mut self) -> Self {
        self.builder.write_steady_slopes();
        self
    }

    /// The way back starts from a scale of the loss: a register, set before each run.
    #[must_use]
    pub fn with_scale(mut self) -> Self {
        self.scale = Some(self.builder.input());
        self
    }

    /// A leaf whose number is set before each run.
    pub fn input(&mut self, leaf: SymbolId) -> Register {
        let (name, register) = (self.graph.symbol(leaf), self.builder.input());
        self.builder.name(register, name);
        self.names.stated.insert(name, register);
        self.meanings.push((register, Meaning::Quantity(leaf)));
        register
    }

    /// The forward pass: everything that `wanted` are computed from, as far as it has numbers; all quantities where that
    /// is nothing.
    pub fn forward(&mut self, wanted: Option<&[SymbolId]>) {
        let network = self.calculus.network();
        let mut is_wanted = vec![wanted.is_none(); network.symbol_count()];
        for &symbol in wanted.unwrap_or_default() {
            is_wanted[symbol.index()] = true;
        }
        for &symbol in network.order().iter().rev() {
            if is_wanted[symbol.index()] {
                for input in network.inputs(symbol) {
                    is_wanted[input.index()] = true;
                }
            }
        }
        for &symbol in network.order() {
            if !is_wanted[symbol.index()] {
                continue;
            }
            let name = self.graph.symbol(symbol);
            if let Some(&register) = self.names.stated.get(&name) {
                self.quantities.insert(symbol, register);
                continue;
            }
            let Definition::Formula(expr) = network.definition(symbol) else { continue };
            // What has no number is missed only where a gradient needs it.
            if let Ok(register) = self.builder.expression(self.graph, expr, &mut self.names) {
                self.builder.name(register, name);
                self.names.stated.insert(name, register);
                self.meanings.push((register, Meaning::Quantity(symbol)));
                self.quantities.insert(symbol, register);
            }
        }
        // A leaf that nothing is computed from stands outside the network, and keeps the number it was given.
        for &symbol in wanted.unwrap_or_default() {
            let name = self.graph.symbol(symbol);
            if let Some(&register) = self.names.stated.get(&name) {
                self.quantities.entry(symbol).or_insert(register);
            }
        }
    }

    /// Where the quantities of the forward pass are.
    pub fn quantities(&self) -> &FxHashMap<SymbolId, Register> {
        &self.quantities
    }

    /// The derivatives by many quantities are about to be asked for: they are taken from one sweep.
    pub fn prepare(&mut self, target: SymbolId) {
        if !self.sweeps.contains_key(&target)
            && let Some(gradient) = self.calculus.gradient(self.graph, target)
        {
            self.sweeps.insert(target, Sweep::new(gradient));
        }
    }

    /// From here on weights move in turn. There is one forward pass: what it computed stays, whether it has a name or not.
    pub fn move_in_turn(&mut self) {
        self.names.keep_written();
        self.in_turn = Some(FactorsInTurn::default());
    }

    /// Something stated has changed: what depends on it is written anew where it is asked for again.
    pub fn restate(&mut self, name: ExprId, register: Register) {
        self.names.stated.insert(name, register);
        self.names.forget_written();
        self.sweeps.values_mut().for_each(Sweep::forget);
    }

    /// The derivative of a target by a quantity, by adjoints from the target back.
    ///
    /// # Errors
    /// A factor has no number, or the program would be too long.
    pub fn derivative(&mut self, target: SymbolId, by: SymbolId) -> Result<Register, Unwritten> {
        if target == by {
            return Ok(self.scale.unwrap_or_else(|| self.whole_number(1)));
        }
        if let Some(mut sweep) = self.sweeps.remove(&target) {
            let register = self.swept(&mut sweep, by);
            self.sweeps.insert(target, sweep);
            return register;
        }
        let chain = self.calculus.chain(self.graph, target, by);
        self.swept(&mut Sweep::new(chain), by)
    }

    fn whole_number(&mut self, number: i64) -> Register {
        self.builder.constant(Value::Exact(Rational::from_integer(number)))
    }

    fn swept(&mut self, sweep: &mut Sweep, by: SymbolId) -> Result<Register, Unwritten> {
        let Some(at) = sweep.place(by) else { return Ok(self.whole_number(0)) };
        let target = self.graph.symbol(sweep.chain.quantities()[0]);
        for place in sweep.missing(at) {
            let mut sum: Option<Register> = None;
            for edge in sweep.users.of_place(place) {
                let factor = self.factor(edge.factor)?;
                let product = match (edge.user(), self.scale) {
                    // The scale itself is not rounded, what it makes of the first adjoint is.
                    (0, Some(scale)) => self.builder.multiply_out(scale, factor),
                    (0, None) => factor,
                    (user, _) => {
                        let upstream = sweep.registers[user].expect("users are written before what they use");
                        let of = sweep.chain.quantities()[user];
                        self.product(upstream, factor, (target, of), edge.factor)
                    }
                };
                sum = Some(sum.map_or(product, |sum| self.builder.add(sum, product)));
            }
            let register = sum.expect("what reaches the target is used");
            sweep.registers[place] = Some(register);
            let name = self.graph.derivative(target, sweep.chain.quantities()[place], Scope::Total);
            self.builder.name(register, name);
            self.meanings.push((register, Meaning::Derivative(name)));
            if self.builder.length() > MOST_INSTRUCTIONS {
                return Err(Unwritten::TooLong);
            }
        }
        Ok(sweep.registers[at].expect("it is written"))
    }

    /// An adjoint times the derivative along an edge.
    fn product(
        &mut self,
        upstream: Register,
        factor: Register,
        (target, of): (ExprId, SymbolId),
        id: FactorId,
    ) -> Register {
        let register = self.builder.multiply(upstream, factor);
        if self.is_named {
            let adjoint = self.graph.derivative(target, of, Scope::Total);
            let name = self.calculus.factor(id).name;
            let product = self.graph.call(&MULTIPLY, &[adjoint, name]);
            self.builder.name(register, product);
        }
        register
    }

    /// The derivative along one edge: its stated number, or what it is worked out to be.
    ///
    /// # Errors
    /// It has no number.
    pub fn factor(&mut self, id: FactorId) -> Result<Register, WithoutNumber> {
        let factor = *self.calculus.factor(id);
        let expr = match &mut self.in_turn {
            _ if self.names.stated.contains_key(&factor.name) => factor.name,
            None => factor.result,
            Some(factors) => factors.factor(self.graph, self.calculus, (&mut self.builder, &self.names), id),
        };
        self.builder.expression(self.graph, expr, &mut self.names)
    }

    /// Where the scale of the loss is kept.
    pub fn scale(&self) -> Option<Register> {
        self.scale
    }

    /// An expression over what is written.
    ///
    /// # Errors
    /// It has no number.
    pub fn expression(&mut self, expr: ExprId) -> Result<Register, WithoutNumber> {
        self.builder.expression(self.graph, expr, &mut self.names)
    }

    /// The program.
    pub fn finish(self) -> Program {
        self.builder.finish()
    }
}
