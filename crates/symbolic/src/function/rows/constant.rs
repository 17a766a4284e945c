//! The one named constant.

use super::place::Place;
use crate::function::{
    Arity, Definition, Domain, End, Example, Function, Interval, Kernel, Monotonicity, Notation, Prime,
    Symbol,
};
use chainrule_number::Elementary;

/// π, the ratio of a circle's circumference to its diameter.
pub static PI: Function = Function {
    place: Place::PI,
    name: "pi",
    spellings: &["π"],
    title: "ratio of a circle's circumference to its diameter",
    arity: Arity::Exactly(0),
    notation: Notation::Constant(Symbol { unicode: "π", latex: r"\pi", mathml: "<mi>π</mi>", typst: "pi" }),
    definition: Definition::Primitive(Elementary::Pi),
    partials: &[],
    steady_slope: None,
    prime: Prime::Direct,
    domain: Domain::Everywhere,
    range: Interval::new(End::Open(3_141_592_653, 1_000_000_000), End::Open(3_141_592_654, 1_000_000_000)),
    derivative_range: Interval::ALL,
    monotonicity: Monotonicity::Neither,
    kinks: &[],
    bends: &[],
    kernel: Kernel { compute: |_| std::f64::consts::PI, ulps: 1 },
    derivative_kernel: None,
    examples: &[Example { arguments: &[], value: "3.14159265358979323846" }],
    source: "NIST DLMF 3.12.1",
};
