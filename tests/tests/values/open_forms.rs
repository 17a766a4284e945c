//! Functions and quantities about whose form nothing is said.

use chainrule::{Options, run};

use super::{has, shown};

#[test]
fn forms_left_open_are_derived_again() {
    // The chain rule of second order, by hand: h'' = h_vv·v'² + h_v·v'' and so on.
    for (text, wanted) in [
        ("h(v); derive d^2h/dv^2", "d^2 h/dv^2"),
        ("h(v, n); derive d^2h/dv^2", "d^2 h/dv^2"),
        ("h(v, n); derive ∂^2h/∂v∂n", "d^2 h/(dv dn)"),
        ("h(v); v = x^2; derive d^2h/dx^2", "d^2 h/dv^2"),
        ("h(v); v = x; derive d^3h/dx^3", "d^3 h/dv^3"),
        ("h(v); y = exp(v)*h; derive d^2y/dv^2", "d^2 h/dv^2"),
        ("L(a); a = sigmoid(z); z = w*x; derive d^2L/dw^2", "d^2 L/da^2"),
        ("r(h); h = q*t; q = abs(t + n); given t = 3; derive d^2r/dn^2", "d^2 r/dh^2"),
        ("h(v, n); v = n^2; derive d^2h/dn^2", "d^2 h/dv^2"),
        ("u(x, t); y = u^2; derive ∂^2y/∂x∂t", "du/dx"),
    ] {
        let (page, said, code) = shown(text);
        assert!(said.is_empty() || !said.contains("error"), "{text}: {said}");
        assert!(!page.contains("refuted") && code == 0, "{text}:\n{page}");
        assert!(page.contains(wanted), "{text} lacks {wanted}:\n{page}");
    }
    // What is held fixed is marked where it could move along.
    has("h(v, n); v = n^2; derive d^2h/dn^2", &["+h/"], &[]);
}

/// By hand: f'(z1)·x + f'(z2)·x², each slope at its own argument.
#[test]
fn an_open_function_is_put_to_several_things() {
    let sheet = "z1 = w*x; z2 = w*x^2; a1 = f(z1); a2 = f(z2); L = a1 + a2";
    has(&format!("{sheet}; derive dL/dw"), &["da1/dz1", "da2/dz2"], &["E0208", "refuted", "df/"]);
    // What is put to the same is the same.
    has("a = f(z); b = f(z); c = f(w); L = a*b*c; derive dL/dz", &["da/dz"], &["db/dz", "refuted"]);
    has("a = g(u, v); b = g(v, u); L = a - b; derive dL/du", &["da/du - db/du"], &["E0208"]);
    has(&format!("{sheet}; given da1/dz1 = 2, da2/dz2 = 3, x = 5; derive dL/dw"), &["= 85"], &["E0"]);
    let report =
        run("open", &format!("{sheet}; derive dL/dw").replace("; ", "\n"), &Options::default()).report;
    let usual = chainrule_tests::usual_page(&report.expect("a report")).text(120, false, false);
    assert!(usual.contains("a₁ = f(z₁)") && usual.contains("∂a₁/∂z₁ is f'(z₁)"), "{usual}");
}

/// By hand: the sum rule, the product rule, and the slope of each value at its own argument.
#[test]
fn an_open_function_stands_in_one_formula_with_several_arguments() {
    let sum = "z1 = w1*x; z2 = w2*x; L = f(z1) + f(z2)";
    has(&format!("{sum}; derive dL/dw1"), &["df1/dz1*x"], &["E0208", "df2", "refuted"]);
    has(&format!("{sum}; given f'(z1) = 2, x = 3; derive dL/dw1"), &["= 6\n"], &["E0"]);
    has("L = f(x)*f(y); derive dL/dx", &["f2*df1/dx"], &["E0208", "refuted"]);
    has("L = g(x, y) - g(y, x); derive dL/dx", &["dg1/dx - dg2/dx"], &["E0208", "refuted"]);
    has("a1 = f(z1); L = a1*f(z2) + f(z1); derive dL/dz1", &["da1/dz1"], &["E0208", "df1", "refuted"]);
    let claim = "a1 = f(z1); a2 = f(z2); b = a1*a2; claim db/dz1 = f'(z1)*f(z2)";
    has(claim, &["holds"], &["E0", "fails"]);
    // With one argument too a prime is its derivative.
    has("z = w*x; a = f(z); claim da/dw = f'(z)*x", &["holds"], &["E0", "fails"]);
    has("z = w*x; a = f(z); given f'(z) = 0.25, x = 3; derive da/dw", &["= 0.75\n"], &["E0"]);
    has("y = x*φ(x); claim dy/dx = φ(x) + x*φ'(x)", &["holds"], &["E0", "fails"]);
    let report =
        run("open", &format!("{sum}; derive dL/dw1").replace("; ", "\n"), &Options::default()).report;
    let usual = chainrule_tests::usual_page(&report.expect("a report")).text(120, false, false);
    assert!(usual.contains("f₁ = f(z₁)") && usual.contains("∂f₁/∂z₁ is f'(z₁)"), "{usual}");
    // The names that are taken stay what they are.
    has("f1 = 3*x; L = f1*f(x) + f(y); derive dL/dx", &["df2/dx"], &["E0", "refuted"]);
}

