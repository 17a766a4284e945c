//! Functions written out in primitives once, and put to arguments of any number system after that.

use std::borrow::Borrow;

use chainrule_symbolic::function::{self, Definition, Function};
use chainrule_symbolic::graph::{ExprId, FunctionId, Graph, Node, Walk};
use rustc_hash::FxHashMap;

use crate::formula::Formula;
use crate::kernel::Kernel;
use crate::primitive::primitive;
use crate::tape::Program;
use chainrule_number::{Scalar, Undefined};

/// The functions met so far, written out.
#[derive(Debug, Default)]
pub struct Templates {
    written: FxHashMap<(FunctionId, u8), Option<Template>>,
    is_steady: bool,
}

/// A function written out.
#[derive(Debug)]
struct Template {
    formula: Formula,
    /// Of a derivative: the same with the value of the function itself as one more argument, where that helps.
    /// `σ'(z)` is `σ(z)·(1 − σ(z))`: with `σ(z)` known no exponential is needed.
    by_value: Option<Formula>,
}

impl Templates {
    /// No function was met yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same, but derivatives are computed by formulas in which nothing cancels, where their rows have one.
    pub fn steady() -> Self {
        Self { is_steady: true, ..Self::default() }
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
    pub fn prepare_function(
        &mut self,
        graph: &mut Graph,
        (function, primes): (FunctionId, u8),
        arity: usize,
    ) {
        if is_primitive(graph.builtin(function), primes) || self.written.contains_key(&(function, primes)) {
            return;
        }
        let template = Template::of(graph, function, primes, arity, self.is_steady);
        self.written.insert((function, primes), template);
    }

    /// The value of a function, which was met in [`Templates::prepare`], at its arguments.
    ///
    /// # Errors
    /// The function has no value there.
    pub fn apply<S: Scalar>(
        &self,
        graph: &Graph,
        function: (FunctionId, u8),
        arguments: &[impl Borrow<S>],
        bits: u32,
    ) -> Result<S, Undefined> {
        if let Some(row) = graph.builtin(function.0)
            && is_primitive(Some(row), function.1)
        {
            return primitive(row, arguments, bits);
        }
        self.template(function)?.formula.at(arguments, bits)
    }

    /// The functions that a program calls, written out.
    pub fn of_program(graph: &mut Graph, program: &Program) -> Self {
        let mut templates = Self::new();
        for (row, primes, arity) in program.calls() {
            templates.prepare_function(graph, (function::id(row), primes), arity);
        }
        templates
    }

    /// The value of a row of the table at its arguments.
    ///
    /// # Errors
    /// It has no value there, or was not written out.
    pub fn row<S: Scalar>(&self, row: &'static Function, arguments: &[S], bits: u32) -> Result<S, Undefined> {
        self.primed(row, 0, arguments, bits)
    }

    /// The value of a derivative of a row.
    ///
    /// # Errors
    /// It has no value there, or was not written out.
    pub fn primed<S: Scalar>(
        &self,
        row: &'static Function,
        primes: u8,
        arguments: &[S],
        bits: u32,
    ) -> Result<S, Undefined> {
        if is_primitive(Some(row), primes) {
            return primitive(row, arguments, bits);
        }
        self.template((function::id(row), primes))?.formula.at(arguments, bits)
    }

    /// Whether a derivative of a row was written out.
    pub fn knows(&self, row: &'static Function, primes: u8) -> bool {
        is_primitive(Some(row), primes) || self.template((function::id(row), primes)).is_ok()
    }

    /// Whether the value of a derivative is found more easily if the value of the function itself is known.
    pub fn is_eased_by_value(&self, function: (FunctionId, u8)) -> bool {
        self.template(function).is_ok_and(|template| template.by_value.is_some())
    }

    /// As [`Templates::apply`], where the value of the function without primes is known: the same number, found with less
    /// work.
    pub fn apply_by_value<S: Scalar>(
        &self,
        function: (FunctionId, u8),
        arguments: &[impl Borrow<S>],
        value: &S,
        bits: u32,
    ) -> Result<S, Undefined> {
        let template = self.template(function)?;
        let Some(by_value) = &template.by_value else { return template.formula.at(arguments, bits) };
        let all: Vec<&S> = arguments.iter().map(Borrow::borrow).chain([value]).collect();
        by_value.at(&all, bits)
    }

    fn template(&self, function: (FunctionId, u8)) -> Result<&Template, Undefined> {
        self.written.get(&function).and_then(Option::as_ref).ok_or(Undefined::Unknown)
    }
}

impl Template {
    fn of(
        graph: &mut Graph,
        function: FunctionId,
        primes: u8,
        arity: usize,
        is_steady: bool,
    ) -> Option<Self> {
        // Names no worksheet can write stand for the arguments.
        let places: Vec<ExprId> = (0..arity)
            .map(|place| {
                let symbol = graph.intern(&format!("'u{place}"));
                graph.symbol(symbol)
            })
            .collect();
        let applied = graph.apply_primed(function, primes, &places);
        let root = Kernel::new().of(graph, applied);
        let steady = match graph.builtin(function).and_then(|row| row.steady_slope) {
            Some(build) if is_steady && primes == 1 => {
                let written = build(graph, &places);
                Kernel::new().of(graph, written)
            }
            Some(_) | None => root,
        };
        let formula = Formula::new(graph, steady, &places).ok()?;
        let by_value = (primes > 0 && is_steady)
            .then(|| {
                let applied = graph.apply(function, &places);
                let value = Kernel::new().of(graph, applied);
                let helps = matches!(graph.node(value), Node::Apply { .. })
                    && Walk::below(graph, &[root]).binary_search(&value).is_ok();
                let arguments: Vec<ExprId> = places.iter().copied().chain([value]).collect();
                helps.then(|| Formula::new(graph, root, &arguments).ok()).flatten()
            })
            .flatten();
        Some(Self { formula, by_value })
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
