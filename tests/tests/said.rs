//! What is said beside a number: causes, conditions and reasons are as true as the number.

use chainrule::{Options, run};
use chainrule_tests::page;

/// The page in ASCII, and what is said besides.
fn said(text: &str) -> (String, String) {
    let outcome = run("said.chain", text, &Options::default());
    let style = chainrule::diagnostic::Style::Plain;
    let diagnostics = chainrule::diagnostic::render(&outcome.source, &outcome.diagnostics, style);
    let page = outcome.report.map(|report| page(&report).text(400, true, false));
    (page.unwrap_or_default(), diagnostics)
}

#[track_caller]
fn holds(text: &str, wanted: &[&str], unwanted: &[&str]) {
    let (page, diagnostics) = said(text);
    let all = format!("{page}\n{diagnostics}");
    for wanted in wanted {
        assert!(all.contains(wanted), "{text}\nlacks {wanted}:\n{all}");
    }
    for unwanted in unwanted {
        assert!(!all.contains(unwanted), "{text}\nhas {unwanted}:\n{all}");
    }
}

/// A share is one of what pulls the same way.
#[test]
fn factors_that_make_a_product_small_or_large() {
    let (one, more) = ("Its one factor below 1, ", " make it so; by logarithm ");
    holds(
        "L = u*k; u = w*m; given k = 1e-10, w = 1, m = 2; derive dL/dw",
        &[one, "dL/du, makes it so"],
        &["%"],
    );
    holds(
        "L = u*k; u = v*m; v = w*n; given k = 1e-10, m = 1e-30, n = 1e20, w = 1; derive dL/dw",
        &["Its 2 factors below 1", more, "du/dv is 75 % of that, dL/du 25 %."],
        &["200 %", "dv/dw is", "dv/dw 1"],
    );
    holds(
        "L = u*k; u = v*m; v = w*n; given k = 1e10, m = 1e30, n = 1e-20, w = 1; derive dL/dw",
        &["Its 2 factors above 1", more, "du/dv is 75 % of that, dL/du 25 %."],
        &["200 %"],
    );
    holds(
        "L = u*k; u = w*m; given k = 1e5, w = 1, m = -1; derive dL/dw",
        &["Its one factor above 1, dL/du,"],
        &["%"],
    );
}

/// `pi` stands in formulas without being a number that is written out.
#[test]
fn quotients_by_constants() {
    for text in [
        "y = x/pi",
        "y = 1/pi*(x - 1)^2",
        "y = x/sqrt(pi)",
        "y = ln(pi*x)/pi",
        "y = x^(1/pi)",
        "y = x/(2*pi)^0.5",
    ] {
        let (page, diagnostics) = said(&format!("{text}; derive dy/dx"));
        assert!(page.contains("verified") && diagnostics.is_empty(), "{text}:\n{diagnostics}");
    }
}

/// A condition that follows from another is not printed beside it.
#[test]
fn conditions_are_said_once() {
    let about_x = |formula: &str, wanted: &str, unwanted: &[&str]| {
        holds(&format!("y = {formula}; derive dy/dx"), &[wanted], unwanted);
    };
    about_x("ln(6*x) + sqrt(6*x)", "needed: x > 0", &["!= 0"]);
    about_x("ln(x) + 1/(6*x)", "needed: x > 0", &["!= 0"]);
    about_x("ln(x/2) + 1/(-3*x)", "needed: x > 0", &["!= 0"]);
    about_x("sqrt(x) + 1/x^2", "needed: x > 0", &["!= 0"]);
    about_x("1/(3*x)", "needed: x != 0", &["3*x != 0", "^2 != 0"]);
    about_x("ln(-(-x)) + 1/x^3", "> 0", &[]);
    // These say different things.
    about_x("ln(-x) + 1/x", "needed: -x > 0", &[]);
    about_x("1/(x - 1) + ln(x)", "needed: x - 1 != 0", &["x != 0"]);
}

