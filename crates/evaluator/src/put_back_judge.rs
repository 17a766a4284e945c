//! Judging the factors put back: whether the products and sums that are printed are those of the factors.
//!
//! Putting factors back only rearranges sums and products. So every other expression gets a random number modulo a prime,
//! and both sides must come to the same: once by the factors of the derivation, once by the printed expression. Two
//! different polynomials agree at a random point with probability at most degree/p (Schwartz 1980, Zippel 1979).

use chainrule_symbolic::derivation::{Adjoint, Calculus, Derivation, FactorId, Form, Path};
use chainrule_symbolic::function;
use chainrule_symbolic::function::rows::arithmetic::{ADD, MULTIPLY};
use chainrule_symbolic::graph::{ExprId, Graph, Node, SymbolId};
use chainrule_symbolic::number::Rational;
use rustc_hash::FxHashMap;

use crate::chain_judge::{drawn, plus, times};

/// The numbers of the sums and products met so far: derivations of one target share most of them.
#[derive(Debug, Default)]
pub struct PutBackJudge {
    values: FxHashMap<ExprId, u64>,
}

impl PutBackJudge {
    /// Whether every product and sum that the derivation states is that of its factors. Cost: linear in the derivation.
    pub fn holds(&mut self, graph: &Graph, calculus: &Calculus, derivation: &Derivation) -> bool {
        let is = |number: i64| matches!(graph.node(derivation.result), Node::Number(own) if *own == Rational::from_integer(number));
        match &derivation.form {
            Form::Same => is(1),
            Form::Independent { .. } => is(0),
            Form::Paths(paths) => {
                let mut sum = 0;
                for path in paths {
                    let Some(product) = self.path(graph, calculus, path) else { return false };
                    sum = plus(sum, product);
                }
                self.value(graph, derivation.result) == sum
            }
            Form::Backpropagation(adjoints) => {
                // By quantity: the adjoint's name, and what it comes to with everything put in.
                let mut known: FxHashMap<SymbolId, (u64, u64)> = FxHashMap::default();
                for adjoint in adjoints {
                    let Some(whole) = self.adjoint(graph, calculus, derivation.target, adjoint, &known)
                    else {
                        return false;
                    };
                    known.insert(adjoint.of, (self.value(graph, adjoint.name), whole));
                }
                known
                    .get(&derivation.by)
                    .is_some_and(|(_, whole)| *whole == self.value(graph, derivation.result))
            }
        }
    }

    /// The product of a path's factors, if what is stated of it is that.
    fn path(&mut self, graph: &Graph, calculus: &Calculus, path: &Path) -> Option<u64> {
        let (mut names, mut results) = (1, 1);
        for &id in &path.factors {
            let (name, result) = self.factor(graph, calculus, id);
            (names, results) = (times(names, name), times(results, result));
        }
        let holds = self.value(graph, path.chain) == names && self.value(graph, path.product) == results;
        holds.then_some(results)
    }

    /// What an adjoint comes to, if what is stated of it is the sum over its terms.
    fn adjoint(
        &mut self,
        graph: &Graph,
        calculus: &Calculus,
        target: SymbolId,
        adjoint: &Adjoint,
        known: &FxHashMap<SymbolId, (u64, u64)>,
    ) -> Option<u64> {
        let (mut chain, mut product, mut whole) = (0, 0, 0);
        for term in &adjoint.terms {
            let (name, result) = self.factor(graph, calculus, term.factor);
            let (upstream, own) = if term.user == target { (1, 1) } else { *known.get(&term.user)? };
            chain = plus(chain, times(upstream, name));
            product = plus(product, times(upstream, result));
            whole = plus(whole, times(own, result));
        }
        let holds =
            self.value(graph, adjoint.chain) == chain && self.value(graph, adjoint.product) == product;
        holds.then_some(whole)
    }

    /// A factor by its name, and what it is.
    fn factor(&mut self, graph: &Graph, calculus: &Calculus, id: FactorId) -> (u64, u64) {
        let factor = calculus.factor(id);
        (self.value(graph, factor.name), self.value(graph, factor.result))
    }

    fn value(&mut self, graph: &Graph, expr: ExprId) -> u64 {
        if !is_opened(graph, expr) {
            return drawn(expr.index() as u64);
        }
        // An expression stays on the stack until its arguments have their numbers.
        let mut stack = vec![expr];
        while let Some(&id) = stack.last() {
            let Node::Apply { function, arguments, .. } = graph.node(id) else {
                stack.pop();
                continue;
            };
            let before = stack.len();
            if !self.values.contains_key(&id) {
                let waits = |id: &ExprId| is_opened(graph, *id) && !self.values.contains_key(id);
                stack.extend(arguments.iter().copied().filter(waits));
                if stack.len() == before {
                    let known = |&argument: &ExprId| match is_opened(graph, argument) {
                        true => self.values[&argument],
                        false => drawn(argument.index() as u64),
                    };
                    let value = if function == function::id(&ADD) {
                        arguments.iter().map(known).fold(0, plus)
                    } else {
                        arguments.iter().map(known).fold(1, times)
                    };
                    self.values.insert(id, value);
                }
            }
            if stack.len() == before {
                stack.pop();
            }
        }
        self.values[&expr]
    }
}

/// Whether an expression is a sum or a product: all others stand for themselves.
fn is_opened(graph: &Graph, expr: ExprId) -> bool {
    matches!(
        graph.node(expr),
        Node::Apply { function, primes: 0, .. }
            if function == function::id(&ADD) || function == function::id(&MULTIPLY)
    )
}
