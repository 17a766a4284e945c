//! What has no value takes only what rests on it; forms left open are derived as often as is asked; derivatives asked for
//! as other tools do are written as they are written here, and that is read.

mod elsewhere;
mod open_forms;
mod zero_logarithms;

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
        // With no number for x too: no x has one.
        (
            "y = x - asin(3); z = x^2; derive dy/dx, dz/dx",
            &["E0508", "= 2*x", "dy/dx has no number here"],
            &[],
        ),
        ("y = x + atanh(log2(4)); claim dy/dx = 1", &["E0508", "a side has no value"], &["proved"]),
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
    // No number stands in the line of results, were it the formula itself.
    for text in
        ["y = 0^x; given x = -2; derive dy/dx", "z = ln(x); L = z + w; given x = -1, w = 2; derive dL/dw"]
    {
        let report = run("a.chain", text, &Options::default()).report.expect("a report");
        let usual = chainrule_tests::usual_page(&report).text(100, false, false);
        assert!(!usual.lines().next().is_some_and(|line| line.contains('=')), "{usual}");
    }
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
    has("y = x + sqrt(2); derive dy/dx", &["verified, 5 steps"], &["E05", "no number"]);
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

/// The claims of a worksheet that do not hold.
fn failed(text: &str) -> Vec<String> {
    let outcome = run("claims.chain", text, &Options::default());
    let report = outcome.report.unwrap_or_else(|| panic!("{text}: {:?}", outcome.diagnostics));
    report
        .claims
        .iter()
        .filter(|claim| !claim.holds())
        .map(|claim| format!("{}: {:?}", claim.text, claim.judgement))
        .collect()
}

/// What weights carry along, by hand: L = (2w - 3)², g = 4(2w - 3).
#[test]
fn states_of_rules_can_be_claimed() {
    // momentum(0.1, 0.9) from w = 1: g = -4, v = -4, w = 1.4; g = -0.8, v = -4.4, w = 1.84; g = 2.72, v = -1.24.
    let heavy = "L = (w*x - y)^2\ngiven w = 1, x = 2, y = 3\n";
    for (update, claims) in [
        (
            "update w by momentum(0.1, 0.9) for 5 steps in exact",
            &[
                "v after 0 steps = 0",
                "v after 1 step = -4",
                "v after 2 steps = -4.4",
                "v after 3 steps = -1.24",
            ][..],
        ),
        (
            "update w by momentum(0.1, 0.9) for 5 steps",
            &["v after 3 steps ~= -1.24", "v of w after 3 steps ~= -1.24"],
        ),
        ("update w by momentum(0.1, 0.9)", &["v after 1 step = -4", "v after 0 steps = 0"]),
        // Adam: m = 0.1·g, v = 0.001·g² at first; then w = 1 + 0.1·(1 - 1e-9·…).
        (
            "update w by adam(0.1) for 5 steps",
            &["m after 1 step ~= -0.4", "v after 1 step ~= 0.016", "m after 2 steps ~= -0.680000"],
        ),
        (
            "update w by adam(0.1) for 2 steps in f16",
            &["m of w after 1 step ~= -0.4", "v of w after 1 step ~= 0.016"],
        ),
    ] {
        let claims: String = claims.iter().map(|claim| format!("claim {claim}\n")).collect();
        let text = format!("{heavy}{update}\n{claims}");
        assert_eq!(failed(&text), Vec::<String>::new(), "{text}");
    }
    // Two weights: each has its own.
    let two = "L = (w*x + b - y)^2\ngiven w = 1, x = 2, y = 3, b = 0\nupdate w, b by momentum(0.1, 0.9) for 3 steps\n";
    assert_eq!(
        failed(&format!("{two}claim v of w after 1 step = -4\nclaim v of b after 1 step = -2\n")),
        Vec::<String>::new()
    );
    for (claim, piece) in [
        ("v after 1 step = -4", "write `v of w after 1 steps`"),
        ("m of w after 1 step = -4", "its states are `v`"),
        ("v of x after 1 step = -4", "does not move `x`"),
    ] {
        let outcome = run("claims.chain", &format!("{two}claim {claim}\n"), &Options::default());
        let said = format!("{:?}", outcome.diagnostics);
        assert!(outcome.report.is_none() && said.contains(piece), "{claim}: {said}");
    }
    // A quantity of that name is the quantity.
    let sheet = "v = 3*w\nL = v^2\ngiven w = 1\nupdate w by momentum(0.1, 0.9) for 3 steps\nclaim v after 0 steps = 3\n";
    assert_eq!(failed(sheet), Vec::<String>::new());
    // A wrong claim fails.
    assert_eq!(
        failed(&format!("{heavy}update w by momentum(0.1, 0.9) for 5 steps\nclaim v after 2 steps = -4\n"))
            .len(),
        1
    );
}

