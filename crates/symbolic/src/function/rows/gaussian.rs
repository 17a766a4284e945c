//! The error function and the activations built on it.

use super::formula::formula;
use super::place::Place;
use crate::function::float::gaussian;
use crate::function::{
    Arity, Definition, Domain, End, Example, Function, Interval, Kernel, Monotonicity, Notation, Prime,
    Symbol,
};
use chainrule_number::Elementary;

/// Error function.
pub static ERF: Function = Function {
    place: Place::ERF,
    name: "erf",
    spellings: &[],
    title: "error function",
    arity: Arity::Exactly(1),
    notation: Notation::Call(Symbol {
        unicode: "erf",
        latex: r"\operatorname{erf}",
        mathml: "<mi>erf</mi>",
        typst: r#"op("erf")"#,
    }),
    definition: Definition::Primitive(Elementary::Erf),
    partials: &[formula!("2 * exp(-z ^ 2) / sqrt pi")],
    steady_slope: None,
    prime: Prime::Direct,
    domain: Domain::Everywhere,
    range: Interval::new(End::Open(-1, 1), End::Open(1, 1)),
    derivative_range: Interval::new(End::Open(0, 1), End::Open(1_128_380, 1_000_000)),
    monotonicity: Monotonicity::Increasing,
    kinks: &[],
    bends: &[],
    kernel: Kernel { compute: |z| libm::erf(z[0]), ulps: 2 },
    derivative_kernel: Some(Kernel { compute: |z| gaussian::erf_slope(z[0]), ulps: 4 }),
    examples: &[
        Example { arguments: &["0"], value: "0" },
        Example { arguments: &["1"], value: "0.84270079294971486934" },
    ],
    source: "NIST DLMF 7.2.1",
};

/// Gaussian error linear unit.
pub static GELU: Function = Function {
    place: Place::GELU,
    name: "gelu",
    spellings: &[],
    title: "Gaussian error linear unit",
    arity: Arity::Exactly(1),
    notation: Notation::Call(Symbol {
        unicode: "gelu",
        latex: r"\operatorname{GELU}",
        mathml: "<mi>GELU</mi>",
        typst: r#"op("GELU")"#,
    }),
    definition: Definition::Formula(formula!("z / 2 * (1 + erf(z / sqrt 2))")),
    partials: &[formula!("(1 + erf(z / sqrt 2)) / 2 + z * exp(-z ^ 2 / 2) / sqrt(2 * pi)")],
    steady_slope: None,
    prime: Prime::Named,
    domain: Domain::Everywhere,
    range: Interval::new(End::Open(-169_972, 1_000_000), End::Unbounded),
    derivative_range: Interval::new(End::Open(-128_905, 1_000_000), End::Open(1_128_905, 1_000_000)),
    monotonicity: Monotonicity::Valley,
    kinks: &[],
    bends: &[],
    kernel: Kernel { compute: |z| gaussian::gelu(z[0]), ulps: 4 },
    derivative_kernel: Some(Kernel { compute: |z| gaussian::gelu_slope(z[0]), ulps: 5 }),
    examples: &[
        Example { arguments: &["0"], value: "0" },
        Example { arguments: &["1"], value: "0.84134474606854294859" },
    ],
    source: "Hendrycks, Gimpel (2016)",
};

/// Gaussian error linear unit, tanh approximation.
pub static GELU_TANH: Function = Function {
    place: Place::GELU_TANH,
    name: "gelu_tanh",
    spellings: &[],
    title: "Gaussian error linear unit, tanh approximation",
    arity: Arity::Exactly(1),
    notation: Notation::Call(Symbol {
        unicode: "gelu_tanh",
        latex: r"\operatorname{GELU}_{\tanh}",
        mathml: "<msub><mi>GELU</mi><mi>tanh</mi></msub>",
        typst: r#"op("GELU")_(tanh)"#,
    }),
    definition: Definition::Formula(formula!("z / 2 * (1 + tanh(sqrt(2 / pi) * (z + CUBIC * z ^ 3)))")),
    partials: &[formula!(
        "(1 + tanh(sqrt(2 / pi) * (z + CUBIC * z ^ 3))) / 2 + z / 2 * (1 - tanh(sqrt(2 / pi) * (z + CUBIC * z ^ 3)) ^ 2) * sqrt(2 / pi) * (1 + 3 * CUBIC * z ^ 2)"
    )],
    steady_slope: None,
    prime: Prime::Named,
    domain: Domain::Everywhere,
    range: Interval::new(End::Open(-170_041, 1_000_000), End::Unbounded),
    derivative_range: Interval::new(End::Open(-128_994, 1_000_000), End::Open(1_128_994, 1_000_000)),
    monotonicity: Monotonicity::Valley,
    kinks: &[],
    bends: &[],
    kernel: Kernel { compute: |z| gaussian::gelu_tanh(z[0]), ulps: 5 },
    derivative_kernel: Some(Kernel { compute: |z| gaussian::gelu_tanh_slope(z[0]), ulps: 7 }),
    examples: &[
        Example { arguments: &["0"], value: "0" },
        Example { arguments: &["1"], value: "0.84119199060827670478" },
    ],
    source: "Hendrycks, Gimpel (2016)",
};
