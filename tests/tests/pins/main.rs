//! Derivatives whose numbers a worksheet states: against the bounds of their links and of their ways, against given
//! values and ranges, against each other; and how they are told.

mod random;

use chainrule::diagnostic::{Diagnostic, Source, Style, render};
use chainrule::{Options, Outcome, Report, run};
use chainrule_tests::json;

fn outcome(text: &str) -> Outcome {
    run("pins.chain", &text.replace("; ", "\n"), &Options::default())
}

/// The report of a worksheet that has no error.
fn report(text: &str) -> Report {
    let Outcome { source, diagnostics, report } = outcome(text);
    assert!(!diagnostics.iter().any(Diagnostic::is_error), "{text}: {}", shown(&source, &diagnostics));
    let report = report.expect("no error, so a report");
    assert_eq!(report.exit_code(), 0, "{text}: {}", page(&report));
    report
}

fn page(report: &Report) -> String {
    chainrule_tests::page(report).text(100, false, false)
}

fn shown(source: &Source, diagnostics: &[Diagnostic]) -> String {
    render(source, diagnostics, Style::Plain)
}

/// What is said of a worksheet whose stated derivatives contradict something.
fn refused(text: &str, code: &str) -> String {
    let Outcome { source, diagnostics, report } = outcome(text);
    let said = shown(&source, &diagnostics);
    assert!(report.is_none(), "{text}: nothing is worked out from a contradiction");
    let errors: Vec<&str> = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.is_error())
        .map(|diagnostic| diagnostic.code.id)
        .collect();
    assert_eq!(errors, [code], "{text}: {said}");
    said
}

const IMPOSSIBLE: &str = "E0505";
const CONTRADICTS: &str = "E0510";

#[test]
fn the_bound_of_a_link_excludes() {
    let said = refused(
        "Z3 = O21*w3 + b3; O31 = sigmoid(Z3); L(O31); derive dL/dO21; given dL/dO31 = 300, dO31/dO21 = 200, w3 = 500",
        IMPOSSIBLE,
    );
    assert!(said.contains("200 through a sigmoid needs abs(w3) >= 800"), "{said}");
    assert!(said.contains("above 0 and at most 125"), "{said}");
    assert_eq!(said.matches("given here").count(), 1, "{said}");
    for (text, most) in [
        (
            "L = (O - y)^2; derive dL/dO; given dL/dO = 300, O in [0, 1], y in [0, 1]",
            "at least -2 and at most 2",
        ),
        ("Z = w*x; O = sigmoid(Z); given w = 1, dO/dx = 0.3; derive dO/dx", "at most 0.25"),
        // tanh' lies between 0 and 1: 2 through two links of weights 1 and -1.5 is too much.
        ("a = tanh(u*x); b = tanh(v*a); given u = 1, v = -1.5, db/dx = -2; derive db/dx", "at least -1.5"),
        // The slope of a sigmoid is positive.
        ("Z = w*x; O = sigmoid(Z); given w = 1, dO/dx = -0.1; derive dO/dx", "above 0"),
        ("Z = w*x; O = sigmoid(Z); given w = 1, dO/dx = 0; derive dO/dx", "above 0"),
        // Two sigmoids in a row, with no weight between.
        ("a = sigmoid(z); b = sigmoid(a); given db/dz = 0.07; derive db/dz", "at most 0.0625"),
        // A range that is given for the weight, and one from which the argument follows.
        ("O = sigmoid(w*x); given w in [-2, 2], dO/dx = 0.6; derive dO/dx", "at most 0.5"),
        ("Z = 2*x; O = sigmoid(Z); given x in [1, 2], sigmoid'(Z) = 0.2; derive dO/dZ", "at most about 0.1"),
        // Over two paths: each is at most 1/4.
        ("a = sigmoid(x); b = sigmoid(x); y = a + b; given dy/dx = 0.6; derive dy/dx", "at most 0.5"),
        // A link that is stated itself.
        ("Z = w*x; O = sigmoid(Z); given dO/dZ = 0.2, w in [0, 1], dO/dx = 0.3; derive dO/dx", "about 0.2"),
    ] {
        let said = refused(text, IMPOSSIBLE);
        assert!(said.contains(most), "{text}: {said}");
    }
}

