//! Trainings against `oracle/training.py`, which works them out in plain Python by gradients of its own.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use chainrule::diagnostic::Source;
use chainrule::symbolic::derivation::Calculus;
use chainrule::symbolic::graph::ExprId;
use chainrule::symbolic::number::Rational;
use chainrule::{Options, Report, UpdateOutcome, run};
use chainrule_evaluator::number::Value;
use chainrule_evaluator::training::{Plan, Step, Writing};
use chainrule_parser::read;
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
        let own = report(&text);
        assert!(own.claims.iter().all(chainrule::ClaimReport::holds), "{:?}", own.claims);
        let UpdateOutcome::Step(moved) = &own.updates[0].outcome else { panic!("one step") };
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

/// One sweep writes what the derivations by each weight write: the same instructions, in the same order.
#[test]
fn a_sweep_writes_what_the_derivations_write() {
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
        for paths in [1, 8, 40] {
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
                loss: update.loss,
                weights: &update.weights,
                order: update.order,
                rule: &update.rule,
                arguments: &arguments,
                watched: &update.watched,
                stated: &stated,
            };
            let graph = &mut worksheet.graph;
            for writing in [Writing::Kernels, Writing::Rows, Writing::Primitives] {
                let swept = Step::new(graph, &mut calculus, &plan, writing).expect("numbers for all");
                let apart =
                    Step::weight_by_weight(graph, &mut calculus, &plan, writing).expect("numbers for all");
                assert_eq!(format!("{:?}", swept.program), format!("{:?}", apart.program), "{text}");
                assert_eq!(format!("{:?}", swept.weights), format!("{:?}", apart.weights));
                let told = |step: &Step| {
                    let mut told: Vec<String> = step.meanings.iter().map(|own| format!("{own:?}")).collect();
                    told.sort();
                    told.dedup();
                    told
                };
                assert_eq!(told(&swept), told(&apart), "{text}");
            }
        }
    }
}
