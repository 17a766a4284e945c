//! The primitives against values of mpmath 1.3 at 40 digits.

use chainrule_evaluator::number::{Enclosure, Scalar};
use chainrule_symbolic::number::{Elementary, Rational, parse_decimal};

fn exact(text: &str) -> Rational {
    let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
    let size = parse_decimal(mantissa.trim_start_matches('-')).expect("a decimal");
    // Powers of ten beyond what a worksheet may write.
    let power =
        Rational::from_integer(10).pow(exponent.parse().expect("an exponent")).expect("a moderate power");
    let value = &size * &power;
    if mantissa.starts_with('-') { -value } else { value }
}

/// name argument value, one each line; written by `oracle/elementary.py`.
const GOLDEN: &str = include_str!("oracle/elementary.txt");

#[test]
fn enclosures_hold_the_true_value() {
    let mut lines = 0;
    for line in GOLDEN.lines() {
        let mut words = line.split_whitespace();
        let (Some(name), Some(argument), Some(value)) = (words.next(), words.next(), words.next()) else {
            continue;
        };
        let function = match name {
            "exp" => Elementary::Exp,
            "ln" => Elementary::Ln,
            "sqrt" => Elementary::Sqrt,
            "sin" => Elementary::Sin,
            "cos" => Elementary::Cos,
            "tan" => Elementary::Tan,
            "asin" => Elementary::Asin,
            "acos" => Elementary::Acos,
            "atan" => Elementary::Atan,
            "sinh" => Elementary::Sinh,
            "cosh" => Elementary::Cosh,
            "tanh" => Elementary::Tanh,
            "asinh" => Elementary::Asinh,
            "acosh" => Elementary::Acosh,
            "atanh" => Elementary::Atanh,
            "erf" => Elementary::Erf,
            other => panic!("{other}"),
        };
        for bits in [64, 128, 300] {
            let x = Enclosure::from_rational(&exact(argument), 4000);
            let y =
                Enclosure::elementary(function, &[x], bits).unwrap_or_else(|error| panic!("{line}: {error}"));
            // The golden value is rounded at its 40th digit.
            let golden = exact(value);
            let slack = &golden.abs() * &exact("1e-39");
            let around = Enclosure::from_range(&(&golden - &slack), &(&golden + &slack), 400);
            assert!(!y.is_disjoint(&around), "{line} at {bits} bits: {y:?}");
            if !golden.is_zero() {
                assert!(
                    y.certain_bits() > i64::from(bits) - 20,
                    "{line} at {bits}: {} bits",
                    y.certain_bits()
                );
            }
        }
        lines += 1;
    }
    assert!(lines > 150, "{lines}");
}
