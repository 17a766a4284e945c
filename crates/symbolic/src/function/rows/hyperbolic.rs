//! Hyperbolic functions and their inverses.

use super::formula::formula;
use super::place::Place;
use crate::function::float::logistic;
use crate::function::{
    Arity, Definition, Domain, End, Example, Function, Interval, Kernel, Monotonicity, Notation, Prime,
    Symbol,
};
use chainrule_number::Elementary;

/// Hyperbolic sine.
pub static SINH: Function = Function {
    place: Place::SINH,
    name: "sinh",
    spellings: &[],
    title: "hyperbolic sine",
    arity: Arity::Exactly(1),
    notation: Notation::Call(Symbol {
        unicode: "sinh",
        latex: r"\sinh",
        mathml: "<mi>sinh</mi>",
        typst: "sinh",
    }),
    definition: Definition::Primitive(Elementary::Sinh),
    partials: &[formula!("cosh z")],
    steady_slope: None,
    prime: Prime::Direct,
    domain: Domain::Everywhere,
    range: Interval::ALL,
    derivative_range: Interval::new(End::Closed(1, 1), End::Unbounded),
    monotonicity: Monotonicity::Increasing,
    kinks: &[],
    bends: &[],
    kernel: Kernel { compute: |z| libm::sinh(z[0]), ulps: 2 },
    derivative_kernel: Some(Kernel { compute: |z| libm::cosh(z[0]), ulps: 2 }),
    examples: &[
        Example { arguments: &["0"], value: "0" },
        Example { arguments: &["1"], value: "1.1752011936438014569" },
    ],
    source: "NIST DLMF 4.28",
};

/// Hyperbolic cosine.
pub static COSH: Function = Function {
    place: Place::COSH,
    name: "cosh",
    spellings: &[],
    title: "hyperbolic cosine",
    arity: Arity::Exactly(1),
    notation: Notation::Call(Symbol {
        unicode: "cosh",
        latex: r"\cosh",
        mathml: "<mi>cosh</mi>",
        typst: "cosh",
    }),
    definition: Definition::Primitive(Elementary::Cosh),
    partials: &[formula!("sinh z")],
    steady_slope: None,
    prime: Prime::Direct,
    domain: Domain::Everywhere,
    range: Interval::new(End::Closed(1, 1), End::Unbounded),
    derivative_range: Interval::ALL,
    monotonicity: Monotonicity::Valley,
    kinks: &[],
    bends: &[],
    kernel: Kernel { compute: |z| libm::cosh(z[0]), ulps: 2 },
    derivative_kernel: Some(Kernel { compute: |z| libm::sinh(z[0]), ulps: 2 }),
    examples: &[
        Example { arguments: &["0"], value: "1" },
        Example { arguments: &["1"], value: "1.5430806348152437785" },
    ],
    source: "NIST DLMF 4.28",
};

/// Hyperbolic tangent.
pub static TANH: Function = Function {
    place: Place::TANH,
    name: "tanh",
    spellings: &[],
    title: "hyperbolic tangent",
    arity: Arity::Exactly(1),
    notation: Notation::Call(Symbol {
        unicode: "tanh",
        latex: r"\tanh",
        mathml: "<mi>tanh</mi>",
        typst: "tanh",
    }),
    definition: Definition::Primitive(Elementary::Tanh),
    partials: &[formula!("1 - tanh z ^ 2")],
    steady_slope: Some(formula!("4 * sigmoid(2 * z) * sigmoid(-(2 * z))")),
    prime: Prime::Named,
    domain: Domain::Everywhere,
    range: Interval::new(End::Open(-1, 1), End::Open(1, 1)),
    derivative_range: Interval::new(End::Open(0, 1), End::Closed(1, 1)),
    monotonicity: Monotonicity::Increasing,
    kinks: &[],
    bends: &[],
    kernel: Kernel { compute: |z| libm::tanh(z[0]), ulps: 2 },
    derivative_kernel: Some(Kernel { compute: |z| logistic::sigmoid_slope(2.0 * z[0], 0.0, 4.0), ulps: 4 }),
    examples: &[
        Example { arguments: &["0"], value: "0" },
        Example { arguments: &["1"], value: "0.76159415595576488812" },
    ],
    source: "Goodfellow, Bengio, Courville: Deep Learning, section 6.3.2",
};