#[test]
fn at_the_bound_and_inside_it_is_possible() {
    for text in [
        "Z3 = O21*w3 + b3; O31 = sigmoid(Z3); derive dO31/dO21; given dO31/dO21 = 125, w3 = 500",
        "Z = w*x; O = sigmoid(Z); given w = 1, dO/dx = 0.25; derive dO/dx",
        "a = sigmoid(z); b = sigmoid(a); given db/dz = 0.0625; derive db/dz",
        "L = (O - y)^2; derive dL/dO; given dL/dO = -2, O in [0, 1], y in [0, 1]",
        "a = tanh(u*x); b = tanh(v*a); given u = 1, v = -1.5, db/dx = -1.5; derive db/dx",
        // Nothing bounds a weight.
        "Z = w*x; O = sigmoid(Z); given dO/dx = 200; derive dO/dx",
        // 0.197 is the largest slope there, 0.19661…, rounded.
        "O = sigmoid(Z); given Z in [1, 2], sigmoid'(Z) = 0.197; derive dO/dZ",
        // At a kink the slope is a matter of convention.
        "y = relu(x); given x = 0, dy/dx = 1/2; derive dy/dx",
        "y = abs(x); z = 3*y; given x = 0, dy/dx = 1; derive dz/dx",
        "y = max(x, u); given x = 1, u = 1, dy/dx = 1; derive dy/dx",
    ] {
        report(text);
    }
}

#[test]
fn given_values_contradict() {
    for (text, arithmetic) in [
        ("T = q*x; q = x^2; given dq/dx = 5, x = 2; derive dT/dx", "dq/dx = 2*x = 4"),
        ("y = 3*x; given dy/dx = 4; derive dy/dx", "makes it 3"),
        ("Z = w*x; L = Z^2; given w = 2, x = 3, dL/dx = 25; derive dL/dx", "dL/dx = dL/dZ*dZ/dx = 12*2 = 24"),
        ("O = sigmoid(Z); given Z = 0, sigmoid'(Z) = 0.2; derive dO/dZ", "makes it 0.25"),
        ("y = x1 + x2; given dy/dx1 = 0; derive dy/dx1", "makes it 1"),
        ("f = x*x; y = x - u; given dy/dx = 1, df/dx = 3, x = 2; derive dy/dx, df/dx", "makes it 4"),
        ("a = x^2; b = 2*u; given da/du = 1; derive da/dx, db/du", "it is 0"),
    ] {
        let said = refused(text, CONTRADICTS);
        assert!(said.contains(arithmetic), "{text}: {said}");
    }
}

