//! Judging the chain over quantities: whether its paths or adjoints are all of them.
//!
//! What the chain rule over a network states is an identity between sums of products of edges, whatever the numbers on
//! the edges. It is tried with random numbers modulo a prime: tangents are carried forwards through the network, edge
//! by edge, and must give what the derivation's paths or adjoints give. Two different polynomials of degree d agree at
//! a random point with probability at most d/p (Schwartz 1980, Zippel 1979); p = 2^61 − 1.

use chainrule_symbolic::derivation::{Calculus, Derivation, Factor, Form};
use chainrule_symbolic::graph::SymbolId;
use chainrule_symbolic::network::Network;
use rustc_hash::FxHashMap;

/// The Mersenne prime 2^61 − 1.
const PRIME: u128 = (1 << 61) - 1;

/// Whether the derivation's chain is the derivative over the network, at a random point of the field.
pub fn holds(calculus: &Calculus, derivation: &Derivation) -> bool {
    let network = calculus.network();
    let backwards = match &derivation.form {
        Form::Same => 1,
        Form::Independent { .. } => 0,
        Form::Paths(paths) => paths.iter().fold(0, |sum, path| {
            let product =
                path.factors.iter().fold(1, |product, &id| product * edge(calculus.factor(id)) % PRIME);
            (sum + product) % PRIME
        }),
        Form::Backpropagation(adjoints) => {
            let mut values: FxHashMap<SymbolId, u128> = FxHashMap::default();
            values.insert(derivation.target, 1);
            for adjoint in adjoints {
                let sum = adjoint.terms.iter().fold(0, |sum, term| {
                    let upstream = values.get(&term.user).copied().unwrap_or(0);
                    (sum + upstream * edge(calculus.factor(term.factor))) % PRIME
                });
                values.insert(adjoint.of, sum);
            }
            values.get(&derivation.by).copied().unwrap_or(0)
        }
    };
    // Where a stated derivative spans several edges the chain goes through it: the network alone does not know it.
    uses_stated(calculus, derivation) || forwards(network, derivation.target, derivation.by) == backwards
}

fn uses_stated(calculus: &Calculus, derivation: &Derivation) -> bool {
    let spans = |factor: &Factor| !calculus.network().inputs(factor.child).contains(&factor.parent);
    match &derivation.form {
        Form::Same | Form::Independent { .. } => false,
        Form::Paths(paths) => {
            paths.iter().flat_map(|path| &path.factors).any(|&id| spans(calculus.factor(id)))
        }
        Form::Backpropagation(adjoints) => {
            adjoints.iter().flat_map(|adjoint| &adjoint.terms).any(|term| spans(calculus.factor(term.factor)))
        }
    }
}

/// The tangent of the target, carried forwards from `by` through every edge.
fn forwards(network: &Network, target: SymbolId, by: SymbolId) -> u128 {
    let mut tangents: FxHashMap<SymbolId, u128> = FxHashMap::default();
    tangents.insert(by, 1);
    let start = network.rank(by) as usize;
    for &symbol in &network.order()[start..] {
        if symbol == by {
            continue;
        }
        let mut sum = 0;
        for &input in network.inputs(symbol) {
            if let Some(tangent) = tangents.get(&input) {
                sum = (sum + tangent * weight(symbol, input)) % PRIME;
            }
        }
        if sum != 0 {
            tangents.insert(symbol, sum);
        }
    }
    tangents.get(&target).copied().unwrap_or(0)
}

fn edge(factor: &Factor) -> u128 {
    weight(factor.child, factor.parent)
}

/// A number for an edge that depends on nothing but the edge.
fn weight(child: SymbolId, parent: SymbolId) -> u128 {
    let mut state = (child.index() as u64) << 32 ^ parent.index() as u64 ^ 0x5851_F42D_4C95_7F2D;
    for _ in 0..3 {
        state = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        state = (state ^ (state >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        state ^= state >> 31;
    }
    u128::from(state) % PRIME
}