/// The formula of a derivative may have numbers where the function has none.
#[test]
fn derivatives_of_functions_stay_within_their_domains() {
    let about_x = |formula: &str, wanted: &[&str], unwanted: &[&str]| {
        holds(&format!("y = {formula}; derive dy/dx"), wanted, unwanted);
    };
    about_x("ln(x)", &["needed: x > 0"], &["x != 0"]);
    about_x("ln(x - 7)", &["needed: x - 7 > 0"], &["x - 7 != 0"]);
    about_x("log10(3*x) + log2(x)", &["needed: x > 0"], &["!= 0"]);
    about_x("atanh(2*x)", &["needed: -1 < 2*x < 1"], &["!= 0"]);
    about_x("asin(x)", &["needed: -1 < x < 1"], &["1 - x^2 > 0"]);
    about_x("acos(x/3)", &["needed: -1 < x/3 < 1"], &["1 - (x/3)^2 > 0"]);
    about_x("acosh(x + 1)", &["needed: 1 < x + 1"], &["- 1 > 0"]);
    about_x("sqrt(x - 3)", &["needed: x - 3 > 0"], &["!= 0"]);
    about_x("ln(ln(x))", &["needed: ln(x) > 0", "needed: x > 0"], &["!= 0"]);
    about_x("ln(1/x) + exp(x)", &["needed: 1/x > 0", "needed: x != 0"], &[]);
    about_x("ln(sqrt(x) - 1)", &["needed: sqrt(x) - 1 > 0", "needed: x > 0"], &["!= 0"]);
    about_x("ln(1 + exp(x))", &["verified"], &["needed"]);
    about_x("asin(tanh(x)/2)", &["needed: -1 < tanh(x)/2 < 1"], &[]);
}

/// One trouble is one message.
#[test]
fn powers_without_a_derivative() {
    holds("y = 0^x; given x = -2; derive dy/dx", &["E0507"], &["E0509", "jumps"]);
    holds("y = 0^x; given x = 0; derive dy/dx", &["E0509"], &[]);
    for text in
        ["y = x^n; given x = 0, n = 0; derive dy/dx", "z = x^n; y = 3*z; given x = 0, n = 0; derive dy/dx"]
    {
        holds(text, &["`x^n` with `n = 0` is 1 whatever its base is: its derivative by `x` is 0"], &["NaN"]);
    }
    holds("y = (2*x)^(n - 1) + x; given x = 0, n = 1; derive dy/dx", &["with `n - 1 = 0` is 1"], &["NaN"]);
}

/// Nobody reads thousands of digits.
#[test]
fn long_numbers() {
    holds(
        "claim prod(i for i in 1..2000) > 10^5000",
        &["3.3162750924506332e5735 > 1e5000"],
        &["33162750924506332411"],
    );
    holds("claim 2^4000 < 1", &["the sides are 1.3182040934309431e1204 and 1"], &["13182040934309431001"]);
    holds("y = x*2^300; given x = 3; derive dy/dx", &["2.0370359763344861e90"], &[]);
    // These are still read.
    holds("claim 2^150 = 1427247692705959881058285969449495136382746624", &["holds"], &["e45"]);
}

#[track_caller]
fn judged(text: &str, wanted: &str) {
    let (page, diagnostics) = said(text);
    let line = page
        .lines()
        .find(|line| ["holds: ", "FAILS: ", "NOT DECIDED: "].iter().any(|word| line.contains(word)));
    let line = line.unwrap_or_else(|| panic!("{text}\nis not judged:\n{page}\n{diagnostics}"));
    assert!(line.contains(wanted), "{text}\n{line}");
}

/// What is the same everywhere is nowhere above itself: no search is needed to tell.
#[test]
fn strict_claims_between_equal_sides() {
    let same = "both sides are the same function: the same number at";
    judged("given x in [1, 3); claim sqrt(tanh(x)^2*x) < tanh(x)*sqrt(x)", same);
    judged("given x in [1, 3); claim sqrt(exp(x)^2*x) > exp(x)*sqrt(x)", same);
    judged("given x in [1, 2]; claim sqrt((x*sinh(x))^2/x) < sqrt(x)*sinh(x)", same);
    judged("given x in [1, 3]; claim abs(tanh(x)) > tanh(x)", same);
    judged("given x in [1, 3]; claim 2*sigmoid(x) - 1 < tanh(x/2)", same);
    judged("given x in [1, 3]; claim x < x", "FAILS");
    // They differ somewhere.
    judged("given x in [1, 3]; claim tanh(x) < x", "holds");
    judged("given x in [-3, 3]; claim tanh(x) < abs(x)", "FAILS");
}

