//! A network as a program in an arithmetic that rounds: quantity by quantity, each formula as the reader wrote it.
//!
//! A function of the table is one operation, rounded once, as in a good library; the derivative of one is computed by its
//! formula, `σ(z)·(1 − σ(z))`, operation by operation, as programs do. That is where cancellation comes from.
//!
//! A function at finite arguments is enclosed ever more closely, until all of the enclosure rounds to one number (Ziv,
//! Fast evaluation of elementary mathematical functions with correctly rounded last bit, 1991). At infinite arguments the
//! formula of its row is carried out in the arithmetic. The sign of a zero counts in sums, products and quotients only.

use chainrule_symbolic::derivation;
use chainrule_symbolic::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE};
use chainrule_symbolic::function::{self, Definition, Function};
use chainrule_symbolic::graph::{ExprId, FunctionId, Graph, Node, Rewriter, Walk};
use chainrule_symbolic::network::{self, Network};
use chainrule_symbolic::number::{Elementary, Rational};
use chainrule_symbolic::rule::differentiation;
use rustc_hash::FxHashMap;

use crate::evaluate::Failure;
use crate::number::{Arithmetic, Undefined, Value};
use crate::template::Templates;

/// The working precisions, in bits, tried until a result is certain. A result that lies within the last one of a tie
/// between two numbers is taken to be the tie.
const PRECISIONS: &[u32] = &[96, 192, 384, 1_536];

/// An arithmetic at work, and the numbers it has come to.
#[derive(Debug)]
pub struct Machine<A: Arithmetic> {
    arithmetic: A,
    known: FxHashMap<ExprId, A::Number>,
    programs: FxHashMap<(FunctionId, u8), Option<Program>>,
    exact: Templates,
    /// What functions of one argument came to: in a format numbers come again soon.
    results: FxHashMap<(FunctionId, A::Number), A::Number>,
}

/// So many results are kept.
const MOST_RESULTS: usize = 1 << 16;

/// A formula as a list of operations, each after those it needs; the last is its value.
#[derive(Clone, Debug)]
struct Program {
    operations: Vec<Operation>,
}

#[derive(Clone, Debug)]
enum Operation {
    Number(Rational),
    /// The argument at this place.
    Argument(usize),
    /// A function of the table put to earlier results.
    Apply(&'static Function, Vec<usize>),
}

impl<A: Arithmetic> Machine<A> {
    /// Nothing was computed yet.
    pub fn new(arithmetic: A) -> Self {
        Self {
            arithmetic,
            known: FxHashMap::default(),
            programs: FxHashMap::default(),
            exact: Templates::new(),
            results: FxHashMap::default(),
        }
    }

    /// The arithmetic.
    pub fn arithmetic(&self) -> &A {
        &self.arithmetic
    }

    /// States the number of a name or a derivative.
    pub fn set(&mut self, of: ExprId, number: A::Number) {
        self.known.insert(of, number);
    }

    /// The number of a name or a derivative, where it was stated or computed.
    pub fn get(&self, of: ExprId) -> Option<&A::Number> {
        self.known.get(&of)
    }

    /// Runs a whole network: the stated numbers are rounded, then every quantity whose inputs are known is computed,
    /// inputs before users.
    pub fn forward(&mut self, graph: &mut Graph, network: &Network, stated: &[(ExprId, ExprId)]) {
        self.known.reserve(stated.len() + network.order().len());
        // Constants may be used by later values, whatever their order: a second round settles those.
        for _ in 0..2 {
            let mut waits = false;
            for &(of, value) in stated {
                match self.value(graph, value) {
                    Ok(number) => {
                        self.known.insert(of, number);
                    }
                    Err(_) => waits = true,
                }
            }
            if !waits {
                break;
            }
        }
        for &symbol in network.order() {
            let network::Definition::Formula(expr) = network.definition(symbol) else { continue };
            let name = graph.symbol(symbol);
            if let Ok(number) = self.value(graph, expr) {
                self.known.insert(name, number);
            }
        }
    }

