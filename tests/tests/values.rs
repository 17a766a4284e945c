//! What has no value takes only what rests on it; forms left open are derived as often as is asked; derivatives asked for
//! as other tools do are written as they are written here, and that is read.

use chainrule::diagnostic::Diagnostic;
use chainrule::{Format, Options, run};
use chainrule_tests::{json, page};

/// The page, what is said besides, and the exit code.
fn shown(text: &str) -> (String, String, u8) {
    let outcome = run("values.chain", text, &Options::default());
    let style = chainrule::diagnostic::Style::Plain;
    let said = chainrule::diagnostic::render(&outcome.source, &outcome.diagnostics, style);
    let code = outcome.report.as_ref().map_or(2, chainrule::Report::exit_code);
    let page = outcome.report.map(|report| page(&report).text(400, true, false));
    (page.unwrap_or_default(), said, code)
}

#[track_caller]
fn has(text: &str, wanted: &[&str], unwanted: &[&str]) {
    let (page, said, _) = shown(text);
    let all = format!("{page}\n{said}");
    for wanted in wanted {
        assert!(all.contains(wanted), "{text}\nlacks {wanted}:\n{all}");
    }
    for unwanted in unwanted {
        assert!(!all.contains(unwanted), "{text}\nhas {unwanted}:\n{all}");
    }
}

/// Every other derivation, claim and step is worked out, and a program's NaN or infinity is told.
#[test]
fn a_quantity_without_a_value_takes_only_what_rests_on_it() {
    // The numbers beside the failure by hand; what a program gives by Python: log(-1) and sqrt(-4) are errors there, NaN
    // in IEEE arithmetic, 1/0 is infinite.
    for (text, wanted, unwanted) in [
        (
            "y = ln(x); z = x^2; given x = -1; derive dy/dx, dz/dx",
            &["E0508", "a program gives NaN", "dz/dx = -2", "dy/dx has no number here"][..],
            &["dy/dx = -1"][..],
        ),
        (
            "y = 1/x; z = x^2 + 3*x; given x = 0; derive dy/dx, dz/dx",
            &["E0507", "a program gives ∞", "dz/dx = 3", "dy/dx has no number here"],
            &[],
        ),
        ("y = ln(x); z = 3*x; given x = 0; derive dz/dx", &["a program gives -∞", "dz/dx = 3"], &[]),
        (
            "y = sqrt(x); L = w^2; given x = -4, w = 3; derive dL/dw; update w by 0.1",
            &["a program gives NaN", "dL/dw = 6", "2.4"],
            &[],
        ),
        (
            "y = asin(x); z = 2*x; given x = 2; derive dy/dx, dz/dx",
            &["a program gives NaN", "dz/dx = 2", "dy/dx has no number here"],
            &[],
        ),
        (
            "y = (x - 1)/(x - 1); z = x^3; given x = 1; derive dz/dx, dy/dx",
            &["E0507", "a program gives NaN", "dz/dx = 3"],
            &[],
        ),
        // In the middle of a network: what is computed from it, and nothing else.
        (
            "y = exp(x); z = ln(y - 5); L = z + w; given x = 1, w = 2; derive dL/dw, dy/dx",
            &["`z` needs the logarithm", "dy/dx ~= 2.71828", "dL/dw has no number here"],
            &["dL/dw = 1\n"],
        ),
        // The slope of the logarithm has a formula there, and the logarithm no value: no number stands beside it.
        (
            "y = ln(x); L = y*w; given x = -2, w = 3; derive dL/dx, dL/dw",
            &[
                "dL/dx has no number here",
                "dL/dw has no number here",
                "a program gives -1.5, the value of a formula",
            ],
            &["dL/dx = -1.5", "= -0.5"],
        ),
        (
            "p = 0*q; L = -ln(p); m = q^2; given q = 3; derive dL/dq, dm/dq; claim m = 9; claim L > 0; claim dL/dq = 1",
            &["dm/dq = 6", "holds: m = 9", "FAILS: L > 0", "FAILS: dL/dq = 1"],
            &["holds: L > 0", "exactly zero"],
        ),
        (
            "y = x^(1/2); z = exp(x); given x = -1; derive dy/dx, dz/dx, d^2z/dx^2",
            &["dz/dx ~= 0.367879", "dy/dx has no number here"],
            &[],
        ),
    ] {
        has(text, wanted, unwanted);
        assert_eq!(shown(text).2, 2, "{text}");
    }
    // An update without a value is refused alone; the other one is carried out.
    has(
        "y = ln(x); L = y*w; M = v^2; given x = -2, w = 3, v = 1; update w of L by 0.1; update v of M by 0.1",
        &["this step needs the logarithm", "0.8"],
        &[],
    );
    // JSON says it too, and holds no number.
    let outcome =
        run("a.chain", "y = ln(x); z = x^2; given x = -1; derive dy/dx, dz/dx", &Options::default());
    let report = outcome.report.expect("a report");
    let json = json(&report);
    assert!(json.contains("has no number here"), "{json}");
    // By hand as well.
    let options = Options { rounding: "4dp".parse().ok(), ..Options::default() };
    let outcome = run("a.chain", "y = ln(x); z = x^2; given x = -1; derive dy/dx, dz/dx", &options);
    let shown = page(&outcome.report.expect("a report")).text(400, true, false);
    assert!(!shown.contains("dy/dx    -1"), "{shown}");
}

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

