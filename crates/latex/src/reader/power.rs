//! What stands raised behind a factor: powers, primes, degrees; factorials and per cent signs.

use std::ops::Range;

use chainrule_number::Rational;

use super::{Read, Reader, Unread};
use crate::macros::argument;
use crate::token::{Kind, Token};
use crate::tree::{Node, NodeId, Printed};

impl Reader<'_> {
    /// The powers, factorials and per cent signs behind a base.
    pub(super) fn powers(&mut self, mut base: NodeId, start: usize) -> Read<NodeId> {
        loop {
            let Some(token) = self.peek() else { return Ok(base) };
            match &token.kind {
                Kind::Up => {
                    let is_inverted = self.is_inverse_transpose();
                    if is_inverted || self.is_transpose() {
                        if self.names.is_of_numbers {
                            return self.fail(Unread::Transpose);
                        }
                        self.at = argument(self.tokens, self.at + 1).1;
                        let place = self.since(start);
                        if is_inverted {
                            let one = self.integer(1, place.clone());
                            let exponent = self.tree.push(Node::Negate(one), place.clone());
                            base = self.tree.push(Node::Power(base, exponent), place.clone());
                        }
                        base = self.tree.push(Node::Transpose(base), place);
                        self.tree.has_arrays = true;
                        continue;
                    }
                    self.at += 1;
                    if self.takes_prime() {
                        base = self.primed(base, start)?;
                        continue;
                    }
                    if self.takes_degree() {
                        let place = self.since(start);
                        base = self.degrees(base, place);
                        continue;
                    }
                    let exponent = self.exponent()?;
                    let place = self.since(start);
                    base = self.tree.push(Node::Power(base, exponent), place);
                }
                Kind::Command(name)
                    if &**name == "degree"
                        && (self.names.is_of_numbers || matches!(self.tree.node(base), Node::Number(_))) =>
                {
                    self.at += 1;
                    let place = self.since(start);
                    base = self.degrees(base, place);
                }
                Kind::Char('!') => {
                    let factorial = factorial(self.tree.node(base));
                    let Some(node) = factorial else { return self.fail(Unread::Factorial) };
                    self.at += 1;
                    let place = self.since(start);
                    base = self.tree.push(node, place);
                }
                Kind::Char('%') => {
                    let Node::Number(printed) = self.tree.node(base).clone() else {
                        return self.fail(Unread::Sign("%".into()));
                    };
                    self.at += 1;
                    let place = self.since(start);
                    base = self.tree.push(Node::Number(per_cent(&printed)), place);
                }
                Kind::Char('\'') => {
                    self.at += 1;
                    base = self.primed(base, start)?;
                }
                Kind::Down => return self.fail(Unread::Index),
                _ => return Ok(base),
            }
        }
    }

    fn takes_prime(&mut self) -> bool {
        let is = |token: &Token| token.is_command("prime") || token.is_char('\'');
        let bare = self.peek().is_some_and(is);
        let braced = self.peek().is_some_and(|token| token.kind == Kind::Open)
            && self.peek_at(1).is_some_and(is)
            && self.peek_at(2).is_some_and(|token| token.kind == Kind::Close);
        self.at += if bare { 1 } else { 3 * usize::from(braced) };
        bare || braced
    }

    /// `(x^n)'`: the derivative of what stands in brackets, by `x` or by the only name in them.
    fn primed(&mut self, base: NodeId, start: usize) -> Read<NodeId> {
        let mut names = Vec::new();
        for id in self.tree.below(base) {
            if let Node::Name(name) = self.tree.node(id)
                && !names.contains(name)
            {
                names.push(name.clone());
            }
        }
        let by = match names.as_slice() {
            [one] => Some(one.clone()),
            all => all.iter().find(|name| name.canonical() == "x").cloned(),
        };
        let Some(by) = by else { return self.fail(Unread::Derivative) };
        let place = self.since(start);
        Ok(self.tree.push(Node::Derivative { of: base, by }, place))
    }

    fn takes_degree(&mut self) -> bool {
        let bare = self.peek().is_some_and(|token| token.is_command("degree"));
        let braced = self.peek().is_some_and(|token| token.kind == Kind::Open)
            && self.peek_at(1).is_some_and(|token| token.is_command("degree"))
            && self.peek_at(2).is_some_and(|token| token.kind == Kind::Close);
        self.at += if bare { 1 } else { 3 * usize::from(braced) };
        bare || braced
    }

    /// `30^\circ` as a number of radians.
    fn degrees(&mut self, base: NodeId, place: Range<usize>) -> NodeId {
        let half_turn = self.tree.push(Node::Pi, place.clone());
        let above = self.tree.push(Node::Product(vec![base, half_turn]), place.clone());
        let below = self.integer(180, place.clone());
        self.tree.push(Node::Quotient(above, below), place)
    }

    /// What is raised: a group, or one token with its sign.
    fn exponent(&mut self) -> Read<NodeId> {
        let start = self.start();
        if self.peek().is_some_and(|token| token.kind == Kind::Open) {
            return self.group();
        }
        let negative = self.take('-');
        if !negative {
            self.take('+');
        }
        let node = self.single()?;
        if !negative {
            return Ok(node);
        }
        let place = self.since(start);
        Ok(self.tree.push(Node::Negate(node), place))
    }
}

fn factorial(node: &Node) -> Option<Node> {
    let Node::Number(printed) = node else { return None };
    let count = printed.value.to_i64().filter(|count| (0..=50).contains(count))?;
    let value = (1..=count).fold(Rational::one(), |all, next| &all * &Rational::from_integer(next));
    Some(Node::Number(Printed { value, unit: Rational::one(), is_power_of_ten: false }))
}

fn per_cent(printed: &Printed) -> Printed {
    let hundredth = Rational::fraction(1, 100);
    Printed { value: &printed.value * &hundredth, unit: &printed.unit * &hundredth, is_power_of_ten: false }
}
