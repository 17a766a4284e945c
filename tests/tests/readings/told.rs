//! What is read is told with what it stands for: zeros, conventions, what is left out.

use chainrule::diagnostic::Diagnostic;

use super::{as_text, refused, said, worked};

#[test]
fn a_zero_derivative_says_why() {
    for (text, piece) in [
        (
            "L = relu(w*x); given w = -1, x = 2; derive dL/dw",
            "zero: relu'(w·x) = 0 at w·x = -2, a dead unit.",
        ),
        ("L = (w*x)^2; given w = 0, x = 2; derive dL/dw", "zero: w = 0."),
        ("L = (w*x - y)^2; given w = 1, x = 2, y = 2; derive dL/dw", "zero: w·x - y = 0."),
        (
            "f(x, y) = x; L = f(a, b) + a*0; derive dL/db",
            "zero, whatever the values: small changes of b leave L as it is.",
        ),
        (
            "z = w*x; L = (y - a)^2; derive dL/dw",
            "What is computed from w ends in z, from which nothing is computed.",
        ),
        (
            "L = (y - a)^2; M = L*w; derive dL/dw, dM/dw",
            "What is computed from w ends in M, from which nothing is computed.",
        ),
        ("z = w*x; L = z^2; derive dz/dL", "It is the other way round: L is computed from z."),
        ("L = (y - a)^2; M = L*w; derive dL/dM", "It is the other way round: M is computed from L."),
        (
            "z = w*x; a = relu(z); L = a^2; given w = -1, x = 2; derive da/dw",
            "zero: the factor ∂a/∂z is exactly zero, and so is the product: relu'(z) = 0 at z = -2, a dead unit.",
        ),
        (
            "z = w*x; a = relu(z); b = relu(z - 1); L = a*b + 3*a; given w = -1, x = 1; derive dL/dw",
            "zero: every path passes a factor that is exactly zero: ∂a/∂z (relu'(z) = 0 at z = -1, a dead unit); ∂L/∂b (a = 0).",
        ),
        (
            "a = 2*w; b = 3*w; L = 3*a - 2*b; given w = 1; derive dL/dw",
            "zero: no factor is zero, but the terms of the sum cancel.",
        ),
        (
            "z = w*x; a = hardtanh(z); given w = 3, x = 1; derive da/dw",
            "hardtanh'(z) = 0 at z = 3, where the function is flat.",
        ),
        (
            "z = w*x; a = relu(z)*v; given w = 0, x = 0, v = 1; derive da/dw",
            "relu'(z) = 0 at z = 0, by the convention for the kink",
        ),
        // A factor is 0 though not every value is known.
        ("z = w*x; a = 0*z; L = a^2 + y; derive dL/dw", "zero"),
    ] {
        let report = worked(text).report.unwrap_or_else(|| panic!("{text}: {:?}", said(text)));
        let page = as_text(&report);
        assert!(page.contains(piece), "{text}: {piece} is not on the page:\n{page}");
    }
    let page = |text: &str| as_text(&worked(text).report.expect("a report"));
    assert!(!page("L = (w*x)^2; given w = 1, x = 2; derive dL/dw").contains("zero"));
    // What is 0 by a proof is no sum whose terms cancel.
    assert!(!page("y = sin(pi)*x; given x = 2; derive dy/dx").contains("cancel"));
    // Nothing is said to cancel where a factor is not known.
    assert!(!page("a = 2*w; b = 3*w; L = a*m - b*n; derive dL/dw").contains("cancel"));
}

