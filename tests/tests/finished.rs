//! Results in the form a textbook prints: what is printed is what a table of standard results says
//! (`oracle/finished.txt`, each of which `oracle/finished.py` checks against `SymPy`), every step is judged, and a wrong
//! one is found.

use chainrule::symbolic::derivation::Line;
use chainrule::symbolic::finish::{Finished, Named, finish};
use chainrule::symbolic::graph::Graph;
use chainrule::{Options, Report, run};
use chainrule_judge::step::{Judge, Verdict};
use chainrule_render::Typesetter;

fn report(text: &str) -> Report {
    let outcome = run("finished", &text.replace("; ", "\n"), &Options::default());
    outcome.report.unwrap_or_else(|| panic!("{text}: {:?}", outcome.diagnostics))
}

/// The last result of a worksheet, as it is printed in ASCII.
fn result(text: &str) -> String {
    let report = report(text);
    let derivation = report.derivations.last().expect("something is derived");
    let expr = derivation
        .finished
        .as_ref()
        .map_or(derivation.derivation.result, |finished_report| finished_report.finished.result());
    Typesetter::unabridged(report.graph(), &report.notations).expression(expr).ascii()
}

#[test]
fn results_are_those_of_textbooks() {
    let table = include_str!("../oracle/finished.txt");
    let rows: Vec<(&str, &str)> = table.lines().filter_map(|line| line.split_once(" | ")).collect();
    assert!(rows.len() >= 80, "{} results", rows.len());
    let wrong: Vec<String> = rows
        .into_iter()
        .filter_map(|(text, expected)| {
            let found = result(text);
            (found != expected).then(|| format!("{text}\n  {found}\n  {expected}, says the table"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is said to be needed beside the finished form of the last result.
fn needed(text: &str) -> Vec<String> {
    let report = report(text);
    let finished_report = report
        .derivations
        .last()
        .and_then(|derivation| derivation.finished.as_ref())
        .expect("it is finished");
    finished_report.finished.needed.iter().map(|fact| format!("{:?}", fact_text(&report, fact))).collect()
}

fn fact_text(report: &Report, fact: &chainrule::symbolic::derivation::Fact) -> String {
    let of = fact.about_what().expect("a condition is about something");
    Typesetter::unabridged(report.graph(), &report.notations).expression(of).ascii()
}

#[test]
fn what_a_cancelled_factor_needed_is_said() {
    // 2/x shows that x is not 0; that c is not, nothing shows.
    assert_eq!(needed("y = ln((x/c)^2); derive dy/dx"), [r#""c""#]);
    assert_eq!(needed("y = x*(1/x); derive dy/dx"), [r#""x""#]);
    assert_eq!(needed("y = sqrt(x)^2; derive dy/dx"), [r#""x""#]);
    assert_eq!(needed("n = sqrt(x1^2 + x2^2); L = n^2; derive dL/dx1"), [r#""x1^2 + x2^2""#]);
    // a = σ(z) is never 0 or 1, and a sum of exponentials never 0.
    let none: [&str; 0] = [];
    assert_eq!(needed("a = sigmoid(z); L = -(y*ln(a) + (1 - y)*ln(1 - a)); derive dL/dz"), none);
    assert_eq!(needed("p = exp(u)/(exp(u) + exp(v)); L = -ln(p); derive dL/du"), none);
    // A name that is only given is any number.
    assert_eq!(needed("L = a*y/a; derive dL/dy"), [r#""a""#]);
}

/// All worksheets that are told apart by `---` in the files of oracles, and the worked examples.
fn worksheets() -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for text in [include_str!("../oracle/formulas.txt"), include_str!("../oracle/networks.txt")] {
        all.extend(text.split("\n---").map(|sheet| sheet.trim().to_owned()));
    }
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/worked");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("the worked examples lie there")
        .map(|entry| entry.expect("a folder can be read").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "chain"))
        .collect();
    files.sort();
    all.extend(files.into_iter().map(|path| std::fs::read_to_string(path).expect("a worksheet is text")));
    all
}

#[test]
fn no_step_is_refuted_and_few_are_left_out() {
    let (mut finished, mut left_out) = (0, Vec::new());
    for text in worksheets() {
        let Some(report) = run("finished", &text, &Options::default()).report else { continue };
        let mut graph = Graph::over(report.graph());
        let network = report.calculus().network();
        let named = Named::of(&mut graph, network, report.calculus().readers_names());
        let mut judge = Judge::new();
        for derivation_report in report.derivations.iter().take(8) {
            let derivation = &derivation_report.derivation;
            let Some(whole) = finish(&mut graph, network, &named, derivation.target, derivation.result)
            else {
                continue;
            };
            let verdicts = judge.finished(&mut graph, network, &whole).expect("few are judged");
            assert!(
                !verdicts.iter().any(|verdict| matches!(verdict, Verdict::Refuted { .. })),
                "{text}\n{verdicts:?}"
            );
            finished += 1;
            if derivation_report.finished.is_none()
                && derivation_report.pattern.is_none()
                && !derivation_report.is_refuted()
            {
                left_out.push(text.clone());
            }
        }
    }
    assert!(finished > 150, "{finished} results are finished");
    assert!(left_out.len() * 50 <= finished, "{} of {finished} are left out: {left_out:#?}", left_out.len());
}

#[test]
fn a_wrong_finished_form_is_refuted() {
    let report = report(
        "z = w*x + b; a = sigmoid(z); L = -(y*ln(a) + (1 - y)*ln(1 - a)); M = (y - a)^2; derive dL/dz, dM/dz, dL/da",
    );
    let mut graph = Graph::over(report.graph());
    let network = report.calculus().network();
    let all: Vec<&Finished> = report
        .derivations
        .iter()
        .filter_map(|derivation| Some(&derivation.finished.as_ref()?.finished))
        .collect();
    assert_eq!(all.len(), 3);
    for finished in &all {
        for other in &all {
            let whole = Finished {
                start: finished.start,
                lines: vec![Line { expr: other.result(), steps: Vec::new() }],
                named: other.named.clone(),
                needed: Vec::new(),
            };
            let verdicts = Judge::new().finished(&mut graph, network, &whole).expect("few are judged");
            let is_refuted = verdicts.iter().any(|verdict| matches!(verdict, Verdict::Refuted { .. }));
            assert_eq!(is_refuted, finished.result() != other.result());
        }
    }
}

#[test]
fn large_results_are_left_alone() {
    let chain = |layers: usize| {
        let mut lines: Vec<String> = (1..=layers)
            .map(|layer| {
                format!("z{layer} = w{layer}*a{} + b{layer}\na{layer} = sigmoid(z{layer})", layer - 1)
            })
            .collect();
        lines.push(format!("derive da{layers}/dw1"));
        lines.join("\n")
    };
    let is_finished = |layers| report(&chain(layers)).derivations[0].finished.is_some();
    assert!(is_finished(1) && is_finished(3) && is_finished(20));
    assert!(!is_finished(200));
}

#[test]
fn values_are_those_of_the_factors() {
    // 2·x is 0 at the origin; the factors put back have no value there, and that is what is said.
    let outcome = run(
        "finished",
        "n = sqrt(x1^2 + x2^2)\nL = n^2\ngiven x1 = 0, x2 = 0\nderive dL/dx1",
        &Options::default(),
    );
    let report = outcome.report.expect("one derivation without a number takes nothing with it");
    let derivation = &report.derivations[0];
    assert!(derivation.value.is_none() && derivation.refusal.is_some());
    assert!(
        derivation
            .finished
            .as_ref()
            .is_some_and(|finished_report| !finished_report.finished.needed.is_empty())
    );
}

/// Numbers before and below a fraction lose their common divisor at once: the derivative of a half of a square.
#[test]
fn common_divisors_of_numbers() {
    for (formula, derivative) in [
        ("(y - t)^2/2", "y - t"),
        ("(y - t)^2/4", "(y - t)/2"),
        ("(y - t)^2/(2*n)", "(y - t)/n"),
        ("y^6/4", "3*y^5/2"),
        ("-y^2/2", "-y"),
        ("y^3/2", "3*y^2/2"),
        ("y^2/(-2)", "-y"),
        ("max(0, y)", "(1 + sign(y))/2"),
        ("max(y, 0)", "(1 + sign(y))/2"),
        ("min(0, y)", "(1 - sign(y))/2"),
        ("max(y, t)", "(1 + sign(y - t))/2"),
    ] {
        let report = report(&format!("L = {formula}; derive dL/dy"));
        let result = report.derivations[0].derivation.result;
        let shown = Typesetter::new(report.graph(), &report.notations).expression(result).ascii();
        assert_eq!(shown, derivative, "{formula}");
    }
}

/// What stands twice as a factor is a square: shorter by a sign.
#[test]
fn equal_factors_are_powers() {
    for (text, wanted) in [
        ("y = w*w*x; z = w*y; derive dz/dw", "y + 2*w^2*x"),
        ("L(a); a(z); derive d^2L/dz^2", "d^2 L/da^2*(da/dz)^2 + dL/da*d^2 a/dz^2"),
        ("L(a); a = w*h; h = w*x; derive dL/dx", "dL/da*w^2"),
    ] {
        assert_eq!(result(text), wanted, "{text}");
    }
}
