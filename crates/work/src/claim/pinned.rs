//! Derivatives over chains some links of which are stated.

use std::convert::Infallible;

use chainrule_symbolic::derivation::{Calculus, Derivation, Edge, FactorId, Ring, fold_to_end};
use chainrule_symbolic::function::rows::arithmetic::{ADD, MULTIPLY};
use chainrule_symbolic::graph::{ExprId, Graph};
use rustc_hash::FxHashSet;

/// The derivative with the stated links by their names and the others by what they are; nothing where none is stated.
pub(crate) fn written(
    graph: &mut Graph,
    calculus: &Calculus,
    derivation: &Derivation,
    pinned: &FxHashSet<ExprId>,
) -> Option<ExprId> {
    let is_pinned = |id: FactorId| pinned.contains(&calculus.factor(id).name);
    if !derivation.chain.factors().any(is_pinned) {
        return None;
    }
    match fold_to_end(&derivation.chain, &mut Links { graph, calculus, pinned }) {
        Ok(adjoint) => adjoint.flatten(),
    }
}

/// Expressions, in which nothing is the derivative of the target by itself.
struct Links<'a> {
    graph: &'a mut Graph,
    calculus: &'a Calculus,
    pinned: &'a FxHashSet<ExprId>,
}

impl Ring for Links<'_> {
    type Value = Option<ExprId>;
    type Error = Infallible;

    fn one(&mut self) -> Option<ExprId> {
        None
    }

    fn times(&mut self, upstream: &Option<ExprId>, edge: Edge) -> Result<Option<ExprId>, Infallible> {
        let factor = self.calculus.factor(edge.factor);
        let expr = if self.pinned.contains(&factor.name) { factor.name } else { factor.result };
        Ok(Some(match *upstream {
            Some(upstream) => self.graph.call(&MULTIPLY, &[upstream, expr]),
            None => expr,
        }))
    }

    fn plus(&mut self, sum: Option<ExprId>, product: Option<ExprId>) -> Result<Option<ExprId>, Infallible> {
        Ok(match (sum, product) {
            (Some(sum), Some(product)) => Some(self.graph.call(&ADD, &[sum, product])),
            (sum, product) => sum.or(product),
        })
    }
}
