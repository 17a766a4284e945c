//! Functions written out in primitives once, and put to arguments of any number system after that.

use chainrule_symbolic::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE, POWER};
use chainrule_symbolic::function::{Definition, Function};
use chainrule_symbolic::graph::{ExprId, FunctionId, Graph, Node, Walk};
use chainrule_symbolic::number::Rational;
use rustc_hash::FxHashMap;

use crate::kernel::Kernel;
use crate::number::{Scalar, Undefined};

/// The functions met so far, written out.
#[derive(Debug, Default)]
pub struct Templates {
    known: FxHashMap<(FunctionId, u8), Option<Template>>,
}

/// A function as a list of operations, each after those it needs; the last is its value.
#[derive(Debug)]
struct Template {
    operations: Vec<Operation>,
}

#[derive(Debug)]
enum Operation {
    Number(Rational),
    /// The argument at this place.
    Argument(usize),
    /// A primitive or operator put to earlier results.
    Apply(&'static Function, Vec<usize>),
}

impl Templates {
    /// No function was met yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Writes out the functions of these expressions, where that was not done yet.
    pub fn prepare(&mut self, graph: &mut Graph, expressions: &[ExprId]) {
        for &id in expressions {
            let Node::Apply { function, primes, arguments } = graph.node(id) else { continue };
            let arity = arguments.len();
            self.prepare_function(graph, (function, primes), arity);
        }
    }

    /// Writes out a function, where that was not done yet.
    pub(crate) fn prepare_function(
        &mut self,
        graph: &mut Graph,
        (function, primes): (FunctionId, u8),
        arity: usize,
    ) {
        if is_primitive(graph.builtin(function), primes) || self.known.contains_key(&(function, primes)) {
            return;
        }
        let template = Template::of(graph, function, primes, arity);
        self.known.insert((function, primes), template);
    }

    /// The value of a function, which was met in [`Templates::prepare`], at its arguments.
    ///
    /// # Errors
    /// The function has no value there.
    pub fn apply<S: Scalar>(
        &self,
        graph: &Graph,
        (function, primes): (FunctionId, u8),
        arguments: &[S],
        bits: u32,
    ) -> Result<S, Undefined> {
        if let Some(row) = graph.builtin(function)
            && is_primitive(Some(row), primes)
        {
            return primitive(row, arguments, bits);
        }
        let template = self.known.get(&(function, primes)).and_then(Option::as_ref);
        template.ok_or(Undefined::Unknown)?.apply(arguments, bits)
    }
}

impl Template {
    fn of(graph: &mut Graph, function: FunctionId, primes: u8, arity: usize) -> Option<Self> {
        // Names no worksheet can write stand for the arguments.
        let places: Vec<ExprId> = (0..arity)
            .map(|place| {
                let symbol = graph.intern(&format!("'u{place}"));
                graph.symbol(symbol)
            })
            .collect();
        let applied = graph.apply_primed(function, primes, &places);
        let root = Kernel::new().of(graph, applied);
        let mut operations = Vec::new();
        let mut results: FxHashMap<ExprId, usize> = FxHashMap::default();
        for id in Walk::below(graph, &[root]) {
            let operation = match graph.node(id) {
                Node::Number(number) => Operation::Number(number.clone()),
                Node::Symbol(_) => Operation::Argument(places.iter().position(|&place| place == id)?),
                Node::Derivative { .. } => return None,
                Node::Apply { function, primes, arguments } => {
                    let row = graph.builtin(function).filter(|row| is_primitive(Some(*row), primes))?;
                    Operation::Apply(row, arguments.iter().map(|argument| results[argument]).collect())
                }
            };
            results.insert(id, operations.len());
            operations.push(operation);
        }
        Some(Self { operations })
    }

    fn apply<S: Scalar>(&self, arguments: &[S], bits: u32) -> Result<S, Undefined> {
        let mut results: Vec<S> = Vec::with_capacity(self.operations.len());
        for operation in &self.operations {
            let result = match operation {
                Operation::Number(number) => S::from_rational(number, bits),
                Operation::Argument(place) => arguments.get(*place).ok_or(Undefined::Unknown)?.clone(),
                Operation::Apply(row, places) => {
                    let own: Vec<S> = places.iter().map(|&place| results[place].clone()).collect();
                    primitive(row, &own, bits)?
                }
            };
            results.push(result);
        }
        results.pop().ok_or(Undefined::Unknown)
    }
}

/// Whether every number system knows the function itself.
fn is_primitive(row: Option<&'static Function>, primes: u8) -> bool {
    primes == 0
        && row.is_some_and(|row| match row.definition {
            Definition::Primitive(_) | Definition::Arithmetic => true,
            Definition::Formula(_) => false,
        })
}

/// An operator or a primitive put to its arguments.
pub(crate) fn primitive<S: Scalar>(
    row: &'static Function,
    arguments: &[S],
    bits: u32,
) -> Result<S, Undefined> {
    if let Definition::Primitive(primitive) = row.definition {
        return S::elementary(primitive, arguments, bits);
    }
    let (first, rest) = arguments.split_first().ok_or(Undefined::Unknown)?;
    if *row == ADD {
        rest.iter().try_fold(first.clone(), |sum, term| sum.add(term, bits))
    } else if *row == MULTIPLY {
        rest.iter().try_fold(first.clone(), |product, factor| product.mul(factor, bits))
    } else if *row == NEGATE {
        Ok(first.neg())
    } else if *row == DIVIDE {
        first.div(&rest[0], bits)
    } else if *row == POWER {
        first.pow(&rest[0], bits)
    } else {
        Err(Undefined::Unknown)
    }
}
