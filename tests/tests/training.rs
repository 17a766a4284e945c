//! Trainings against `oracle/training.py`, which works them out in plain Python by gradients of its own.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use chainrule::diagnostic::Source;
use chainrule::number::Rational;
use chainrule::symbolic::derivation::Calculus;
use chainrule::symbolic::graph::ExprId;
use chainrule::{Options, Report, UpdateOutcome, run};
use chainrule_evaluator::training::{Plan, Step};
use chainrule_number::Value;
use chainrule_parser::read;
use chainrule_program::Observed;
use chainrule_tests::{json, page};

const TRAININGS: &str = include_str!("../oracle/training.txt");

fn worked(sheet: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("worked").join(format!("{sheet}.chain"));
    std::fs::read_to_string(path).expect("a worksheet")
}

fn report(text: &str) -> Report {
    let outcome = run("training", text, &Options::default());
    outcome.report.unwrap_or_else(|| panic!("{:?}", outcome.diagnostics))
}

#[test]
fn trainings_come_to_what_the_oracle_says() {
    let mut claims: BTreeMap<&str, String> = BTreeMap::new();
    let mut count = 0;
    for line in TRAININGS.lines().filter(|line| !line.starts_with('#')) {
        let [sheet, run, quantity, steps, value] = line.split(' ').collect::<Vec<_>>()[..] else {
            panic!("five fields: {line}")
        };
        let unit = if steps == "1" { "step" } else { "steps" };
        let list = claims.entry(sheet).or_insert_with(|| worked(sheet));
        writeln!(list, "claim {quantity} after {steps} {unit} of {run} ~= {value}").expect("a string");
        count += 1;
    }
    assert!(count > 100, "{count} numbers");
    for (sheet, text) in claims {
        for claim in &report(&text).claims {
            assert!(claim.holds(), "{sheet}: {}: {:?}", claim.text, claim.judgement);
        }
    }
}

/// Runs the same update at once, and step by step through exact claims: both must agree.
#[test]
fn an_exact_training_is_the_single_step_repeated() {
    let start = "L = (w*x - y)^2 + b^2*w\ngiven x = 2, y = 5\n";
    let (mut w, mut b) = ("1".to_owned(), "3".to_owned());
    for step in 1..=4 {
        let text = format!(
            "{start}given w = {w}, b = {b}\nupdate w, b by 0.01\nclaim w - 0.01*dL/dw = w after 1 step\nclaim b - 0.01*dL/db = b after 1 step"
        );
        let worked = report(&text);
        assert!(worked.claims.iter().all(chainrule::ClaimReport::holds), "{:?}", worked.claims);
        let UpdateOutcome::Step(moved) = &worked.updates[0].outcome else { panic!("one step") };
        let exact = |place: usize| moved.moves[place].new.exact().expect("rational").to_string();
        (w, b) = (exact(0), exact(1));
        let text = format!(
            "{start}given w = 1, b = 3\nupdate w, b by 0.01 for {step} steps in exact\nclaim w after {step} steps = {w}\nclaim b after {step} steps = {b}"
        );
        let text = text.replace("after 1 steps", "after 1 step");
        let whole = report(&text);
        assert!(whole.claims.iter().all(chainrule::ClaimReport::holds), "{:?}", whole.claims);
    }
}

