//! Roots.

use super::formula::formula;
use super::place::Place;
use crate::function::{
    Arity, Definition, Domain, End, Example, Function, Interval, Kernel, Monotonicity, Notation, Prime,
};
use chainrule_number::Elementary;

/// Square root.
pub static SQRT: Function = Function {
    place: Place::SQRT,
    name: "sqrt",
    spellings: &[],
    title: "square root",
    arity: Arity::Exactly(1),
    notation: Notation::Root,
    definition: Definition::Primitive(Elementary::Sqrt),
    partials: &[formula!("1 / (2 * sqrt z)")],
    steady_slope: None,
    prime: Prime::Direct,
    domain: Domain::Within(Interval::new(End::Closed(0, 1), End::Unbounded)),
    range: Interval::new(End::Closed(0, 1), End::Unbounded),
    derivative_range: Interval::new(End::Open(0, 1), End::Unbounded),
    monotonicity: Monotonicity::Increasing,
    kinks: &[],
    bends: &[],
    kernel: Kernel { compute: |z| libm::sqrt(z[0]), ulps: 1 },
    derivative_kernel: Some(Kernel { compute: |z| 0.5 / libm::sqrt(z[0]), ulps: 2 }),
    examples: &[
        Example { arguments: &["4"], value: "2" },
        Example { arguments: &["2"], value: "1.4142135623730950488" },
    ],
    source: "NIST DLMF 4.2.6",
};
