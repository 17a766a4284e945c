//! The logistic sigmoid and what is built on it.

use super::arithmetic::{ADD, DIVIDE, MULTIPLY, NEGATE};
use crate::function::{
    Arity, Definition, Domain, End, Example, Function, Interval, Kernel, Monotonicity, Notation, Prime,
};

/// The logistic sigmoid, σ(z) = 1/(1 + exp(−z)).
pub static SIGMOID: Function = Function {
    name: "sigmoid",
    spellings: &["σ", "sigma"],
    title: "logistic sigmoid",
    arity: Arity::Exactly(1),
    notation: Notation::Call { unicode: "σ", latex: r"\sigma" },
    definition: Definition::Formula(|graph, z| {
        let one = graph.integer(1);
        let minus = graph.call(&NEGATE, z);
        let exp = graph.call(&super::exponential::EXP, &[minus]);
        let below = graph.call(&ADD, &[one, exp]);
        graph.call(&DIVIDE, &[one, below])
    }),
    partials: &[|graph, z| {
        let one = graph.integer(1);
        let value = graph.call(&SIGMOID, z);
        let minus = graph.call(&NEGATE, &[value]);
        let rest = graph.call(&ADD, &[one, minus]);
        graph.call(&MULTIPLY, &[value, rest])
    }],
    prime: Prime::Named,
    domain: Domain::Everywhere,
    range: Interval::new(End::Open(0, 1), End::Open(1, 1)),
    derivative_range: Interval::new(End::Open(0, 1), End::Closed(1, 4)),
    monotonicity: Monotonicity::Increasing,
    kinks: &[],
    kernel: Kernel { compute: |z| value(z[0]), ulps: 3 },
    // σ'(z) = σ(z)·σ(−z): no cancellation where 1 − σ(z) would lose every digit.
    derivative_kernel: Some(Kernel { compute: |z| value(z[0]) * value(-z[0]), ulps: 6 }),
    examples: &[
        Example { arguments: &["0"], value: "1/2" },
        Example { arguments: &["1"], value: "0.73105857863000487925" },
        Example { arguments: &["-2"], value: "0.11920292202211755594" },
    ],
    source: "Goodfellow, Bengio, Courville: Deep Learning, equation 3.30",
};

/// σ(z) without overflow: the exponential is only taken of −|z|.
fn value(z: f64) -> f64 {
    let small = libm::exp(-z.abs());
    if z < 0.0 { small / (1.0 + small) } else { 1.0 / (1.0 + small) }
}
