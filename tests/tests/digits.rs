//! `--digits`: as many digits as are asked for, all of them right, however the formula cancels and of whatever size.

use chainrule::number::{Rational, parse_decimal};
use chainrule::{Options, json, run};
use serde_json::Value;

/// The value of a formula at a number, as it is printed.
fn printed(formula: &str, x: &str, digits: Option<usize>) -> String {
    let text = format!("y = w*({formula})\ngiven w = 1, x = {x}\nderive dy/dw");
    let options = Options { digits, ..Options::default() };
    let report = run("digits", &text, &options).report;
    let report = report.unwrap_or_else(|| panic!("{text}: an error"));
    let json: Value = serde_json::from_str(&json(&report, &options)).expect("JSON");
    json["derivations"][0]["worked"]["value"]["decimal"].as_str().expect("a number").to_owned()
}

/// Sign, significant digits and the exponent of the first of them.
fn parts(text: &str) -> (bool, String, i64) {
    let text = text.replace('_', "");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let size = mantissa.trim_start_matches('-');
    let (whole, decimals) = size.split_once('.').unwrap_or((size, ""));
    let all = format!("{whole}{decimals}");
    let zeros = all.len() - all.trim_start_matches('0').len();
    let before = i64::try_from(whole.len()).expect("few") - 1 - i64::try_from(zeros).expect("few");
    let digits = all.trim_matches('0').to_owned();
    (mantissa.starts_with('-'), digits, before + exponent.parse::<i64>().expect("an exponent"))
}

#[test]
fn three_hundred_digits_are_right() {
    let mut count = 0;
    for line in include_str!("../oracle/digits.txt").lines() {
        let [formula, x, truth] = line.split(';').collect::<Vec<_>>()[..] else { panic!("{line}") };
        assert_eq!(parts(&printed(formula, x, Some(300))), parts(truth), "{formula} at {x}");
        // What is shown unasked is what those digits round to.
        let shown = parts(&printed(formula, x, None));
        let value = parse_decimal(&format!("0.{}", parts(truth).1)).expect("a decimal");
        let number = parse_decimal(&format!("0.{}", shown.1)).expect("a decimal");
        let carried = parts(truth).2 - shown.2;
        assert!(carried == 0 || carried == -1, "{formula} at {x}");
        let number = if carried == 0 { number } else { &number * &Rational::from_integer(10) };
        let slack = parse_decimal("5.1e-18").expect("a decimal");
        assert!((&value - &number).abs() <= slack, "{formula} at {x}: {shown:?}");
        count += 1;
    }
    assert!(count > 50, "{count}");
}

#[test]
fn zero_is_proved_and_not_measured() {
    for (formula, x) in [
        ("sin(pi)*x", "3"),
        ("(x - 1/3)*exp(x) - (x - 1/3)*exp(x) + exp(x) - exp(x)", "1/3"),
        ("sin(x)^2 + cos(x)^2 - 1", "2"),
        ("ln(exp(x)) - x", "2"),
        ("sqrt(x)^2 - x", "2"),
        ("cos(pi/2)", "1"),
    ] {
        assert_eq!(printed(formula, x, None), "0", "{formula}");
    }
    // Not 0, though 600 digits look so.
    let tiny = printed("sin(pi + x)", "1e-600", None);
    assert_eq!(tiny, "-1e-600");
}

/// The rows of a softmax sum to 0: with equal weights behind it, every derivative by an argument is 0, which no number of
/// digits tells. Equal outputs are 1/n each.
#[test]
fn the_zeros_of_a_whole_gradient_are_proved() {
    let sheet = "s[i] = exp(x[i])/sum(exp(x[j]) for j in 1..14) for i in 1..14\n\
                 L = sum(s[i]*y[i] for i in 1..14)\n\
                 derive gradient of L\n\
                 given x[*] = 1, y[*] = 2\n";
    let report = run("digits.chain", sheet, &Options::default()).report.expect("a report");
    let [gradient] = &report.gradients[..] else { panic!("one gradient") };
    let values: Vec<_> = gradient.leaves.iter().map(|&leaf| gradient.values[leaf].as_ref()).collect();
    let zeros = values
        .iter()
        .filter(|value| matches!(value, Some(chainrule_number::Value::Exact(number)) if number.is_zero()));
    assert_eq!((values.len(), zeros.count()), (28, 14));
}

/// What each quantity is, by name.
fn quantities(text: &str) -> Vec<(String, Option<chainrule_number::Value>)> {
    let report = run("digits.chain", text, &Options::default()).report.expect("a report");
    let graph = report.graph();
    let named = report.worksheet().defined.iter().map(|&symbol| {
        let name = graph.find_symbol_expr(symbol).expect("its name");
        (graph.name(symbol).to_string(), report.forward.get(&name).cloned())
    });
    named.collect()
}

/// Roots and logarithms that come to a fraction: it is exact, and so is what follows. No number of digits tells it.
#[test]
fn quantities_that_are_fractions_are_proved() {
    for (formula, value) in [
        ("ln(8)/ln(2)", "3"),
        ("sqrt(2)*sqrt(8)", "4"),
        ("10/(sqrt(5)*sqrt(20))", "1"),
        ("tanh(ln(3)/2)", "0.5"),
        ("sigmoid(ln(3))", "0.75"),
        ("exp(ln(5))", "5"),
        ("sin(pi/6)", "0.5"),
        ("exp(3*ln(2)) - 8", "0"),
    ] {
        let all = quantities(&format!("a = {formula}; L = x*a; given x = 1; derive dL/dx"));
        let right = parse_decimal(value).expect("a decimal");
        for (name, value) in all {
            assert_eq!(value, Some(chainrule_number::Value::Exact(right.clone())), "{name} of {formula}");
        }
    }
    // Near a whole number, and none: Ramanujan's constant is 7.5·10^-13 below one, and 1 - 10^-40 is not 1.
    for formula in
        ["exp(pi*sqrt(163))", "sqrt(1 - 1e-40)", "1 + exp(-200)", "sqrt(2)*sqrt(8) + 1e-60*sqrt(2)"]
    {
        let all = quantities(&format!("a = {formula}; L = x*a; given x = 1; derive dL/dx"));
        assert!(matches!(all[0].1, Some(chainrule_number::Value::Enclosed(_))), "{formula}: {:?}", all[0].1);
    }
}

/// Parallel vectors: the cosine is 1, the angle 0, and the slope of acos infinite there.
#[test]
fn functions_at_the_edge_of_their_domain() {
    let cosine = "dot = a1*b1 + a2*b2; na = sqrt(a1^2 + a2^2); nb = sqrt(b1^2 + b2^2); c = dot/(na*nb)\n\
                  given a1 = 1, a2 = 2, b1 = 2, b2 = 4\n";
    for (last, slope) in [
        ("t = acos(c)", "the slope of `acos(c)` is infinite"),
        ("t = sqrt(1 - c)", "the slope of `sqrt(1 - c)` is infinite"),
    ] {
        let text = format!("{cosine}{last}\\nderive dt/da1").replace("\\n", "\n");
        let told: Vec<String> = run("digits.chain", &text, &Options::default())
            .diagnostics
            .into_iter()
            .map(|diagnostic| diagnostic.message)
            .collect();
        assert!(told.iter().any(|message| message.contains(slope)), "{told:?}");
        assert_eq!(quantities(&text)[4].1, Some(chainrule_number::Value::Exact(Rational::zero())));
    }
}
