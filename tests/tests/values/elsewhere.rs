//! What other tools write is read, or rewritten as it is written here.

use chainrule::diagnostic::Diagnostic;
use chainrule::{Options, run};
use chainrule_tests::page;

use super::{failed, shown};

/// What is written in the place of a line, statement by statement.
fn rewritten(said: &[Diagnostic]) -> Vec<String> {
    let help = said.iter().find_map(|diagnostic| diagnostic.help.first()).cloned().unwrap_or_default();
    help.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn derivatives_asked_for_as_elsewhere() {
    let quantity = "y = x^2";
    let function = "f(x) = x^2";
    for (before, line, wanted) in [
        (quantity, "grad(y, x)", &["derive dy/dx"][..]),
        (quantity, "np.gradient(y, x)", &["derive dy/dx"]),
        (quantity, "derive gradient(y, x)", &["derive dy/dx"]),
        (quantity, "g = autograd.grad(y, x)", &["derive dy/dx"]),
        (quantity, "torch.autograd.grad(y, x)", &["derive dy/dx"]),
        (quantity, "g = tape.gradient(y, x)", &["derive dy/dx"]),
        (quantity, "y.backward()", &["derive gradient of y"]),
        (quantity, "diff(y, x)", &["derive dy/dx"]),
        (quantity, "diff(y, x, 2)", &["derive d^2y/dx^2"]),
        (quantity, "diff(y)", &["derive gradient of y"]),
        (quantity, "sympy.diff(y, x)", &["derive dy/dx"]),
        (quantity, "z = y.diff(x)", &["derive dy/dx"]),
        (quantity, "D(y)", &["derive gradient of y"]),
        (quantity, "D[y, x]", &["derive dy/dx"]),
        (quantity, "D[y, {x, 2}]", &["derive d^2y/dx^2"]),
        (quantity, "z = D[y, x]", &["derive dy/dx"]),
        (quantity, "Derivative(y, x)", &["derive dy/dx"]),
        (quantity, "derive jacobian(y, x)", &["derive dy/dx"]),
        (quantity, "y'", &["derive dy/dx"]),
        (quantity, "derive y''", &["derive d^2y/dx^2"]),
        (quantity, "y' = ?", &["derive dy/dx"]),
        // `dy/dx = ?` is read.
        (quantity, "dy/dx", &["derive dy/dx"]),
        (quantity, "∂y/∂x", &["derive ∂y/∂x"]),
        (quantity, "\\frac{d}{dx} y", &["derive dy/dx"]),
        (quantity, "\\frac{dy}{dx}", &["derive dy/dx"]),
        (quantity, "d/dx y", &["derive dy/dx"]),
        (quantity, "d/dx(y)", &["derive dy/dx"]),
        (quantity, "D_x y", &["derive dy/dx"]),
        (quantity, "derive y_x", &["derive dy/dx"]),
        (quantity, "diff(x^3, x)", &["u = x^3", "derive du/dx"]),
        (quantity, "derive d(x^3)/dx", &["u = x^3", "derive du/dx"]),
        (quantity, "derive d/dx x^3", &["u = x^3", "derive du/dx"]),
        (function, "derive jax.grad(f)(x)", &["y = f(x)", "derive dy/dx"]),
        (function, "grad(f)(x)", &["y = f(x)", "derive dy/dx"]),
        (function, "derive Derivative(f(x), x)", &["y = f(x)", "derive dy/dx"]),
        (function, "D[f[x], x]", &["y = f(x)", "derive dy/dx"]),
        (function, "derive f'(x)", &["y = f(x)", "derive dy/dx"]),
        (function, "derive f'(3)", &["y = f(x)", "derive dy/dx at x = 3"]),
        (function, "ForwardDiff.derivative(f, 3)", &["y = f(x)", "derive dy/dx at x = 3"]),
    ] {
        let text = format!("{before}\n{line}\n");
        let outcome = run("asked.chain", &text, &Options::default());
        assert!(
            outcome.report.is_none() && outcome.diagnostics.len() == 1,
            "{text}: {:?}",
            outcome.diagnostics
        );
        assert_eq!(rewritten(&outcome.diagnostics), wanted, "{text}: {:?}", outcome.diagnostics);
        let mended = format!("{before}\n{}\n", wanted.join("\n"));
        let outcome = run("mended.chain", &mended, &Options::default());
        assert!(
            outcome.report.is_some() && !outcome.diagnostics.iter().any(Diagnostic::is_error),
            "{mended}: {:?}",
            outcome.diagnostics
        );
    }
    // The reader's own quantities and functions of such names stay what they are.
    for text in [
        "y = x^2\nD(y)\nL = D*y\nderive dL/dy",
        "D(y)\nderive dD/dy",
        "grad(x) = 2*x\ny = grad(x)\nderive dy/dx",
        "D = 3*x\ny = D^2\nderive dy/dx",
        "diff = a - b\nL = diff^2\nderive dL/da",
        "hessian(x)\ngiven dhessian/dx = 3\nz = hessian*2\nderive dz/dx",
    ] {
        let outcome = run("own.chain", text, &Options::default());
        assert!(outcome.report.is_some(), "{text}: {:?}", outcome.diagnostics);
    }
}

#[test]
fn words_of_programs_are_no_quantities() {
    for (text, piece) in [
        ("y = True", "write `y = 1`"),
        ("y = x*False", "write `y = x*0`"),
        ("y = None", "every quantity is a number"),
        ("z = w*x + None", "every quantity is a number"),
        ("y = not x", "write `y = 1 - x`"),
        ("y = x and z", "min(a, b)"),
        ("y = x or z", "max(a, b)"),
        ("y = lim x", "could be a limit"),
        ("y = x*nan", "no number"),
        ("y = inf", "no number"),
    ] {
        let outcome = run("word.chain", text, &Options::default());
        assert!(
            outcome.report.is_none() && outcome.diagnostics.len() == 1,
            "{text}: {:?}",
            outcome.diagnostics
        );
        let diagnostic = &outcome.diagnostics[0];
        let words = [vec![diagnostic.message.clone()], diagnostic.help.clone()].concat().join("\n");
        assert!(words.contains(piece), "{text}: {words}");
    }
    // As names of the reader's own they are read.
    for text in [
        "given None = 3\ny = None*x\nderive dy/dx",
        "lim = 5\ny = x*lim\nderive dy/dx",
        "y = x/lim\nderive dy/dx",
        "L = (pred - true)^2\nderive dL/dpred",
        "y = not*x\nderive dy/dx",
        "given inf = 2\ny = inf x\nderive dy/dx",
    ] {
        let outcome = run("own.chain", text, &Options::default());
        assert!(outcome.report.is_some(), "{text}: {:?}", outcome.diagnostics);
    }
}

#[test]
fn means_and_marked_names_are_read() {
    let outcome = run("mean.chain", "L = mean(x1, x2, 4*x3)\nderive dL/dx3", &Options::default());
    let page = page(&outcome.report.expect("a report")).text(400, true, false);
    // 4/3
    assert!(page.contains("1.33333"), "{page}");
    for text in [
        "ŷ = w*x; derive dŷ/dw",
        "ŷ1 = w*x; L = ŷ1^2; derive dL/dŷ1, dŷ1/dw",
        "mean(x) = x/3; y = mean(w); derive dy/dw",
    ] {
        let outcome = run("marked.chain", text, &Options::default());
        assert!(
            outcome.report.is_some() && outcome.diagnostics.is_empty(),
            "{text}: {:?}",
            outcome.diagnostics
        );
    }
    // Of one number nothing says how many it stands for.
    assert!(run("mean.chain", "L = mean(x)\nderive dL/dx", &Options::default()).report.is_none());
}

#[test]
fn a_keyword_as_a_name_is_told_once() {
    for text in [
        "Z = w*x + by; given by = 2, w = 1, x = 3; derive dZ/dby",
        "h = w*x + by; by = 3; derive dh/dw",
        "y = in*w; z = y + in; derive dz/dw",
    ] {
        let outcome = run("keyword.chain", text, &Options::default());
        let errors: Vec<_> = outcome.diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).collect();
        assert!(errors.len() == 1 && errors[0].code.id == "E0207", "{text}: {errors:?}");
    }
    assert!(shown("Z = w*x + by; derive dZ/dw").1.contains("`b_y`"));
}

#[test]
fn digits_that_go_on_are_told_by_bounds() {
    // 2/3 = 0.6666…, 1/7 = 0.1428…, 2.9999…, and a negative number lies below its cut digits.
    for (line, written) in [
        ("claim 2/3 = 0.666…", "claim 0.666 <= 2/3 < 0.667"),
        ("claim 1/7 ~= 0.1428...", "claim 0.1428 <= 1/7 < 0.1429"),
        ("claim -2/3 = -0.666…", "claim -0.667 < -2/3 <= -0.666"),
        ("claim 3 - 1/10^6 = 2.9999…", "claim 2.9999 <= 3 - 1/10^6 < 3.0000"),
        ("claim 1/101 ≈ 0.009…", "claim 0.009 <= 1/101 < 0.010"),
    ] {
        let outcome = run("cut.chain", line, &Options::default());
        assert_eq!(rewritten(&outcome.diagnostics), [written], "{line}: {:?}", outcome.diagnostics);
        assert_eq!(failed(written), Vec::<String>::new(), "{written}");
    }
}
