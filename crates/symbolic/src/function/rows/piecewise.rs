//! Absolute value, sign, step, minimum and maximum.

use super::arithmetic::{ADD, DIVIDE, NEGATE};
use super::formula::formula;
use super::place::Place;
use crate::function::{
    self, Arity, Definition, Domain, End, Example, Expressions, Function, Interval, Kernel, Kink,
    Monotonicity, Notation, Prime, Symbol,
};
use crate::graph::ExprId;
use chainrule_number::{Elementary, Rational};

/// Absolute value.
pub static ABS: Function = Function {
    place: Place::ABS,
    name: "abs",
    spellings: &[],
    title: "absolute value",
    arity: Arity::Exactly(1),
    notation: Notation::Absolute,
    definition: Definition::Primitive(Elementary::Abs),
    partials: &[formula!("sign z")],
    steady_slope: None,
    prime: Prime::Direct,
    domain: Domain::Everywhere,
    range: Interval::new(End::Closed(0, 1), End::Unbounded),
    derivative_range: Interval::new(End::Closed(-1, 1), End::Closed(1, 1)),
    monotonicity: Monotonicity::Valley,
    kinks: &[Kink {
        at: 0,
        derivative: "0",
        convention: "PyTorch; JAX takes 1",
        slopes: Some([(-1, 1), (1, 1)]),
    }],
    bends: &[],
    kernel: Kernel { compute: |z| z[0].abs(), ulps: 0 },
    derivative_kernel: Some(Kernel { compute: |z| sign(z[0]), ulps: 0 }),
    examples: &[Example { arguments: &["-3"], value: "3" }, Example { arguments: &["0"], value: "0" }],
    source: "any calculus text",
};

/// Sign: -1, 0 or 1.
pub static SIGN: Function = Function {
    place: Place::SIGN,
    name: "sign",
    spellings: &[],
    title: "sign: -1, 0 or 1",
    arity: Arity::Exactly(1),
    notation: Notation::Call(Symbol {
        unicode: "sign",
        latex: r"\operatorname{sign}",
        mathml: "<mi>sign</mi>",
        typst: r#"op("sign")"#,
    }),
    definition: Definition::Primitive(Elementary::Sign),
    partials: &[formula!("0")],
    steady_slope: None,
    prime: Prime::Direct,
    domain: Domain::Everywhere,
    range: Interval::new(End::Closed(-1, 1), End::Closed(1, 1)),
    derivative_range: Interval::new(End::Closed(0, 1), End::Closed(0, 1)),
    monotonicity: Monotonicity::Increasing,
    kinks: &[Kink { at: 0, derivative: "0", convention: "PyTorch and JAX", slopes: Some([(0, 1), (0, 1)]) }],
    bends: &[],
    kernel: Kernel { compute: |z| sign(z[0]), ulps: 0 },
    derivative_kernel: Some(Kernel { compute: |z| if z[0].is_nan() { z[0] } else { 0.0 }, ulps: 0 }),
    examples: &[Example { arguments: &["-3"], value: "-1" }, Example { arguments: &["0"], value: "0" }],
    source: "any calculus text",
};

/// Unit step: 1 above 0, else 0.
pub static STEP: Function = Function {
    place: Place::STEP,
    name: "step",
    spellings: &[],
    title: "unit step: 1 above 0, else 0",
    arity: Arity::Exactly(1),
    notation: Notation::Call(Symbol {
        unicode: "step",
        latex: r"\operatorname{step}",
        mathml: "<mi>step</mi>",
        typst: r#"op("step")"#,
    }),
    definition: Definition::Primitive(Elementary::Step),
    partials: &[formula!("0")],
    steady_slope: None,
    prime: Prime::Direct,
    domain: Domain::Everywhere,
    range: Interval::new(End::Closed(0, 1), End::Closed(1, 1)),
    derivative_range: Interval::new(End::Closed(0, 1), End::Closed(0, 1)),
    monotonicity: Monotonicity::Increasing,
    kinks: &[Kink {
        at: 0,
        derivative: "0",
        convention: "as for sign in PyTorch and JAX",
        slopes: Some([(0, 1), (0, 1)]),
    }],
    bends: &[],
    kernel: Kernel { compute: |z| step(z[0]), ulps: 0 },
    derivative_kernel: Some(Kernel { compute: |z| if z[0].is_nan() { z[0] } else { 0.0 }, ulps: 0 }),
    examples: &[
        Example { arguments: &["-3"], value: "0" },
        Example { arguments: &["0"], value: "0" },
        Example { arguments: &["2"], value: "1" },
    ],
    source: "NIST DLMF 1.16.13, with step(0) = 0",
};

