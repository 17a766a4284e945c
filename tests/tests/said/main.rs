//! What is said beside a number: causes, conditions and reasons are as true as the number.

mod domains;

use chainrule::{Format, Options, run};
use chainrule_tests::{page, usual_page};

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
    let (one, more) = ("Its one factor below 1, ", " are responsible: on a log scale ");
    holds(
        "L = u*k; u = w*m; given k = 1e-10, w = 1, m = 2; derive dL/dw",
        &[one, "dL/du, is responsible"],
        &["%"],
    );
    holds(
        "L = u*k; u = v*m; v = w*n; given k = 1e-10, m = 1e-30, n = 1e20, w = 1; derive dL/dw",
        &["Its 2 factors below 1", more, "du/dv accounts for 75%, dL/du for 25%."],
        &["200%", "dv/dw accounts", "dv/dw for"],
    );
    holds(
        "L = u*k; u = v*m; v = w*n; given k = 1e10, m = 1e30, n = 1e-20, w = 1; derive dL/dw",
        &["Its 2 factors above 1", more, "du/dv accounts for 75%, dL/du for 25%."],
        &["200%"],
    );
    holds(
        "L = u*k; u = w*m; given k = 1e5, w = 1, m = -1; derive dL/dw",
        &["Its one factor above 1, dL/du,"],
        &["%"],
    );
}

