//! The numbers of a worksheet: values given, values computed, derivatives stated.

use std::sync::Arc;

use chainrule_symbolic::derivation::{Adjoint, Calculus, Derivation, FactorId, Form, Gradient, is_wide};
use chainrule_symbolic::graph::{ExprId, Graph, Node, SymbolId, Walk};
use chainrule_symbolic::network::{Definition, Network};
use chainrule_symbolic::number::Rational;
use rustc_hash::FxHashMap;

use crate::evaluate::Failure;
use crate::number::{Scalar, Undefined, Value};
use crate::template::Templates;

/// The working precisions tried, in bits, until enough digits are certain.
pub const PRECISIONS: &[u32] = &[128, 256, 512, 1024, 2048];

/// The numbers of a worksheet at each working precision, computed when they are first asked for.
#[derive(Debug)]
pub struct NumbersByPrecision {
    stated: Vec<(ExprId, ExprId)>,
    numbers: Vec<Numbers>,
}

impl NumbersByPrecision {
    /// Over the same stated numbers as [`Numbers::new`].
    pub fn new(stated: Vec<(ExprId, ExprId)>) -> Self {
        Self { stated, numbers: Vec::new() }
    }

    /// What is stated.
    pub fn stated(&self) -> &[(ExprId, ExprId)] {
        &self.stated
    }

    /// The numbers at the precision with this place in [`PRECISIONS`].
    pub fn at(&mut self, graph: &mut Graph, network: &Network, place: usize) -> &mut Numbers {
        while self.numbers.len() <= place {
            let bits = PRECISIONS[self.numbers.len()];
            self.numbers.push(Numbers::new(graph, network, &self.stated, bits));
        }
        &mut self.numbers[place]
    }
}

/// Values of expressions, found by position: nothing is hashed.
#[derive(Debug)]
struct Slots<T> {
    /// By expression: one more than the place of its value, or 0.
    places: Vec<u32>,
    values: Vec<T>,
}

impl<T> Slots<T> {
    fn new() -> Self {
        Self { places: Vec::new(), values: Vec::new() }
    }

    fn get(&self, id: ExprId) -> Option<&T> {
        let place = self.places.get(id.index())?.checked_sub(1)?;
        self.values.get(place as usize)
    }

    fn insert(&mut self, id: ExprId, value: T) {
        let index = id.index();
        if self.places.len() <= index {
            self.places.resize(index + 1, 0);
        }
        if let Some(place) = self.places[index].checked_sub(1) {
            self.values[place as usize] = value;
        } else {
            self.values.push(value);
            self.places[index] =
                u32::try_from(self.values.len()).expect("a graph holds fewer than 2^32 expressions");
        }
    }
}

/// Numbers for names and stated derivatives, and for everything that follows from them.
#[derive(Debug)]
pub struct Numbers {
    known: Slots<Value>,
    templates: Templates,
    /// Factors that were evaluated, by name.
    factors: Slots<Result<Value, Failure>>,
    /// Adjoints that were evaluated, by their address: derivations that share one, share all above it. Each is kept with
    /// its value, so that no other takes its address.
    adjoints: FxHashMap<usize, (Arc<Adjoint>, Value)>,
    /// Wide operators that have no value, and why.
    wide_failures: FxHashMap<ExprId, Failure>,
    bits: u32,
    /// Quantities whose inputs are known but that have no value, and why.
    pub failures: Vec<(SymbolId, Failure)>,
}

impl Numbers {
    /// Puts numbers in: `stated` maps names and derivatives to closed expressions. Every quantity whose inputs are all
    /// known is computed, inputs before users.
    pub fn new(graph: &mut Graph, network: &Network, stated: &[(ExprId, ExprId)], bits: u32) -> Self {
        let mut numbers = Self {
            known: Slots::new(),
            templates: Templates::new(),
            factors: Slots::new(),
            adjoints: FxHashMap::default(),
            wide_failures: FxHashMap::default(),
            bits,
            failures: Vec::new(),
        };
        // Constants may be used by later values, whatever their order: a second round settles those.
        for _ in 0..2 {
            for &(of, value) in stated {
                if let Ok(value) = numbers.value(graph, value) {
                    numbers.known.insert(of, value);
                }
            }
            // What was missing may be known now.
            numbers.wide_failures.clear();
        }
        for &symbol in network.order() {
            let Definition::Formula(expr) = network.definition(symbol) else { continue };
            let name = graph.symbol(symbol);
            match numbers.value(graph, expr) {
                Ok(value) => numbers.known.insert(name, value),
                Err(Failure { why: Undefined::Unknown, .. }) => {}
                Err(failure) => numbers.failures.push((symbol, failure)),
            }
        }
        numbers
    }

