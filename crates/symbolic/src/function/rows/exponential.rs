//! Exponential and logarithms.

use super::formula::formula;
use super::place::Place;
use crate::function::{
    Arity, Definition, Domain, End, Example, Function, Interval, Kernel, Monotonicity, Notation, Prime,
    Symbol,
};
use chainrule_number::Elementary;

/// The natural exponential.
pub static EXP: Function = Function {
    place: Place::EXP,
    name: "exp",
    spellings: &[],
    title: "natural exponential",
    arity: Arity::Exactly(1),
    notation: Notation::Call(Symbol { unicode: "exp", latex: r"\exp", mathml: "<mi>exp</mi>", typst: "exp" }),
    definition: Definition::Primitive(Elementary::Exp),
    partials: &[formula!("exp z")],
    steady_slope: None,
    prime: Prime::Direct,
    domain: Domain::Everywhere,
    range: Interval::new(End::Open(0, 1), End::Unbounded),
    derivative_range: Interval::new(End::Open(0, 1), End::Unbounded),
    monotonicity: Monotonicity::Increasing,
    kinks: &[],
    bends: &[],
    kernel: Kernel { compute: |x| libm::exp(x[0]), ulps: 1 },
    derivative_kernel: Some(Kernel { compute: |x| libm::exp(x[0]), ulps: 1 }),
    examples: &[
        Example { arguments: &["0"], value: "1" },
        Example { arguments: &["1"], value: "2.71828182845904523536" },
    ],
    source: "NIST DLMF 4.2.19",
};

/// The natural logarithm.
pub static LN: Function = Function {
    place: Place::LN,
    name: "ln",
    spellings: &["log"],
    title: "natural logarithm",
    arity: Arity::Exactly(1),
    notation: Notation::Call(Symbol { unicode: "ln", latex: r"\ln", mathml: "<mi>ln</mi>", typst: "ln" }),
    definition: Definition::Primitive(Elementary::Ln),
    partials: &[formula!("1 / z")],
    steady_slope: None,
    prime: Prime::Direct,
    domain: Domain::Within(Interval::new(End::Open(0, 1), End::Unbounded)),
    range: Interval::ALL,
    derivative_range: Interval::new(End::Open(0, 1), End::Unbounded),
    monotonicity: Monotonicity::Increasing,
    kinks: &[],
    bends: &[],
    kernel: Kernel { compute: |x| libm::log(x[0]), ulps: 1 },
    derivative_kernel: Some(Kernel { compute: |x| 1.0 / x[0], ulps: 1 }),
    examples: &[
        Example { arguments: &["1"], value: "0" },
        Example { arguments: &["2"], value: "0.69314718055994530942" },
    ],
    source: "NIST DLMF 4.2.2",
};

/// Logarithm to base 10.
pub static LOG10: Function = Function {
    place: Place::LOG10,
    name: "log10",
    spellings: &[],
    title: "logarithm to base 10",
    arity: Arity::Exactly(1),
    notation: Notation::Call(Symbol {
        unicode: "log10",
        latex: r"\log_{10}",
        mathml: "<msub><mi>log</mi><mn>10</mn></msub>",
        typst: "log_(10)",
    }),
    definition: Definition::Formula(formula!("ln z / ln 10")),
    partials: &[formula!("1 / (z * ln 10)")],
    steady_slope: None,
    prime: Prime::Direct,
    domain: Domain::Within(Interval::new(End::Open(0, 1), End::Unbounded)),
    range: Interval::ALL,
    derivative_range: Interval::new(End::Open(0, 1), End::Unbounded),
    monotonicity: Monotonicity::Increasing,
    kinks: &[],
    bends: &[],
    kernel: Kernel { compute: |z| libm::log10(z[0]), ulps: 2 },
    derivative_kernel: Some(Kernel { compute: |z| std::f64::consts::LOG10_E / z[0], ulps: 1 }),
    examples: &[
        Example { arguments: &["1"], value: "0" },
        Example { arguments: &["2"], value: "0.30102999566398119521" },
    ],
    source: "NIST DLMF 4.2.15",
};

/// Logarithm to base 2.
pub static LOG2: Function = Function {
    place: Place::LOG2,
    name: "log2",
    spellings: &[],
    title: "logarithm to base 2",
    arity: Arity::Exactly(1),
    notation: Notation::Call(Symbol {
        unicode: "log2",
        latex: r"\log_{2}",
        mathml: "<msub><mi>log</mi><mn>2</mn></msub>",
        typst: "log_(2)",
    }),
    definition: Definition::Formula(formula!("ln z / ln 2")),
    partials: &[formula!("1 / (z * ln 2)")],
    steady_slope: None,
    prime: Prime::Direct,
    domain: Domain::Within(Interval::new(End::Open(0, 1), End::Unbounded)),
    range: Interval::ALL,
    derivative_range: Interval::new(End::Open(0, 1), End::Unbounded),
    monotonicity: Monotonicity::Increasing,
    kinks: &[],
    bends: &[],
    kernel: Kernel { compute: |z| libm::log2(z[0]), ulps: 2 },
    derivative_kernel: Some(Kernel { compute: |z| std::f64::consts::LOG2_E / z[0], ulps: 1 }),
    examples: &[
        Example { arguments: &["1"], value: "0" },
        Example { arguments: &["3"], value: "1.5849625007211561815" },
    ],
    source: "NIST DLMF 4.2.15",
};
