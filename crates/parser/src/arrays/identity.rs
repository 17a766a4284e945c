//! `I` without a size beside a square matrix: `X^T*X + lambda*I`.

use chainrule_array::{Shape, Size};
use chainrule_symbolic::function::rows::arithmetic::{MULTIPLY, NEGATE};

use super::ast::{Expr, Join, Kind};
use super::complaint::Operand;
use super::elaboration::Elaboration;
use crate::expression::Wrong;

impl Elaboration<'_> {
    /// Whether a term is `I`, or numbers times it, without a size.
    pub(super) fn is_identity(&self, term: &Expr) -> bool {
        let is_i = |expr: &Expr| matches!(&*expr.kind, Kind::Name(name) if name == "I" && !self.quantities.contains_key("I"));
        match &*term.kind {
            Kind::Product(factors) => {
                let joins = factors[1..].iter().map(|(join, _)| *join);
                let place = factors.iter().position(|(_, factor)| is_i(factor));
                place.is_some_and(|place| {
                    joins.take(place).all(|join| join == Join::Times)
                        && factors[place + 1..]
                            .iter()
                            .all(|(join, _)| matches!(join, Join::Times | Join::Over))
                })
            }
            Kind::Negative(of) => self.is_identity(of),
            _ => is_i(term),
        }
    }

    /// The size of the square matrix beside which `I` stands in a sum.
    pub(super) fn square_beside(&mut self, terms: &[(bool, Expr)]) -> Result<Option<Size>, Wrong> {
        if !terms.iter().any(|(_, term)| self.is_identity(term)) {
            return Ok(None);
        }
        for (_, term) in terms {
            if !self.is_identity(term) {
                let operand = self.operand(term)?;
                if let Shape::Matrix(rows, columns) = *self.arrays.shape(operand.whole)
                    && rows == columns
                {
                    return Ok(Some(rows));
                }
            }
        }
        Ok(None)
    }

    /// `lambda*I` beside a matrix of so many rows.
    pub(super) fn identity_term(&mut self, term: &Expr, size: Size) -> Result<Operand, Wrong> {
        let whole = match &*term.kind {
            Kind::Negative(of) => {
                let inner = self.identity_term(of, size)?;
                self.arrays.each_row(&NEGATE, &[inner.whole])
            }
            Kind::Product(factors) => {
                let is_i = |expr: &Expr| matches!(&*expr.kind, Kind::Name(name) if name == "I");
                let others: Vec<(Join, Expr)> =
                    factors.iter().filter(|(_, factor)| !is_i(factor)).cloned().collect();
                let identity = self.arrays.identity(size);
                let factor = self.product(&others, term.span)?;
                self.arrays.each_row(&MULTIPLY, &[factor, identity])
            }
            _ => Some(self.arrays.identity(size)),
        };
        let whole = whole.ok_or_else(|| self.no_shape(term.span))?;
        Ok(Operand { whole, span: term.span })
    }
}