/// What is written in the place of a line, statement by statement.
fn rewritten(said: &[Diagnostic]) -> Vec<String> {
    let help = said.iter().find_map(|own| own.help.first()).cloned().unwrap_or_default();
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
        (quantity, "dy/dx = ?", &["derive dy/dx"]),
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
        let own = &outcome.diagnostics[0];
        let words = [vec![own.message.clone()], own.help.clone()].concat().join("\n");
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
fn a_clip_keeps_the_sign() {
    for (text, format, wanted) in [
        ("L = g*w; given g = -513889, w = 1; derive dL/dw", "e5m2", "it is -1 in e5m2"),
        ("L = g*w; given g = 513889, w = 1; derive dL/dw", "e5m2", "it is 1 in e5m2"),
        ("L = -5*w^3; given w = 30; derive dL/dw", "f16", "it is -1 in f16"),
        ("L = 5*w^3; given w = 30; derive dL/dw", "f32", "it is 1 in f32"),
        ("L = -exp(w); given w = 20; derive dL/dw", "f16", "it is -1 in f16"),
    ] {
        let formats = Format::find(format).into_iter().collect();
        let options = Options { formats, ..Options::default() };
        let report = run("clip.chain", text, &options).report.expect("a report");
        let page = chainrule::page(
            &report,
            &Options { formats: report.formats.clone(), ..chainrule_tests::everything() },
        );
        let text_of = page.text(400, true, false);
        assert!(text_of.contains(wanted), "{text} lacks {wanted}:\n{text_of}");
    }
}

#[test]
fn functions_and_rules_are_named_once_in_a_line() {
    for text in [
        "y = ln(x)*ln(ln(x)); derive dy/dx",
        "y = ln(x) + ln(1 + x^2) + ln(3*x); derive dy/dx",
        "y = exp(x) + exp(2*x)*exp(x^2); derive dy/dx",
        "y = sin(x)*sin(sin(x)); derive dy/dx",
        "y = sqrt(x) + sqrt(x^2 + 1); derive dy/dx",
        "y = exp(x^2) + sin(x^2); derive dy/dx",
    ] {
        let outcome = run("reasons.chain", text, &Options::default());
        let report = outcome.report.expect("a report");
        for page in [chainrule::page(&report, &Options::default()), page(&report)] {
            for line in page.text(400, true, false).lines().filter(|line| line.contains("chain rule")) {
                let reason = &line[line.find("chain rule").map_or(0, |at| at.saturating_sub(40))..];
                assert_eq!(reason.matches("chain rule").count(), 1, "{text}: {line}");
                for function in ["ln", "exp", "sin", "sqrt"] {
                    let words = reason.split(|letter: char| !letter.is_alphanumeric());
                    let behind = words.skip_while(|word| *word != "derivative" && *word != "chain");
                    assert!(behind.filter(|word| *word == function).count() <= 1, "{text}: {line}");
                }
            }
        }
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
