//! Where the given values lead out of a domain, no number is told, and the reason is; slopes at kinks are conventions.

use super::report;
use chainrule::{Options, run};

fn page(sheet: &str) -> String {
    chainrule::page(&report(sheet), &Options::default()).text(200, false, false)
}

/// A worksheet, and why its derivatives have no number.
const WITHOUT_NUMBER: &[(&str, &str)] = &[
    (
        "A in R^(2x2), x in R^2\ngiven A = [1, 2; 2, 4], x = [1, 1]\nL = sum(A^-1*x)\nderive dL/dA",
        "`A` has no inverse, its determinant is 0",
    ),
    (
        "A in R^(2x2)\ngiven A = [1, 2; 2, 4]\nL = logdet(A)\nderive dL/dA",
        "`L` has no value here: the determinant of `A` is 0, which has no logarithm",
    ),
    (
        "A in R^(2x2)\ngiven A = [1, 2; 2, 4]\nL = det(A)\nderive dL/dA",
        "`dL/dA` as it is written has no number here: `A` has no inverse, its determinant is 0",
    ),
    (
        "x in R^2\ngiven x = [0, 0]\nL = norm(x)\nderive dL/dx",
        "`dL/dx` as it is written has no number here: `norm(x)` is 0, and is divided by",
    ),
    (
        "x, y in R^2\ngiven x = [1, 2], y = [3, 0]\nL = sum(x ./ y)\nderive dL/dx, dL/dy",
        "`L` has no value here: `y[2]` is 0, and is divided by",
    ),
    (
        "x in R^2\ngiven x = [1, -1/2]\nL = sum(sqrt(x))\nderive dL/dx",
        "`L` has no value here: `x[2]` is -1/2, which has no square root",
    ),
    // 1/x has a number there, and the derivative none.
    (
        "x in R^2\ngiven x = [-1, 1]\nL = sum(ln(x))\nderive dL/dx",
        "`L` has no value here: `x[1]` is -1, which has no logarithm",
    ),
    (
        "W in R^(2x2), x in R^2\ngiven W = [1, 2; 3, 4], x = [0, 0]\nz = W*x\ny = ln(z)\nL = sum(y)\nderive dL/dW",
        "`y` has no value here: `z[1]` is 0, which has no logarithm",
    ),
];

/// A worksheet that has no value by itself, whatever is given, and why.
const WITHOUT_VALUE: &[(&str, &str)] = &[
    (
        "x in R^2\nL = sum(x*(-8)^(1/3))",
        "`L` has no value here: `-8` has no power with an exponent that is not whole",
    ),
    ("x in R^2\nL = sum(x*ln(-8))", "`L` has no value here: `-8` has no logarithm"),
    ("x in R^2\nL = sum(x*sqrt(-2))", "`L` has no value here: `-2` has no square root"),
    ("x in R^2\nL = sum(x/0)", "`L` has no value here: `0` is divided by"),
    // The same of numbers.
    ("L = x*(-8)^(1/3)", "`L` needs a power of a negative number"),
];

#[test]
fn a_formula_without_a_value_is_to_be_changed() {
    for (sheet, because) in WITHOUT_VALUE {
        let given = if sheet.contains(" in ") { "[1, 2]" } else { "1" };
        let sheet = format!("{sheet}\ngiven x = {given}\nderive dL/dx");
        let outcome = run("arrays.chain", &sheet, &Options::default());
        assert!(outcome.report.expect("it is read").exit_code() >= 2, "{sheet}");
        let refused = outcome.diagnostics.iter().find(|wrong| wrong.is_error()).expect("it is refused");
        assert!(refused.message.contains(because), "{sheet}\n{}", refused.message);
        assert_eq!(refused.help, ["change the formula"], "{sheet}");
    }
}

#[test]
fn derivatives_without_a_number_say_why() {
    for (sheet, because) in WITHOUT_NUMBER {
        let outcome = run("arrays.chain", sheet, &Options::default());
        let report = outcome.report.expect("it is read");
        assert_eq!(report.exit_code(), 2, "{sheet}");
        let arrays = report.arrays.as_ref().expect("vectors and matrices");
        for derivation in &arrays.derivations {
            let refusal = derivation.refusal.as_ref().unwrap_or_else(|| panic!("{sheet} is not refused"));
            assert!(refusal.diagnostic.message.contains(because), "{sheet}\n{}", refusal.diagnostic.message);
            let last = *derivation.adjoints.last().expect("it depends");
            assert!(!arrays.numbers.contains_key(&arrays.calculus.adjoints[last].name), "{sheet}");
            assert!(derivation.by_hand.is_none(), "{sheet}");
        }
        assert!(outcome.diagnostics.iter().any(|diagnostic| diagnostic.message.contains(because)), "{sheet}");
        assert!(
            page(sheet).contains(&format!("no number: {}", because.split('`').next().unwrap_or(""))),
            "{sheet}"
        );
    }
}

