//! Exponential and logarithms.

use crate::function::{
    Arity, Definition, Domain, End, Example, Function, Interval, Kernel, Monotonicity, Notation, Prime,
};
use crate::number::Elementary;

/// The natural exponential.
pub static EXP: Function = Function {
    name: "exp",
    spellings: &[],
    title: "natural exponential",
    arity: Arity::Exactly(1),
    notation: Notation::Call { unicode: "exp", latex: r"\exp" },
    definition: Definition::Primitive(Elementary::Exp),
    partials: &[|graph, x| graph.call(&EXP, x)],
    prime: Prime::Direct,
    domain: Domain::Everywhere,
    range: Interval::new(End::Open(0, 1), End::Unbounded),
    derivative_range: Interval::new(End::Open(0, 1), End::Unbounded),
    monotonicity: Monotonicity::Increasing,
    kinks: &[],
    kernel: Kernel { compute: |x| libm::exp(x[0]), ulps: 1 },
    derivative_kernel: Some(Kernel { compute: |x| libm::exp(x[0]), ulps: 1 }),
    examples: &[
        Example { arguments: &["0"], value: "1" },
        Example { arguments: &["1"], value: "2.71828182845904523536" },
    ],
    source: "NIST DLMF 4.2.19",
};