#[test]
fn other_stated_derivatives_contradict() {
    let said = refused(
        "Z = w*x; O = sigmoid(Z); given dO/dZ = 0.2, dZ/dx = 2, dO/dx = 0.5; derive dO/dx",
        CONTRADICTS,
    );
    assert!(said.contains("dO/dx = dO/dZ*dZ/dx = 0.2*2 = 0.4"), "{said}");
    assert_eq!(said.matches("stated here").count(), 3, "{said}");
    for (text, arithmetic) in [
        (
            "O = sigmoid(Z); Z = w*x; given dO/dZ = 0.2, sigmoid'(Z) = 0.25; derive dO/dx",
            "dO/dZ = sigmoid'(Z) = 0.25",
        ),
        ("b(a); c(b); d(c); given db/da = 2, dc/db = 3, dd/dc = 4, dd/da = 25; derive dd/da", "4*3*2 = 24"),
        // 2*sigmoid'(Z) = 0.4 and 3*sigmoid'(Z) = 0.3 do not agree.
        (
            "Z = w*x + v*u; O = sigmoid(Z); given w = 2, v = 3, dO/dx = 0.4, dO/du = 0.3; derive dO/dx, dO/du",
            "makes sigmoid'(Z) 0.1, the other 0.2",
        ),
        (
            "Z = w*x + v*u; O = sigmoid(Z); given dO/dZ = 0.2, dO/dw = 0.4, dZ/dw = 3; derive dO/dw",
            "0.2*3 = 0.6",
        ),
        // The whole and the two links that it leads over.
        ("y = x + f; f(x); given dy/dx = 3, df/dx = 1; derive dy/dx", "makes it 2"),
    ] {
        let said = refused(text, CONTRADICTS);
        assert!(said.contains(arithmetic), "{text}: {said}");
    }
    for text in [
        "Z = w*x; O = sigmoid(Z); given dO/dZ = 0.2, dZ/dx = 2, dO/dx = 0.4; derive dO/dx",
        "Z = w*x + v*u; O = sigmoid(Z); given w = 2, v = 3, dO/dx = 0.4, dO/du = 0.6; derive dO/dx, dO/du",
        "b(a); c(b); d(c); given db/da = 2, dc/db = 3, dd/dc = 4, dd/da = 24; derive dd/da",
        "y = x + f; f(x); given dy/dx = 3, df/dx = 2; derive dy/dx",
    ] {
        report(text);
    }
}

#[test]
fn one_mistake_is_told_once() {
    // dO/dx rests on the wrong dO/dZ: that one alone is blamed.
    let said = refused(
        "Z = w*x; O = sigmoid(Z); given w = 2, Z2 = 1, sigmoid'(Z) = 0.25, dO/dZ = 0.2, dO/dx = 0.5; y = Z2*x; derive dO/dx, dy/dx",
        CONTRADICTS,
    );
    assert!(said.contains("`dO/dZ` is stated as 0.2"), "{said}");
}

#[test]
fn a_rounded_number_is_used_and_said_to_be_rounded() {
    let Outcome { diagnostics, report, .. } =
        outcome("O = sigmoid(Z); given Z = 1; given sigmoid'(Z) = 0.197; derive dO/dZ; claim dO/dZ = 0.197");
    let report = report.expect("a warning is no error");
    assert_eq!(diagnostics.iter().map(|diagnostic| diagnostic.code.id).collect::<Vec<_>>(), ["W0801"]);
    assert_eq!(report.exit_code(), 0, "{}", page(&report));
    // sigmoid'(-14.5) is 5.04347153835…e-7; a power of ten behind the digits changes nothing.
    for number in ["5.0435e-7", "0.50435E-6", "50.435e-8"] {
        let text = format!("O = sigmoid(Z); given Z = -14.5; given dO/dZ = {number}; derive dO/dZ");
        let codes: Vec<&str> =
            outcome(&text).diagnostics.iter().map(|diagnostic| diagnostic.code.id).collect();
        assert_eq!(codes, ["W0801"], "{text}");
    }
    for number in ["5.0434e-7", "5.0435e-6", "5e-7", "5.0e-7"] {
        refused(
            &format!("O = sigmoid(Z); given Z = -14.5; given dO/dZ = {number}; derive dO/dZ"),
            CONTRADICTS,
        );
    }
    // Two digits are no hint that something was rounded; and 0.196 is not what 0.19661… rounds to.
    refused("O = sigmoid(Z); given Z = 1; given sigmoid'(Z) = 0.2; derive dO/dZ", CONTRADICTS);
    refused("O = sigmoid(Z); given Z = 1; given sigmoid'(Z) = 0.196; derive dO/dZ", CONTRADICTS);
}

/// The value of the first derivation.
fn value(report: &Report) -> String {
    let told: serde_json::Value = serde_json::from_str(&json(report)).expect("JSON");
    let value = &told["derivations"][0]["worked"]["value"];
    value["exact"].as_str().or_else(|| value["decimal"].as_str()).unwrap_or("none").to_owned()
}

