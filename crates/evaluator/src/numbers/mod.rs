//! The numbers of a worksheet: values given, values computed, derivatives stated.

mod constants;
mod derivations;
mod limits;
mod long_products;
mod order;
mod precisions;
mod slots;
mod ties;

use std::borrow::Cow;
use std::sync::Arc;

use chainrule_number::Rational;
use chainrule_symbolic::derivation::{Calculus, FactorId, Origin};
use chainrule_symbolic::function::rows::arithmetic::MULTIPLY;
use chainrule_symbolic::graph::{ExprId, FunctionId, Graph, Node, SymbolId};
use chainrule_symbolic::network::{Definition, Network, is_wide};
use rustc_hash::FxHashMap;

use chainrule_number::{Undefined, Value};
use chainrule_program::Failure;
use chainrule_program::Templates;

use long_products::LongProducts;
use order::Order;
pub use precisions::{NumbersByPrecision, highest_precision};
use slots::Slots;
use ties::Ties;

/// Exact numbers up to this length are short enough to work with where any number near them would do.
const MOST_BITS_ABOUT: u64 = 256;

/// Numbers for names and stated derivatives, and for everything that follows from them.
#[derive(Debug)]
pub struct Numbers {
    /// By expression: its value, where that was stated or computed.
    values: Slots<Value>,
    templates: Templates,
    /// By name: a function whose value there is that of a quantity, and the name of that.
    formulas: Slots<(FunctionId, ExprId)>,
    /// Factors that were evaluated, by name.
    factors: Slots<Value>,
    /// … and those that have no value.
    factors_without: Slots<Failure>,
    /// Adjoints that were evaluated: derivations of one origin share them.
    adjoints: FxHashMap<Arc<Origin>, FxHashMap<SymbolId, Arc<Value>>>,
    /// Wide operators that have no value, and why.
    wide_failures: FxHashMap<ExprId, Failure>,
    ties: Ties,
    long_products: LongProducts,
    bits: u32,
    /// Quantities whose inputs are known but that have no value, and why.
    pub failures: Vec<(SymbolId, Failure)>,
    /// Products `t*ln(t)` that were taken as 0, their limit at t = 0.
    pub limits: Vec<ExprId>,
}

/// What is known of expressions before anything is computed.
#[derive(Clone, Copy)]
struct Known<'a> {
    /// Names and derivatives with the closed expressions that they are stated to be.
    stated: &'a [(ExprId, ExprId)],
    /// Expressions with the values that they are proved to have, though their digits would not tell them.
    proved: &'a [(ExprId, Rational)],
}

impl Numbers {
    /// Puts numbers in: `stated` maps names and derivatives to closed expressions. Every quantity whose inputs are all
    /// known is computed, inputs before users.
    pub fn new(graph: &mut Graph, network: &Network, stated: &[(ExprId, ExprId)], bits: u32) -> Self {
        Self::knowing(graph, network, Known { stated, proved: &[] }, bits)
    }

    fn knowing(graph: &mut Graph, network: &Network, known: Known<'_>, bits: u32) -> Self {
        let ties = Ties::new(network, known.stated);
        Self::with(graph, network, known, bits, ties)
    }

    /// The same with more digits: what was no tie is none there either.
    fn finer(&self, graph: &mut Graph, network: &Network, known: Known<'_>, bits: u32) -> Self {
        Self::with(graph, network, known, bits, self.ties.again())
    }

