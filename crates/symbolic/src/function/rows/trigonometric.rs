//! Trigonometric functions and their inverses.

use super::formula::formula;
use super::place::Place;
use crate::function::{
    Arity, Definition, Domain, End, Example, Function, Interval, Kernel, Monotonicity, Notation, Prime,
    Symbol,
};
use chainrule_number::Elementary;

/// Sine.
pub static SIN: Function = Function {
    place: Place::SIN,
    name: "sin",
    spellings: &[],
    title: "sine",
    arity: Arity::Exactly(1),
    notation: Notation::Call(Symbol { unicode: "sin", latex: r"\sin", mathml: "<mi>sin</mi>", typst: "sin" }),
    definition: Definition::Primitive(Elementary::Sin),
    partials: &[formula!("cos z")],
    steady_slope: None,
    prime: Prime::Direct,
    domain: Domain::Everywhere,
    range: Interval::new(End::Closed(-1, 1), End::Closed(1, 1)),
    derivative_range: Interval::new(End::Closed(-1, 1), End::Closed(1, 1)),
    monotonicity: Monotonicity::Neither,
    kinks: &[],
    bends: &[],
    kernel: Kernel { compute: |z| libm::sin(z[0]), ulps: 2 },
    derivative_kernel: Some(Kernel { compute: |z| libm::cos(z[0]), ulps: 1 }),
    examples: &[
        Example { arguments: &["0"], value: "0" },
        Example { arguments: &["1"], value: "0.84147098480789650665" },
    ],
    source: "NIST DLMF 4.14",
};

/// Cosine.
pub static COS: Function = Function {
    place: Place::COS,
    name: "cos",
    spellings: &[],
    title: "cosine",
    arity: Arity::Exactly(1),
    notation: Notation::Call(Symbol { unicode: "cos", latex: r"\cos", mathml: "<mi>cos</mi>", typst: "cos" }),
    definition: Definition::Primitive(Elementary::Cos),
    partials: &[formula!("-sin z")],
    steady_slope: None,
    prime: Prime::Direct,
    domain: Domain::Everywhere,
    range: Interval::new(End::Closed(-1, 1), End::Closed(1, 1)),
    derivative_range: Interval::new(End::Closed(-1, 1), End::Closed(1, 1)),
    monotonicity: Monotonicity::Neither,
    kinks: &[],
    bends: &[],
    kernel: Kernel { compute: |z| libm::cos(z[0]), ulps: 2 },
    derivative_kernel: Some(Kernel { compute: |z| -libm::sin(z[0]), ulps: 1 }),
    examples: &[
        Example { arguments: &["0"], value: "1" },
        Example { arguments: &["1"], value: "0.5403023058681397174" },
    ],
    source: "NIST DLMF 4.14",
};

/// Tangent.
pub static TAN: Function = Function {
    place: Place::TAN,
    name: "tan",
    spellings: &[],
    title: "tangent",
    arity: Arity::Exactly(1),
    notation: Notation::Call(Symbol { unicode: "tan", latex: r"\tan", mathml: "<mi>tan</mi>", typst: "tan" }),
    definition: Definition::Primitive(Elementary::Tan),
    partials: &[formula!("1 + tan z ^ 2")],
    steady_slope: None,
    prime: Prime::Direct,
    domain: Domain::AwayFromPoles,
    range: Interval::ALL,
    derivative_range: Interval::new(End::Closed(1, 1), End::Unbounded),
    monotonicity: Monotonicity::Neither,
    kinks: &[],
    bends: &[],
    kernel: Kernel { compute: |z| libm::tan(z[0]), ulps: 2 },
    derivative_kernel: Some(Kernel { compute: |z| libm::tan(z[0]).mul_add(libm::tan(z[0]), 1.0), ulps: 3 }),
    examples: &[
        Example { arguments: &["0"], value: "0" },
        Example { arguments: &["1"], value: "1.5574077246549022305" },
    ],
    source: "NIST DLMF 4.14",
};