/// Sequential steps: one forward pass, later gradients see earlier weights as moved.
#[test]
fn sequential_steps_see_what_moved() {
    // L = w2·(w1·x); ∂L/∂w2 = w1·x from the forward pass, ∂L/∂w1 = w2·x with the new w2.
    let text = "a = w1*x\nL = w2*a\ngiven w1 = 3, w2 = 5, x = 2\n";
    let cases = [
        ("update all except x by 1/10 sequential", "3 - (5 - 6/10)*2/10", "5 - 6/10"),
        ("update w2, w1 by 1/10 sequential", "3 - (5 - 6/10)*2/10", "5 - 6/10"),
        // In this order w2's gradient is a, from the forward pass: nothing that it needs has moved.
        ("update w1, w2 by 1/10 sequential", "3 - 10/10", "5 - 6/10"),
        ("update w1, w2 by 1/10", "3 - 10/10", "5 - 6/10"),
    ];
    let family = "a = w[1]*x\nL = w[2]*a\ngiven w[1] = 3, w[2] = 5, x = 2\nupdate w[*] by 1/10 sequential";
    let sheet = format!("{family}\nclaim w[1] after 1 step = 3 - (5 - 6/10)*2/10");
    assert!(report(&sheet).claims[0].holds(), "a family goes from the loss back");
    for (update, w1, w2) in cases {
        let sheet = format!("{text}{update}\nclaim w1 after 1 step = {w1}, w2 after 1 step = {w2}");
        for claim in &report(&sheet).claims {
            assert!(claim.holds(), "{update}: {}: {:?}", claim.text, claim.judgement);
        }
    }
}

/// A step has one forward pass, whatever in it has a name: an argument that was written in place keeps its value when a
/// weight in it moves, and only the weight that a derivative multiplies by is the new one.
#[test]
fn what_the_forward_pass_computed_stays_without_a_name() {
    // Worked out by hand: with q = w·x = 6, w moves by 2·q·x/100, then x by 2·q·(the new w)/100.
    let square = "L = (w*x)^2\ngiven w = 3, x = 2\nupdate w, x by 1/100 sequential for 1 steps in exact";
    let square = square.replace("1 steps", "1 step");
    for claim in &report(&format!("{square}\nclaim w after 1 step = 2.76, x after 1 step = 1.6688")).claims {
        assert!(claim.holds(), "{}: {:?}", claim.text, claim.judgement);
    }
    let pairs = [
        ("q = w*x\nL = q^2", "L = (w*x)^2"),
        ("q = w*x\np = v*x\nL = q*p", "L = (w*x)*(v*x)"),
        ("q = w*x\np = v*x + 1\nL = q/p", "L = (w*x)/(v*x + 1)"),
        ("q = w*x\nr = v*q\nL = (r - 1)^2", "L = (v*(w*x) - 1)^2"),
        ("q = 3*w\na = q*x\nL = v*a", "L = v*((3*w)*x)"),
        ("q = w + x\na = q + v\nL = a^3", "L = ((w + x) + v)^3"),
        ("q = w^2\nL = q*x*v", "L = w^2*x*v"),
        ("q = w*x\na = tanh(q)\nL = v*a*x", "L = v*tanh(w*x)*x"),
        ("q = w*x\na = exp(q)\nL = a*w*x*v", "L = exp(w*x)*w*x*v"),
        ("q = w*x\na = max(q, v)\nL = a*x", "L = max(w*x, v)*x"),
    ];
    for pair in pairs {
        let (named, unnamed) = pair;
        for order in ["w, x, v", "x, v, w", "v, w, x"] {
            for arithmetic in ["in f64", "in f32", "in exact"] {
                if arithmetic == "in exact" && (named.contains("tanh") || named.contains("exp")) {
                    continue;
                }
                let ends = [named, unnamed].map(|net| {
                    let order = if net.contains('v') { order } else { "w, x" };
                    let text = format!(
                        "{net}\ngiven w = 0.75, x = 1.25, v = 0.5\nupdate {order} of L by 1/8 sequential for 2 steps {arithmetic}"
                    );
                    let text = if net.contains('v') { text } else { text.replace(", v = 0.5", "") };
                    let report = report(&text);
                    let UpdateOutcome::Training(training) = &report.updates[0].outcome else { panic!("steps") };
                    let ends = training.history.courses.iter().map(|course| course.end.clone());
                    ends.map(|end| match end {
                        Observed::Value(Value::Exact(end)) => end,
                        other => panic!("{unnamed}: {other:?}"),
                    })
                    .collect::<Vec<_>>()
                });
                // Formats may multiply in another order.
                let most = match arithmetic {
                    "in exact" => 0.0,
                    "in f32" => 1e-5,
                    _ => 1e-13,
                };
                for (named, unnamed) in ends[0].iter().zip(&ends[1]) {
                    let gap = (named - unnamed).to_f64().abs();
                    assert!(
                        gap <= most * named.to_f64().abs(),
                        "{net}, {order} {arithmetic}: {gap}",
                        net = pair.1
                    );
                }
            }
        }
    }
}