    fn with(graph: &mut Graph, network: &Network, known: Known<'_>, bits: u32, ties: Ties) -> Self {
        let Known { stated, proved } = known;
        // Where no number is stated hardly any is computed.
        let room = if stated.is_empty() { 0 } else { stated.len() + network.order().len() };
        let mut numbers = Self {
            values: Slots::with_capacity(room),
            templates: Templates::steady(),
            formulas: Slots::new(),
            factors: Slots::new(),
            factors_without: Slots::new(),
            adjoints: FxHashMap::default(),
            wide_failures: FxHashMap::default(),
            ties,
            long_products: LongProducts::default(),
            bits,
            failures: Vec::new(),
            limits: Vec::new(),
        };
        for (expr, value) in proved {
            numbers.values.insert(*expr, Value::Exact(value.clone()));
        }
        // Constants may be used by later values, whatever their order: a second round settles those.
        let is_settled = stated.iter().all(|&(_, value)| matches!(graph.node(value), Node::Number(_)));
        for _ in 0..if is_settled { 1 } else { 2 } {
            for &(of, value) in stated {
                if let Ok(value) = numbers.value(graph, value) {
                    numbers.values.insert(of, value);
                }
            }
            // What was missing may be known now.
            numbers.wide_failures.clear();
        }
        for &symbol in network.order() {
            let Definition::Formula(expr) = network.definition(symbol) else { continue };
            let name = graph.symbol(symbol);
            let value = match proved.iter().find(|(other, _)| *other == name) {
                Some((_, value)) => Ok(Value::Exact(value.clone())),
                None => numbers.value(graph, expr),
            };
            match value {
                Ok(value) => {
                    numbers.values.insert(name, value);
                    if let Node::Apply { function, primes: 0, arguments: &[argument] } = graph.node(expr)
                        && numbers.values.get(argument).is_some()
                    {
                        numbers.formulas.insert(argument, (function, name));
                    }
                }
                Err(Failure { why: Undefined::Unknown, .. }) => {
                    let failure = constants::without_value(&mut numbers, graph, expr);
                    numbers.failures.extend(failure.map(|failure| (symbol, failure)));
                }
                Err(failure) => numbers.failures.push((symbol, failure)),
            }
        }
        numbers
    }

    /// The working precision, in bits.
    pub fn bits(&self) -> u32 {
        self.bits
    }

    /// A number near the value of a name, where that is known and of moderate size.
    pub fn about(&self, name: ExprId) -> Option<Rational> {
        match self.values.get(name)? {
            Value::Exact(exact) if exact.bits() <= MOST_BITS_ABOUT => Some(exact.clone()),
            value @ (Value::Exact(_) | Value::Enclosed(_)) => {
                Rational::from_f64(value.enclosure(64).middle(64).to_f64())
            }
        }
    }

    /// The value of an expression.
    ///
    /// # Errors
    /// Some part of it has no value, or a name in it is not known.
    pub fn value(&mut self, graph: &mut Graph, expr: ExprId) -> Result<Value, Failure> {
        if let Some(value) = self.values.get(expr) {
            return Ok(value.clone());
        }
        let unknown = Failure { why: Undefined::Unknown, at: expr };
        match graph.node(expr) {
            Node::Number(number) => Ok(Value::Exact(number.clone())),
            Node::Symbol(_) | Node::Derivative { .. } => Err(unknown),
            Node::Apply { function, primes: 0, arguments }
                if arguments.len() >= long_products::FEWEST
                    && graph.builtin(function) == Some(&MULTIPLY)
                    && arguments.iter().all(|&id| self.values.get(id).is_some()) =>
            {
                let values = &self.values;
                if let Some(product) = self.long_products.find(arguments, |id| values.get(id)) {
                    return Ok(product);
                }
                let arguments = arguments.to_vec();
                self.templates.prepare(graph, &[expr]);
                let product = self.applied(graph, expr, |_| None)?;
                let values = &self.values;
                self.long_products.keep(&arguments, |id| values.get(id), &product);
                Ok(product)
            }
            // Most expressions are one function put to names.
            Node::Apply { arguments, .. } if arguments.iter().all(|&id| self.is_at_hand(graph, id)) => {
                self.templates.prepare(graph, &[expr]);
                self.settle_kink(graph, expr, None);
                self.applied(graph, expr, |_| None)
            }
            Node::Apply { .. } => match self.first_unknown(graph, expr) {
                Some(unknown) => Err(unknown),
                None => self.worked_out(graph, expr, &FxHashMap::default()),
            },
        }
    }

