//! Long products of exact numbers, one after the other.
//!
//! The derivatives of a product of thousands of factors are products of all but one of them, each a factor apart from the
//! one before. Multiplying each out costs the square of its length; from its neighbour it takes a quotient and a product.

use chainrule_number::{LONGEST_VALUE, Rational, Value};
use chainrule_symbolic::graph::ExprId;

/// Shorter products are multiplied out.
pub(super) const FEWEST: usize = 64;

/// Factors in which a product may differ from the one before.
const MOST_APART: usize = 4;

/// The last long product.
#[derive(Debug, Default)]
pub(super) struct LongProducts {
    factors: Vec<(ExprId, Rational)>,
    product: Option<Rational>,
}

impl LongProducts {
    /// The product of these factors, where it is known from that of factors nearly the same.
    pub(super) fn find<'v>(
        &mut self,
        arguments: &[ExprId],
        value: impl Fn(ExprId) -> Option<&'v Value>,
    ) -> Option<Value> {
        if arguments.len() < FEWEST {
            return None;
        }
        let product = self.product.as_ref()?;
        let is_same = |(factor, expr): &(&(ExprId, Rational), &ExprId)| factor.0 == **expr;
        let start = self.factors.iter().zip(arguments).take_while(is_same).count();
        let (factors, rest) = (&self.factors[start..], &arguments[start..]);
        let end = factors.iter().rev().zip(rest.iter().rev()).take_while(is_same).count();
        let (gone, new) = (factors.len() - end, rest.len() - end);
        if gone > MOST_APART || new > MOST_APART {
            return None;
        }
        let mut ratio = Rational::one();
        let mut added = Vec::with_capacity(new);
        for &id in &rest[..new] {
            let Some(Value::Exact(factor)) = value(id) else { return None };
            if factor.is_zero() {
                return None;
            }
            ratio = &ratio * factor;
            added.push((id, factor.clone()));
        }
        for (_, factor) in &factors[..gone] {
            ratio = ratio.checked_div(factor)?;
        }
        let product = product * &ratio;
        self.factors.splice(start..start + gone, added);
        self.product = Some(product.clone());
        // Longer numbers are not kept exactly.
        (product.bits() <= LONGEST_VALUE).then_some(Value::Exact(product))
    }

    /// Remembers a product that was multiplied out.
    pub(super) fn keep<'v>(
        &mut self,
        arguments: &[ExprId],
        value: impl Fn(ExprId) -> Option<&'v Value>,
        product: &Value,
    ) {
        let Value::Exact(product) = product else { return };
        if arguments.len() < FEWEST || product.is_zero() {
            return;
        }
        let factors = arguments.iter().map(|&id| match value(id) {
            Some(Value::Exact(factor)) => Some((id, factor.clone())),
            Some(Value::Enclosed(_)) | None => None,
        });
        if let Some(factors) = factors.collect() {
            (self.factors, self.product) = (factors, Some(product.clone()));
        }
    }
}