#[test]
fn over_several_ways_it_is_the_total_derivative() {
    let total = "∂y/∂x is the total derivative, over all ways from x to y.";
    let worked = report("y = x + f; f = x^2; z = 2*y; given dy/dx = 3, x = 1; derive dz/dx");
    assert_eq!(value(&worked), "6");
    assert!(page(&worked).contains(total), "{}", page(&worked));
    assert!(page(&worked).contains("Stated, not derived: ∂y/∂x = 3."), "{}", page(&worked));
    let worked = report("L(a); a(x,c); c(x); given da/dx = 1/2, dL/da = 10; derive dL/dx");
    assert_eq!(value(&worked), "5");
    // Beside another way to the target: 4·3 + 1.
    let worked = report("y = x + f; f = x^2; z = 4*y + x; given dy/dx = 3, x = 1; derive dz/dx");
    assert_eq!(value(&worked), "13");
    // Through both ways into y: the stated whole holds for x, and by f only its own link counts.
    let worked = report("y = x + f; f = x^2; z = 2*y; given dy/dx = 3, x = 1; derive dz/df");
    assert_eq!(value(&worked), "2");
    // By w, y is reached around x: the whole derivative by x says nothing of that way. With w = 2: x = 4, c = 8,
    // a = x + c = w^2 + w^3, da/dw = 2·2 + 3·4 = 16, and da/dx = 1 + w = 3.
    let worked = report("a = x + c; c = x*w; x = w^2; L = 2*a; given da/dx = 3, w = 2; derive dL/dw, dL/dx");
    assert_eq!(value(&worked), "32");
    let worked = report("a = x + c; c = x*w; x = w^2; L = 2*a; given da/dx = 3, w = 2; derive dL/dx, dL/dw");
    assert_eq!(value(&worked), "6");
    let said = refused("y = x + f; f = x^2; z = 2*y; given dy/dx = 1, x = 1; derive dz/dx", CONTRADICTS);
    assert!(said.contains("`dy/dx` is the total derivative, over all ways from `x` to `y`"), "{said}");
}

#[test]
fn what_is_stated_is_not_said_to_be_open_or_derived() {
    let worked = report(
        "Z3 = O21*w3 + b3; O31 = sigmoid(Z3); L(O31); derive dL/dO21; given dL/dO31 = 300, dO31/dO21 = 200",
    );
    let text = page(&worked);
    assert!(text.contains("Stated, not derived: ∂L/∂O₃₁ = 300, ∂O₃₁/∂O₂₁ = 200."), "{text}");
    assert!(text.contains("presupposes |w₃| ≥"), "{text}");
    assert!(!text.contains("left open."), "{text}");
    // What is neither stated nor defined stays open, and only that.
    let worked = report("L(O); O(z); z(x); given dO/dz = 2; derive dL/dx");
    let text = page(&worked);
    assert!(text.contains("∂L/∂O and ∂z/∂x stay symbols: their forms are left open."), "{text}");
    assert!(text.contains("Stated, not derived: ∂O/∂z = 2."), "{text}");
    // The derivative asked for may be all that is stated.
    let worked = report("Z = w*x; O = sigmoid(Z); given dO/dx = 0.4; derive dO/dx");
    assert_eq!(value(&worked), "2/5");
    let told: serde_json::Value =
        serde_json::from_str(&json(&report("y = w*x; given dy/dx = 3; derive dy/dx"))).expect("JSON");
    assert_eq!(told["factors"][0]["stated"], true);
}

#[test]
fn the_lecture_notes_example_runs() {
    let report = report(
        "O11(w11^{(1)}); Z = O11*w11^{(2)} + b2; O21 = sigmoid(Z); O31(O21); L(O31); derive dL/dw11^{(1)}; \
         given sigmoid'(Z) = 0.25, w11^{(2)} = 500; given dL/dO31 = 300, dO31/dO21 = 200, dO11/dw11^{(1)} = 1001",
    );
    assert_eq!(value(&report), "7507500000");
}

