//! Products and sums put together as expressions.

use super::algebra::Algebra;
use super::product::Product;
use crate::function::rows::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE, POWER};
use crate::function::rows::exponential::EXP;
use crate::function::rows::power::SQRT;
use crate::graph::{ExprId, Node};
use chainrule_number::Rational;

impl Algebra<'_> {
    /// The sum of some terms: one that is above 0 first.
    pub(super) fn sum(&mut self, terms: &[Product]) -> Option<ExprId> {
        let mut built: Vec<ExprId> = terms.iter().map(|term| self.term(term)).collect();
        let first = terms.iter().position(|term| term.number.is_positive()).unwrap_or(0);
        built[..(first + 1).min(terms.len())].rotate_right(usize::from(first > 0));
        Some(match built.as_slice() {
            [] => self.graph.integer(0),
            [_] => self.build(&terms[0]),
            _ => {
                let sum = self.graph.call(&ADD, &built);
                self.note_sum(sum)?;
                sum
            }
        })
    }

    /// A term of a sum: a number below 0 is taken away, as in `p − 1`.
    fn term(&mut self, term: &Product) -> ExprId {
        if !term.factors.is_empty() || !term.number.is_negative() {
            return self.build(term);
        }
        let number = self.graph.number(term.number.abs());
        self.graph.call(&NEGATE, &[number])
    }

    /// A product as an expression: one fraction, numbers first, the sign in front of the whole.
    pub(super) fn build(&mut self, product: &Product) -> ExprId {
        let Product { number, factors, .. } = product;
        if number.is_zero() {
            return self.graph.integer(0);
        }
        let (mut above, mut below) = (Vec::new(), Vec::new());
        for (base, exponent) in factors {
            if let Some(whole) = self.exponential(*base, exponent) {
                above.push(whole);
            } else if exponent.is_negative() {
                below.push(self.power(*base, &-exponent));
            } else {
                above.push(self.power(*base, exponent));
            }
        }
        let size = number.abs();
        let denominator = Rational::from_bigint(size.denominator().into_owned());
        if is_divided_by(&denominator) {
            let numerator = Rational::from_bigint(size.numerator().into_owned());
            below.insert(0, self.graph.number(denominator));
            self.put_number(numerator, &mut above);
        } else {
            self.put_number(size, &mut above);
        }
        let above = self.graph.together(&MULTIPLY, &above);
        let quotient = if below.is_empty() {
            above
        } else {
            let below = self.graph.together(&MULTIPLY, &below);
            self.graph.call(&DIVIDE, &[above, below])
        };
        match (number.is_negative(), self.graph.node(quotient)) {
            (false, _) => quotient,
            (true, Node::Number(number)) => {
                let number = -number;
                self.graph.number(number)
            }
            (true, Node::Symbol(_) | Node::Apply { .. } | Node::Derivative { .. }) => {
                self.graph.call(&NEGATE, &[quotient])
            }
        }
    }

    fn put_number(&mut self, number: Rational, above: &mut Vec<ExprId>) {
        if !number.is_one() || above.is_empty() {
            above.insert(0, self.graph.number(number));
        }
    }

    fn power(&mut self, base: ExprId, exponent: &Rational) -> ExprId {
        if exponent.is_one() {
            return base;
        }
        if *exponent == Rational::fraction(1, 2) {
            return self.graph.call(&SQRT, &[base]);
        }
        let exponent = self.graph.number(exponent.clone());
        self.graph.call(&POWER, &[base, exponent])
    }

    /// Whether a factor is an exponential: its powers are exponentials too.
    pub(super) fn is_exponential(&self, base: ExprId) -> bool {
        self.exponentials.contains_key(&base)
    }

    /// A power of an exponential: `exp(−z)` for exp(z)^(−1).
    fn exponential(&mut self, base: ExprId, exponent: &Rational) -> Option<ExprId> {
        if !self.exponentials.contains_key(&base) {
            return None;
        }
        if exponent.is_one() {
            return Some(base);
        }
        if let Some(&written) = self.written.get(&(base, exponent.clone())) {
            return Some(written);
        }
        let &[argument] = self.graph.children(base) else { return None };
        let mut inner = self.product(argument)?;
        inner.number = &inner.number * exponent;
        let argument = self.build(&inner);
        Some(self.graph.call(&EXP, &[argument]))
    }
}

/// Whether a number is divided by, as in `x/2` and `x/18`; in `0.01·x` it stays a decimal number.
fn is_divided_by(denominator: &Rational) -> bool {
    if denominator.is_one() {
        return false;
    }
    let Some(mut left) = denominator.to_i64() else { return false };
    let is_small = left <= 10;
    for prime in [2, 5] {
        while left % prime == 0 {
            left /= prime;
        }
    }
    is_small || left > 1
}
