//! How large a derivative can be.

use chainrule_render::{Block, Inline, Layout, Operator};
use chainrule_number::Rational;
use chainrule_symbolic::function::rows::arithmetic::{MULTIPLY, POWER};
use chainrule_symbolic::graph::{ExprId, Node};

use super::super::Page;
use super::super::facts::fraction;
use super::super::plan::{self, Numbers};
use super::super::preparation::Prepared;
use super::product_of;

/// A bound of more parts is no line of a page.
const MOST_PARTS: usize = 8;

impl Page<'_> {
    pub(in super::super) fn bound_of_product(&mut self, place: usize, prepared: &Prepared) {
        let report = self.report;
        let own = &report.derivations[place];
        if own.value.is_none() {
            self.bounds(own, &report.bounds[place]);
            return;
        }
        // The layer above the product has its bound.
        let is_told = plan::numbers(report, own) == Numbers::BelowTheChain;
        let Some(theorem) = report.always[place].as_ref().filter(|_| !is_told) else { return };
        let Some((number, parts)) = self.numbers_apart(theorem.bound) else { return };
        let size = self.setter.expression(prepared.title).between_bars();
        let whole = if parts.is_empty() {
            fraction(&number)
        } else {
            let factors = product_of(&parts);
            match number.recip() {
                Some(one) if one.is_integer() && one == Rational::one() => factors,
                Some(whole) if whole.is_integer() => Layout::fraction(&factors, &fraction(&whole)),
                Some(_) | None => product_of(&[fraction(&number), factors]),
            }
        };
        let sign = if theorem.strict { Operator::Less } else { Operator::AtMost };
        self.blocks.push(Block::Remark(Inline::from("Bound: ").math(size.related(sign, &whole))));
    }

    /// The numbers of a product, multiplied, and its other factors.
    fn numbers_apart(&self, bound: ExprId) -> Option<(Rational, Vec<Layout>)> {
        let graph = self.graph;
        let mut number = Rational::one();
        let mut parts = Vec::new();
        let mut stack = vec![bound];
        while let Some(id) = stack.pop() {
            match graph.node(id) {
                Node::Number(own) => number = &number * own,
                Node::Apply { function, primes: 0, arguments } => {
                    let row = graph.builtin(function);
                    if row == Some(&MULTIPLY) {
                        stack.extend(arguments.iter().rev());
                    } else if row == Some(&POWER)
                        && let (Node::Number(base), Node::Number(exponent)) =
                            (graph.node(arguments[0]), graph.node(arguments[1]))
                        && let Some(exponent) = exponent.to_i64()
                    {
                        number = &number * &base.pow(exponent).ok()?;
                    } else {
                        parts.push(self.setter.expression(id));
                    }
                }
                Node::Symbol(_) | Node::Derivative { .. } | Node::Apply { .. } => {
                    parts.push(self.setter.expression(id));
                }
            }
        }
        (parts.len() <= MOST_PARTS).then_some((number, parts))
    }
}
