//! What a product is beside the factors of another.

use chainrule_number::Rational;
use chainrule_symbolic::function;
use chainrule_symbolic::function::rows::arithmetic::NEGATE;
use chainrule_symbolic::graph::{ExprId, Graph, Node};

use super::is_product;

/// Products with more factors than this besides are written out.
const MOST_BESIDES: usize = 8;

/// The factors of a product, products and signs among them taken apart, and the product of its numbers.
pub(super) struct Factors {
    number: Rational,
    others: Vec<ExprId>,
}

impl Factors {
    pub(super) fn of(graph: &Graph, factors: impl Iterator<Item = ExprId>) -> Self {
        let mut cofactor = Self { number: Rational::one(), others: Vec::new() };
        let mut waiting: Vec<ExprId> = factors.collect();
        waiting.reverse();
        while let Some(id) = waiting.pop() {
            match graph.node(id) {
                Node::Number(number) => cofactor.number = &cofactor.number * number,
                Node::Apply { function, primes: 0, arguments } if function == function::id(&NEGATE) => {
                    cofactor.number = -&cofactor.number;
                    waiting.extend_from_slice(arguments);
                }
                Node::Apply { arguments, .. } if is_product(graph, id) => {
                    waiting.extend(arguments.iter().rev());
                }
                Node::Symbol(_) | Node::Apply { .. } | Node::Derivative { .. } => cofactor.others.push(id),
            }
        }
        cofactor
    }

    /// What these are the product of beside others, all of which are among them in the same order; nothing where one is
    /// not, or much is left.
    pub(super) fn over(&self, others: &Self) -> Option<(Rational, Vec<ExprId>)> {
        let number = self.number.checked_div(&others.number)?;
        let mut rest = others.others.iter().peekable();
        let mut besides = Vec::new();
        for factor in &self.others {
            if rest.next_if_eq(&factor).is_none() {
                besides.push(*factor);
            }
            if besides.len() > MOST_BESIDES {
                return None;
            }
        }
        rest.peek().is_none().then_some((number, besides))
    }
}
