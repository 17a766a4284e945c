//! The logistic sigmoid and what is built on it.

use super::formula::formula;
use super::place::Place;
use crate::function::float::logistic;
use crate::function::{
    Arity, Definition, Domain, End, Example, Function, Interval, Kernel, Monotonicity, Notation, Prime,
    Symbol,
};

/// The logistic sigmoid, σ(z) = 1/(1 + exp(−z)).
pub static SIGMOID: Function = Function {
    place: Place::SIGMOID,
    name: "sigmoid",
    spellings: &["σ", "sigma"],
    title: "logistic sigmoid",
    arity: Arity::Exactly(1),
    notation: Notation::Call(Symbol {
        unicode: "σ", latex: r"\sigma", mathml: "<mi>σ</mi>", typst: "sigma"
    }),
    definition: Definition::Formula(formula!("1 / (1 + exp(-z))")),
    partials: &[formula!("sigmoid z * (1 - sigmoid z)")],
    steady_slope: Some(formula!("sigmoid z * sigmoid(-z)")),
    prime: Prime::Named,
    domain: Domain::Everywhere,
    range: Interval::new(End::Open(0, 1), End::Open(1, 1)),
    derivative_range: Interval::new(End::Open(0, 1), End::Closed(1, 4)),
    monotonicity: Monotonicity::Increasing,
    kinks: &[],
    bends: &[],
    kernel: Kernel { compute: |z| logistic::sigmoid(z[0]), ulps: 3 },
    derivative_kernel: Some(Kernel { compute: |z| logistic::sigmoid_slope(z[0], 0.0, 1.0), ulps: 5 }),
    examples: &[
        Example { arguments: &["0"], value: "1/2" },
        Example { arguments: &["1"], value: "0.73105857863000487925" },
        Example { arguments: &["-2"], value: "0.11920292202211755594" },
    ],
    source: "Goodfellow, Bengio, Courville: Deep Learning, equation 3.30",
};

/// Softplus, ln(1 + exp z).
pub static SOFTPLUS: Function = Function {
    place: Place::SOFTPLUS,
    name: "softplus",
    spellings: &[],
    title: "softplus, ln(1 + exp z)",
    arity: Arity::Exactly(1),
    notation: Notation::Call(Symbol {
        unicode: "softplus",
        latex: r"\operatorname{softplus}",
        mathml: "<mi>softplus</mi>",
        typst: r#"op("softplus")"#,
    }),
    definition: Definition::Formula(formula!("ln(1 + exp z)")),
    partials: &[formula!("sigmoid z")],
    steady_slope: None,
    prime: Prime::Named,
    domain: Domain::Everywhere,
    range: Interval::new(End::Open(0, 1), End::Unbounded),
    derivative_range: Interval::new(End::Open(0, 1), End::Open(1, 1)),
    monotonicity: Monotonicity::Increasing,
    kinks: &[],
    bends: &[],
    kernel: Kernel { compute: |z| logistic::softplus(z[0]), ulps: 2 },
    derivative_kernel: Some(Kernel { compute: |z| logistic::sigmoid(z[0]), ulps: 3 }),
    examples: &[Example { arguments: &["0"], value: "0.69314718055994530942" }],
    source: "Goodfellow, Bengio, Courville: Deep Learning, equation 3.31",
};

/// Sigmoid linear unit.
pub static SILU: Function = Function {
    place: Place::SILU,
    name: "silu",
    spellings: &[],
    title: "sigmoid linear unit",
    arity: Arity::Exactly(1),
    notation: Notation::Call(Symbol {
        unicode: "silu",
        latex: r"\operatorname{SiLU}",
        mathml: "<mi>SiLU</mi>",
        typst: r#"op("SiLU")"#,
    }),
    definition: Definition::Formula(formula!("z * sigmoid z")),
    partials: &[formula!("sigmoid z + z * sigmoid z * (1 - sigmoid z)")],
    steady_slope: None,
    prime: Prime::Named,
    domain: Domain::Everywhere,
    range: Interval::new(End::Open(-278_465, 1_000_000), End::Unbounded),
    derivative_range: Interval::new(End::Open(-99_840, 1_000_000), End::Open(1_099_840, 1_000_000)),
    monotonicity: Monotonicity::Valley,
    kinks: &[],
    bends: &[],
    kernel: Kernel { compute: |z| logistic::silu(z[0]), ulps: 4 },
    derivative_kernel: Some(Kernel { compute: |z| logistic::silu_slope(z[0]), ulps: 5 }),
    examples: &[
        Example { arguments: &["0"], value: "0" },
        Example { arguments: &["1"], value: "0.73105857863000487925" },
    ],
    source: "Elfwing, Uchibe, Doya (2018)",
};

/// Mish, z·tanh(softplus z).
pub static MISH: Function = Function {
    place: Place::MISH,
    name: "mish",
    spellings: &[],
    title: "mish, z·tanh(softplus z)",
    arity: Arity::Exactly(1),
    notation: Notation::Call(Symbol {
        unicode: "mish",
        latex: r"\operatorname{mish}",
        mathml: "<mi>mish</mi>",
        typst: r#"op("mish")"#,
    }),
    definition: Definition::Formula(formula!("z * tanh(softplus z)")),
    partials: &[formula!("tanh(softplus z) + z * sigmoid z * (1 - tanh(softplus z) ^ 2)")],
    steady_slope: None,
    prime: Prime::Named,
    domain: Domain::Everywhere,
    range: Interval::new(End::Open(-308_844, 1_000_000), End::Unbounded),
    derivative_range: Interval::new(End::Open(-112_527, 1_000_000), End::Open(1_088_499, 1_000_000)),
    monotonicity: Monotonicity::Valley,
    kinks: &[],
    bends: &[],
    kernel: Kernel { compute: |z| logistic::mish(z[0]), ulps: 5 },
    derivative_kernel: Some(Kernel { compute: |z| logistic::mish_slope(z[0]), ulps: 5 }),
    examples: &[
        Example { arguments: &["0"], value: "0" },
        Example { arguments: &["1"], value: "0.86509838826731034612" },
    ],
    source: "Misra (2019)",
};