/// Inverse sine.
pub static ASIN: Function = Function {
    place: Place::ASIN,
    name: "asin",
    spellings: &["arcsin"],
    title: "inverse sine",
    arity: Arity::Exactly(1),
    notation: Notation::Call(Symbol {
        unicode: "asin",
        latex: r"\arcsin",
        mathml: "<mi>arcsin</mi>",
        typst: "arcsin",
    }),
    definition: Definition::Primitive(Elementary::Asin),
    partials: &[formula!("1 / sqrt(1 - z ^ 2)")],
    steady_slope: None,
    prime: Prime::Direct,
    domain: Domain::Within(Interval::new(End::Closed(-1, 1), End::Closed(1, 1))),
    range: Interval::new(End::Open(-1_570_797, 1_000_000), End::Open(1_570_797, 1_000_000)),
    derivative_range: Interval::new(End::Closed(1, 1), End::Unbounded),
    monotonicity: Monotonicity::Increasing,
    kinks: &[],
    bends: &[],
    kernel: Kernel { compute: |z| libm::asin(z[0]), ulps: 2 },
    derivative_kernel: Some(Kernel { compute: |z| 1.0 / libm::sqrt((1.0 - z[0]) * (1.0 + z[0])), ulps: 3 }),
    examples: &[
        Example { arguments: &["0"], value: "0" },
        Example { arguments: &["0.5"], value: "0.52359877559829887308" },
    ],
    source: "NIST DLMF 4.23",
};

/// Inverse cosine.
pub static ACOS: Function = Function {
    place: Place::ACOS,
    name: "acos",
    spellings: &["arccos"],
    title: "inverse cosine",
    arity: Arity::Exactly(1),
    notation: Notation::Call(Symbol {
        unicode: "acos",
        latex: r"\arccos",
        mathml: "<mi>arccos</mi>",
        typst: "arccos",
    }),
    definition: Definition::Primitive(Elementary::Acos),
    partials: &[formula!("-(1 / sqrt(1 - z ^ 2))")],
    steady_slope: None,
    prime: Prime::Direct,
    domain: Domain::Within(Interval::new(End::Closed(-1, 1), End::Closed(1, 1))),
    range: Interval::new(End::Closed(0, 1), End::Open(3_141_593, 1_000_000)),
    derivative_range: Interval::new(End::Unbounded, End::Closed(-1, 1)),
    monotonicity: Monotonicity::Decreasing,
    kinks: &[],
    bends: &[],
    kernel: Kernel { compute: |z| libm::acos(z[0]), ulps: 2 },
    derivative_kernel: Some(Kernel { compute: |z| -1.0 / libm::sqrt((1.0 - z[0]) * (1.0 + z[0])), ulps: 3 }),
    examples: &[
        Example { arguments: &["1"], value: "0" },
        Example { arguments: &["0.5"], value: "1.0471975511965977462" },
    ],
    source: "NIST DLMF 4.23",
};

/// Inverse tangent.
pub static ATAN: Function = Function {
    place: Place::ATAN,
    name: "atan",
    spellings: &["arctan"],
    title: "inverse tangent",
    arity: Arity::Exactly(1),
    notation: Notation::Call(Symbol {
        unicode: "atan",
        latex: r"\arctan",
        mathml: "<mi>arctan</mi>",
        typst: "arctan",
    }),
    definition: Definition::Primitive(Elementary::Atan),
    partials: &[formula!("1 / (1 + z ^ 2)")],
    steady_slope: None,
    prime: Prime::Direct,
    domain: Domain::Everywhere,
    range: Interval::new(End::Open(-1_570_797, 1_000_000), End::Open(1_570_797, 1_000_000)),
    derivative_range: Interval::new(End::Open(0, 1), End::Closed(1, 1)),
    monotonicity: Monotonicity::Increasing,
    kinks: &[],
    bends: &[],
    kernel: Kernel { compute: |z| libm::atan(z[0]), ulps: 2 },
    derivative_kernel: Some(Kernel { compute: |z| atan_slope(z[0]), ulps: 3 }),
    examples: &[
        Example { arguments: &["0"], value: "0" },
        Example { arguments: &["1"], value: "0.78539816339744830962" },
    ],
    source: "NIST DLMF 4.23",
};

/// 1/(1 + z²), without the square of a large number.
fn atan_slope(z: f64) -> f64 {
    if z.abs() > 1.0 {
        let small = 1.0 / z;
        small / (z + small)
    } else {
        1.0 / z.mul_add(z, 1.0)
    }
}
