//! Judging the chain over quantities: whether its paths or adjoints are all of them.
//!
//! What the chain rule over a network states is an identity between sums of products of edges, whatever the numbers on
//! the edges. It is tried with random numbers modulo a prime: tangents are carried forwards through the network, edge
//! by edge, and must give what the chain gives from the target back, and what the paths or adjoints give that it is written
//! as. Two different polynomials of degree d agree at
//! a random point with probability at most d/p (Schwartz 1980, Zippel 1979); p = 2^61 − 1.
//!
//! A gradient is tried all at once: a random number is put in at every quantity and carried forwards, which must give
//! the sum of those numbers times the derivatives by their quantities.

use std::convert::Infallible;

use chainrule_symbolic::derivation::{
    Calculus, Chain, Derivation, Edge, FactorId, Form, Ring, fold, fold_to_end,
};
use chainrule_symbolic::graph::SymbolId;
use chainrule_symbolic::network::Network;
use rustc_hash::FxHashMap;

use crate::field::{drawn, plus, times};

/// Whether the chain of a derivation, and the paths or adjoints that it is written as, are the derivative over the
/// network, at a random point of the field. Where it goes through a derivative that is stated as a whole, that one is the
/// only way into its quantity.
pub fn holds(calculus: &Calculus, derivation: &Derivation) -> bool {
    let edge = |id: FactorId| {
        let factor = calculus.factor(id);
        if calculus.is_whole(id) {
            return weight_of_whole(factor.child, factor.parent);
        }
        weight(factor.child, factor.parent)
    };
    let written = match &derivation.form {
        Form::Same => 1,
        Form::Independent { .. } => 0,
        Form::Paths(paths) => paths.iter().fold(0, |sum, path| {
            plus(sum, path.factors.iter().fold(1, |product, &id| times(product, edge(id))))
        }),
        Form::Backpropagation(adjoints) => {
            let mut values: FxHashMap<SymbolId, u64> = FxHashMap::default();
            values.insert(derivation.target, 1);
            for adjoint in adjoints {
                let sum = adjoint.terms.iter().fold(0, |sum, term| {
                    let upstream = values.get(&term.user).copied().unwrap_or(0);
                    plus(sum, times(upstream, edge(term.factor)))
                });
                values.insert(adjoint.of, sum);
            }
            values.get(&derivation.by).copied().unwrap_or(0)
        }
    };
    let backwards = match fold_to_end(&derivation.chain, &mut Residues(edge)) {
        Ok(adjoint) => adjoint.unwrap_or(0),
    };
    let wholes = derivation.chain.factors().filter(|&id| calculus.is_whole(id));
    let whole = wholes.map(|id| (calculus.factor(id).child, calculus.factor(id).parent)).collect();
    let seed = |symbol| u64::from(symbol == derivation.by);
    written == backwards
        && forwards(calculus.network(), derivation.target, seed, Some(derivation.by), &whole) == backwards
}

/// Whether all derivatives of a gradient are those over the network, at a random point of the field.
pub fn gradient_holds(calculus: &Calculus, gradient: &Chain) -> bool {
    let Some(&target) = gradient.quantities().first() else { return false };
    let seed = |symbol: SymbolId| if symbol == target { 0 } else { weight(symbol, symbol) };
    let edge = |id: FactorId| {
        let factor = calculus.factor(id);
        weight(factor.child, factor.parent)
    };
    let mut backwards = 0;
    let Ok(()) = fold(gradient, &mut Residues(edge), |place, adjoint| {
        backwards = plus(backwards, times(adjoint, seed(gradient.quantities()[place])));
    });
    forwards(calculus.network(), target, seed, None, &FxHashMap::default()) == backwards
}

/// Random residues in place of the factors.
pub(crate) struct Residues<F>(pub(crate) F);

impl<F: Fn(FactorId) -> u64> Ring for Residues<F> {
    type Value = u64;
    type Error = Infallible;

    fn one(&mut self) -> u64 {
        1
    }

    fn times(&mut self, upstream: &u64, edge: Edge) -> Result<u64, Infallible> {
        Ok(times(*upstream, (self.0)(edge.factor)))
    }

    fn plus(&mut self, sum: u64, product: u64) -> Result<u64, Infallible> {
        Ok(plus(sum, product))
    }
}

/// The tangent of the target, with a number put in at every quantity and carried forwards through every edge. Nothing
/// is put in before `first`. `whole` maps a quantity to the one through which its derivative is stated as a whole.
fn forwards(
    network: &Network,
    target: SymbolId,
    seed: impl Fn(SymbolId) -> u64,
    first: Option<SymbolId>,
    whole: &FxHashMap<SymbolId, SymbolId>,
) -> u64 {
    let mut tangents = vec![0u64; network.symbol_count().max(target.index() + 1)];
    let start = first.map_or(0, |first| network.rank(first) as usize);
    for &symbol in &network.order()[start..] {
        let mut sum = seed(symbol);
        // What is derived by does not move with what it is computed from.
        if Some(symbol) != first {
            if let Some(&through) = whole.get(&symbol) {
                tangents[symbol.index()] = times(tangents[through.index()], weight_of_whole(symbol, through));
                continue;
            }
            for &input in network.inputs(symbol) {
                let tangent = tangents[input.index()];
                if tangent != 0 {
                    sum = plus(sum, times(tangent, weight(symbol, input)));
                }
            }
        }
        tangents[symbol.index()] = sum;
        if symbol == target {
            break;
        }
    }
    tangents[target.index()]
}

/// A number for a derivative that is stated as a whole: another than that of an edge between the two.
fn weight_of_whole(child: SymbolId, parent: SymbolId) -> u64 {
    drawn(weight(child, parent) + 1)
}

/// A number for an edge that depends on nothing but the edge.
fn weight(child: SymbolId, parent: SymbolId) -> u64 {
    drawn((child.index() as u64) << 32 | parent.index() as u64)
}