/// What a refused update would have done is not asked for a second time.
#[test]
fn claims_about_refused_updates_say_nothing_more() {
    for (update, code) in [
        ("update w by 0.1 for 3 stepz", "E0620"),
        ("update w by 0.1 for 3 steps watch foo", "E0301"),
        ("update v by 0.1 for 3 steps", "E0301"),
        ("d = w + 1; update w by 0.1 for 3 steps", "E0602"),
    ] {
        let text = format!(
            "L = (w*x - 1)^2; given w = 1, x = 2; {update}; claim w after 3 steps = 1; claim L after 1 step of run = 1"
        );
        holds(&text, &[code], &["E0604"]);
    }
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

/// A scaled loss must be a number of the format wherever it goes, if only past a sum.
#[test]
fn scales_of_a_loss_enter_the_format() {
    let page = |text: &str, formats: &str| {
        let formats: Vec<_> = formats.split(',').map(|name| Format::find(name).expect("a format")).collect();
        let options = Options { formats, ..Options::default() };
        let report = run("said.chain", text, &options).report.expect("no error");
        chainrule::page(&report, &options).text(400, true, false)
    };
    // 2^13 keeps all products behind the sum among the numbers of e4m3, but is none itself.
    let sum = "q0 = x - c0; q1 = q0/c1; q2 = q1*c2; q3 = q2*c3; L = q3 + c4; derive dL/dx\n\
               given x = -0.0001, c0 = -83, c1 = -4.95, c2 = 0.00369, c3 = 0.004, c4 = 53.7";
    assert!(
        page(sum, "e4m3").contains("e4m3: no scale of the loss keeps every product"),
        "{}",
        page(sum, "e4m3")
    );
    // With 2^11 the products are 208, 1.25 and 0.0195, all of them normal; but 0.005 itself is not.
    let stated =
        "h1(x); h2(h1); h3(h2); given dh1/dx = 3/200, dh2/dh1 = 1/200, dh3/dh2 = 1/10; derive dh3/dx";
    let said = "a scale of the loss keeps every product among its normal numbers, and the derivative is wrong even so";
    assert!(page(stated, "e4m3").contains(said), "{}", page(stated, "e4m3"));
    // The largest number of e5m2 is 57344, so that 2^15 is the largest scale that any adjoint of 1 can have.
    let one = "q = x*c; r = q/d; L = r*e; given x = 383, c = 0.00006, d = 17500, e = 1; derive dL/dx";
    assert!(
        !page(one, "e5m2").contains("2^16") && !page(one, "e5m2").contains("2^2"),
        "{}",
        page(one, "e5m2")
    );
}

/// The reason for a 0 stands in JSON as on the page.
#[test]
fn why_a_derivative_is_zero_in_json() {
    let zero = |text: &str| {
        let report = run("said.chain", text, &Options::default()).report.expect("no error");
        let json: serde_json::Value =
            serde_json::from_str(&chainrule::json(&report, &Options::default())).expect("JSON");
        json["derivations"][0]["worked"]["zero"].clone()
    };
    let dead = zero("a = relu(z); z = w*x; L = a*c; given w = -1, x = 2, c = 3; derive dL/dw");
    assert_eq!(dead["kind"], "factors");
    assert_eq!(dead["factors"][0]["flat"]["how"], "dead");
    assert_eq!(dead["factors"][0]["flat"]["at"]["exact"], "-2");
    let product = zero("L = u*k; u = w*m; given k = 0, w = 1, m = 2; derive dL/dw");
    assert_eq!((&product["kind"], product["factors"].as_array().map(Vec::len)), (&"factors".into(), Some(1)));
    assert_eq!(zero("L = a + b; a = w*x; b = -w*x; given w = 1, x = 2; derive dL/dw")["kind"], "cancelled");
    assert_eq!(zero("L = x^2; y = w; given x = 1; derive dL/dw")["kind"], "no-path");
    assert_eq!(zero("L = sign(w)*3; derive dL/dw")["kind"], "always");
    assert!(zero("L = u*k; u = w*m; given k = 1, w = 1, m = 2; derive dL/dw").is_null());
}

/// What programs and prose write is shown as it should be written.
#[test]
fn words_of_programs() {
    for (text, wanted) in [
        ("y = mse(a)", "its formula has 2 arguments: `(y - a)^2`"),
        ("y = np.sum(x)", "`np.sum` is written in programs"),
        ("y = np.mean(x) + 1", "mean(x[i] for i in 1..3)"),
        ("y = x.T*w", "write the product out, `sum(w[i]*x[i] for i in 1..3)`"),
        ("y = w.dot(x)", "write the product out: `sum(w[i]*x[i] for i in 1..3)`"),
        ("y = x if x > 0 else 0", "write `y = step(x)*(x) + (1 - step(x))*(0)`"),
        ("y = x if x <= a else b", "write `y = (1 - step(x - a))*(x) + step(x - a)*(b)`"),
        ("let x be 3", "write `let x = 3`"),
        ("y = x; given x is 3", "write `given x = 3`"),
        (
            "y = w^1_{12}*x",
            "a subscript stands before the power, `w_{12}^2`, and a layer is a label, `w_{12}^{(1)}`",
        ),
        ("y = w^1_12*x", "a subscript stands before the power"),
        ("y = x + 1_12", "underscores part groups of three digits"),
        ("y = x + 1_0000", "underscores part groups of three digits"),
    ] {
        holds(text, &["error[", wanted], &["panic"]);
    }
    holds("y = x^1_000 + 1_000_000; derive dy/dx", &["1000*x^999"], &["error"]);
    holds("y = x^2*w; derive dy/dx at x = 3, w = 2", &["= 12"], &["error"]);
    holds("y = x^2*w; derive dy/dx at x = 3, dy/dw", &["dy/dw"], &["error"]);
}

/// The same on the page that is shown where nothing is asked for.
#[track_caller]
fn usual(text: &str, wanted: &[&str], unwanted: &[&str]) {
    let outcome = run("said.chain", text, &Options::default());
    let style = chainrule::diagnostic::Style::Plain;
    let diagnostics = chainrule::diagnostic::render(&outcome.source, &outcome.diagnostics, style);
    let page = outcome.report.map(|report| usual_page(&report).text(400, true, false)).unwrap_or_default();
    let all = format!("{page}\n{diagnostics}");
    for wanted in wanted {
        assert!(all.contains(wanted), "{text}\nlacks {wanted}:\n{all}");
    }
    for unwanted in unwanted {
        assert!(!all.contains(unwanted), "{text}\nhas {unwanted}:\n{all}");
    }
}

/// A size that is left open is given by nothing.
#[test]
fn what_is_left_open_is_not_given() {
    usual(
        "let N; h[l] = tanh(w*h[l-1]) for l in 1..N; derive dh[N]/dh[0]",
        &["At size", "N = 4"],
        &["Given"],
    );
    usual("let N = 4; h[l] = tanh(w*h[l-1]) for l in 1..N; derive dh[N]/dh[0]", &["Given"], &["At size"]);
}

/// 1 - σ(400) is e⁻⁴⁰⁰: the step knows the gradient as well as the page does.
#[test]
fn a_step_knows_its_gradient() {
    let text = "z = w*x; a = sigmoid(z); given w = 400, x = 1; derive da/dw; update w by 1";
    usual(text, &["1 * 1.91517e-174"], &["+-"]);
}

/// The slopes are 0 and -4.
#[test]
fn a_claim_that_holds_by_convention_says_so() {
    let text = "a = relu(w*x); L = (a - 1)^2; given w = 0, x = 2; claim dL/dw = 0";
    usual(text, &["by convention: at this kink there is no derivative"], &[]);
    usual("L = w^2; given w = 0; claim dL/dw = 0", &[], &["convention"]);
}

#[test]
fn conditions_with_choices_are_told_apart() {
    let text = "y = x^a + a^x; derive dy/da";
    usual(text, &["needed: x > 0; a > 0, or a = 0 and x - 1 >= 0, or a < 0 and x - 1 whole"], &[]);
    usual("y = ln(x)/x; derive dy/dx", &["needed: x > 0"], &[";"]);
}

#[test]
fn a_name_that_stands_in_claims_alone_is_perhaps_another() {
    let sheet = "z = w*x + b; a = sigmoid(z); L = (a-y)^2/2; ";
    usual(&format!("{sheet}claim dL/dw = (a-y)*a*(1-a)*X"), &["name `X`", "did you mean `x`?"], &[]);
    usual(&format!("{sheet}claim dL/dw = (a-y)*sigmoid'(Z)*x"), &["did you mean `z`?"], &[]);
    usual(&format!("{sheet}claim dL/dw = (a-y)*a*(1-a)*x1"), &["did you mean `x`?"], &[]);
    usual(&format!("{sheet}claim dL/dw = (a-y)*a*(1-a)*x"), &[], &["did you mean"]);
    usual("claim (X + x)^2 = X^2 + 2*X*x + x^2", &[], &["did you mean"]);
}

#[test]
fn a_greek_letter_before_another_is_a_product_or_a_name() {
    usual("y = αx + β; derive dy/dβ", &["E0212", "α*x", "α_x"], &[]);
    usual("y = α*x + β; derive dy/dβ", &["dy/dbeta"], &["E0212"]);
    usual("y = Δw*x + δh; derive dy/dx", &[], &["E0212"]);
}

/// The first definition in the text is the first.
#[test]
fn what_is_defined_twice_is_told_in_its_order() {
    let outcome =
        run("said.chain", "a[1] = x\na[l] = w[l]*a[l-1] for l in 1..3\nderive da[3]/dx", &Options::default());
    let wrong = &outcome.diagnostics[0];
    assert!(wrong.primary.span.start > 8, "{wrong:?}");
    usual(
        "a[1] = x; a[l] = w[l]*a[l-1] for l in 1..3; derive da[3]/dx",
        &["different values"],
        &["statements have no order"],
    );
}

#[test]
fn the_slope_of_an_open_activation_may_be_claimed_of_members() {
    let sheet = "z[l] = w[l]*a[l-1] + b[l] for l in 1..3; a[l] = f(z[l]) for l in 1..3; ";
    let product = "da[3]/da[0] = f'(z[3])*w[3]*f'(z[2])*w[2]*f'(z[1])*w[1]";
    for (claim, wanted) in [
        ("da[3]/dz[3] = f'(z[3])", "(proved)"),
        ("da[3]/dz[3] = f'(z[2])", "not decided"),
        (product, "(proved)"),
        ("da[3]/da[0] = f'(z[3])*w[3]*f'(z[2])*w[2]*w[1]", "not decided"),
    ] {
        usual(&format!("{sheet}claim {claim}"), &[wanted], &["E0208"]);
    }
}

/// 0 times the logarithm of 0 is 0 to `xlogy` in a program too.
#[test]
fn a_program_has_xlogy() {
    let sheet = "L = xlogy(t, p); given t = 0, p = 0; ";
    usual(&format!("{sheet}claim L = 0 in f32"), &[], &["fails"]);
    usual(&format!("{sheet}claim L = nan in f32"), &["fails"], &[]);
    usual("L = t*ln(p); given t = 0, p = 1; claim L = 0 in f32", &[], &["fails"]);
    usual("L = t*ln(t); given t = 0; claim L = nan in f32", &[], &["fails"]);
}
