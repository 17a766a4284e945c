//! Rectifiers and their relatives.

use super::formula::formula;
use super::place::Place;
use crate::function::{
    Arity, Definition, Domain, End, Example, Function, Interval, Kernel, Kink, Monotonicity, Notation, Prime,
    Symbol,
};

/// Rectified linear unit.
pub static RELU: Function = Function {
    place: Place::RELU,
    name: "relu",
    spellings: &[],
    title: "rectified linear unit",
    arity: Arity::Exactly(1),
    notation: Notation::Call(Symbol {
        unicode: "relu",
        latex: r"\operatorname{ReLU}",
        mathml: "<mi>ReLU</mi>",
        typst: r#"op("ReLU")"#,
    }),
    definition: Definition::Formula(formula!("max(z, 0)")),
    partials: &[formula!("step z")],
    steady_slope: None,
    prime: Prime::Named,
    domain: Domain::Everywhere,
    range: Interval::new(End::Closed(0, 1), End::Unbounded),
    derivative_range: Interval::new(End::Closed(0, 1), End::Closed(1, 1)),
    monotonicity: Monotonicity::Increasing,
    kinks: &[Kink { at: 0, derivative: "0", convention: "PyTorch and JAX", slopes: Some([(0, 1), (1, 1)]) }],
    bends: &[],
    kernel: Kernel { compute: |z| if z[0] < 0.0 { 0.0 } else { z[0] }, ulps: 0 },
    derivative_kernel: Some(Kernel { compute: |z| either_side(z[0], 0.0, 1.0), ulps: 0 }),
    examples: &[Example { arguments: &["-1"], value: "0" }, Example { arguments: &["2"], value: "2" }],
    source: "Nair, Hinton (2010)",
};

/// Leaky rectified linear unit, slope 1/100 below 0.
pub static LEAKY_RELU: Function = Function {
    place: Place::LEAKY_RELU,
    name: "leaky_relu",
    spellings: &[],
    title: "leaky rectified linear unit, slope 1/100 below 0",
    arity: Arity::Exactly(1),
    notation: Notation::Call(Symbol {
        unicode: "leaky_relu",
        latex: r"\operatorname{LeakyReLU}",
        mathml: "<mi>LeakyReLU</mi>",
        typst: r#"op("LeakyReLU")"#,
    }),
    definition: Definition::Formula(formula!("max(z, 0) + min(z, 0) / 100")),
    partials: &[formula!("1/100 + 99/100 * step z")],
    steady_slope: None,
    prime: Prime::Named,
    domain: Domain::Everywhere,
    range: Interval::ALL,
    derivative_range: Interval::new(End::Closed(1, 100), End::Closed(1, 1)),
    monotonicity: Monotonicity::Increasing,
    kinks: &[Kink {
        at: 0,
        derivative: "1/100",
        convention: "PyTorch: the slope from the left",
        slopes: Some([(1, 100), (1, 1)]),
    }],
    bends: &[],
    kernel: Kernel { compute: |z| if z[0] < 0.0 { z[0] / 100.0 } else { z[0] }, ulps: 1 },
    derivative_kernel: Some(Kernel { compute: |z| either_side(z[0], 0.01, 1.0), ulps: 1 }),
    examples: &[Example { arguments: &["-1"], value: "-0.01" }, Example { arguments: &["2"], value: "2" }],
    source: "Maas, Hannun, Ng (2013)",
};

/// Exponential linear unit with alpha = 1.
pub static ELU: Function = Function {
    place: Place::ELU,
    name: "elu",
    spellings: &[],
    title: "exponential linear unit with alpha = 1",
    arity: Arity::Exactly(1),
    notation: Notation::Call(Symbol {
        unicode: "elu",
        latex: r"\operatorname{ELU}",
        mathml: "<mi>ELU</mi>",
        typst: r#"op("ELU")"#,
    }),
    definition: Definition::Formula(formula!("max(z, 0) + exp(min(z, 0)) - 1")),
    partials: &[formula!("exp(min(z, 0))")],
    steady_slope: None,
    prime: Prime::Named,
    domain: Domain::Everywhere,
    range: Interval::new(End::Open(-1, 1), End::Unbounded),
    derivative_range: Interval::new(End::Open(0, 1), End::Closed(1, 1)),
    monotonicity: Monotonicity::Increasing,
    kinks: &[],
    bends: &[0],
    kernel: Kernel { compute: |z| if z[0] > 0.0 { z[0] } else { libm::expm1(z[0]) }, ulps: 2 },
    derivative_kernel: Some(Kernel { compute: |z| if z[0] > 0.0 { 1.0 } else { libm::exp(z[0]) }, ulps: 1 }),
    examples: &[
        Example { arguments: &["0"], value: "0" },
        Example { arguments: &["-1"], value: "-0.63212055882855767840" },
    ],
    source: "Clevert, Unterthiner, Hochreiter (2016)",
};