    /// The value of an expression, operation by operation.
    ///
    /// # Errors
    /// A name in it is not known, or an operation has no value in the arithmetic.
    pub fn value(&mut self, graph: &mut Graph, expr: ExprId) -> Result<A::Number, Failure> {
        if let Some(known) = self.known.get(&expr) {
            return Ok(known.clone());
        }
        // Most expressions are a number, or one function put to names.
        if let Node::Number(number) = graph.node(expr) {
            return Ok(self.arithmetic.round(number));
        }
        if let Node::Apply { function, primes, arguments } = graph.node(expr) {
            let arguments: Option<Vec<A::Number>> =
                arguments.iter().map(|argument| self.known.get(argument).cloned()).collect();
            if let Some(arguments) = arguments {
                let fail = |why| Failure { why, at: expr };
                return self.apply(graph, (function, primes), &arguments).map_err(fail);
            }
        }
        let order = Walk::below_until(graph, &[expr], |id| {
            self.known.contains_key(&id) || matches!(graph.node(id), Node::Derivative { .. })
        });
        let mut values: FxHashMap<ExprId, A::Number> = FxHashMap::default();
        for id in order {
            if self.known.contains_key(&id) {
                continue;
            }
            let fail = |why| Failure { why, at: id };
            let value = match graph.node(id) {
                Node::Number(number) => self.arithmetic.round(number),
                Node::Symbol(_) | Node::Derivative { .. } => return Err(fail(Undefined::Unknown)),
                Node::Apply { function, primes, arguments } => {
                    let known = |id: &ExprId| self.known.get(id).or_else(|| values.get(id)).cloned();
                    let arguments: Option<Vec<A::Number>> = arguments.iter().map(known).collect();
                    let arguments = arguments.ok_or_else(|| fail(Undefined::Unknown))?;
                    self.apply(graph, (function, primes), &arguments).map_err(fail)?
                }
            };
            values.insert(id, value);
        }
        values.remove(&expr).ok_or(Failure { why: Undefined::Unknown, at: expr })
    }

    /// A function, its derivative, or one of the reader's own, at numbers.
    pub fn apply(
        &mut self,
        graph: &mut Graph,
        (function, primes): (FunctionId, u8),
        arguments: &[A::Number],
    ) -> Result<A::Number, Undefined> {
        if primes == 0
            && let Some(row) = graph.builtin(function)
        {
            return self.operation(graph, row, arguments);
        }
        let program = self
            .programs
            .entry((function, primes))
            .or_insert_with(|| Program::of(graph, function, primes, arguments.len()));
        let program = program.clone().ok_or(Undefined::Unknown)?;
        self.run(graph, &program, arguments)
    }

    fn run(
        &mut self,
        graph: &mut Graph,
        program: &Program,
        arguments: &[A::Number],
    ) -> Result<A::Number, Undefined> {
        let mut results: Vec<A::Number> = Vec::with_capacity(program.operations.len());
        for operation in &program.operations {
            let result = match operation {
                Operation::Number(number) => self.arithmetic.round(number),
                Operation::Argument(place) => arguments.get(*place).ok_or(Undefined::Unknown)?.clone(),
                Operation::Apply(row, places) => {
                    let own: Vec<A::Number> = places.iter().map(|&place| results[place].clone()).collect();
                    self.operation(graph, row, &own)?
                }
            };
            results.push(result);
        }
        results.pop().ok_or(Undefined::Unknown)
    }

    /// One operation of the table, its result rounded once.
    fn operation(
        &mut self,
        graph: &mut Graph,
        row: &'static Function,
        arguments: &[A::Number],
    ) -> Result<A::Number, Undefined> {
        let [argument] = arguments else { return self.fresh(graph, row, arguments) };
        let key = (function::id(row), argument.clone());
        if let Some(known) = self.results.get(&key) {
            return Ok(known.clone());
        }
        let result = self.fresh(graph, row, arguments)?;
        if self.results.len() == MOST_RESULTS {
            self.results.clear();
        }
        self.results.insert(key, result.clone());
        Ok(result)
    }

    /// An operation carried out. Long sums and products are carried out from left to right.
    fn fresh(
        &mut self,
        graph: &mut Graph,
        row: &'static Function,
        arguments: &[A::Number],
    ) -> Result<A::Number, Undefined> {
        let arithmetic = &self.arithmetic;
        if let Some((first, rest)) = arguments.split_first() {
            if *row == ADD {
                return rest.iter().try_fold(first.clone(), |sum, term| arithmetic.add(&sum, term));
            } else if *row == MULTIPLY {
                return rest
                    .iter()
                    .try_fold(first.clone(), |product, factor| arithmetic.mul(&product, factor));
            } else if *row == NEGATE {
                return Ok(arithmetic.neg(first));
            } else if *row == DIVIDE {
                return arithmetic.div(first, &rest[0]);
            }
        }
        let exact: Option<Vec<Value>> =
            arguments.iter().map(|argument| arithmetic.exact(argument).map(Value::Exact)).collect();
        let Some(exact) = exact else { return self.at_infinity(graph, row, arguments) };
        let id = function::id(row);
        self.exact.prepare_function(graph, (id, 0), arguments.len());
        let mut last = None;
        for &bits in PRECISIONS {
            match self.exact.apply(graph, (id, 0), &exact, bits) {
                Ok(Value::Exact(value)) => return Ok(arithmetic.round(&value)),
                Ok(Value::Enclosed(enclosure)) => {
                    if let Some(number) = arithmetic.round_enclosure(&enclosure) {
                        return Ok(number);
                    }
                    last = Some(enclosure);
                }
                Err(why) => return arithmetic.without_value(why, arguments),
            }
        }
        let middle = last.ok_or(Undefined::Unknown)?.middle(256);
        arithmetic.round_dyadic(&middle)
    }