/// The published numbers do not hang on the names that the text gives to pre-activations.
#[test]
fn mazurs_error_without_his_pre_activations() {
    let net = worked("training-mazur");
    let mut lines: Vec<String> =
        net.lines().filter(|line| !line.starts_with("net_")).map(str::to_owned).collect();
    for unit in ["h1", "h2", "o1", "o2"] {
        let named =
            net.lines().find_map(|line| line.strip_prefix(&format!("net_{unit} = "))).expect("a line");
        for line in &mut lines {
            *line = line.replace(&format!("(net_{unit})"), &format!("({named})"));
        }
    }
    let report = report(&lines.join("\n"));
    assert!(report.claims.len() >= 6);
    for claim in &report.claims {
        assert!(claim.holds(), "{}: {:?}", claim.text, claim.judgement);
    }
}

#[test]
fn the_same_bits_on_every_run() {
    let text = worked("training-rules");
    let first = json(&report(&text));
    assert_eq!(first, json(&report(&text)));
}

#[test]
fn a_rule_of_the_worksheet_is_not_taken_for_the_built_in_one() {
    let text = "descent(w, g, rate) = w + 2*rate*g\nL = (w - 3)^2\ngiven w = 0\nupdate w by descent(0.1)\nclaim w after 1 step = -1.2";
    let report = report(text);
    assert!(report.claims[0].holds());
    let shown = page(&report).text(100, false, false);
    assert!(!shown.contains("learning rate times gradient"), "{shown}");
    // From zero a weight changes no sign.
    assert!(!shown.contains("sign flip"), "{shown}");
}

/// The program of a step is one, whether derivations are shown by their paths or by adjoints.
#[test]
fn what_is_shown_of_derivations_changes_no_instruction() {
    let chain =
        "a[l] = tanh(w[l]*a[l-1] + b[l]) for l in 1..9\nL = (y - a[9])^2\nupdate all of L by 0.1 for 2 steps";
    let residual = "a[l] = a[l-1] + w[l]*a[l-1]^2 for l in 1..9\nL = (y - a[9])^2 + r*w[9]\nupdate all of L by 0.1 for 2 steps";
    let shared = "a[l] = sigmoid(w*a[l-1] + v) for l in 1..5\nL = (y - a[5])^2 + w^2\nupdate w, v, y of L by 0.1 for 2 steps";
    let unrelated = "L = w^2 + 3\nM = u*w\nupdate w of L by 0.1 for 2 steps watch M";
    let dense = "h[0,i] = x[i] for i in 1..3\nh[k,i] = tanh(sum(W[k,i,j]*h[k-1,j] for j in 1..3)) for k in 1..4, i in 1..3\nL = sum((y[i] - h[4,i])^2 for i in 1..3)\nupdate all of L by 0.1 for 2 steps";
    for (text, given) in [
        (chain, "given w[*] = 0.5, b[*] = 0.5, a[0] = 0.5, y = 0.5"),
        (residual, "given w[*] = 0.5, a[0] = 0.5, y = 0.5, r = 0.5"),
        (shared, "given w = 0.5, v = 0.5, a[0] = 0.5, y = 0.5"),
        (unrelated, "given w = 0.5, u = 0.5"),
        (dense, "given W[*,*,*] = 0.5, x[*] = 0.5, y[*] = 0.5"),
    ] {
        let programs = [1, 8, 40].map(|paths| {
            let mut worksheet =
                read(&Source::new("step", format!("{text}\n{given}"))).worksheet.expect("it can be read");
            let update = worksheet.updates[0].clone();
            let arguments = vec![Value::Exact(Rational::fraction(1, 10))];
            let mut calculus =
                Calculus::new(&mut worksheet.graph, worksheet.network.clone()).with_most_paths(paths);
            let half = Value::Exact(Rational::fraction(1, 2));
            let leaves = calculus.network().order().iter().filter(|&&leaf| calculus.network().is_leaf(leaf));
            let stated: rustc_hash::FxHashMap<ExprId, Value> =
                leaves.map(|&leaf| (worksheet.graph.symbol(leaf), half.clone())).collect();
            let plan = Plan {
                data: &[],
                loss: update.loss,
                weights: &update.weights,
                order: update.order,
                rule: &update.rule,
                arguments: &arguments,
                watched: &update.watched,
                stated: &stated,
            };
            let step = Step::new(&mut worksheet.graph, &mut calculus, &plan).expect("numbers for all");
            format!("{:?} {:?} {:?}", step.program, step.weights, step.meanings)
        });
        assert!(programs.iter().all(|program| *program == programs[0]), "{text}");
    }
}