/// Scaled exponential linear unit.
pub static SELU: Function = Function {
    place: Place::SELU,
    name: "selu",
    spellings: &[],
    title: "scaled exponential linear unit",
    arity: Arity::Exactly(1),
    notation: Notation::Call(Symbol {
        unicode: "selu",
        latex: r"\operatorname{SELU}",
        mathml: "<mi>SELU</mi>",
        typst: r#"op("SELU")"#,
    }),
    definition: Definition::Formula(formula!("LAMBDA * (max(z, 0) + ALPHA * (exp(min(z, 0)) - 1))")),
    partials: &[formula!("LAMBDA * (step z + (1 - step z) * ALPHA * exp(min(z, 0)))")],
    steady_slope: None,
    prime: Prime::Named,
    domain: Domain::Everywhere,
    range: Interval::new(End::Open(-1_758_100, 1_000_000), End::Unbounded),
    derivative_range: Interval::new(End::Open(0, 1), End::Open(1_758_100, 1_000_000)),
    monotonicity: Monotonicity::Increasing,
    kinks: &[Kink {
        at: 0,
        derivative: "1.7580993408473768599",
        convention: "PyTorch and JAX: the slope from the left",
        slopes: None,
    }],
    bends: &[],
    kernel: Kernel {
        compute: |z| if z[0] > 0.0 { LAMBDA * z[0] } else { LAMBDA_ALPHA * libm::expm1(z[0]) },
        ulps: 2,
    },
    derivative_kernel: Some(Kernel {
        compute: |z| if z[0] > 0.0 { LAMBDA } else { LAMBDA_ALPHA * libm::exp(z[0]) },
        ulps: 2,
    }),
    examples: &[
        Example { arguments: &["0"], value: "0" },
        Example { arguments: &["2"], value: "2.1014019747109609868386699705892" },
    ],
    source: "Klambauer, Unterthiner, Mayr, Hochreiter (2017)",
};

/// Softsign, z/(1 + |z|).
pub static SOFTSIGN: Function = Function {
    place: Place::SOFTSIGN,
    name: "softsign",
    spellings: &[],
    title: "softsign, z/(1 + |z|)",
    arity: Arity::Exactly(1),
    notation: Notation::Call(Symbol {
        unicode: "softsign",
        latex: r"\operatorname{softsign}",
        mathml: "<mi>softsign</mi>",
        typst: r#"op("softsign")"#,
    }),
    definition: Definition::Formula(formula!("z / (1 + abs z)")),
    partials: &[formula!("1 / (1 + abs z) ^ 2")],
    steady_slope: None,
    prime: Prime::Named,
    domain: Domain::Everywhere,
    range: Interval::new(End::Open(-1, 1), End::Open(1, 1)),
    derivative_range: Interval::new(End::Open(0, 1), End::Closed(1, 1)),
    monotonicity: Monotonicity::Increasing,
    kinks: &[],
    bends: &[0],
    kernel: Kernel { compute: |z| z[0] / (1.0 + z[0].abs()), ulps: 2 },
    derivative_kernel: Some(Kernel { compute: |z| square(1.0 / (1.0 + z[0].abs())), ulps: 3 }),
    examples: &[Example { arguments: &["1"], value: "1/2" }, Example { arguments: &["-3"], value: "-3/4" }],
    source: "Bergstra et al. (2009)",
};

