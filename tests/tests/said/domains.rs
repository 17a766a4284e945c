//! Where a formula and its derivative have numbers: conditions, kinks, limits at 0.

use super::{holds, judged, said};

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
    about_x("asin(tanh(x))", &["verified"], &["needed"]);
    about_x("asin(tanh(x)/2)", &["verified"], &["needed"]);
    about_x("asin(2*tanh(x))", &["needed: -1 < 2*tanh(x) < 1"], &[]);
    about_x("acosh(1 + exp(x))", &["verified"], &["needed"]);
    about_x("acosh(sigmoid(x))", &["needed: 1 < sigmoid(x)"], &[]);
}

/// What holds by what the names in it are defined as is not asked for.
#[test]
fn conditions_that_hold_by_definition_are_not_said() {
    for text in [
        "a = sigmoid(z); L = -ln(1 - a); derive dL/dz",
        "a = sigmoid(z); L = ln(a)/(1 - a); derive dL/dz",
        "p = sigmoid(z); L = (1 - p)^g; derive dL/dz",
        "p = sigmoid(z); L = sqrt(1 - p) + (1 - p)^2.5; derive dL/dz",
        "s = softplus(z); L = ln(s); derive dL/dz",
        "u = x^2 + 1; L = sqrt(u) + 1/u; derive dL/dx",
        "e1 = exp(z1); e2 = exp(z2); p = e1/(e1 + e2); L = -ln(p); derive dL/dz1",
        "t = tanh(z); L = ln(3 - 2*t) + atanh(t/2); derive dL/dz",
        "r = -exp(z); L = ln(-r); derive dL/dz",
    ] {
        holds(text, &["verified"], &["needed"]);
    }
    // These do not hold everywhere.
    for (text, wanted) in [
        ("a = tanh(z); L = ln(a); derive dL/dz", "needed: a > 0"),
        ("a = relu(z); L = 1/a; derive dL/dz", "needed: a != 0"),
        ("a = relu(z); L = sqrt(a); derive dL/dz", "needed: a > 0"),
        ("a = sigmoid(z); L = ln(a - 1/2); derive dL/dz", "needed: a - 1/2 > 0"),
        ("a = sigmoid(z); L = ln(1 - 2*a); derive dL/dz", "needed: 1 - 2*a > 0"),
        ("a = sigmoid(z); L = acosh(2*a); derive dL/dz", "needed: 1 < 2*a"),
        ("a(z); L = ln(1 - a); derive dL/dz", "needed: 1 - a > 0"),
        ("a = sigmoid(z); L = (a - 1)^g; derive dL/dz", "or a - 1 < 0 and g"),
    ] {
        holds(text, &[wanted], &[]);
    }
}

