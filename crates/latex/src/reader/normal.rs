//! The distribution of the standard normal, `\Phi(x)`.

use chainrule_symbolic::function::rows::gaussian::ERF;
use chainrule_symbolic::function::rows::power::SQRT;

use super::{Read, Reader, Unread};
use crate::tree::{Node, NodeId};

impl Reader<'_> {
    /// `\Phi(x)`, the distribution of the standard normal: ½(1 + erf(x/√2)); with a prime its density.
    pub(super) fn normal(&mut self, primes: u8, start: usize) -> Read<NodeId> {
        let arguments = self.bracketed_list()?;
        let &[argument] = arguments.as_slice() else { return self.fail(Unread::Arguments("Phi".into())) };
        let place = self.since(start);
        let [one, two] = [1, 2].map(|value| self.integer(value, place.clone()));
        match primes {
            0 => {
                let root = self.call_builtin(&SQRT, vec![two], 0, place.clone());
                let scaled = self.tree.push(Node::Quotient(argument, root), place.clone());
                let error = self.call_builtin(&ERF, vec![scaled], 0, place.clone());
                let sum = self.tree.push(Node::Sum(vec![one, error]), place.clone());
                let two = self.integer(2, place.clone());
                Ok(self.tree.push(Node::Quotient(sum, two), place))
            }
            1 => {
                let square = self.tree.push(Node::Power(argument, two), place.clone());
                let two = self.integer(2, place.clone());
                let half = self.tree.push(Node::Quotient(square, two), place.clone());
                let exponent = self.tree.push(Node::Negate(half), place.clone());
                let euler = self.tree.push(Node::Euler, place.clone());
                let bell = self.tree.push(Node::Power(euler, exponent), place.clone());
                let pi = self.tree.push(Node::Pi, place.clone());
                let two = self.integer(2, place.clone());
                let turn = self.tree.push(Node::Product(vec![two, pi]), place.clone());
                let root = self.call_builtin(&SQRT, vec![turn], 0, place.clone());
                Ok(self.tree.push(Node::Quotient(bell, root), place))
            }
            _ => self.fail(Unread::Derivative),
        }
    }
}
