//! Claims over ranges at the edges of domains: powers of negative numbers and of 0, ends that are left out, jumps of second
//! derivatives, claims about no numbers. The right judgements are worked out by hand.

use chainrule::{Judgement, Options, run};

/// `holds`, `fails`, `vacuous` or `undecided`, for the last claim of a worksheet.
fn judged(sheet: &str) -> &'static str {
    let outcome = run("ranges.chain", sheet, &Options::default());
    let report = outcome.report.unwrap_or_else(|| panic!("{sheet}: {:?}", outcome.diagnostics));
    let claim = report.claims.last().expect("a claim");
    assert_eq!(report.exit_code(), u8::from(!claim.holds()), "{sheet}");
    match claim.judgement {
        Judgement::Proved { .. } => "holds",
        Judgement::Refuted { .. } => "fails",
        Judgement::Vacuous { .. } => "vacuous",
        Judgement::Undecided { .. } => "undecided",
        Judgement::Consistent { .. } => "consistent",
    }
}

fn all_are(judgement: &str, sheets: &[&str]) {
    let wrong: Vec<String> = sheets
        .iter()
        .map(|sheet| (sheet, judged(sheet)))
        .filter(|(_, verdict)| *verdict != judgement)
        .map(|(sheet, verdict)| format!("{verdict}, not {judgement}: {sheet}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The page of a worksheet, as text.
fn page(sheet: &str) -> String {
    let outcome = run("ranges.chain", sheet, &Options::default());
    let report = outcome.report.unwrap_or_else(|| panic!("{sheet}: {:?}", outcome.diagnostics));
    chainrule_tests::page(&report).text(120, false, false)
}

/// The codes of what is said about a worksheet.
fn codes(sheet: &str) -> Vec<&'static str> {
    run("ranges.chain", sheet, &Options::default()).diagnostics.iter().map(|said| said.code.id).collect()
}

#[test]
fn an_end_that_is_cut_at_zero_is_reached() {
    all_are(
        "fails",
        &[
            "claim x^0.5 > 0",
            "claim exp(-x^0.5) < 1",
            "claim step(-x^0.5) >= 1 - step(x^0.5)",
            "claim x^1.5 > 0",
            "claim elu(x)^2.5 > 0",
            "given x in [-1, 4]\nclaim 1/(1 + x^0.5) < 1",
            "given x in [-1, 4], y in [-5, 0.5]\nclaim (y^(1/2))^(x - y) > 0",
            "claim sign(x^(1/3)) = 1",
        ],
    );
    all_are(
        "holds",
        &[
            "claim x^0.5 >= 0",
            "claim x^-0.5 > 0",
            "given x in (0, 4]\nclaim x^0.5 > 0",
            "given x in [-1, 4]\nclaim x^0.5 <= 2.001",
        ],
    );
}

#[test]
fn negative_numbers_have_powers_at_whole_exponents() {
    all_are(
        "fails",
        &[
            "given x in [-3, -2], y in [2.5, 7.3]\nclaim x^y > 1000000",
            "given x in [-3, -2], y in [2.5, 7.3]\nclaim x^y < -1000000",
            "given x in [-5, -1], y in [0, 8]\nclaim x^y >= 0",
            "given x in [-5, -1], y in [0, 8]\nclaim abs(x)^y = x^y",
            "given x in [-5, -1], y in [0, 8]\nclaim (x^2)^(y/2) = x^y",
            "given x in [-5, -1], y in [0, 8]\nclaim sqrt(x^(2*y)) = x^y",
            "given x in [-1, 1], n in [0, 5]\nclaim x^n >= 0",
            "given x in [-2, 0)\nclaim x^-1 < -1/2",
            "claim x^y > 0",
            "claim (x^2)^y = x^(2*y)",
            "claim (-1)^(2*y) = 1",
            "claim (-1)^y > 0",
            "given y >= 0\nclaim (-1)^y = 1",
            "given x in [-98, 2), y < 5/2\nclaim asinh(y^x) > -1/1000",
        ],
    );
    all_are(
        "holds",
        &[
            "given x in [-3, -2], y in [2.5, 3.5]\nclaim -27 <= x^y <= -8",
            "given x in [-2, 2], n in [1, 4]\nclaim -16 <= x^n <= 16",
            "given x in [-2, 2], n in [1, 4]\nclaim x^n >= -8",
            "claim x^(y + 1) = x*x^y",
            "claim (x*z)^y = x^y*z^y",
            "claim (x/z)^y = x^y/z^y",
            "claim (x^2)^y = abs(x)^(2*y)",
            "claim ln(x^y) = y*ln(abs(x))",
            "claim x^y = exp(y*ln(x))",
            "given x > 0\nclaim x^y > 0",
            "y = x^n\nclaim dy/dx = n*y/x",
        ],
    );
}

#[test]
fn bounds_of_derivatives_know_negative_bases() {
    // −3 to the power 3, times 1/4 at w = 0: −6.75.
    let page = page("given x in [-3, 1], n in [2.5, 3.2]\nz = x^n\nL = sigmoid(z*w)\nderive dL/dw");
    assert!(page.contains("|∂L/∂w| ≤ 27/4") && page.contains("-6.75 ≤ ∂L/∂w ≤ 0.25"), "{page}");
}

#[test]
fn second_derivatives_jump() {
    all_are(
        "fails",
        &[
            "given x in [-1, 1e-15)\nclaim elu''(x) >= 0.36",
            "claim softsign''(x) >= 0",
            "claim softsign''(x) <= 0",
            "given x in [-1, 1]\nclaim elu''(x) > 0",
            "given x in (-1e-20, 1e-20)\nclaim softsign''(x) < 1",
            "given x in [-1, 1]\nclaim selu''(x) >= 0.1",
            "given x in [-1, 1]\nclaim elu'''(x) >= 0.3",
        ],
    );
    all_are(
        "holds",
        &[
            "given x in [-1, 0)\nclaim elu''(x) > 0.36",
            "given x > 0\nclaim softsign''(x) < 0",
            "claim elu''(x) >= 0",
            "claim -2 <= softsign''(x) <= 2",
        ],
    );
}

#[test]
fn what_speaks_of_no_numbers_is_vacuous() {
    all_are(
        "vacuous",
        &[
            "given x in [-3, -2]\nclaim sqrt(x) > 7",
            "given x in [-3, -2]\nclaim sqrt(x) < -7",
            "given x in [-3, -2]\nclaim ln(x) = ln(-x)",
            "claim ln(x) = ln(-x)",
            "claim sqrt(-x^2 - 1) > 0",
            "claim asin(2 + x^2) = 1",
            "given x < 0\nclaim x^2.5 = 3",
            "given x in [-3, -1], y in (1, 2)\nclaim x^y = x^y",
            "given x in [2, 7]\nclaim acos(x) = acos(x)",
            "given x in [-3, -5/2]\nclaim relu''(acos(x)) >= -7",
            "given x in [-3, -2]\nclaim ln'(x) < 0",
            "y = sqrt(x)\ngiven x in [-3, -2]\nclaim y^2 >= 0",
        ],
    );
    // A single number is enough.
    all_are("holds", &["claim sqrt(x) + sqrt(-x) >= 0", "given x in [-1, 0]\nclaim sqrt(x) <= 0"]);
    let outcome = run("v.chain", "given x in [-3, -2]\nclaim sqrt(x) > 7", &Options::default());
    let report = outcome.report.expect("a report");
    let json: serde_json::Value = serde_json::from_str(&chainrule_tests::json(&report)).expect("JSON");
    assert_eq!(json["claims"][0]["judgement"], "vacuous");
    assert_eq!(report.exit_code(), 1);
}

#[test]
fn powers_of_zero() {
    all_are("holds", &["claim 0^0 = 1", "claim x^0 = 1", "given x = 0\nclaim x^0 = 1"]);
    all_are("fails", &["claim 0^x = 0", "given x in [-5, 95]\nclaim 0^(sqrt(x)) <= 0"]);
    let slope = |sheet: &str, slope: &str| {
        let page = page(sheet);
        assert!(page.contains(&format!("∂y/∂x = {slope}\n")), "{sheet}\n{page}");
    };
    slope("y = sum(c[k]*x^k for k in 0..3)\ngiven c[*] = 1, x = 0\nderive dy/dx", "1");
    slope("y = x^n\ngiven x = 0, n = 1\nderive dy/dx", "1");
    slope("y = x^n\ngiven x = 0, n = 2\nderive dy/dx", "0");
    slope("y = x^n\ngiven x = -2, n = 3\nderive dy/dx", "12");
    slope("y = 0^x\nderive dy/dx", "0");
    assert_eq!(codes("y = (-2)^x\nderive dy/dx"), ["E0509"]);
    assert_eq!(codes("y = 0^x\ngiven x = 0\nderive dy/dx"), ["E0509"]);
    assert_eq!(codes("f(z) = (-2)^z\ny = f(x)\nderive dy/dx"), ["E0509"]);
}

/// What is said to be needed, each on its line.
fn needed(sheet: &str) -> Vec<String> {
    let page = page(sheet);
    let lines = page.lines().filter_map(|line| line.trim().strip_prefix("• needed: ").map(str::to_owned));
    lines.collect()
}

#[test]
fn only_what_is_needed_is_asked_for() {
    let nothing: [&str; 0] = [];
    let of_power = "x > 0, or x = 0 and n - 1 ≥ 0, or x < 0 and n - 1 whole";
    assert_eq!(needed("y = x^n\ngiven x = -2, n = 3\nderive dy/dx"), [of_power]);
    assert_eq!(needed("y = ln(1 + exp(6*x))*sqrt(6*x)\nderive dy/dx"), ["x > 0"]);
    assert_eq!(needed("y = 1/(1 + exp(-x))\nderive dy/dx"), nothing);
    assert_eq!(needed("y = sqrt(1 + x^2)\nderive dy/dx"), nothing);
    assert_eq!(needed("y = (1 + x^2)^n\nderive dy/dx"), nothing);
    assert_eq!(needed("y = 0^x\nderive dy/dx"), ["x > 0"]);
    assert_eq!(needed("y = (-2)^n*x\nderive dy/dx"), ["n whole"]);
    assert_eq!(needed("y = x^x\nderive dy/dx"), ["x > 0"]);
    assert_eq!(needed("y = x^-2\nderive dy/dx"), ["x ≠ 0"]);
}

#[test]
fn what_agrees_with_zero_at_no_digit_is_said_not_to_be_zero() {
    assert!(page("claim 0.001*2e-10 ~= 0").contains("it is not 0"));
    assert!(page("claim 0.004 ~= 0.00").contains("it is not 0"));
    assert!(!page("claim 0*2e-10 ~= 0").contains("it is not 0"));
    assert!(!page("claim 0.1234 ~= 0.12").contains("it is not 0"));
}

#[test]
fn conventions_are_attributed_to_those_who_have_them() {
    // jax.grad(jax.numpy.abs)(0.) is 1 in JAX 0.10.2.
    assert!(!page("y = abs(x)\ngiven x = 0\nderive dy/dx").contains("PyTorch and JAX"));
}