/// The root of a square is the size of its base, whose sign is often known.
#[test]
fn roots_of_squares() {
    let same = "holds: ";
    judged("claim sqrt(exp(x)^2) = exp(x)", same);
    judged("given x in [1, 3]; claim sqrt((x + 1)^2) = x + 1", same);
    judged("given x in [1, 3]; claim (tanh(x)^2)^(1/2) = tanh(x)", same);
    judged("given x in [-3, -1]; claim sqrt(tanh(x)^2) = -tanh(x)", same);
    judged("given x in [1, 3]; claim sqrt(exp(y)^2*x^2) = x*exp(y)", same);
    judged("claim sqrt(sigmoid(x)^2/exp(x)^4) = sigmoid(x)/exp(x)^2", same);
    judged("given x in [-3, 3]; claim sqrt((x + 1)^2) = x + 1", "FAILS");
    judged("given x in [-3, -1]; claim sqrt(tanh(x)^2) = tanh(x)", "FAILS");
    judged("claim sqrt(x^2) = x", "FAILS");
}

/// A derivative is claimed where the quantity has a value, and nowhere else.
#[test]
fn derivatives_are_compared_where_the_quantity_is() {
    judged("L = atanh(2*x); claim dL/dx >= 0", "holds");
    judged("L = ln(x - 7); claim dL/dx > 0", "holds");
    judged("L = ln(x/3 - 1/7); claim dL/dx > 0", "holds");
    judged("L = ln(3 - 2*x); claim dL/dx < 0", "holds");
    judged("L = sqrt(1 - x/3); claim dL/dx < 0", "holds");
    judged("L = asin(3*x - 1); claim dL/dx >= 3", "holds");
    judged("L = (2*x - 1)^1.5; claim dL/dx >= 0", "holds");
    judged("L = (2*x - 1)^(-0.5); claim dL/dx < 0", "holds");
    judged("L = ln(x - 7); claim dL/dx > 1", "FAILS");
    judged("L = ln(x - 7); claim dL/dx < 1", "FAILS");
    judged("L = atanh(2*x); claim dL/dx > 2", "FAILS");
    // Nothing is left of the range.
    judged("given x in [0, 1]; L = x^2; claim dL/dx >= 0", "holds");
}

/// Zero to a power above 0 is 0, and has no value below.
#[test]
fn powers_of_zero() {
    judged("given x > 0; claim 0^x = 0", "holds");
    judged("given x in [1, 2]; claim 3 + 0^(x^2) <= 3", "holds");
    judged("claim 0^x = 0", "FAILS");
    judged("given x >= 0; claim 0^x = 0", "FAILS");
}

/// The digits that it would take to tell are not asked for where they would be of no use.
#[test]
fn giants_in_claims_end() {
    let ladder: String = (1..=20).map(|n| format!("v{n} = v{} + v{}*v{}\n", n - 1, n - 1, n - 1)).collect();
    let tangents = "y = tan(tan(v15))*v20\ngiven v0 = 7.197\n";
    holds(&format!("{ladder}{tangents}claim y >= y - v3"), &["E0507"], &[]);
    holds(&format!("{ladder}{tangents}claim y ~= 0.001"), &["E0507"], &[]);
    // Nothing is free in the sides: one point is all there is.
    let deep: String = (1..=150).map(|n| format!("h{n} = tanh(h{}/2 + 1/{n})\n", n - 1)).collect();
    let claims: String = (2..=150).map(|n| format!("claim dh{n}/dh{} = (1 - h{n}^2)/2\n", n - 1)).collect();
    holds(&format!("{deep}given h0 = 1\n{claims}"), &["holds: dh150/dh149"], &["FAILS", "NOT DECIDED"]);
}