/// Smaller of two numbers.
pub static MIN: Function = Function {
    place: Place::MIN,
    name: "min",
    spellings: &["minimum", "fmin"],
    title: "smaller of two numbers",
    arity: Arity::Exactly(2),
    notation: Notation::Call(Symbol { unicode: "min", latex: r"\min", mathml: "<mi>min</mi>", typst: "min" }),
    definition: Definition::Primitive(Elementary::Min),
    partials: &[|graph, of| share(graph, of, true), |graph, of| share(graph, of, false)],
    steady_slope: None,
    prime: Prime::Direct,
    domain: Domain::Everywhere,
    range: Interval::ALL,
    derivative_range: Interval::ALL,
    monotonicity: Monotonicity::Neither,
    kinks: &[],
    bends: &[],
    kernel: Kernel { compute: |z| if z[1] < z[0] || z[1].is_nan() { z[1] } else { z[0] }, ulps: 0 },
    derivative_kernel: None,
    examples: &[Example { arguments: &["2", "3"], value: "2" }],
    source: "any calculus text; at a tie each argument has derivative 1/2, as in PyTorch and JAX",
};

/// Larger of two numbers.
pub static MAX: Function = Function {
    place: Place::MAX,
    name: "max",
    spellings: &["maximum", "fmax"],
    title: "larger of two numbers",
    arity: Arity::Exactly(2),
    notation: Notation::Call(Symbol { unicode: "max", latex: r"\max", mathml: "<mi>max</mi>", typst: "max" }),
    definition: Definition::Primitive(Elementary::Max),
    partials: &[|graph, of| share(graph, of, false), |graph, of| share(graph, of, true)],
    steady_slope: None,
    prime: Prime::Direct,
    domain: Domain::Everywhere,
    range: Interval::ALL,
    derivative_range: Interval::ALL,
    monotonicity: Monotonicity::Neither,
    kinks: &[],
    bends: &[],
    kernel: Kernel { compute: |z| if z[1] > z[0] || z[1].is_nan() { z[1] } else { z[0] }, ulps: 0 },
    derivative_kernel: None,
    examples: &[Example { arguments: &["2", "3"], value: "3" }],
    source: "any calculus text; at a tie each argument has derivative 1/2, as in PyTorch and JAX",
};

/// (1 + sign(a − b))/2, the slope of the larger of a and b by a; (1 − sign(a − b))/2, that by b. Beside a number 0 it is
/// the sign of the other: the larger of 0 and z has the slope (1 + sign z)/2.
fn share(graph: &mut dyn Expressions, of: &[ExprId], is_turned: bool) -> ExprId {
    let zero = graph.number(Rational::from_integer(0));
    let (difference, is_turned) = match *of {
        [one, other] if one == zero => (other, !is_turned),
        [one, other] if other == zero => (one, is_turned),
        _ => {
            let minus = graph.apply(function::id(&NEGATE), &[of[1]]);
            (graph.apply(function::id(&ADD), &[of[0], minus]), is_turned)
        }
    };
    let sign = graph.apply(function::id(&SIGN), &[difference]);
    let sign = if is_turned { graph.apply(function::id(&NEGATE), &[sign]) } else { sign };
    let one = graph.number(Rational::from_integer(1));
    let above = graph.apply(function::id(&ADD), &[one, sign]);
    let two = graph.number(Rational::from_integer(2));
    graph.apply(function::id(&DIVIDE), &[above, two])
}

/// −1, 0 or 1.
fn sign(z: f64) -> f64 {
    step(z) - step(-z)
}

/// 1 above 0, else 0.
fn step(z: f64) -> f64 {
    if z.is_nan() { z } else { f64::from(u8::from(z > 0.0)) }
}