    /// The working precision, in bits.
    pub fn bits(&self) -> u32 {
        self.bits
    }

    /// The value of an expression.
    ///
    /// # Errors
    /// Some part of it has no value, or a name in it is not known.
    pub fn value(&mut self, graph: &mut Graph, expr: ExprId) -> Result<Value, Failure> {
        if let Some(value) = self.known.get(expr) {
            return Ok(value.clone());
        }
        let unknown = Failure { why: Undefined::Unknown, at: expr };
        match graph.node(expr) {
            Node::Number(number) => Ok(Value::Exact(number.clone())),
            Node::Symbol(_) | Node::Derivative { .. } => Err(unknown),
            // Most expressions are one function put to names.
            Node::Apply { arguments, .. } if arguments.iter().all(|&id| self.is_at_hand(graph, id)) => {
                self.templates.prepare(graph, &[expr]);
                self.applied(graph, expr, |_| None)
            }
            Node::Apply { .. } => self.value_with(graph, expr, FxHashMap::default()),
        }
    }

    fn is_at_hand(&self, graph: &Graph, id: ExprId) -> bool {
        self.known.get(id).is_some() || matches!(graph.node(id), Node::Number(_))
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
        let mut values: Vec<Value> = Vec::with_capacity(arguments.len());
        for &argument in arguments {
            let value = match (self.known.get(argument).or_else(|| more(argument)), graph.node(argument)) {
                (Some(value), _) => value.clone(),
                (None, Node::Number(number)) => Value::Exact(number.clone()),
                (None, Node::Symbol(_) | Node::Apply { .. } | Node::Derivative { .. }) => {
                    return Err(fail(Undefined::Unknown));
                }
            };
            values.push(value);
        }
        self.templates.apply(graph, (function, primes), &values, self.bits).map_err(fail)
    }

    /// The value of an expression, where the values of some parts of it are known besides.
    ///
    /// # Errors
    /// As [`Numbers::value`].
    pub fn value_with(
        &mut self,
        graph: &mut Graph,
        expr: ExprId,
        values: FxHashMap<ExprId, Value>,
    ) -> Result<Value, Failure> {
        if let Some(value) = self.known.get(expr) {
            return Ok(value.clone());
        }
        if values.is_empty() {
            self.settle_wide(graph, expr);
        }
        self.evaluate(graph, expr, values)
    }

    /// Evaluates the wide operators in an expression, each once: they stand in the derivatives by all their names.
    fn settle_wide(&mut self, graph: &mut Graph, expr: ExprId) {
        let is_settled = |id: ExprId| self.is_evaluated(graph, id) || self.wide_failures.contains_key(&id);
        let order = Walk::below_until(graph, &[expr], is_settled);
        // Those inside others come first.
        for id in order {
            if is_wide(graph, id) && !self.is_evaluated(graph, id) && !self.wide_failures.contains_key(&id) {
                match self.evaluate(graph, id, FxHashMap::default()) {
                    Ok(value) => self.known.insert(id, value),
                    Err(failure) => {
                        self.wide_failures.insert(id, failure);
                    }
                }
            }
        }
    }

    /// Whether nothing below an expression has to be looked at.
    fn is_evaluated(&self, graph: &Graph, id: ExprId) -> bool {
        self.known.get(id).is_some() || matches!(graph.node(id), Node::Derivative { .. })
    }

    fn evaluate(
        &mut self,
        graph: &mut Graph,
        expr: ExprId,
        mut values: FxHashMap<ExprId, Value>,
    ) -> Result<Value, Failure> {
        // With other values for some parts, what failed without them may not.
        let failed_alone = if values.is_empty() { Some(&self.wide_failures) } else { None };
        let failure_of = |id: ExprId| failed_alone.and_then(|failed| failed.get(&id)).copied();
        let order = Walk::below_until(graph, &[expr], |id| {
            values.contains_key(&id) || self.is_evaluated(graph, id) || failure_of(id).is_some()
        });
        // What fails first in this order is what is told.
        let failed = order.iter().filter_map(|&id| failure_of(id)).min_by_key(|failure| failure.at);
        self.templates.prepare(graph, &order);
        for id in order {
            if let Some(failure) = failed.filter(|failure| failure.at < id) {
                return Err(failure);
            }
            if self.known.get(id).is_some() || values.contains_key(&id) {
                continue;
            }
            let value = match graph.node(id) {
                Node::Number(number) => Value::Exact(number.clone()),
                Node::Symbol(_) | Node::Derivative { .. } => {
                    return Err(Failure { why: Undefined::Unknown, at: id });
                }
                Node::Apply { .. } => self.applied(graph, id, |id| values.get(&id))?,
            };
            values.insert(id, value);
        }
        values.remove(&expr).ok_or(Failure { why: Undefined::Unknown, at: expr })
    }