/// L = (2w - 1)², so w goes 1, 0.6, 0.52, 0.504 at rate 0.1: what the loss does not see goes along, or stays.
#[test]
fn what_the_loss_does_not_see_can_be_claimed_after_steps() {
    let text = "L = (w*x - 1)^2\ne = q*w\nd = e + r\ngiven w = 1, x = 2, q = 3, r = 1/2, s = 7\n";
    for update in
        ["update w of L by 0.1 for 3 steps in exact", "update w of L by 0.1 for 4 steps in exact watch e"]
    {
        let text = format!(
            "{text}{update}\nclaim e after 3 steps = 1.512\nclaim d after 2 steps = 2.06\nclaim s after 3 steps = 7\n\
             claim x after 1 step = 2\nclaim r after 0 steps = 1/2\n"
        );
        assert_eq!(failed(&text), Vec::<String>::new(), "{text}");
    }
    let once = format!("{text}update w of L by 0.1\nclaim e after 1 step ~= 1.8\nclaim s after 1 step = 7\n");
    assert_eq!(failed(&once), Vec::<String>::new());
    // A false one is false, and what has no number is said to have none.
    let wrong = format!("{text}update w of L by 0.1 for 3 steps in exact\nclaim s after 3 steps = 8\n");
    assert_eq!(failed(&wrong).len(), 1);
    let open =
        "L = (w - 1)^2\ne = q*w\ngiven w = 1\nupdate w of L by 0.1 for 3 steps\nclaim e after 3 steps = 3\n";
    let outcome = run("claims.chain", open, &Options::default());
    assert!(format!("{:?}", outcome.diagnostics).contains("`e` has no value"), "{:?}", outcome.diagnostics);
}

#[test]
fn an_end_that_is_never_reached_is_told_as_that() {
    for (text, piece) in [
        ("a = sigmoid(z); given da/dz = 0; derive da/dz", "comes near to 0 and is never 0"),
        ("a = sigmoid(z); given sigmoid'(z) = 0; derive da/dz", "comes near to 0 and is never 0"),
        ("a = tanh(z); given da/dz = 0; derive da/dz", "comes near to 0 and is never 0"),
        ("a = softplus(z); given da/dz = 1; derive da/dz", "comes near to 1 and is never 1"),
        ("a = exp(z); given da/dz = 0; derive da/dz", "comes near to 0 and is never 0"),
        ("a = atan(z); given da/dz = 0; derive da/dz", "comes near to 0 and is never 0"),
        ("a = sigmoid(z); given da/dz = 0.3; derive da/dz", "that is impossible"),
        // The slopes of straight pieces are these numbers, and none between.
        ("a = relu(z); given da/dz = 0.5; derive da/dz", "it is 0 or 1"),
        ("a = leaky_relu(z); given da/dz = 0.5; derive da/dz", "it is 0.01 or 1"),
        ("a = hardtanh(z); given da/dz = 0.25; derive da/dz", "it is 0 or 1"),
        ("a = abs(z); given da/dz = 0.5; derive da/dz", "it is -1 or 1"),
        ("a = step(z); given da/dz = 1; derive da/dz", "can't be 1"),
    ] {
        let (page, said, _) = shown(text);
        assert!(page.is_empty() && said.contains("E0505") && said.contains(piece), "{text}: {said}");
    }
    for text in [
        "a = relu(z); given da/dz = 1; derive da/dz",
        "a = relu(z); given da/dz = 0.5, z = 0; derive da/dz",
        "a = leaky_relu(z); given da/dz = 0.01; derive da/dz",
        "a = abs(z); given da/dz = 0; derive da/dz",
        "a = hard_sigmoid(z); given da/dz = 1/6; derive da/dz",
        "a = elu(z); given da/dz = 0.5; derive da/dz",
        "a = tanh(z); given da/dz = 1; derive da/dz",
        "a = sigmoid(z); L = a*k; given dL/dz = 1/4, k = 1; derive dL/dz",
    ] {
        assert_eq!(shown(text).2, 0, "{text}: {}", shown(text).1);
    }
    // 1/4 is reached at 0 alone.
    for text in [
        "a = sigmoid(z); L = a*k; given dL/dz = 1/4, k = 1, z = 1; derive dL/dz",
        "a = sigmoid(z); given da/dz = 1/4, z in [1, 2]; derive da/dz",
    ] {
        assert!(shown(text).0.is_empty(), "{text}");
    }
}

#[test]
fn terms_that_come_to_nothing_one_by_one_are_absorbed() {
    // 256 + 1 is 256 in bf16, from the 257th term on; 2048 + 1 is 2048 in f16.
    for (text, format, piece) in [
        (
            "L = sum(x[i] for i in 1..300)*w; given x[*] = 1, w = 2; derive dL/dw",
            "bf16",
            "absorption in 256 + 1 stays 256",
        ),
        (
            "L = w*sum(x[i] for i in 1..600); given x[*] = 1, w = 1; derive dL/dw",
            "bf16",
            "absorption in 256 + 1 stays 256",
        ),
        (
            "L = w*(100 + sum(x[i] for i in 1..40)); given x[*] = 0.2, w = 1; derive dL/dw",
            "bf16",
            "absorption",
        ),
        (
            "L = w*sum(x[i] for i in 1..40); given x[*] = 1, w = 1; derive dL/dw",
            "e4m3",
            "absorption in 16 + 1 stays 16",
        ),
        (
            "L = w*sum(x[i] for i in 1..2200); given x[*] = 1, w = 1; derive dL/dw",
            "f16",
            "absorption in 2048 + 1 stays 2048",
        ),
    ] {
        let formats = Format::find(format).into_iter().collect();
        let options = Options { formats, ..Options::default() };
        let report = run("absorbed.chain", text, &options).report.expect("a report");
        let asked = Options { formats: report.formats.clone(), ..chainrule_tests::everything() };
        let page = chainrule::page(&report, &asked).text(4000, true, false);
        assert!(page.replace(' ', "").contains(&piece.replace(' ', "")), "{text} lacks {piece}:\n{page}");
    }
}
