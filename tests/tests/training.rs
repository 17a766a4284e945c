//! Trainings against `oracle/training.py`, which works them out in plain Python by gradients of its own.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use chainrule::{Options, Report, UpdateOutcome, run};

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
    let first = report(&text).json();
    assert_eq!(first, report(&text).json());
}

#[test]
fn a_rule_of_the_worksheet_is_not_taken_for_the_built_in_one() {
    let text = "descent(w, g, rate) = w + 2*rate*g\nL = (w - 3)^2\ngiven w = 0\nupdate w by descent(0.1)\nclaim w after 1 step = -1.2";
    let report = report(text);
    assert!(report.claims[0].holds());
    let page = report.text(100, false, false);
    assert!(!page.contains("learning rate times gradient"), "{page}");
    // From zero a weight changes no sign.
    assert!(!page.contains("sign flip"), "{page}");
}
