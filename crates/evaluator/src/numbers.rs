//! The numbers of a worksheet: values given, values computed, derivatives stated.

use chainrule_symbolic::derivation::{Calculus, Derivation, FactorId, Form};
use chainrule_symbolic::graph::{ExprId, Graph, SymbolId};
use chainrule_symbolic::network::{Definition, Network};
use chainrule_symbolic::number::Rational;
use rustc_hash::FxHashMap;

use crate::evaluate::{Failure, evaluate};
use crate::kernel::Kernel;
use crate::number::{Scalar, Undefined, Value};

/// The working precisions tried, in bits, until enough digits are certain.
pub const PRECISIONS: &[u32] = &[128, 256, 512, 1024, 2048];

/// Numbers for names and stated derivatives, and for everything that follows from them.
#[derive(Debug)]
pub struct Numbers {
    known: FxHashMap<ExprId, Value>,
    kernel: Kernel,
    bits: u32,
    /// Quantities whose inputs are known but that have no value, and why.
    pub failures: Vec<(SymbolId, Failure)>,
}

impl Numbers {
    /// Puts numbers in: `stated` maps names and derivatives to closed expressions. Every quantity whose inputs are all
    /// known is computed, inputs before users.
    pub fn new(graph: &mut Graph, network: &Network, stated: &[(ExprId, ExprId)], bits: u32) -> Self {
        let kernel = Kernel::keeping(stated.iter().map(|(of, _)| *of).collect());
        let mut numbers = Self { known: FxHashMap::default(), kernel, bits, failures: Vec::new() };
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
    pub fn value(&mut self, graph: &mut Graph, expr: ExprId) -> Result<Value, Failure> {
        if let Some(value) = self.known.get(&expr) {
            return Ok(value.clone());
        }
        let kernel = self.kernel.of(graph, expr);
        evaluate(graph, kernel, &self.known, self.bits)
    }

    /// The value of a factor: its stated number, or what it is worked out to be.
    pub fn factor(&mut self, graph: &mut Graph, calculus: &Calculus, id: FactorId) -> Result<Value, Failure> {
        let factor = calculus.factor(id);
        match self.known.get(&factor.name) {
            Some(stated) => Ok(stated.clone()),
            None => self.value(graph, factor.result),
        }
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
                let mut values: FxHashMap<SymbolId, Value> = FxHashMap::default();
                values.insert(derivation.target, one());
                for adjoint in adjoints {
                    let sum = adjoint.terms.iter().try_fold(zero(), |sum, term| {
                        let factor = self.factor(graph, calculus, term.factor)?;
                        let product = values[&term.user].mul(&factor, bits).map_err(fail)?;
                        sum.add(&product, bits).map_err(fail)
                    })?;
                    values.insert(adjoint.of, sum);
                }
                Ok(values.remove(&derivation.by).unwrap_or_else(zero))
            }
        }
    }
}
