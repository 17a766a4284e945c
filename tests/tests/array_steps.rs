//! Updates and trainings of vectors and matrices: the same as those of their entries, one by one; and how large their
//! derivatives are.

use chainrule::{ClaimReport, Judgement, Options, Report, UpdateOutcome, run};
use chainrule_number::Scalar;
use chainrule_program::Observed;
use chainrule_tests::usual_page;
use chainrule_work::found::{End, Size};

fn worked(text: &str) -> (Option<Report>, String) {
    let outcome = run("steps.chain", text, &Options::default());
    let said = outcome
        .diagnostics
        .iter()
        .map(|diagnostic| format!("{} {}\n", diagnostic.code.id, diagnostic.message))
        .collect();
    (outcome.report, said)
}

fn report(text: &str) -> Report {
    let (report, said) = worked(text);
    report.unwrap_or_else(|| panic!("{said}in\n{text}"))
}

fn holds(claim: &ClaimReport) -> bool {
    matches!(claim.judgement, Judgement::Proved(_))
}

fn page(text: &str) -> String {
    let page = usual_page(&report(text)).text(100, false, false);
    page.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What the weights were in the end, in their order, and what was noted of the loss.
fn course(report: &Report) -> (Vec<Observed>, Vec<Observed>) {
    let UpdateOutcome::Training(training) = &report.updates[0].outcome else { panic!("a training") };
    let history = &training.history;
    let ends = history.courses.iter().map(|course| course.end.clone()).collect();
    (ends, history.snapshots.iter().map(|snapshot| snapshot.values[0].clone()).collect())
}

const ARRAYS: &str = "\
W in R^(2×3), x in R^3, v in R^2
h = tanh(W*x + b)
L = (v^T*h - y)^2/2
given W = [0.1, -0.2, 0.3; 0.4, 0.5, -0.6], x = [1, 2, -1], v = [0.7, -0.8], b = 0.05, y = 0.9
";

const ENTRIES: &str = "\
h1 = tanh(w11*x1 + w12*x2 + w13*x3 + b)
h2 = tanh(w21*x1 + w22*x2 + w23*x3 + b)
L = (v1*h1 + v2*h2 - y)^2/2
given w11 = 0.1, w12 = -0.2, w13 = 0.3, w21 = 0.4, w22 = 0.5, w23 = -0.6
given x1 = 1, x2 = 2, x3 = -1, v1 = 0.7, v2 = -0.8, b = 0.05, y = 0.9
";

#[test]
fn the_course_of_arrays_is_that_of_their_entries_to_the_bit() {
    for rule in ["0.1", "momentum(0.05, 0.9)", "adam(0.01)", "0.1 clip norm 0.2"] {
        for format in ["f64", "f32", "bf16", "f16", "e4m3"] {
            let steps = format!("by {rule} for 40 steps in {format}\n");
            let arrays = report(&format!("{ARRAYS}update W, v, b {steps}"));
            let entries = report(&format!("{ENTRIES}update w11, w12, w13, w21, w22, w23, v1, v2, b {steps}"));
            assert_eq!(course(&arrays), course(&entries), "{steps}");
        }
    }
}

#[test]
fn one_step_takes_the_rate_times_the_derivative_from_an_array() {
    let report = report(&format!("{ARRAYS}derive dL/dW\nupdate W by 0.5\n"));
    let arrays = report.arrays.as_ref().expect("arrays");
    let (quantity, names) = &arrays.names[0];
    assert_eq!(arrays.arrays.quantity(*quantity).name, "W");
    let last = *arrays.derivations[0].adjoints.last().expect("a derivative");
    let gradient = &arrays.numbers[&arrays.calculus.adjoints[last].name];
    let UpdateOutcome::Step(step) = &report.updates[0].outcome else { panic!("one step") };
    assert_eq!(step.moves.len(), 6);
    for ((change, name), gradient) in step.moves.iter().zip(names).zip(&gradient.entries) {
        assert_eq!(change.weight, *name);
        // Both are enclosed, by two calculi: the difference is 0 within some forty digits.
        let difference = change.gradient.add(&gradient.neg(), 128).expect("a difference");
        assert!(difference.log10_abs() < -30.0, "{:?} and {gradient:?}", change.gradient);
    }
}

#[test]
fn pages_name_arrays_as_wholes() {
    let page = page(&format!("{ARRAYS}update W, v by 0.1 for 200 steps\n"));
    for told in [
        "W, v move along the gradient of L; fixed: x, b, y.",
        "W: [0.1, -0.2, 0.3; 0.4, 0.5, -0.6] →",
        "2 of the 6 entries of W changed their signs",
    ] {
        assert!(page.contains(told), "{told}\n{page}");
    }
    let page = self::page(&format!("{ARRAYS}let eta = 0.1\nupdate W by eta\n"));
    for told in ["Update of W by gradient descent", "new W = W - η · ∂L/∂W", "L goes from "] {
        assert!(page.contains(told), "{told}\n{page}");
    }
}

#[test]
fn claims_are_about_entries_after_steps() {
    let text = "w in R^2, x in R^2\nL = sum((w - x)^2)/2\ngiven w = [1, 3], x = [0, 1]\n\
         update w by 1/2 for 3 steps in exact as halving\nupdate all except x by 1/4 as once\n\
         claim w[1] after 3 steps of halving = 1/8\nclaim w[2] after 2 steps of halving = 3/2\n\
         claim L after 3 steps of halving = 5/128\nclaim w[2] after 1 step of once = 5/2\n\
         claim w[2] after 1 step of once = 9/4\nclaim L = 5/2\n";
    let holds: Vec<bool> = report(text).claims.iter().map(holds).collect();
    assert_eq!(holds, [true, true, true, true, false, true]);
}

#[test]
fn rows_of_a_batch_softmax_and_sums_are_written_out() {
    // One step of logistic regression on three rows and two classes by hand: gradient X'(P - Y)/3 at W = 0.
    let text = "X in R^(N×2), Y in R^(N×2), W in R^(2×2)\nP = softmax(X*W, each row)\nL = -sum(Y ⊙ ln(P))/N\n\
         given X = [1, 2; 3, 4; -1, 0], Y = [1, 0; 0, 1; 1, 0], W = [0, 0; 0, 0]\n\
         update W by 6 for 1 step in f64 as step\n";
    let claims = [("W[1,1]", -3), ("W[1,2]", 3), ("W[2,1]", -2), ("W[2,2]", 2)]
        .map(|(name, value)| format!("claim {name} after 1 step of step = {value}\n"));
    let report = report(&format!("{text}{}", claims.concat()));
    let told: Vec<String> =
        report.claims.iter().map(|claim| format!("{} {}", claim.text, holds(claim))).collect();
    assert!(told.iter().all(|line| line.ends_with("true")), "{told:?}");
}

#[test]
fn steps_see_batches_in_turn() {
    // By fractions in Python: the gradient of the mean of two squares, rows 1 and 2, rows 3 and 4, and again.
    let text = "X in R^(N×2), y in R^N, w in R^2\ne = X*w + b - y\nL = sum(e^2)/N\n\
         given X = [1, 2; 2, 1; -1, -1; -2, 1], y = [1, 1, 0, 0.5], w = [0, 0], b = 0\n\
         update w, b by 0.1 over batches of 2 for 5 steps in exact watch e[1]\n\
         claim L after 1 step = 0.26\nclaim e[1] after 1 step = -0.4\nclaim w[1] after 1 step = 0.3\n\
         claim w[1] after 2 steps = 0.14\nclaim b after 3 steps = 0.302\nclaim e[1] after 4 steps = 0.068\n\
         claim w[1] after 5 steps = 0.12128\nclaim w[2] after 5 steps = 0.31784\nclaim L after 5 steps = 0.0075306304\n";
    let report = report(text);
    let told: Vec<(&str, bool)> =
        report.claims.iter().map(|claim| (claim.text.as_str(), holds(claim))).collect();
    assert!(told.iter().all(|(_, holds)| *holds), "{told:?}");
    let page = page(text);
    let told = "Each step sees a batch of 2 cases of X, y, the 2 batches in turn";
    assert!(page.contains(told), "{page}");
    let json: serde_json::Value = serde_json::from_str(&chainrule_tests::json(&report)).expect("JSON");
    assert_eq!(json["training"][0]["batches"], serde_json::json!({"size": 2, "count": 2}));
    // All cases in one batch are all cases at once.
    let in_one = text.replace("of 2 for", "of 4 for");
    let at_once = text.replace(" over batches of 2", "");
    let [in_one, at_once] = [in_one, at_once].map(|text| course(&self::report(&text)));
    assert_eq!(in_one, at_once);
}

/// By fractions in Python: the last of three batches has one case, and its mean is over that one.
#[test]
fn the_last_batch_may_have_fewer_cases() {
    let text = "X in R^(N×2), y in R^N, w in R^2\ne = X*w + b - y\nL = sum(e^2)/N\n\
         given X = [1, 2; 2, 1; -1, -1; -2, 1; 3, 0], y = [1, 1, 0, 0.5, 2], w = [0, 0], b = 0\n\
         update w, b by 0.1 over batches of 2 for 7 steps in exact\n\
         claim L after 1 step = 0.26\nclaim L after 2 steps = 1.6384\nclaim L after 5 steps = 0.9497671936\n\
         claim w[1] after 3 steps = 227/250\nclaim b after 3 steps = 139/250\n\
         claim w[2] after 6 steps = 499/12500\nclaim b after 6 steps = 37737/62500\n\
         claim w[1] after 7 steps = 0.4980224\nclaim w[2] after 7 steps = -0.17728\nclaim b after 7 steps = 0.4339808\n";
    let report = report(text);
    let told: Vec<(&str, bool)> =
        report.claims.iter().map(|claim| (claim.text.as_str(), holds(claim))).collect();
    assert!(told.iter().all(|(_, holds)| *holds), "{told:?}");
    let page = page(text);
    let told = "the 3 batches in turn, the last of them 1 case";
    assert!(page.contains(told), "{page}");
    assert!(!page.contains("of a step"), "{page}");
    let json: serde_json::Value = serde_json::from_str(&chainrule_tests::json(&report)).expect("JSON");
    assert_eq!(json["training"][0]["batches"], serde_json::json!({"size": 2, "count": 3, "last": 1}));
    // Normalised over the cases: what is not there counts in no mean. With 3 cases in batches of 2 the second has the third
    // case alone, whose distance from its own mean is 0.
    let text = "x in R^N, w in R^1\nu = x - mean(x)\nL = sum((u*w[1] - x)^2)/N\n\
         given x = [1, 3, 5], w = [2]\nupdate w by 0.1 over batches of 2 for 2 steps in exact\n\
         claim L after 1 step = 25\nclaim w[1] after 1 step = 9/5\nclaim w[1] after 2 steps = 9/5\n";
    let report = self::report(text);
    let told: Vec<(&str, bool)> =
        report.claims.iter().map(|claim| (claim.text.as_str(), holds(claim))).collect();
    assert!(told.iter().all(|(_, holds)| *holds), "{told:?}");
}

#[test]
fn a_run_over_batches_has_come_to_rest_when_no_batch_moves_it() {
    // The first batch has an error of 0 and moves nothing, the second does.
    let text = "x in R^N, y in R^N\nL = sum((w*x - y)^2)/N\ngiven x = [1, 2], y = [1, 4], w = 1\n\
         update w by 1/8 over batches of 1 for 60 steps in f64\nclaim w after 2 steps = 2\nclaim w after 3 steps = 7/4\n";
    let told: Vec<bool> = report(text).claims.iter().map(holds).collect();
    assert_eq!(told, [true, true]);
    let text = text.replace("y = [1, 4]", "y = [1, 2]");
    let report = report(text.split("claim").next().expect("a worksheet"));
    let UpdateOutcome::Training(training) = &report.updates[0].outcome else { panic!("a training") };
    assert_eq!(training.history.end, End::Settled { step: 0 });
}

#[test]
fn what_cannot_take_steps_is_refused_with_what_to_do() {
    for (text, code, told) in [
        ("w in R^n\nL = sum(w^2)\nupdate w by 0.1", "E0805", "the size `n` has none"),
        (
            "A in R^(2x2), w in R^2\nL = sum((inv(A)*w)^2)\ngiven A = [2, 0; 0, 1], w = [1, 2]\nupdate w by 0.1",
            "E0805",
            "those of an inverse have no formula",
        ),
        ("w in R^2\nL = sum(w^2)\nupdate w by 0.1", "E0603", "this update needs a value for `w[1]`"),
        (
            "w in R^2\na = 2*w\nL = sum(a^2)\ngiven w = [1, 2]\nupdate a by 0.1",
            "E0605",
            "`a` is computed from others",
        ),
        (
            "w in R^2\na = 2*w\nL = sum(a^2)\ngiven w = [1, 2]\nupdate w of a by 0.1",
            "E0620",
            "`a` is many numbers",
        ),
        (
            "w in R^2\nL = sum(w^2)\ngiven w = [1, 2]\nupdate w by 0.1 for 9 steps watch w",
            "E0620",
            "`w` is many numbers",
        ),
        (
            "w in R^2\nL = sum(w^2)\ngiven w = [1, 2]\nupdate w by 0.1 for 9 steps\nclaim w after 9 steps = 1",
            "E0620",
            "`w` is many numbers",
        ),
        (
            "w in R^2\nL = sum(w^2)\ngiven w = [1, 2]\nupdate w by 0.1 for 9 steps\nclaim w[3] after 9 steps = 1",
            "E0301",
            "no entry of its arrays is `w[3]`",
        ),
        (
            "w in R^2\nL = sum(w^2)\ngiven w = [1, 2]\nupdate w by 0.1 for 9 steps watch w[3]",
            "E0301",
            "`w[3]`",
        ),
        ("w in R^2\nL = sum(w^2)\ngiven w = [1, 2]\nupdate w[3] by 0.1", "E0301", "`w[3]`"),
        ("w in R^2\nL = sum(w^2)\ngiven w = [1, 2]\nupdate u by 0.1", "E0301", "`u`"),
        ("w in R^2\nL = sum(w^2)\ngiven w = [1, 2]\nupdate w by eta", "E0301", "`eta`"),
        (
            "w in R^2\nL = sum(w^2)\ngiven w = [1, 2], x = 3\nupdate all except w by 0.1",
            "E0603",
            "no leaf with a value that this update could move",
        ),
        (
            "X in R^(N×2), w in R^2\nL = sum((X*w)^2)/N\ngiven X = [1, 2; 2, 1; -1, -1], w = [1, 0]\n\
             update w by 0.1 over batches of 4 for 5 steps",
            "E0620",
            "a batch of 4 is more than all 3 cases",
        ),
        (
            "X in R^(3×2), w in R^2\nL = sum((X*w)^2)\ngiven X = [1, 2; 2, 1; -1, -1], w = [1, 0]\n\
             update w by 0.1 over batches of 1 for 5 steps",
            "E0620",
            "no size of this worksheet counts cases",
        ),
        (
            "X in R^(N×2), w in R^2\nL = sum((X*w)^2)\ngiven X = [1, 2; 2, 1; -1, -1], w = [1, 0]\n\
             update w by 0.1 over batches for 5 steps",
            "E0620",
            "expected how many cases a batch has",
        ),
        (
            "A in R^(1500x1500), x in R^1500\nL = sum((A*x)^2)\nupdate A by 0.1",
            "E0805",
            "more than 2000000 operations",
        ),
    ] {
        let (report, said) = worked(text);
        assert!(report.is_none() && said.contains(told), "{text}\n{said}");
        assert!(said.contains(code), "{text}\n{said}");
    }
}

#[test]
fn sizes_of_derivatives_are_lengths_and_judged_by_depth() {
    let layers = 5;
    let mut text = "x in R^2\n".to_owned();
    for layer in 1..=layers {
        let below = if layer == 1 { "x".to_owned() } else { format!("a{}", layer - 1) };
        text += &format!("W{layer} in R^(2×2)\na{layer} = sigmoid(W{layer}*{below})\n");
        text += &format!("given W{layer} = [0.1, 0.2; 0.3, -0.1]\n");
    }
    text += "L = sum((a5 - 1/2)^2)\ngiven x = [1, 2]\nderive dL/dW1, dL/dW5\n";
    let report = report(&text);
    let arrays = report.arrays.as_ref().expect("arrays");
    for (derivation, depth, size) in
        [(&arrays.derivations[0], 5, Size::Vanishing), (&arrays.derivations[1], 1, Size::Healthy)]
    {
        let sizes = derivation.sizes.as_ref().expect("numbers");
        assert_eq!((sizes.layers, sizes.size), (depth, size));
        assert_eq!(sizes.norms.len(), derivation.adjoints.len());
        for (&place, norm) in derivation.adjoints.iter().zip(&sizes.norms) {
            let entries = &arrays.numbers[&arrays.calculus.adjoints[place].name].entries;
            let logs = entries.iter().map(|entry| 2.0 * entry.log10_abs());
            let squares: f64 = logs.map(|log| 10f64.powf(log)).sum();
            assert!((squares.log10() / 2.0 - norm.log10_abs()).abs() < 1e-9, "{norm:?} of {entries:?}");
        }
    }
    let page = page(&text);
    let told = "vanishing: about 10^-6.0 through 5 layers (exploding above 10³, vanishing below 10⁻⁶); about a factor of 0.10 a layer.";
    assert!(page.contains(told), "{page}");
    // Parallel ways are no deeper than each of them.
    let text = "u in R^2, v in R^2\nL = sum(tanh(u) + sigmoid(u) + tanh(v))\ngiven u = [1, 2], v = [0, 1]\nderive dL/du\n";
    let report = self::report(text);
    let sizes = report.arrays.as_ref().expect("arrays").derivations[0].sizes.as_ref().expect("numbers");
    assert_eq!((sizes.layers, sizes.size), (1, Size::Healthy));
}