/// Inverse hyperbolic sine.
pub static ASINH: Function = Function {
    place: Place::ASINH,
    name: "asinh",
    spellings: &["arsinh", "arcsinh"],
    title: "inverse hyperbolic sine",
    arity: Arity::Exactly(1),
    notation: Notation::Call(Symbol {
        unicode: "asinh",
        latex: r"\operatorname{arsinh}",
        mathml: "<mi>arsinh</mi>",
        typst: r#"op("arsinh")"#,
    }),
    definition: Definition::Primitive(Elementary::Asinh),
    partials: &[formula!("1 / sqrt(1 + z ^ 2)")],
    steady_slope: None,
    prime: Prime::Direct,
    domain: Domain::Everywhere,
    range: Interval::ALL,
    derivative_range: Interval::new(End::Open(0, 1), End::Closed(1, 1)),
    monotonicity: Monotonicity::Increasing,
    kinks: &[],
    bends: &[],
    kernel: Kernel { compute: |z| libm::asinh(z[0]), ulps: 2 },
    derivative_kernel: Some(Kernel { compute: |z| 1.0 / libm::hypot(1.0, z[0]), ulps: 3 }),
    examples: &[
        Example { arguments: &["0"], value: "0" },
        Example { arguments: &["1"], value: "0.88137358701954302523" },
    ],
    source: "NIST DLMF 4.37",
};

/// Inverse hyperbolic cosine.
pub static ACOSH: Function = Function {
    place: Place::ACOSH,
    name: "acosh",
    spellings: &["arcosh", "arccosh"],
    title: "inverse hyperbolic cosine",
    arity: Arity::Exactly(1),
    notation: Notation::Call(Symbol {
        unicode: "acosh",
        latex: r"\operatorname{arcosh}",
        mathml: "<mi>arcosh</mi>",
        typst: r#"op("arcosh")"#,
    }),
    definition: Definition::Primitive(Elementary::Acosh),
    partials: &[formula!("1 / sqrt(z ^ 2 - 1)")],
    steady_slope: None,
    prime: Prime::Direct,
    domain: Domain::Within(Interval::new(End::Closed(1, 1), End::Unbounded)),
    range: Interval::new(End::Closed(0, 1), End::Unbounded),
    derivative_range: Interval::new(End::Open(0, 1), End::Unbounded),
    monotonicity: Monotonicity::Increasing,
    kinks: &[],
    bends: &[],
    kernel: Kernel { compute: |z| libm::acosh(z[0]), ulps: 2 },
    derivative_kernel: Some(Kernel {
        compute: |z| 1.0 / (libm::sqrt(z[0] - 1.0) * libm::sqrt(z[0] + 1.0)),
        ulps: 4,
    }),
    examples: &[
        Example { arguments: &["1"], value: "0" },
        Example { arguments: &["2"], value: "1.3169578969248167086" },
    ],
    source: "NIST DLMF 4.37",
};

/// Inverse hyperbolic tangent.
pub static ATANH: Function = Function {
    place: Place::ATANH,
    name: "atanh",
    spellings: &["artanh", "arctanh"],
    title: "inverse hyperbolic tangent",
    arity: Arity::Exactly(1),
    notation: Notation::Call(Symbol {
        unicode: "atanh",
        latex: r"\operatorname{artanh}",
        mathml: "<mi>artanh</mi>",
        typst: r#"op("artanh")"#,
    }),
    definition: Definition::Primitive(Elementary::Atanh),
    partials: &[formula!("1 / (1 - z ^ 2)")],
    steady_slope: None,
    prime: Prime::Direct,
    domain: Domain::Within(Interval::new(End::Open(-1, 1), End::Open(1, 1))),
    range: Interval::ALL,
    derivative_range: Interval::new(End::Closed(1, 1), End::Unbounded),
    monotonicity: Monotonicity::Increasing,
    kinks: &[],
    bends: &[],
    kernel: Kernel { compute: |z| libm::atanh(z[0]), ulps: 2 },
    derivative_kernel: Some(Kernel { compute: |z| 1.0 / ((1.0 - z[0]) * (1.0 + z[0])), ulps: 3 }),
    examples: &[
        Example { arguments: &["0"], value: "0" },
        Example { arguments: &["0.5"], value: "0.54930614433405484570" },
    ],
    source: "NIST DLMF 4.37",
};
