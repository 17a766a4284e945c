//! The primitives against values of mpmath 1.3 at 40 digits.

use chainrule_number::{Elementary, Rational, parse_decimal};
use chainrule_number::{Enclosure, Scalar, Toward};

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

/// Over an interval, narrow or wide, the values at both ends lie in the enclosure; over a narrow one it is not wider
/// than what the function does there by more than a little.
#[test]
fn enclosures_over_intervals_hold_both_ends() {
    let points = ["-30", "-3", "-1.001", "-0.75", "-1e-8", "0", "1e-8", "0.1", "0.75", "1", "1.5", "3", "30"];
    let functions = [
        Elementary::Exp,
        Elementary::Ln,
        Elementary::Tanh,
        Elementary::Sin,
        Elementary::Cos,
        Elementary::Atan,
        Elementary::Sinh,
        Elementary::Cosh,
        Elementary::Asinh,
        Elementary::Erf,
    ];
    let mut tried = 0;
    for function in functions {
        for point in points {
            for width in ["1e-30", "1e-7", "1e-6", "1e-3", "1"] {
                let (lower, upper) = (exact(point), &exact(point) + &exact(width));
                let over = |lower: &Rational, upper: &Rational, bits| {
                    Enclosure::elementary(function, &[Enclosure::from_range(lower, upper, 500)], bits)
                };
                let (Ok(whole), Ok(low), Ok(high)) =
                    (over(&lower, &upper, 128), over(&lower, &lower, 300), over(&upper, &upper, 300))
                else {
                    continue;
                };
                let what = format!("{function:?} from {point} over {width}");
                assert!(whole.lower() <= low.lower() && low.upper() <= whole.upper(), "{what}: {whole:?}");
                assert!(whole.lower() <= high.lower() && high.upper() <= whole.upper(), "{what}: {whole:?}");
                let ends = low.hull(&high);
                if exact(width) < exact("1e-5")
                    && low.is_disjoint(&high)
                    && !matches!(function, Elementary::Sin | Elementary::Cos)
                {
                    let size = |of: &Enclosure| of.upper().add(&of.lower().neg(), 64, Toward::Up).log10_abs();
                    assert!(
                        size(&whole) <= size(&ends).max(whole.upper().log10_abs() - 36.0) + 0.01,
                        "{what}: {whole:?} {ends:?}"
                    );
                }
                tried += 1;
            }
        }
    }
    assert!(tried > 500, "{tried}");
}
