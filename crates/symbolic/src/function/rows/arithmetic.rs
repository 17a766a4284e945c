//! Sum, product, negation, quotient and power.
//!
//! Their differentiation rules have names of their own in school, so they stand in the rule table, not in `partials`.

use super::place::Place;
use crate::function::{
    Arity, Definition, Domain, End, Example, Function, Interval, Kernel, Monotonicity, Notation, Prime, float,
};

/// A sum of any number of terms, in the order written. `a - b` is the sum of `a` and the negation of `b`.
pub static ADD: Function = Function {
    place: Place::ADD,
    name: "+",
    spellings: &[],
    title: "sum",
    arity: Arity::AtLeast(1),
    notation: Notation::Sum,
    kernel: Kernel { compute: float::arithmetic::sum, ulps: 1 },
    examples: &[Example { arguments: &["1/2", "1/3", "-1"], value: "-1/6" }],
    ..OPERATOR
};

/// A product of any number of factors, in the order written.
pub static MULTIPLY: Function = Function {
    place: Place::MULTIPLY,
    name: "*",
    spellings: &["·", "×", "⋅"],
    title: "product",
    arity: Arity::AtLeast(1),
    notation: Notation::Product,
    kernel: Kernel { compute: float::arithmetic::product, ulps: 1 },
    examples: &[Example { arguments: &["300", "200", "125", "1001"], value: "7507500000" }],
    ..OPERATOR
};

/// The negative of its argument.
pub static NEGATE: Function = Function {
    place: Place::NEGATE,
    name: "-",
    spellings: &["−"],
    title: "negation",
    arity: Arity::Exactly(1),
    notation: Notation::Negation,
    derivative_range: Interval::new(End::Closed(-1, 1), End::Closed(-1, 1)),
    monotonicity: Monotonicity::Decreasing,
    kernel: Kernel { compute: |x| -x[0], ulps: 0 },
    derivative_kernel: Some(Kernel { compute: |x| if x[0].is_nan() { x[0] } else { -1.0 }, ulps: 0 }),
    examples: &[Example { arguments: &["0.5"], value: "-1/2" }],
    ..OPERATOR
};

/// Its first argument divided by its second.
pub static DIVIDE: Function = Function {
    place: Place::DIVIDE,
    name: "/",
    spellings: &[],
    title: "quotient",
    arity: Arity::Exactly(2),
    notation: Notation::Quotient,
    domain: Domain::NonzeroDivisor,
    kernel: Kernel { compute: |x| x[0] / x[1], ulps: 1 },
    examples: &[Example { arguments: &["2", "-3"], value: "-2/3" }],
    ..OPERATOR
};

/// Its first argument raised to its second.
pub static POWER: Function = Function {
    place: Place::POWER,
    name: "^",
    spellings: &[],
    title: "power",
    arity: Arity::Exactly(2),
    notation: Notation::Power,
    domain: Domain::Power,
    kernel: Kernel { compute: |x| libm::pow(x[0], x[1]), ulps: 1 },
    examples: &[
        Example { arguments: &["2", "-3"], value: "1/8" },
        Example { arguments: &["2", "0.5"], value: "1.4142135623730950488" },
    ],
    ..OPERATOR
};

/// What the operators have in common; never a row itself.
const OPERATOR: Function = Function {
    place: Place::ADD,
    name: "",
    spellings: &[],
    title: "",
    arity: Arity::Exactly(0),
    notation: Notation::Sum,
    definition: Definition::Arithmetic,
    partials: &[],
    steady_slope: None,
    prime: Prime::Direct,
    domain: Domain::Everywhere,
    range: Interval::ALL,
    derivative_range: Interval::ALL,
    monotonicity: Monotonicity::Neither,
    kinks: &[],
    bends: &[],
    kernel: Kernel { compute: |_| f64::NAN, ulps: 0 },
    derivative_kernel: None,
    examples: &[],
    source: "arithmetic",
};
