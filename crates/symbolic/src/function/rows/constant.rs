//! The one named constant.

use super::Place;
use crate::function::{
    Arity, Definition, Domain, End, Function, Interval, Kernel, Monotonicity, Notation, Prime,
};
use crate::number::Elementary;

/// π, the ratio of a circle's circumference to its diameter.
pub static PI: Function = Function {
    place: Place::PI,
    name: "pi",
    spellings: &["π"],
    title: "ratio of a circle's circumference to its diameter",
    arity: Arity::Exactly(0),
    notation: Notation::Constant { unicode: "π", latex: r"\pi" },
    definition: Definition::Primitive(Elementary::Pi),
    partials: &[],
    prime: Prime::Direct,
    domain: Domain::Everywhere,
    range: Interval::new(End::Open(314_159, 100_000), End::Open(314_160, 100_000)),
    derivative_range: Interval::ALL,
    monotonicity: Monotonicity::Neither,
    kinks: &[],
    kernel: Kernel { compute: |_| std::f64::consts::PI, ulps: 1 },
    derivative_kernel: None,
    examples: &[],
    source: "NIST DLMF 3.12.1",
};
