//! The numbers of a worksheet: values given, values computed, derivatives stated.

use std::sync::Arc;

use chainrule_symbolic::derivation::{Adjoint, Calculus, Derivation, FactorId, Form};
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

/// Numbers for names and stated derivatives, and for everything that follows from them.
#[derive(Debug)]
pub struct Numbers {
    known: FxHashMap<ExprId, Value>,
    templates: Templates,
    /// Factors that were evaluated, by name.
    factors: FxHashMap<ExprId, Result<Value, Failure>>,
    /// Adjoints that were evaluated, by their address: derivations that share one, share all above it. Each is kept with
    /// its value, so that no other takes its address.
    adjoints: FxHashMap<usize, (Arc<Adjoint>, Value)>,
    bits: u32,
    /// Quantities whose inputs are known but that have no value, and why.
    pub failures: Vec<(SymbolId, Failure)>,
}

impl Numbers {
    /// Puts numbers in: `stated` maps names and derivatives to closed expressions. Every quantity whose inputs are all
    /// known is computed, inputs before users.
    pub fn new(graph: &mut Graph, network: &Network, stated: &[(ExprId, ExprId)], bits: u32) -> Self {
        let mut numbers = Self {
            known: FxHashMap::default(),
            templates: Templates::new(),
            factors: FxHashMap::default(),
            adjoints: FxHashMap::default(),
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
        }
        for &symbol in network.order() {
            let Definition::Formula(expr) = network.definition(symbol) else { continue };
            let name = graph.symbol(symbol);
            match numbers.value(graph, expr) {
                Ok(value) => {
                    numbers.known.insert(name, value);
                }
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
        self.value_with(graph, expr, FxHashMap::default())
    }

    /// The value of an expression, where the values of some parts of it are known besides.
    ///
    /// # Errors
    /// As [`Numbers::value`].
    pub fn value_with(
        &mut self,
        graph: &mut Graph,
        expr: ExprId,
        mut values: FxHashMap<ExprId, Value>,
    ) -> Result<Value, Failure> {
        if let Some(value) = self.known.get(&expr) {
            return Ok(value.clone());
        }
        let order = Walk::below_until(graph, &[expr], |id| {
            self.known.contains_key(&id)
                || values.contains_key(&id)
                || matches!(graph.node(id), Node::Derivative { .. })
        });
        self.templates.prepare(graph, &order);
        for id in order {
            if self.known.contains_key(&id) || values.contains_key(&id) {
                continue;
            }
            let fail = |why| Failure { why, at: id };
            let value = match graph.node(id) {
                Node::Number(number) => Value::Exact(number.clone()),
                Node::Symbol(_) | Node::Derivative { .. } => return Err(fail(Undefined::Unknown)),
                Node::Apply { function, primes, arguments } => {
                    let known = |id: &ExprId| self.known.get(id).or_else(|| values.get(id));
                    let arguments: Option<Vec<Value>> =
                        arguments.iter().map(|id| known(id).cloned()).collect();
                    let arguments = arguments.ok_or_else(|| fail(Undefined::Unknown))?;
                    self.templates.apply(graph, (function, primes), &arguments, self.bits).map_err(fail)?
                }
            };
            values.insert(id, value);
        }
        values.remove(&expr).ok_or(Failure { why: Undefined::Unknown, at: expr })
    }

    /// The value of a factor: its stated number, or what it is worked out to be.
    pub fn factor(&mut self, graph: &mut Graph, calculus: &Calculus, id: FactorId) -> Result<Value, Failure> {
        let factor = calculus.factor(id);
        if let Some(stated) = self.known.get(&factor.name) {
            return Ok(stated.clone());
        }
        if let Some(value) = self.factors.get(&factor.name) {
            return value.clone();
        }
        let value = self.value(graph, factor.result);
        self.factors.insert(factor.name, value.clone());
        value
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
