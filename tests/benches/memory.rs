//! What a network and a derivation keep and take: bytes allocated while a chain is built, read or derived, divided by
//! hand by the quantities. What is kept is what is allocated, with what it grows by, less what is freed.
//!
//! `cargo bench -p chainrule-tests --bench memory`

use chainrule::diagnostic::Source;
use chainrule::symbolic::derivation::Calculus;
use chainrule::symbolic::function::rows::arithmetic::{ADD, MULTIPLY};
use chainrule::symbolic::function::rows::logistic::SIGMOID;
use chainrule::symbolic::graph::{Graph, SymbolId};
use chainrule::symbolic::network::{Network, NetworkBuilder};
use chainrule_parser::read;
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

/// The graph and the network of a chain.
#[divan::bench(args = SIZES, sample_count = 3)]
fn graph_and_network(bencher: Bencher, quantities: usize) {
    bencher.bench_local(|| chain(quantities));
}

/// The same chain, read as two families.
#[divan::bench(args = SIZES, sample_count = 3)]
fn reading(bencher: Bencher, quantities: usize) {
    let layers = quantities / 2;
    let text = format!(
        "z[l] = w[l]*a[l-1] + b[l] for l in 1..{layers}\na[l] = sigmoid(z[l]) for l in 1..{layers}\nderive da[{layers}]/dw[1]\n"
    );
    let source = Source::new("chain", text);
    bencher.bench_local(|| read(&source).worksheet.expect("no error"));
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