    /// A function where an argument is an infinity or NaN.
    fn at_infinity(
        &mut self,
        graph: &mut Graph,
        row: &'static Function,
        arguments: &[A::Number],
    ) -> Result<A::Number, Undefined> {
        match row.definition {
            Definition::Primitive(primitive) => self.arithmetic.beyond(primitive, arguments),
            Definition::Formula(_) => {
                let key = (function::id(row), 0);
                let program =
                    self.programs.entry(key).or_insert_with(|| Program::of(graph, key.0, 0, arguments.len()));
                let program = program.clone().ok_or(Undefined::Unknown)?;
                self.run(graph, &program, arguments)
            }
            // A power, the only one left: u^v = exp(v·ln u), and 1 for an exponent of 0.
            Definition::Arithmetic => {
                let [base, exponent] = arguments else { return Err(Undefined::Unknown) };
                let zero = self.arithmetic.round(&Rational::zero());
                if *exponent == zero {
                    return Ok(self.arithmetic.round(&Rational::one()));
                }
                let size = self.arithmetic.beyond(Elementary::Abs, std::slice::from_ref(base));
                let size = if self.arithmetic.exact(base).is_some() { base.clone() } else { size? };
                let ln = self.operation(graph, &function::rows::exponential::LN, &[size])?;
                let power = self.arithmetic.mul(exponent, &ln)?;
                let size = self.operation(graph, &function::rows::exponential::EXP, &[power])?;
                let is_odd = self
                    .arithmetic
                    .exact(exponent)
                    .is_some_and(|exponent| exponent.is_integer() && exponent.numerator().bit(0));
                let is_negative = self.arithmetic.exact(base).is_none()
                    && self.operation(graph, &function::rows::piecewise::STEP, std::slice::from_ref(base))?
                        == zero;
                Ok(if is_negative && is_odd { self.arithmetic.neg(&size) } else { size })
            }
        }
    }
}

impl Program {
    /// The formula of a derivative, of a function of the reader's own, or of a row.
    fn of(graph: &mut Graph, function: FunctionId, primes: u8, arity: usize) -> Option<Self> {
        // Names no worksheet can write stand for the arguments.
        let places: Vec<ExprId> = (0..arity)
            .map(|place| {
                let symbol = graph.intern(&format!("'u{place}"));
                graph.symbol(symbol)
            })
            .collect();
        let applied = graph.apply_primed(function, primes, &places);
        let root = match graph.builtin(function) {
            Some(row) if primes == 0 => match row.definition {
                Definition::Formula(build) => build(graph, &places),
                Definition::Primitive(_) | Definition::Arithmetic => return None,
            },
            Some(_) | None => as_written(graph, applied),
        };
        let mut operations = Vec::new();
        let mut results: FxHashMap<ExprId, usize> = FxHashMap::default();
        for id in Walk::below(graph, &[root]) {
            let operation = match graph.node(id) {
                Node::Number(number) => Operation::Number(number.clone()),
                Node::Symbol(_) => Operation::Argument(places.iter().position(|&place| place == id)?),
                Node::Derivative { .. } => return None,
                Node::Apply { function, primes, arguments } => {
                    let row = graph.builtin(function).filter(|_| primes == 0)?;
                    Operation::Apply(row, arguments.iter().map(|argument| results[argument]).collect())
                }
            };
            results.insert(id, operations.len());
            operations.push(operation);
        }
        Some(Self { operations })
    }
}

/// The expression over functions of the table: derivatives by their formulas, functions of the reader's own as written.
fn as_written(graph: &mut Graph, root: ExprId) -> ExprId {
    let mut at = root;
    loop {
        let mut rewriter = Rewriter::new();
        let mut found = false;
        for id in Walk::rewritable(graph, at) {
            let Node::Apply { function, primes, arguments } = graph.node(id) else { continue };
            let written = if primes > 0 {
                derivation::formula(graph, id)
            } else if graph.builtin(function).is_none() {
                let arguments = arguments.to_vec();
                differentiation::inlined(graph, function, &arguments)
            } else {
                None
            };
            if let Some(written) = written {
                // What a formula brings in may itself be written out, in the next round.
                rewriter.replace(id, written);
                found = true;
            }
        }
        if !found {
            return at;
        }
        at = rewriter.apply(graph, at);
    }
}

#[cfg(test)]
mod tests;
