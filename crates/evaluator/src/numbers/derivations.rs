//! The values of derivatives: a chain in numbers.

use std::convert::Infallible;
use std::sync::Arc;

use chainrule_number::Rational;
use chainrule_symbolic::derivation::{Calculus, Chain, Derivation, Edge, Ring, fold, fold_to_end};
use chainrule_symbolic::graph::{ExprId, Graph};

use super::Numbers;
use chainrule_number::{Scalar, Undefined, Value};
use chainrule_program::Failure;

impl Numbers {
    /// The values of the derivatives of a gradient, by place, as far as they are known; and why one of them has none
    /// although all that it needs is known.
    pub fn gradient(
        &mut self,
        graph: &mut Graph,
        calculus: &Calculus,
        gradient: &Chain,
    ) -> (Vec<Option<Value>>, Option<Failure>) {
        let mut values = Vec::with_capacity(gradient.len());
        let mut ring = AsFarAsKnown { numbers: self, graph, calculus, failure: None, last: None };
        let Ok(()) = fold(gradient, &mut ring, |_, adjoint| values.push(adjoint));
        (values, ring.failure)
    }

    /// The value of a derivation.
    ///
    /// # Errors
    /// A factor has no value, or is not known; or a product or a sum of them has none.
    pub fn derivation(
        &mut self,
        graph: &mut Graph,
        calculus: &Calculus,
        derivation: &Derivation,
    ) -> Result<Value, Failure> {
        let last = derivation.chain.len().checked_sub(1);
        if let Some(adjoint) = last.and_then(|last| self.known_adjoint(&derivation.chain, last)) {
            return Ok(Value::clone(adjoint));
        }
        let mut ring = Values { numbers: self, graph, calculus, derivation };
        let adjoint = fold_to_end(&derivation.chain, &mut ring)?;
        Ok(adjoint.map_or_else(|| Value::Exact(Rational::zero()), Arc::unwrap_or_clone))
    }

    /// The value of the adjoint at a place of a derivation.
    ///
    /// # Errors
    /// A factor has no value, or is not known; or a product or a sum of them has none.
    pub fn adjoint(
        &mut self,
        graph: &mut Graph,
        calculus: &Calculus,
        derivation: &Derivation,
        place: usize,
    ) -> Result<Value, Failure> {
        if let Some(adjoint) = self.known_adjoint(&derivation.chain, place) {
            return Ok(Value::clone(adjoint));
        }
        let adjoints = self.adjoints(graph, calculus, derivation)?;
        Ok(Value::clone(&adjoints[place]))
    }

    /// The adjoint at a place of a chain, where it was evaluated for a chain of the same origin.
    fn known_adjoint(&self, chain: &Chain, place: usize) -> Option<&Arc<Value>> {
        self.adjoints.get(chain.origin())?.get(&chain.quantities()[place])
    }

    /// The values of the adjoints of a derivation, by place.
    ///
    /// # Errors
    /// A factor has no value, or is not known; or a product or a sum of them has none.
    pub fn adjoints(
        &mut self,
        graph: &mut Graph,
        calculus: &Calculus,
        derivation: &Derivation,
    ) -> Result<Vec<Arc<Value>>, Failure> {
        let mut adjoints = Vec::with_capacity(derivation.chain.len());
        let mut ring = Values { numbers: self, graph, calculus, derivation };
        fold(&derivation.chain, &mut ring, |_, adjoint| adjoints.push(adjoint))?;
        Ok(adjoints)
    }
}

/// Numbers, all of which must be known.
struct Values<'a> {
    numbers: &'a mut Numbers,
    graph: &'a mut Graph,
    calculus: &'a Calculus,
    derivation: &'a Derivation,
}

impl Values<'_> {
    fn fail(&self, why: Undefined) -> Failure {
        Failure { why, at: self.derivation.name }
    }

    /// Whether adjoints are kept for other derivations of the same origin: not along a single path, whose products are
    /// as long as all their factors together.
    fn is_kept(&self) -> bool {
        !self.derivation.paths.at_most(1)
    }
}

impl Ring for Values<'_> {
    type Value = Arc<Value>;
    type Error = Failure;

    fn one(&mut self) -> Arc<Value> {
        Arc::new(Value::Exact(Rational::one()))
    }

    fn times(&mut self, upstream: &Arc<Value>, edge: Edge) -> Result<Arc<Value>, Failure> {
        let factor = self.numbers.factor(self.graph, self.calculus, edge.factor)?;
        let product = upstream.mul(&factor, self.numbers.bits).map_err(|why| self.fail(why))?;
        Ok(Arc::new(product))
    }

    fn plus(&mut self, sum: Arc<Value>, product: Arc<Value>) -> Result<Arc<Value>, Failure> {
        let sum = sum.add(&product, self.numbers.bits).map_err(|why| self.fail(why))?;
        Ok(Arc::new(sum))
    }

    fn whole(&mut self, place: usize, sum: Arc<Value>) -> Result<Arc<Value>, Failure> {
        if self.is_kept() {
            let chain = &self.derivation.chain;
            let of = chain.quantities()[place];
            let adjoints = &mut self.numbers.adjoints;
            match adjoints.get_mut(chain.origin()) {
                Some(adjoints) => adjoints.insert(of, Arc::clone(&sum)),
                None => adjoints.entry(Arc::clone(chain.origin())).or_default().insert(of, Arc::clone(&sum)),
            };
        }
        Ok(sum)
    }

    fn known(&mut self, place: usize) -> Option<Arc<Value>> {
        self.numbers.known_adjoint(&self.derivation.chain, place).map(Arc::clone)
    }

    fn is_known(&mut self, place: usize) -> bool {
        self.numbers.known_adjoint(&self.derivation.chain, place).is_some()
    }
}

/// Numbers, some of which may not be known.
struct AsFarAsKnown<'a> {
    numbers: &'a mut Numbers,
    graph: &'a mut Graph,
    calculus: &'a Calculus,
    /// Why a number that needs nothing unknown is not known either.
    failure: Option<Failure>,
    /// The factor that was multiplied last: a sum without a value goes with it.
    last: Option<ExprId>,
}

impl AsFarAsKnown<'_> {
    /// The value, or that there is none.
    fn kept(&mut self, value: Result<Value, Failure>) -> Option<Value> {
        let failed = value.as_ref().err().filter(|failure| failure.why != Undefined::Unknown);
        self.failure = self.failure.or(failed.copied());
        value.ok()
    }
}

impl Ring for AsFarAsKnown<'_> {
    type Value = Option<Value>;
    type Error = Infallible;

    fn one(&mut self) -> Option<Value> {
        Some(Value::Exact(Rational::one()))
    }

    fn times(&mut self, upstream: &Option<Value>, edge: Edge) -> Result<Option<Value>, Infallible> {
        let Some(upstream) = upstream else { return Ok(None) };
        let factor = self.numbers.factor(self.graph, self.calculus, edge.factor);
        let at = self.calculus.factor(edge.factor).name;
        self.last = Some(at);
        let bits = self.numbers.bits;
        let product =
            factor.and_then(|factor| upstream.mul(&factor, bits).map_err(|why| Failure { why, at }));
        Ok(self.kept(product))
    }

    fn plus(&mut self, sum: Option<Value>, product: Option<Value>) -> Result<Option<Value>, Infallible> {
        let (Some(sum), Some(product)) = (sum, product) else { return Ok(None) };
        let at = self.last.expect("a product comes before a sum");
        let sum = sum.add(&product, self.numbers.bits).map_err(|why| Failure { why, at });
        Ok(self.kept(sum))
    }
}