#[test]
fn what_does_not_rest_on_it_has_its_number() {
    let sheet =
        "x, y in R^2\ngiven x = [1, 2], y = [3, 0]\nL = sum(x ./ y)\nM = sum(x .* y)\nderive dL/dx, dM/dx";
    let report = report(sheet);
    let arrays = report.arrays.as_ref().expect("vectors and matrices");
    assert!(arrays.derivations[0].refusal.is_some());
    assert!(arrays.derivations[1].refusal.is_none());
    // A derivative by what is not given, and one of what is: neither is refused for want of a value.
    for sheet in [
        "x in R^2, c in R\nL = c*sum(ln(x))\ngiven c = 2\nderive dL/dx",
        "x in R^2, c in R\nL = c*sum(x)\ngiven x = [1, 2]\nderive dL/dx",
    ] {
        assert_eq!(super::report(sheet).exit_code(), 0, "{sheet}");
    }
}

#[test]
fn the_determinant_of_a_singular_matrix_is_0() {
    let told = page("A in R^(3x3)\ngiven A = [0, 1, 2; 0, 3, 4; 0, 5, 6]\nL = det(A) + 1\nderive dL/dA");
    assert!(told.contains("L = 1"), "{told}");
    // 1·(3·8 − 4·7) − 2·(1·8 − 4·6) = −4 + 32
    let told = page("A in R^(3x3)\ngiven A = [1, 2, 0; 1, 3, 4; 6, 7, 8]\nL = det(A)\nderive dL/dA");
    assert!(told.contains("L = 28"), "{told}");
}

#[test]
fn slopes_at_kinks_are_called_a_convention() {
    let sheet =
        "W in R^(2x2), x in R^2\ngiven W = [1, -1; 2, 3], x = [1, 1]\nL = sum(relu(W*x))\nderive dL/dx";
    let told = page(sheet);
    assert!(
        told.contains("relu'(0) is taken as 0 by convention (PyTorch and JAX): W·x is 0 at [1]."),
        "{told}"
    );
    let outcome = run("arrays.chain", sheet, &Options::default());
    assert!(
        outcome.diagnostics.iter().any(|diagnostic| diagnostic.code.id == "W0804"),
        "{:?}",
        outcome.diagnostics
    );
    let away = page(&sheet.replace("x = [1, 1]", "x = [1, 2]"));
    assert!(!away.contains("convention"), "{away}");
}

#[test]
fn numbers_near_0_get_the_digits_they_need() {
    // −ln(1/(1 + e^−1000 + e^−2000)) is about e^−1000 = 5.07596·10^−435.
    let sheet = "z in R^3\ngiven z = [1000, 0, -1000]\np = softmax(z)\nL = -ln(p[1])\nderive dL/dz";
    let told = page(sheet);
    assert!(told.contains("L ≈ 5.07596×10⁻⁴³⁵"), "{told}");
    assert!(told.contains("[-5.07596×10⁻⁴³⁵, 5.07596×10⁻⁴³⁵, 2.57654×10⁻⁸⁶⁹]"), "{told}");
}

#[test]
fn what_has_no_derivative_anywhere_is_no_defect() {
    let told = page("x in R^2\nL = norm(x - x)\nderive dL/dx");
    assert!(told.contains("may have no derivative anywhere") && !told.contains("defect"), "{told}");
}

#[test]
fn equal_arguments_of_max_are_called_a_convention() {
    let told = page("w in R^2\ngiven w = [0, 1]\nL = sum(max(w, 0))\nderive dL/dw");
    assert!(told.contains("taken as 1/2 (PyTorch and JAX): w equals the other at [1]."), "{told}");
    let told = page("w in R^2\ngiven w = [1, 0]\nL = sum(max(0, w))\nderive dL/dw");
    assert!(told.contains("w equals the other at [2]."), "{told}");
    let told = page("w, v in R^2\ngiven w = [0, 1], v = [2, 1]\nL = sum(min(w, v))\nderive dL/dw");
    assert!(told.contains("w equals the other at [2]."), "{told}");
}
