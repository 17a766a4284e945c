//! Judging the factors put back: whether the products and sums that are printed are those of the factors.
//!
//! Putting factors back only rearranges sums and products. So every other expression gets a random number modulo a prime,
//! and both sides must come to the same: once by the factors of the derivation, once by the printed expression. Two
//! different polynomials agree at a random point with probability at most degree/p (Schwartz 1980, Zippel 1979).

use chainrule_number::Rational;
use chainrule_symbolic::derivation::{Adjoint, Calculus, Chain, Derivation, FactorId, Form, Path};
use chainrule_symbolic::function;
use chainrule_symbolic::function::rows::arithmetic::{ADD, MULTIPLY};
use chainrule_symbolic::graph::{ExprId, Graph, Node, Scope, SymbolId};
use rustc_hash::FxHashMap;

use crate::field::{drawn, plus, times};

/// The numbers of the sums and products met so far: derivations of one target share most of them.
#[derive(Debug, Default)]
pub struct PutBackJudge {
    values: FxHashMap<ExprId, u64>,
}

impl PutBackJudge {
    /// Whether every product and sum that the derivation states is that of its factors. Cost: linear in the derivation.
    pub fn holds(&mut self, graph: &Graph, calculus: &Calculus, derivation: &Derivation) -> bool {
        let is = |number: i64| matches!(graph.node(derivation.result), Node::Number(value) if *value == Rational::from_integer(number));
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
                let mut values: FxHashMap<SymbolId, (u64, u64)> = FxHashMap::default();
                for adjoint in adjoints {
                    let Some(whole) = self.adjoint(graph, calculus, derivation.target, adjoint, &values)
                    else {
                        return false;
                    };
                    values.insert(adjoint.of, (self.value(graph, adjoint.name), whole));
                }
                values
                    .get(&derivation.by)
                    .is_some_and(|(_, whole)| *whole == self.value(graph, derivation.result))
            }
        }
    }

    /// Whether each line of a sweep, written out, is the sum over the quantities that use its own. Cost: linear in the
    /// sweep; its lines are left in the graph.
    pub fn gradient_holds(&mut self, graph: &mut Graph, calculus: &Calculus, gradient: &Chain) -> bool {
        let users = gradient.users();
        (1..gradient.len()).all(|place| {
            let line = calculus.line(graph, gradient, &users, place);
            self.line_holds(graph, calculus, gradient.quantities()[0], &line)
        })
    }

    /// Whether a line of backpropagation, by names and with its factors put in, is the sum over its terms.
    pub fn line_holds(
        &mut self,
        graph: &mut Graph,
        calculus: &Calculus,
        target: SymbolId,
        line: &Adjoint,
    ) -> bool {
        let root = graph.symbol(target);
        let (mut chain, mut product) = (0, 0);
        for term in &line.terms {
            let (name, result) = self.factor(graph, calculus, term.factor);
            let upstream = if term.user == target {
                1
            } else {
                let upstream = graph.derivative(root, term.user, Scope::Total);
                self.value(graph, upstream)
            };
            chain = plus(chain, times(upstream, name));
            product = plus(product, times(upstream, result));
        }
        self.value(graph, line.chain) == chain && self.value(graph, line.product) == product
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
        values: &FxHashMap<SymbolId, (u64, u64)>,
    ) -> Option<u64> {
        let (mut chain, mut product, mut whole) = (0, 0, 0);
        for term in &adjoint.terms {
            let (name, result) = self.factor(graph, calculus, term.factor);
            let (upstream, total) = if term.user == target { (1, 1) } else { *values.get(&term.user)? };
            chain = plus(chain, times(upstream, name));
            product = plus(product, times(upstream, result));
            whole = plus(whole, times(total, result));
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
                    let value_of = |&argument: &ExprId| {
                        if is_opened(graph, argument) {
                            self.values[&argument]
                        } else {
                            drawn(argument.index() as u64)
                        }
                    };
                    let value = if function == function::id(&ADD) {
                        arguments.iter().map(value_of).fold(0, plus)
                    } else {
                        arguments.iter().map(value_of).fold(1, times)
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

#[cfg(test)]
mod tests {
    use chainrule_symbolic::derivation::{Adjoint, Calculus, Chain};
    use chainrule_symbolic::function::rows::arithmetic::{ADD, MULTIPLY};
    use chainrule_symbolic::graph::Graph;
    use chainrule_symbolic::network::NetworkBuilder;

    use super::PutBackJudge;

    /// `u = x·y`, `v = u + x`, `L = u·v`.
    fn swept() -> (Graph, Calculus, Chain) {
        let mut graph = Graph::new();
        let [x, y, u, v, target] = ["x", "y", "u", "v", "L"].map(|name| graph.intern(name));
        let [of_x, of_y, of_u, of_v] = [x, y, u, v].map(|symbol| graph.symbol(symbol));
        let product = graph.call(&MULTIPLY, &[of_x, of_y]);
        let sum = graph.call(&ADD, &[of_u, of_x]);
        let whole = graph.call(&MULTIPLY, &[of_u, of_v]);
        let mut builder = NetworkBuilder::new();
        for (name, expr) in [(u, product), (v, sum), (target, whole)] {
            builder.define(name, expr);
        }
        let network = builder.finish(&graph).expect("no cycle");
        let mut calculus = Calculus::new(&mut graph, network);
        let gradient = calculus.gradient(&mut graph, target).expect("nothing is stated");
        (graph, calculus, gradient)
    }

    fn lines(graph: &mut Graph, calculus: &Calculus, gradient: &Chain) -> Vec<Adjoint> {
        let users = gradient.users();
        (1..gradient.len()).map(|place| calculus.line(graph, gradient, &users, place)).collect()
    }

    #[test]
    fn the_lines_of_a_sweep_hold_and_altered_ones_do_not() {
        let (mut graph, calculus, gradient) = swept();
        let mut judge = PutBackJudge::default();
        assert!(judge.gradient_holds(&mut graph, &calculus, &gradient));
        let lines = lines(&mut graph, &calculus, &gradient);
        assert_eq!(lines.len(), 4);
        for line in &lines {
            for other in &lines {
                for altered in [
                    Adjoint { chain: other.chain, ..line.clone() },
                    Adjoint { product: other.product, ..line.clone() },
                    Adjoint { terms: line.terms[1..].to_vec(), ..line.clone() },
                ] {
                    let is_altered = altered != *line;
                    assert_eq!(
                        judge.line_holds(&mut graph, &calculus, gradient.quantities()[0], &altered),
                        !is_altered
                    );
                }
            }
        }
    }
}