#[test]
fn a_convention_that_is_not_the_slope_is_told() {
    // The slopes from both sides, by hand.
    for (text, slope, shown) in [
        ("y = relu(x) - relu(-x); given x = 0; derive dy/dx", "1", "0"),
        ("y = sign(x)*ln(abs(x) + sqrt(x^2 + 1)); given x = 0; derive dy/dx", "1", "0"),
        ("a = relu(x); b = relu(-x); y = 3*a - 3*b; given x = 0; derive dy/dx", "3", "0"),
        ("y = leaky_relu(x) - 0.99*relu(x); given x = 0; derive dy/dx", "0.01", "0.01"),
        ("y = abs(x) - 2*relu(x); given x = 0; derive dy/dx", "-1", "0"),
        ("y = 5*x - abs(x) + abs(-x) + 2*relu(x) - 2*relu(x)*1; given x = 0; derive dy/dx", "5", "5"),
        ("f(u) = max(u, 0); y = f(x) - f(-x); given x = 0; derive dy/dx", "1", "1"),
        ("y = relu(x - 1)^2 + relu(x - 1) - relu(1 - x); given x = 1; derive dy/dx", "1", "0"),
        ("z = w*x; y = relu(z) - relu(-z) + z^2; given w = 0, x = 2; derive dy/dw", "2", "0"),
        ("y = step(x)*x + step(-x)*x; given x = 0; derive dy/dx", "1", "0"),
        ("y = abs(x)*sign(x); given x = 0; derive dy/dx", "1", "0"),
    ] {
        let outcome = worked(text);
        let report = outcome.report.unwrap_or_else(|| panic!("{text}: {:?}", outcome.diagnostics));
        let value =
            report.derivations[0].value.as_ref().and_then(|value| value.exact()).expect("an exact value");
        let page = as_text(&report);
        let is_warned = outcome.diagnostics.iter().any(|diagnostic| diagnostic.code.id == "W0813");
        let wanted = format!("is {slope}. The conventions at kinks give {shown},");
        assert_eq!(page.contains(&wanted), slope != shown, "{text}: {value}\n{page}");
        assert_eq!(is_warned, slope != shown, "{text}");
    }
    // Kinks proper have two slopes.
    for (text, left, right) in [
        ("y = relu(x); given x = 0; derive dy/dx", "0", "1"),
        ("y = abs(x) + 3*x; given x = 0; derive dy/dx", "2", "4"),
        ("y = max(x, 2*x); given x = 0; derive dy/dx", "1", "2"),
        ("z = -2*x; y = relu(z); given x = 0; derive dy/dx", "-2", "0"),
        ("y = hardtanh(x); given x = 1; derive dy/dx", "1", "0"),
    ] {
        let page = as_text(&worked(text).report.expect("a report"));
        let wanted = format!("its slope is {left} from the left and {right} from the right");
        assert!(page.contains(&wanted), "{text}:\n{page}");
    }
    // A jump has no slopes.
    let page = as_text(&worked("y = sign(x); given x = 0; derive dy/dx").report.expect("a report"));
    assert!(page.contains("tends to -1 from the left and to 1 from the right"), "{page}");
    // Nothing is said where there is nothing to say, or nothing is known.
    for text in [
        "y = relu(x)^2; given x = 0; derive dy/dx",
        "y = relu(x)*v; given x = 1, v = 2; derive dy/dx",
        "y = relu(relu(x)^2 - relu(x)^3); given x = 0; derive dy/dx",
    ] {
        let page = as_text(&worked(text).report.expect("a report"));
        assert!(!page.contains("from both sides") && !page.contains("from the left"), "{text}:\n{page}");
    }
}

/// `derive gradient of L except …` leaves those leaves out, and refuses what it would not derive by anyway.
#[test]
fn gradients_leave_leaves_out() {
    let by = |text: &str| {
        let outcome = worked(text);
        let report = outcome.report.unwrap_or_else(|| panic!("{text}: {:?}", said(text)));
        let names = report
            .derivations
            .iter()
            .map(|derivation| report.graph().name(derivation.derivation.by).to_string());
        let mut names: Vec<String> = names.collect();
        names.sort();
        names.join(" ")
    };
    let net = "z = w*x + b\nL = (z - y)^2\n";
    assert_eq!(by(&format!("{net}derive gradient of L")), "b w x y");
    assert_eq!(by(&format!("{net}derive gradient of L except x")), "b w y");
    assert_eq!(by(&format!("{net}derive gradient of L except x, y")), "b w");
    assert_eq!(by(&format!("{net}derive gradient of z except x, dL/dy")), "b w y");
    let family = "L = sum(w[i]*x[i] for i in 1..3)\n";
    assert_eq!(by(&format!("{family}derive gradient of L except x[*]")), "w[1] w[2] w[3]");
    assert_eq!(by(&format!("{net}except = 3*b\nderive dL/dw")), "w");
    refused(&format!("{net}derive gradient of L except z"), "E0601", &["`z` is no leaf of `L`"]);
    refused(&format!("{net}derive gradient of z except y"), "E0601", &["`y` is no leaf of `z`"]);
    refused(&format!("{net}derive gradient of L except q"), "E0301", &["`q`"]);
}

