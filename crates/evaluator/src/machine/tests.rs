//! Programs in formats, against numbers that mpmath gave.

#![expect(clippy::float_cmp, reason = "a format holds one number exactly")]

use chainrule_symbolic::function;
use chainrule_symbolic::graph::{ExprId, Graph};
use chainrule_symbolic::number::{Rational, parse_decimal};

use super::Machine;
use crate::number::format::{BF16, F16, F32, F64, Format};

fn number(graph: &mut Graph, text: &str) -> ExprId {
    let size = parse_decimal(text.trim_start_matches('-')).expect("a decimal number");
    graph.number(if text.starts_with('-') { -size } else { size })
}

fn apply(graph: &mut Graph, name: &str, primes: u8, arguments: &[ExprId]) -> ExprId {
    let row = function::find(name).expect("a function");
    graph.apply_primed(function::id(row), primes, arguments)
}

fn value(graph: &mut Graph, format: &'static Format, expr: ExprId) -> f64 {
    Machine::new(format).value(graph, expr).expect("a value").to_f64()
}

#[test]
fn the_derivative_of_sigmoid_cancels_at_50() {
    let mut graph = Graph::new();
    let fifty = number(&mut graph, "50");
    let slope = apply(&mut graph, "sigmoid", 1, &[fifty]);
    let minus = number(&mut graph, "-50");
    let sigmoid = apply(&mut graph, "sigmoid", 0, &[minus]);
    for format in [&F64, &F32, &BF16] {
        assert_eq!(value(&mut graph, format, slope), 0.0, "{}", format.name);
    }
    // By mpmath: sigmoid(-50) to 17 digits.
    assert_eq!(value(&mut graph, &F64, sigmoid), 1.928_749_847_963_917_8e-22);
}

#[test]
fn elementary_functions_are_rounded_correctly() {
    // By mpmath at 60 digits, rounded to nearest.
    for (name, argument, expected) in [
        ("exp", "1", std::f64::consts::E),
        ("ln", "2", std::f64::consts::LN_2),
        ("log10", "1000", 3.0),
        ("log2", "131072", 17.0),
        ("sigmoid", "0", 0.5),
        ("exp", "-745", 5e-324),
        ("exp", "-746", 0.0),
        ("exp", "710", f64::INFINITY),
        ("sqrt", "0.25", 0.5),
        ("tanh", "1e-300", 1e-300),
    ] {
        let mut graph = Graph::new();
        let argument = number(&mut graph, argument);
        let applied = apply(&mut graph, name, 0, &[argument]);
        assert_eq!(value(&mut graph, &F64, applied), expected, "{name}");
    }
}

#[test]
fn infinities_and_nan_spread_as_in_ieee_754() {
    let mut graph = Graph::new();
    let large = number(&mut graph, "70000");
    let minus = number(&mut graph, "-70000");
    let zero = number(&mut graph, "0");
    for (name, argument, expected) in [
        ("exp", large, f64::INFINITY),
        ("exp", minus, 0.0),
        ("sigmoid", large, 1.0),
        ("sigmoid", minus, 0.0),
        ("tanh", minus, -1.0),
        ("relu", minus, 0.0),
        ("relu", large, f64::INFINITY),
        ("ln", zero, f64::NEG_INFINITY),
    ] {
        let applied = apply(&mut graph, name, 0, &[argument]);
        assert_eq!(value(&mut graph, &F16, applied), expected, "{name}");
    }
    let log = apply(&mut graph, "ln", 0, &[minus]);
    assert!(value(&mut graph, &F16, log).is_nan());
    let quotient = graph.apply(function::id(&function::rows::arithmetic::DIVIDE), &[zero, zero]);
    assert!(value(&mut graph, &F16, quotient).is_nan());
    assert_eq!(F16.round(&Rational::fraction(1, 3)).to_f64(), 0.333_251_953_125);
}
