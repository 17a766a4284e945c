//! What a derivation keeps and takes: bytes allocated while a chain or a dense network is derived, divided by hand by the
//! quantities.
//!
//! `cargo bench -p chainrule-tests --bench memory`

use chainrule::symbolic::derivation::Calculus;
use chainrule::symbolic::function::rows::arithmetic::{ADD, MULTIPLY};
use chainrule::symbolic::function::rows::logistic::SIGMOID;
use chainrule::symbolic::graph::{Graph, SymbolId};
use chainrule::symbolic::network::{Network, NetworkBuilder};
use divan::{AllocProfiler, Bencher};

#[global_allocator]
static ALLOCATIONS: AllocProfiler = AllocProfiler::system();

/// Quantities that are defined: two a layer.
const SIZES: &[usize] = &[1_000, 10_000, 100_000, 1_000_000];

fn main() {
    divan::main();
}

/// z = w·a + b, a = sigmoid(z), with weights and biases of their own.
fn chain(quantities: usize) -> (Graph, Network, [SymbolId; 2]) {
    let mut graph = Graph::new();
    let mut builder = NetworkBuilder::new();
    let mut last = graph.intern("a0");
    let first = graph.intern("w1");
    for layer in 1..=quantities / 2 {
        let [w, b, z, a] = ["w", "b", "z", "a"].map(|stem| graph.intern(&format!("{stem}{layer}")));
        let [w, b, below] = [w, b, last].map(|symbol| graph.symbol(symbol));
        let product = graph.call(&MULTIPLY, &[w, below]);
        let sum = graph.call(&ADD, &[product, b]);
        builder.define(z, sum);
        let z = graph.symbol(z);
        let activation = graph.call(&SIGMOID, &[z]);
        builder.define(a, activation);
        last = a;
    }
    let network = builder.finish(&graph).expect("no cycle");
    (graph, network, [last, first])
}

#[divan::bench(args = SIZES, sample_count = 3)]
fn one_derivative(bencher: Bencher, quantities: usize) {
    bencher.with_inputs(|| chain(quantities)).bench_local_values(|(mut graph, network, [of, by])| {
        let mut calculus = Calculus::new(&mut graph, network);
        let derivation = calculus.derive(&mut graph, of, by);
        (graph, calculus, derivation)
    });
}

#[divan::bench(args = SIZES, sample_count = 3)]
fn all_derivatives(bencher: Bencher, quantities: usize) {
    bencher.with_inputs(|| chain(quantities)).bench_local_values(|(mut graph, network, [of, _])| {
        let mut calculus = Calculus::new(&mut graph, network);
        let gradient = calculus.gradient(&mut graph, of);
        (graph, calculus, gradient)
    });
}