/// Hard tanh: z cut off at -1 and 1.
pub static HARDTANH: Function = Function {
    place: Place::HARDTANH,
    name: "hardtanh",
    spellings: &[],
    title: "hard tanh: z cut off at -1 and 1",
    arity: Arity::Exactly(1),
    notation: Notation::Call(Symbol {
        unicode: "hardtanh",
        latex: r"\operatorname{hardtanh}",
        mathml: "<mi>hardtanh</mi>",
        typst: r#"op("hardtanh")"#,
    }),
    definition: Definition::Formula(formula!("min(max(z, -1), 1)")),
    partials: &[formula!("step(z + 1) * step(1 - z)")],
    steady_slope: None,
    prime: Prime::Named,
    domain: Domain::Everywhere,
    range: Interval::new(End::Closed(-1, 1), End::Closed(1, 1)),
    derivative_range: Interval::new(End::Closed(0, 1), End::Closed(1, 1)),
    monotonicity: Monotonicity::Increasing,
    kinks: &[
        Kink { at: -1, derivative: "0", convention: "PyTorch", slopes: Some([(0, 1), (1, 1)]) },
        Kink { at: 1, derivative: "0", convention: "PyTorch", slopes: Some([(1, 1), (0, 1)]) },
    ],
    bends: &[],
    kernel: Kernel { compute: |z| z[0].clamp(-1.0, 1.0), ulps: 0 },
    derivative_kernel: Some(Kernel { compute: |z| where_closer_than(z[0], 1.0, 1.0), ulps: 0 }),
    examples: &[Example { arguments: &["-3"], value: "-1" }, Example { arguments: &["0.5"], value: "1/2" }],
    source: "Collobert (2004)",
};

/// Hard sigmoid: z/6 + 1/2 cut off at 0 and 1.
pub static HARD_SIGMOID: Function = Function {
    place: Place::HARD_SIGMOID,
    name: "hard_sigmoid",
    spellings: &[],
    title: "hard sigmoid: z/6 + 1/2 cut off at 0 and 1",
    arity: Arity::Exactly(1),
    notation: Notation::Call(Symbol {
        unicode: "hard_sigmoid",
        latex: r"\operatorname{hard\_sigmoid}",
        mathml: "<mi>hard_sigmoid</mi>",
        typst: r#"op("hard_sigmoid")"#,
    }),
    definition: Definition::Formula(formula!("min(max(z / 6 + 1/2, 0), 1)")),
    partials: &[formula!("step(z + 3) * step(3 - z) / 6")],
    steady_slope: None,
    prime: Prime::Named,
    domain: Domain::Everywhere,
    range: Interval::new(End::Closed(0, 1), End::Closed(1, 1)),
    derivative_range: Interval::new(End::Closed(0, 1), End::Closed(1, 6)),
    monotonicity: Monotonicity::Increasing,
    kinks: &[
        Kink { at: -3, derivative: "0", convention: "PyTorch", slopes: Some([(0, 1), (1, 6)]) },
        Kink { at: 3, derivative: "0", convention: "PyTorch", slopes: Some([(1, 6), (0, 1)]) },
    ],
    bends: &[],
    kernel: Kernel { compute: |z| ((z[0] + 3.0) / 6.0).clamp(0.0, 1.0), ulps: 2 },
    derivative_kernel: Some(Kernel { compute: |z| where_closer_than(z[0], 3.0, 1.0 / 6.0), ulps: 1 }),
    examples: &[Example { arguments: &["0"], value: "1/2" }, Example { arguments: &["4"], value: "1" }],
    source: "Howard et al. (2019); PyTorch",
};

/// SELU's λ and λ·α, as floats.
const LAMBDA: f64 = 1.050_700_987_355_480_5;
const LAMBDA_ALPHA: f64 = 1.758_099_340_847_376_8;

/// One value up to 0, another above.
fn either_side(z: f64, up_to_zero: f64, above: f64) -> f64 {
    if z.is_nan() {
        z
    } else if z > 0.0 {
        above
    } else {
        up_to_zero
    }
}

/// A value where the argument is smaller than `bound`, else 0.
fn where_closer_than(z: f64, bound: f64, value: f64) -> f64 {
    if z.is_nan() {
        z
    } else if z.abs() < bound {
        value
    } else {
        0.0
    }
}

fn square(z: f64) -> f64 {
    z * z
}