    /// Whether an expression is a number, or one whose value was stated or computed.
    pub fn is_at_hand(&self, graph: &Graph, id: ExprId) -> bool {
        self.values.get(id).is_some() || matches!(graph.node(id), Node::Number(_))
    }

    /// The value of a function put to arguments whose values are known, or are numbers.
    fn applied<'value>(
        &'value self,
        graph: &Graph,
        id: ExprId,
        more: impl Fn(ExprId) -> Option<&'value Value>,
    ) -> Result<Value, Failure> {
        let fail = |why| Failure { why, at: id };
        let Node::Apply { function, primes, arguments } = graph.node(id) else {
            return Err(fail(Undefined::Unknown));
        };
        let argument = |id: ExprId| match (self.values.get(id).or_else(|| more(id)), graph.node(id)) {
            (Some(value), _) => Ok(Cow::Borrowed(value)),
            (None, Node::Number(number)) => Ok(Cow::Owned(Value::Exact(number.clone()))),
            (None, Node::Symbol(_) | Node::Apply { .. } | Node::Derivative { .. }) => {
                Err(fail(Undefined::Unknown))
            }
        };
        let apply = |values: &[Cow<'_, Value>]| {
            let value = if primes > 0 && self.templates.is_eased_by_value((function, primes)) {
                self.of_formula(function, arguments)
            } else {
                None
            };
            if let Some(value) = value {
                let eased = self.templates.apply_by_value((function, primes), values, value, self.bits)?;
                // Where most digits of a saturated function cancel, it is computed without that.
                if eased.certain_bits() >= i64::from(self.bits / 4 * 3) {
                    return Ok(eased);
                }
            }
            self.templates.apply(graph, (function, primes), values, self.bits)
        };
        match *arguments {
            [one] => apply(&[argument(one)?]),
            [one, other] => apply(&[argument(one)?, argument(other)?]),
            _ => apply(&arguments.iter().map(|&id| argument(id)).collect::<Result<Vec<_>, _>>()?),
        }
        .map_err(fail)
    }

    /// The value of a function put to a name, where that is the formula of a quantity with a value.
    fn of_formula(&self, function: FunctionId, arguments: &[ExprId]) -> Option<&Value> {
        let &[argument] = arguments else { return None };
        let (of, name) = self.formulas.get(argument)?;
        if *of == function { self.values.get(*name) } else { None }
    }

    /// The value of an expression, where the values of some parts of it are known besides.
    ///
    /// # Errors
    /// As [`Numbers::value`].
    pub fn value_with(
        &mut self,
        graph: &mut Graph,
        expr: ExprId,
        values: &FxHashMap<ExprId, Value>,
    ) -> Result<Value, Failure> {
        if let Some(value) = self.values.get(expr).or_else(|| values.get(&expr)) {
            return Ok(value.clone());
        }
        self.worked_out(graph, expr, values)
    }

    /// The value of an expression that is not known itself. The wide operators in it are evaluated first, each once: they
    /// stand in the derivatives by all their names.
    fn worked_out(
        &mut self,
        graph: &mut Graph,
        expr: ExprId,
        values: &FxHashMap<ExprId, Value>,
    ) -> Result<Value, Failure> {
        let found = self.worked_out_as_written(graph, expr, values);
        if !matches!(found, Err(Failure { why: Undefined::Logarithm, .. })) {
            return found;
        }
        let (expr, products) = limits::taken(graph, expr, |graph, id| {
            let value = match self.values.get(id).or_else(|| values.get(&id)) {
                Some(value) => Ok(value.clone()),
                None => self.worked_out_as_written(graph, id, values),
            };
            value.is_ok_and(|value| matches!(value, Value::Exact(exact) if exact.is_zero()))
        });
        if products.is_empty() {
            return found;
        }
        let value = self.worked_out_as_written(graph, expr, values)?;
        for product in products {
            if !self.limits.contains(&product) {
                self.limits.push(product);
            }
        }
        Ok(value)
    }

    fn worked_out_as_written(
        &mut self,
        graph: &mut Graph,
        expr: ExprId,
        values: &FxHashMap<ExprId, Value>,
    ) -> Result<Value, Failure> {
        let mut order = self.order_below(graph, expr, values);
        if values.is_empty() && self.settle_wide(graph, &order.expressions, values) {
            // It may be wide itself.
            if let Some(value) = self.values.get(expr) {
                return Ok(value.clone());
            }
            order = self.order_below(graph, expr, values);
        }
        self.evaluated(graph, order, values)
    }

    /// Evaluates the wide operators among some expressions; whether there was one.
    fn settle_wide(
        &mut self,
        graph: &mut Graph,
        order: &[ExprId],
        nothing: &FxHashMap<ExprId, Value>,
    ) -> bool {
        let mut found = false;
        // Those inside others come first.
        for &id in order.iter().filter(|&&id| is_wide(graph, id)).collect::<Vec<_>>() {
            found = true;
            let order = self.order_below(graph, id, nothing);
            match self.evaluated(graph, order, nothing) {
                Ok(value) => self.values.insert(id, value),
                Err(failure) => {
                    self.wide_failures.insert(id, failure);
                }
            }
        }
        found
    }

    /// The value of the last of some expressions, those before it being all that it needs.
    fn evaluated(
        &mut self,
        graph: &mut Graph,
        order: Order,
        values: &FxHashMap<ExprId, Value>,
    ) -> Result<Value, Failure> {
        let Order { of, expressions, failed } = order;
        self.templates.prepare(graph, &expressions);
        // The values of the expressions, in that order: sorted.
        let mut found: Vec<Value> = Vec::with_capacity(expressions.len());
        for &id in &expressions {
            if let Some(failure) = failed.filter(|failure| failure.at < id) {
                return Err(failure);
            }
            if values.is_empty() {
                let argument = graph.children(id).first();
                let place = argument.and_then(|argument| expressions.binary_search(argument).ok());
                self.settle_kink(graph, id, place.and_then(|place| found.get(place)));
            }
            let value = match graph.node(id) {
                Node::Number(number) => Value::Exact(number.clone()),
                Node::Symbol(_) | Node::Derivative { .. } => {
                    return Err(Failure { why: Undefined::Unknown, at: id });
                }
                Node::Apply { .. } => self.applied(graph, id, |id| {
                    values.get(&id).or_else(|| found.get(expressions.binary_search(&id).ok()?))
                })?,
            };
            found.push(value);
        }
        // An expression that is not among those it needs has failed before.
        found.pop().ok_or_else(|| failed.unwrap_or(Failure { why: Undefined::Unknown, at: of }))
    }

    /// The value of a factor: its stated number, or what it is worked out to be.
    pub fn factor(&mut self, graph: &mut Graph, calculus: &Calculus, id: FactorId) -> Result<Value, Failure> {
        let factor = calculus.factor(id);
        if let Some(stated) = self.values.get(factor.name) {
            return Ok(stated.clone());
        }
        if let Some(value) = self.factors.get(factor.name) {
            return Ok(value.clone());
        }
        if let Some(failure) = self.factors_without.get(factor.name) {
            return Err(*failure);
        }
        let value = self.value(graph, factor.result);
        // What is known by name is found there again.
        if !matches!(graph.node(factor.result), Node::Symbol(_) | Node::Number(_)) {
            match &value {
                Ok(value) => self.factors.insert(factor.name, value.clone()),
                // What is seen at once is not noted.
                Err(_) if self.first_unknown(graph, factor.result).is_some() => {}
                Err(failure) => self.factors_without.insert(factor.name, *failure),
            }
        }
        value
    }
}