/// Lines as they are written elsewhere are answered with the line as it is written here, which is then read.
#[test]
fn what_is_written_elsewhere_is_answered_with_a_line_that_is_read() {
    for (text, wanted) in [
        ("y = x^2, find dy/dx", "y = x^2\nderive dy/dx"),
        ("Let y = x^2. Find dy/dx.", "y = x^2\nderive dy/dx"),
        ("def f(x): return x**2 + np.exp(x)", "f(x) = x^2 + exp(x)"),
        ("f = lambda x: x**2", "f(x) = x^2"),
        ("y := x^2", "y = x^2"),
        ("y = x > 2 ? x : 0", "y = step(x - 2)*(x) + (1 - step(x - 2))*(0)"),
        ("y = where(x <= 1, 0, x)", "y = (1 - step(x - 1))*(0) + step(x - 1)*(x)"),
        ("L = sum(x[i] for i in range(1, 4))", "L = sum(x[i] for i in 1..3)"),
        ("L = sum_{i=1}^{3} w_i x_i", "L = sum(w[i]*x[i] for i in 1..3)"),
        ("L = x_1 + ... + x_3", "L = sum(x[i] for i in 1..3)"),
        ("y = log(x + 1, 2)", "y = ln(x + 1)/ln(2)"),
        ("a = 1 - leaky_relu(z, 0.1)", "a = 1 - (max(z, 0) + 0.1*min(z, 0))"),
        ("y = 2*sqrt x", "y = 2*sqrt(x)"),
        ("given x: 1, y: 2\nL = x*y", "given x = 1, y = 2"),
        ("given x = 2 cm\nL = x*x", "given x = 2"),
        ("given x = 7.5%\nL = x*x", "given x = 0.075"),
        ("given x1, x2 = 1, -2\nL = x1*x2", "given x1 = 1, x2 = -2"),
        (
            "given W = [[1, 2], [3, 4]]\nL = W[1,1]*W[1,2]*W[2,1]*W[2,2]",
            "given W[1,1] = 1, W[1,2] = 2, W[2,1] = 3, W[2,2] = 4",
        ),
        ("L = w^2\ngiven w = 1\nupdate w by 0.1 for 10 epochs", "update w by 0.1 for 10 steps"),
        ("L = w^2\ngiven w = 1\nw -= 0.1*dL/dw", "update w by 0.1"),
        ("y = x^2\nshow that dy/dx = 2*x", "claim dy/dx = 2*x"),
        ("y = x^2\nderive dy/dx where x = 3", "derive dy/dx at x = 3"),
        ("y = x^2\nderive gradient(y)", "derive gradient of y"),
    ] {
        let (_, words) = said(text);
        let answered = wanted.lines().all(|line| words.contains(&format!("`{line}`")));
        assert!(answered, "{text}: {words}");
        // The line in its place leaves nothing to complain about.
        let place = text.lines().position(|line| {
            let (codes, _) = said(line);
            let others: Vec<&str> = text.lines().filter(|other| *other != line).collect();
            !codes.is_empty() && (others.is_empty() || worked(&others.join("\n")).report.is_some())
        });
        let lines = text.lines().enumerate();
        let mended: Vec<&str> =
            lines.map(|(at, line)| if Some(at) == place { wanted } else { line }).collect();
        let outcome = worked(&mended.join("\n"));
        assert!(
            !outcome.diagnostics.iter().any(Diagnostic::is_error),
            "{mended:?}: {:?}",
            outcome.diagnostics
        );
    }
    // What is written as it should be, with another mistake beside it, is answered as that.
    for (text, unwanted) in [
        ("a[l] = foo(w[l]) for l in 1..3", "an index runs over"),
        ("y = x^2\nderive dy/dq", "at"),
        ("claim x^2 >= ", "what must hold is stated with"),
        ("y = sin(x", "brackets"),
    ] {
        let (codes, words) = said(text);
        assert!(!codes.is_empty() && !words.contains(unwanted) || unwanted == "at", "{text}: {words}");
    }
}