/// Where the rule takes no step there is none to lose.
#[test]
fn a_rate_of_0_absorbs_nothing() {
    for (rule, stands_still) in [
        ("by x", true),
        ("by 0", true),
        ("by 0 momentum 0.9", true),
        ("by 0 adam", true),
        ("by 0 clip 1", true),
        ("by 0 clip norm 1", true),
        ("by 0 sequential", true),
        ("by 1e-30", false),
        ("by 1e-30 adam", false),
    ] {
        for format in ["f64", "f16", "bf16"] {
            // In bf16 the 0.999 of adam is 1, and its step 0/0.
            if format == "bf16" && rule.contains("adam") {
                continue;
            }
            let report = report(&format!(
                "L = (w*10 - 1)^2\ngiven w = 0.5, x = 0\nupdate w of L {rule} for 5 steps in {format}"
            ));
            let page = page(&report).text(100, false, false);
            let json = json(&report);
            let says = |text: &str| page.contains(text);
            assert_eq!(!says("absorbed") && !says("froze"), stands_still, "{rule} in {format}: {page}");
            assert_eq!(says("every step is 0"), stands_still, "{rule} in {format}: {page}");
            // In f16 the rate itself is 0: what is added is 0, and absorbs nothing.
            let adds_nothing = stands_still || format == "f16";
            assert_eq!(json.contains("\"absorbed\": 0,"), adds_nothing, "{rule} in {format}");
        }
        let report = report(&format!("L = (w*10 - 1)^2\ngiven w = 0.5, x = 0\nupdate w of L {rule}"));
        let page = page(&report).text(100, false, false);
        // f64, f32 and f16: in bf16 the step of adam is 0/0.
        assert!(page.matches("the weight stays 0.5").count() >= 3, "{rule}: {page}");
        assert_eq!(page.contains("lost"), !stands_still, "{rule}: {page}");
    }
}

/// Of an array that is named as one, the entries that the loss does not depend on stay as they are: rows of an embedding.
#[test]
fn entries_that_are_not_reached_stay() {
    let sheet = "E in R^(3×2), w in R^2\ne = E[2,*]\nL = w^T*e\ngiven E = [1,2;4,5;7,8], w = [1,3]\n\
        update E by 0.1 for 3 steps\n\
        claim E[1,1] after 3 steps = 1\nclaim E[2,1] after 3 steps ~= 3.7\nclaim E[2,2] after 3 steps ~= 4.1\n";
    let report = run("embedding", sheet, &Options::default()).report.expect("it is read");
    assert_eq!(report.exit_code(), 0);
    // One that is named by itself would not move.
    let alone = sheet.replace("update E by", "update E[1,1] by");
    assert!(run("embedding", &alone, &Options::default()).report.is_none());
}