/// One trouble is one message.
#[test]
fn powers_without_a_derivative() {
    holds("y = 0^x; given x = -2; derive dy/dx", &["E0507"], &["E0509", "jumps"]);
    holds("y = 0^x; given x = 0; derive dy/dx", &["E0509"], &[]);
    for text in
        ["y = x^n; given x = 0, n = 0; derive dy/dx", "z = x^n; y = 3*z; given x = 0, n = 0; derive dy/dx"]
    {
        holds(text, &["`x^n` with `n = 0` is 1 whatever its base is: its derivative by `x` is 0"], &[]);
    }
    holds("y = (2*x)^(n - 1) + x; given x = 0, n = 1; derive dy/dx", &["with `n - 1 = 0` is 1"], &[]);
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

/// Derivatives of derivatives at kinks: limits by hand. |x|·x has the second slopes -2 and 2, elu 1 and 0, softsign 2 and
/// -2; the slope of relu jumps; |x|³ has none before the third.
#[test]
fn higher_derivatives_at_kinks() {
    let none = &["no derivative", "does not exist", "no such derivative"];
    for (text, wanted) in [
        ("y = abs(x)*x\ngiven x = 0\nderive d^2y/dx^2", "its slope is -2 from the left and 2 from the right"),
        ("y = elu(x)\ngiven x = 0\nderive d^2y/dx^2", "its slope is 1 from the left and 0 from the right"),
        (
            "y = softsign(x)\ngiven x = 0\nderive d^2y/dx^2",
            "its slope is 2 from the left and -2 from the right",
        ),
        ("y = relu(x)\ngiven x = 0\nderive d^2y/dx^2", "tends to 0 from the left and to 1 from the right"),
        ("y = relu(x)^2\ngiven x = 0\nderive d^2y/dx^2", "its slope is 0 from the left and 2 from the right"),
        (
            "z = abs(x)\ny = x*z\ngiven x = 0\nderive d^2y/dx^2",
            "its slope is -2 from the left and 2 from the right",
        ),
        ("y = abs(x)^3\ngiven x = 0\nderive d^3y/dx^3", "its slope is -6 from the left and 6 from the right"),
        (
            "y = w*relu(x*w)\ngiven x = 0, w = 1\nderive d^2y/(dx dw)",
            "its slope is 0 from the left and 2 from the right",
        ),
        ("y = step(x)\ngiven x = 0\nderive dy/dx", "y jumps and has no derivative"),
        (
            "y = max(x, 0)*x\ngiven x = 0\nderive d^2y/dx^2",
            "its slope is 0 from the left and 2 from the right",
        ),
    ] {
        holds(text, &[wanted, "W0804"], &["whatever the values"]);
    }
    for text in [
        "y = abs(x)^3\ngiven x = 0\nderive d^2y/dx^2",
        "y = relu(x)^3\ngiven x = 0\nderive d^2y/dx^2",
        "y = abs(x)*x\ngiven x = 1\nderive d^2y/dx^2",
        "y = elu(x)\ngiven x = 1\nderive d^2y/dx^2",
        "y = sign(x)*x^3\ngiven x = 0\nderive d^2y/dx^2",
    ] {
        holds(text, &[], none);
    }
}

/// t·ln(t) tends to 0 with t. The values by hand: -ln(0.3) = 1.20397, and the slopes t/p.
#[test]
fn targets_of_zero() {
    let taken = "0 times the logarithm of 0 is taken as 0";
    for (text, claim) in [
        ("y = t*ln(t); given t = 0", "y = 0"),
        ("L = t*ln(t/p); given t = 0, p = 0.3", "L = 0"),
        (
            "L = sum(t[k]*ln(t[k]/p[k]) for k in 1..2); given t[1] = 1, t[2] = 0, p[1] = 0.3, p[2] = 0.7",
            "L ~= 1.20397",
        ),
        ("L = -p*ln(p) - (1 - p)*ln(1 - p); given p = 1", "L = 0"),
        ("L = -t*log2(t)/3; given t = 0", "L = 0"),
        ("h = t*ln(t); L = h^2 + 1; given t = 0", "L = 1"),
        ("L = t*ln(t) - t*ln(p); given t = 0, p = 0.5; derive dL/dp", "dL/dp = 0"),
    ] {
        let text = text.replace("; ", "\n");
        holds(&format!("{text}\nclaim {claim}"), &[&format!("holds: {claim}"), taken], &["E05", "error"]);
    }
    holds("L = xlogy(t, p)\ngiven t = 0, p = 0.5\nclaim dL/dp = 0", &["holds: dL/dp = 0"], &["error", taken]);
    // That is what the function is, not a limit.
    holds("L = xlogy(t, t)\ngiven t = 0\nclaim L = 0", &["holds: L = 0"], &["error", taken]);
    // No limit: the factor and the argument are not the same.
    for text in [
        "y = t*ln(s)\ngiven t = 0, s = 0",
        "y = t*ln(t)\ngiven t = -1",
        "y = ln(t)\ngiven t = 0",
        "y = t/t*ln(t)\ngiven t = 0",
        "y = (1 + t)*ln(t)\ngiven t = 0",
    ] {
        holds(text, &["E050"], &[taken]);
    }
}

/// `f(z1)` and `f(z2)` are one number wherever z1 and z2 are: that they differ can't be said.
#[test]
fn values_of_one_open_function_may_be_equal() {
    let network = "z1 = w*x; z2 = x*w; a1 = f(z1); a2 = f(z2); b = g(z1); L = a1*a2 + b; derive dL/dw; claim";
    for claim in ["a1 = a2", "a1 <= a2", "L = a1^2 + b", "a1 - a2 = 0", "a1 < a2 + 1"] {
        holds(&format!("{network} {claim}"), &["NOT DECIDED", "one open function"], &["FAILS"]);
    }
    // What follows whatever they are is proved, and what differs by itself is refuted.
    for claim in ["a1 + a2 = a2 + a1", "L - b = a1*a2", "dL/da1 = a2"] {
        holds(
            &format!("{network} {claim}"),
            &[claim.split(' ').next().expect("a word")],
            &["FAILS", "NOT DECIDED"],
        );
    }
    for claim in ["a1 = a1 + 1", "a1 = b", "dL/da1 = a1"] {
        let wanted = if claim == "dL/da1 = a1" { "NOT DECIDED" } else { "FAILS" };
        holds(&format!("{network} {claim}"), &[wanted], &[]);
    }
}