#[test]
fn functions_about_which_nothing_is_said_are_left_open() {
    // By hand: the chain rule, the product rule, the quotient rule, and f''·g'² + f'·g''.
    for (text, wanted) in [
        ("a = f(z); z = w*x; derive da/dw", "da/dz*x"),
        ("a = φ(z); derive da/dz", "a = phi(z)"),
        ("a = f(z); z = w*x; L = a^2; derive dL/dw", "2*a*da/dz*x"),
        ("a = f(z, u); z = w*x; u = v*x; derive da/dx", "da/dz*w + da/du*v"),
        ("y = f(x)*g(x); derive dy/dx", "g*df/dx + f*dg/dx"),
        ("y = f(x)/x; derive dy/dx", "f/x^2"),
        ("z = f(x, y); x = r*t; y = r + t; derive dz/dr", "dz/dx*t + dz/dy"),
        ("u = g(x); y = f(u); derive d^2y/dx^2", "d^2 y/du^2*(du/dx)^2 + dy/du*d^2 u/dx^2"),
        // The name of the first derivative is no function's.
        ("u = g(x); y = f(u); derive d^2y/dx^2", "Write g2 for dy/dx"),
        ("g(t) = t^3; y = g(x)*x; derive d^2y/dx^2", "Write g2 for dy/dx"),
        ("a = f(z); given df/dz = 0.25, z = 3; derive da/dz", "= 0.25\n"),
        ("y = f(x) + f(x)^2; derive dy/dx", "df/dx"),
    ] {
        let (page, said, code) = shown(text);
        assert!(said.is_empty() && code == 0, "{text}: {said}");
        assert!(page.replace(" · ", "*").contains(wanted), "{text} lacks {wanted}:\n{page}");
    }
    for text in [
        "y = f(x) + f(2*z); derive dy/dx",
        "y = f(2*x); derive dy/dx",
        "y = w(x); derive dy/dx",
        "f = 3; y = f(x); derive dy/dx",
        "y = f(x) + f; derive dy/dx",
        "h(x) = f(x) + 1; y = h(z); derive dy/dz",
    ] {
        assert!(run("open.chain", text, &Options::default()).report.is_none(), "{text}");
    }
    // What is said stays what it is.
    for text in [
        "f(x) = x^2; y = f(3*x); derive dy/dx",
        "f(x); y = f^2; derive dy/dx",
        "y = f*(x + 1); derive dy/dx",
        "g = 9.81; y = g*t^2/2; derive dy/dt",
        "given F = 3; y = F*(x); derive dy/dx",
    ] {
        assert!(run("own.chain", text, &Options::default()).report.is_some(), "{text}");
    }
}

/// By hand: the product over the layers of a slope at its own argument and a weight.
#[test]
fn members_of_a_family_are_an_open_function_of_others() {
    let sheet = "z[l] = w[l]*a[l-1] + b[l] for l in 1..3; a[l] = f(z[l]) for l in 1..3; L = (a[3] - y)^2";
    has(&format!("{sheet}; derive dL/dw[1]"), &["da[1]/dz[1]", "da[3]/dz[3]"], &["E0208", "refuted", "df/"]);
    // 2·(a3 − y)·2·w3·3·w2·5·a0 with a3 stated as nothing: the number needs all of it.
    let given =
        "given da[1]/dz[1] = 5, da[2]/dz[2] = 3, da[3]/dz[3] = 2, w[*] = 2, a[0] = 7; derive da[3]/dw[1]";
    has(&format!("{sheet}; {given}"), &["= 840\n"], &["E0"]);
    let claim = "claim dL/dw[3] = 2*(a[3] - y)*da[3]/dz[3]*a[2]";
    has(&format!("{sheet}; {claim}"), &["holds"], &["E0", "fails"]);
    let usual = |text: &str| {
        let report = run("open", &text.replace("; ", "\n"), &Options::default()).report.expect("a report");
        chainrule_tests::usual_page(&report).text(120, false, false)
    };
    let three = usual(&format!("{sheet}; derive dL/dw[1]"));
    assert!(three.contains("a[1] = f(z[1])") && three.contains("∂a[1]/∂z[1] is f'(z[1])"), "{three}");
    let deep = usual(&format!("{}; derive dL/dw[1]", sheet.replace('3', "9")));
    assert!(deep.contains("a[l] = f(z[l])") && deep.contains("∂a[l]/∂z[l] is f'(z[l])"), "{deep}");
    assert!(deep.contains("∏(∂a[l]/∂z[l]·∂z[l]/∂a[l-1] for l in 2..9)"), "{deep}");
    for text in [
        "a[l] = f(2*z[l]) for l in 1..3; derive da[1]/dz[1]",
        "a[l] = f(z[l]) + 1 for l in 1..3; derive da[1]/dz[1]",
        "a[l] = w(z[l]) for l in 1..3; derive da[1]/dz[1]",
        "f = 2; a[l] = f(z[l]) for l in 1..3; derive da[1]/dz[1]",
        "a[l] = f(z[l]) for l in 1..3; y = f; derive da[1]/dz[1]",
    ] {
        let (_, said, _) = shown(text);
        assert!(said.contains("E02"), "{text}: {said}");
    }
}
