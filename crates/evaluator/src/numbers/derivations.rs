//! The values of derivations: sums over paths, adjoints, gradients.

use std::sync::Arc;

use chainrule_number::Rational;
use chainrule_symbolic::derivation::{Adjoint, Calculus, Derivation, Form, Gradient};
use chainrule_symbolic::graph::{Graph, SymbolId};
use rustc_hash::FxHashMap;

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