    /// The value of a factor: its stated number, or what it is worked out to be.
    pub fn factor(&mut self, graph: &mut Graph, calculus: &Calculus, id: FactorId) -> Result<Value, Failure> {
        let factor = calculus.factor(id);
        if let Some(stated) = self.known.get(factor.name) {
            return Ok(stated.clone());
        }
        if let Some(value) = self.factors.get(factor.name) {
            return value.clone();
        }
        let value = self.value(graph, factor.result);
        // What is known by name is found there again.
        if !matches!(graph.node(factor.result), Node::Symbol(_) | Node::Number(_)) {
            self.factors.insert(factor.name, value.clone());
        }
        value
    }

    /// The values of the derivatives of a gradient, by place, as far as they are known; and why one of them has none
    /// although all that it needs is known.
    pub fn gradient(
        &mut self,
        graph: &mut Graph,
        calculus: &Calculus,
        gradient: &Gradient,
    ) -> (Vec<Option<Value>>, Option<Failure>) {
        let bits = self.bits;
        let mut values: Vec<Option<Value>> = Vec::with_capacity(gradient.quantities().len());
        let mut failure = None;
        for place in 0..gradient.quantities().len() {
            let mut sum = Some(Value::Exact(Rational::zero()));
            for summand in gradient.summands(place) {
                let factor = calculus.factor(summand.factor).name;
                let fail = |why| Failure { why, at: factor };
                let own = self.factor(graph, calculus, summand.factor);
                let upstream = summand.user().map(|user| values[user].as_ref());
                sum = match (sum, own, upstream) {
                    (None, _, _) | (_, _, Some(None)) => None,
                    (_, Err(why), _) => {
                        failure = failure.or(Some(why).filter(|own| own.why != Undefined::Unknown));
                        None
                    }
                    (Some(sum), Ok(own), upstream) => {
                        let product = match upstream.flatten() {
                            Some(upstream) => upstream.mul(&own, bits),
                            None => Ok(own),
                        };
                        match product.and_then(|product| sum.add(&product, bits)) {
                            Ok(sum) => Some(sum),
                            Err(why) => {
                                failure = failure.or(Some(fail(why)));
                                None
                            }
                        }
                    }
                };
            }
            values.push(sum);
        }
        (values, failure)
    }

    /// The value of a derivation: the sum over its paths, or its adjoints from the target back.
    pub fn derivation(
        &mut self,
        graph: &mut Graph,
        calculus: &Calculus,
        derivation: &Derivation,
    ) -> Result<Value, Failure> {
        let bits = self.bits;
        let fail = |why| Failure { why, at: derivation.name };
        let zero = || Value::Exact(Rational::zero());
        let one = || Value::Exact(Rational::one());
        match &derivation.form {
            Form::Same => Ok(one()),
            Form::Independent { .. } => Ok(zero()),
            Form::Paths(paths) => paths.iter().try_fold(zero(), |sum, path| {
                let product = path.factors.iter().try_fold(one(), |product, &id| {
                    product.mul(&self.factor(graph, calculus, id)?, bits).map_err(fail)
                })?;
                sum.add(&product, bits).map_err(fail)
            }),
            Form::Backpropagation(adjoints) => {
                let Some(last) = adjoints.last() else { return Ok(zero()) };
                if let Some((_, value)) = self.adjoints.get(&address(last)) {
                    return Ok(value.clone());
                }
                let mut of: FxHashMap<SymbolId, usize> = FxHashMap::default();
                for adjoint in adjoints {
                    let own = address(adjoint);
                    of.insert(adjoint.of, own);
                    if self.adjoints.contains_key(&own) {
                        continue;
                    }
                    let sum = adjoint.terms.iter().try_fold(zero(), |sum, term| {
                        let factor = self.factor(graph, calculus, term.factor)?;
                        if term.user == derivation.target {
                            return sum.add(&factor, bits).map_err(fail);
                        }
                        let upstream = of.get(&term.user).and_then(|user| self.adjoints.get(user));
                        let (_, upstream) = upstream.ok_or_else(|| fail(Undefined::Unknown))?;
                        let product = upstream.mul(&factor, bits).map_err(fail)?;
                        sum.add(&product, bits).map_err(fail)
                    })?;
                    self.adjoints.insert(own, (Arc::clone(adjoint), sum));
                }
                Ok(self.adjoints[&address(last)].1.clone())
            }
        }
    }
}

/// Where an adjoint lies in memory.
fn address(adjoint: &Arc<Adjoint>) -> usize {
    Arc::as_ptr(adjoint).addr()
}
