//! A whole run in which a derivation is wrong: the exit code is 3, and nothing of the derivation is printed as true.
//!
//! No worksheet leads there: the derivation is altered between deriving and judging.

use std::sync::Arc;

use chainrule::diagnostic::Source;
use chainrule::{Options, Report, run};
use chainrule_symbolic::derivation::Form;
use chainrule_tests::{json, page};

fn run_altered(text: &str, alter: impl Fn(&mut Form)) -> Report {
    let options = Options { top_paths: Some(3), ..Options::default() };
    let outcome = chainrule_work::run_altered(Source::new("altered", text), &options, |chains| {
        let form = &mut chains[0].0.form;
        let before = form.clone();
        alter(form);
        assert_ne!(*form, before, "nothing was altered");
    });
    outcome.report.expect("the worksheet has no error")
}

/// Two ways from w to L.
const FEW: &str = "h = tanh(w*x)\nk = sigmoid(w + x)\nL = h*k\ngiven w = 1/2, x = 2\nderive dL/dw\n";

/// A ladder: sixteen ways, so that it is derived backwards.
const MANY: &str = "u1 = 2*w\nv1 = w + u1\nu2 = 2*v1\nv2 = v1 + u2\nu3 = 2*v2\nv3 = v2 + u3\n\
                    u4 = 2*v3\nL = v3 + u4\ngiven w = 7\nderive dL/dw\n";

fn paths(form: &mut Form) -> &mut Vec<chainrule_symbolic::derivation::Path> {
    match form {
        Form::Paths(paths) => paths,
        Form::Same | Form::Independent { .. } | Form::Backpropagation(_) => panic!("few paths"),
    }
}

fn adjoints(form: &mut Form) -> &mut Vec<Arc<chainrule_symbolic::derivation::Adjoint>> {
    match form {
        Form::Backpropagation(adjoints) => adjoints,
        Form::Same | Form::Independent { .. } | Form::Paths(_) => panic!("many paths"),
    }
}

#[track_caller]
fn is_refuted(report: &Report, result: &str) {
    assert_eq!(report.exit_code(), 3);
    assert!(report.is_refuted());
    let pages =
        [page(report).text(100, false, false), page(report).text(60, true, false), page(report).latex(true)];
    for page in pages {
        assert!(page.contains("refuted") && page.contains("This is a defect"), "{page}");
        for printed in
            ["Each factor", "The factors put back", "The paths that carry most", "verified", result]
        {
            assert!(!page.contains(printed), "{printed} stands on the page:\n{page}");
        }
    }
    let json: serde_json::Value = serde_json::from_str(&json(report)).expect("JSON");
    assert!(json["derivations"][0]["worked"].is_null(), "{json}");
}

#[test]
fn a_derivation_that_is_not_altered_is_printed() {
    for (text, result) in [(FEW, "0.829"), (MANY, "81")] {
        let report = run("right", text, &Options::default()).report.expect("no error");
        assert_eq!(report.exit_code(), 0);
        let page = page(&report).text(100, false, false);
        assert!(page.contains("The factors put back") && page.contains(result), "{page}");
    }
}

#[test]
fn a_path_that_is_missing_or_counted_twice_is_refuted() {
    is_refuted(&run_altered(FEW, |form| drop(paths(form).pop())), "0.829");
    is_refuted(
        &run_altered(FEW, |form| {
            let twice = paths(form)[0].clone();
            paths(form).push(twice);
        }),
        "0.829",
    );
}

#[test]
fn factors_put_back_wrongly_are_refuted() {
    let exchanged = |form: &mut Form| {
        let other = paths(form)[0].product;
        paths(form)[1].product = other;
    };
    is_refuted(&run_altered(FEW, exchanged), "0.829");
    let renamed = |form: &mut Form| {
        let other = paths(form)[1].chain;
        paths(form)[0].chain = other;
    };
    is_refuted(&run_altered(FEW, renamed), "0.829");
}

#[test]
fn a_factor_that_is_missing_or_exchanged_is_refuted() {
    is_refuted(
        &run_altered(FEW, |form| {
            paths(form)[1].factors.remove(0);
        }),
        "0.829",
    );
    is_refuted(
        &run_altered(FEW, |form| {
            let other = paths(form)[0].factors[0];
            paths(form)[1].factors[0] = other;
        }),
        "0.829",
    );
}

#[test]
fn an_adjoint_that_is_missing_or_altered_is_refuted() {
    for place in 0..5 {
        is_refuted(&run_altered(MANY, move |form| drop(adjoints(form).remove(place))), "81");
        is_refuted(
            &run_altered(MANY, move |form| {
                let adjoint = Arc::make_mut(&mut adjoints(form)[place]);
                adjoint.terms.pop();
            }),
            "81",
        );
    }
}

#[test]
fn what_stands_beside_a_refuted_derivation_is_whole() {
    // The second derivation shares factors with the first, which is not shown: it shows them itself.
    let report = run_altered(&format!("{FEW}derive dL/dx\n"), |form| drop(paths(form).pop()));
    assert_eq!(report.exit_code(), 3);
    let page = page(&report).text(100, false, false);
    assert!(page.contains("The factors put back") && !page.contains("worked out above"), "{page}");
    let json: serde_json::Value = serde_json::from_str(&json(&report)).expect("JSON");
    assert!(json["derivations"][0]["worked"].is_null());
    assert!(json["derivations"][1]["worked"].is_object());
}