#[test]
fn many_stated_derivatives_cost_no_more_than_as_many_links() {
    // Each block is a residual one, and its whole derivative is stated: 3 000 ways around as many links.
    let mut text =
        String::from("h[l] = h[l-1] + a[l] for l in 1..3000; a[l] = tanh(h[l-1]) for l in 1..3000; ");
    text.push_str("given dh[l]/dh[l-1] = 1.5 for l in 1..3000; derive dh[3000]/dh[0]; ");
    text.push_str("claim 1.5^3000*0.999999 <= dh[3000]/dh[0] <= 1.5^3000*1.000001");
    report(&text);
}

/// f has one slope at one argument, however that is written.
#[test]
fn one_open_function_has_one_slope_at_one_argument() {
    let same = "a1 = f(z1); a2 = f(z2); L = a1 + 2*a2; derive dL/dz1";
    for equal in [
        "given z1 = 1, z2 = 1",
        "z1 = w*x; z2 = x*w",
        "z1 = (w + x)^2; z2 = w^2 + 2*w*x + x^2",
        "z1 = 2*u; z2 = u + u",
        "z1 = w/2; z2 = 0.5*w",
        "z1 = w*x; z2 = w*v; given x = 3, v = 3",
    ] {
        let said = refused(&format!("{same}; {equal}; given f'(z1) = 2, f'(z2) = 3"), CONTRADICTS);
        assert!(said.contains("`f'(z2)` = 3 contradicts `f'(z1)` = 2"), "{said}");
        report(&format!("{same}; {equal}; given f'(z1) = 2, f'(z2) = 2"));
        // Along the chain: dL/dz1 is f'(z1), dL/dz2 twice f'(z2).
        let said = refused(&format!("{same}; {equal}; given f'(z1) = 2, dL/dz2 = 5"), IMPOSSIBLE);
        assert!(said.contains("`dL/dz2` can't be 5: it is 4"), "{said}");
        report(&format!("{same}; {equal}; given f'(z1) = 2, dL/dz2 = 4"));
        refused(&format!("{same}; {equal}; given dL/dz1 = 2, dL/dz2 = 5"), CONTRADICTS);
        report(&format!("{same}; {equal}; given dL/dz1 = 2, dL/dz2 = 4"));
    }
    for other in ["given z1 = 1, z2 = 2", "z1 = w*x; z2 = w*v", "z1 = w; z2 = -w"] {
        report(&format!("{same}; {other}; given f'(z1) = 2, f'(z2) = 3"));
    }
}

/// No argument gives such a slope, computed or not.
#[test]
fn functions_of_straight_pieces_have_the_slopes_of_their_pieces() {
    for text in [
        "a = relu(z); given da/dz = 0.5; derive da/dz",
        "a = relu(z); z = w*x; given da/dz = 0.5, x = 1; derive da/dw",
        "a = relu(z); z = w*x; given relu'(z) = 0.5, x = 1; derive da/dw",
        "a = abs(z); z = w*x; given da/dz = 0.5, x = 1; derive da/dw",
        "a = max(z, 0); z = w*x; given da/dz = 0.3, x = 1; derive da/dw",
        "a = min(y, z); z = w*x; given da/dz = 2/3, x = 1; derive da/dw",
    ] {
        let said = refused(text, IMPOSSIBLE);
        assert!(said.contains("it is "), "{said}");
    }
    for text in [
        "a = relu(z); z = w*x; given da/dz = 1, x = 1; derive da/dw",
        "a = relu(z); z = w*x; given da/dz = 0, x = 1; derive da/dw",
        "a = abs(z); z = w*x; given da/dz = -1, x = 1; derive da/dw",
        "a = max(z, 0); z = w*x; given da/dz = 1/2, x = 1; derive da/dw",
        "a = max(z, y); y = 3*z; z = w*x; given da/dz = 3, x = 1; derive da/dw",
    ] {
        report(text);
    }
}
