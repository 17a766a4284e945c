//! Bad worksheets and what is said about them: every code, at its exact place.
//!
//! `tests/errors/` holds one worksheet for each mistake that people make; what is shown for it is a snapshot. A
//! worksheet is named after its mistake. Each code has one, but those that only a giant can get.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use chainrule::diagnostic::code::{CODES, FILE_TOO_LARGE, TOO_MANY_MISTAKES};
use chainrule::diagnostic::{Diagnostic, Source, Style, render};
use chainrule::{Options, Report, run};

/// What is said about a worksheet, and whether there is a report of it in which nothing was refused.
fn said(path: &Path) -> (Source, Vec<Diagnostic>, bool) {
    let name = path.file_name().and_then(|name| name.to_str()).expect("a name");
    let bytes = std::fs::read(path).expect("a worksheet");
    match chainrule_parser::decode(name, bytes) {
        Ok(text) => {
            let outcome = run(name, &text, &Options::default());
            let is_whole = outcome.report.is_some_and(|report| report.exit_code() < 2);
            (outcome.source, outcome.diagnostics, is_whole)
        }
        Err(wrong) => (wrong.source, vec![wrong.diagnostic], false),
    }
}

fn corpus() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("errors");
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths
}

#[test]
fn bad_worksheets() {
    insta::glob!("../errors", "*.chain", |path| {
        let (source, diagnostics, has_report) = said(path);
        assert!(!diagnostics.is_empty(), "{}: nothing is said", path.display());
        let is_error = diagnostics.iter().any(Diagnostic::is_error);
        assert_eq!(is_error, !has_report, "{}: nothing is evaluated from an error", path.display());
        for diagnostic in &diagnostics {
            let labels = std::iter::once(&diagnostic.primary).chain(&diagnostic.secondary);
            for label in labels {
                assert!(label.span.start <= label.span.end && label.span.end as usize <= source.text().len());
                assert!(source.text().get(label.span.range()).is_some(), "a span cuts a character");
            }
        }
        let shown = render(&source, &diagnostics, Style::Plain);
        assert!(!shown.contains(|c: char| c.is_control() && c != '\n'), "a control character is shown raw");
        insta::assert_snapshot!("said", shown);
    });
}

#[test]
fn every_code_has_a_bad_worksheet() {
    let met: BTreeSet<&str> =
        corpus().iter().flat_map(|path| said(path).1).map(|diagnostic| diagnostic.code.id).collect();
    // Those two need megabytes; `hostile.rs` makes them.
    let giants = [FILE_TOO_LARGE.id, TOO_MANY_MISTAKES.id];
    let missing: Vec<&str> =
        CODES.iter().map(|code| code.id).filter(|id| !met.contains(id) && !giants.contains(id)).collect();
    assert!(missing.is_empty(), "no worksheet gets {missing:?}");
    assert!(corpus().len() >= 45);
}

#[test]
fn pages_of_codes_show_what_they_say() {
    let mut wrong = Vec::new();
    for code in CODES.iter().filter(|code| !code.bad.is_empty()) {
        let ids = |text: &str| -> Vec<&str> {
            run("page", text, &Options::default()).diagnostics.iter().map(|d| d.code.id).collect()
        };
        let bad = ids(code.bad);
        if !bad.contains(&code.id) {
            wrong.push(format!("{}: the bad worksheet gets {bad:?}", code.id));
        }
        let good = ids(code.good);
        if good.iter().any(|id| id.starts_with('E')) || good.contains(&code.id) {
            wrong.push(format!("{}: the mended worksheet gets {good:?}", code.id));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The report of a worksheet, whatever in it has no number, and all that is said.
fn reported(text: &str) -> (Report, String) {
    let outcome = run("links.chain", &text.replace("; ", "\n"), &Options::default());
    let said = render(&outcome.source, &outcome.diagnostics, Style::Plain);
    (outcome.report.unwrap_or_else(|| panic!("{text}: {said}")), said)
}

/// The value of each derivation, where it has one.
fn values(report: &Report) -> Vec<Option<String>> {
    let told: serde_json::Value = serde_json::from_str(&chainrule_tests::json(report)).expect("JSON");
    let derivations = told["derivations"].as_array().expect("a list");
    derivations
        .iter()
        .map(|derivation| derivation["worked"]["value"]["exact"].as_str().map(str::to_owned))
        .collect()
}

#[test]
fn an_infinite_link_refuses_its_own_derivation_alone() {
    // The text, the values of its derivations, what is marked, what a program gives (all tried in PyTorch's order of
    // operations by hand), and what else is said.
    type Case =
        (&'static str, &'static [Option<&'static str>], &'static str, &'static str, &'static [&'static str]);
    let cases: &[Case] = &[
        (
            "n = sqrt(x1^2 + x2^2); L = n^2; given x1 = 0, x2 = 0; derive dL/dx1",
            &[None],
            "sqrt(x1^2 + x2^2)",
            "a program gives NaN: 0·∞",
            &["with `n` cancelled the formula is `2*x1`", "here it gives 0"],
        ),
        (
            "w = sqrt(max(0, x^2 - z^2)); given x = 1, z = 2; derive dw/dx",
            &[None],
            "sqrt(max(0, x^2 - z^2))",
            "a program gives NaN: 0·∞",
            &["is 0 above and 0 below"],
        ),
        (
            "y = x^2; z = sqrt(x); given x = 0; derive dy/dx, dz/dx",
            &[Some("0"), None],
            "sqrt(x)",
            "a program gives ∞",
            &["below"],
        ),
        // At a kink the slopes on both sides differ.
        (
            "y = sqrt(x^2); given x = 0; derive dy/dx",
            &[None],
            "sqrt(x^2)",
            "a program gives NaN: 0·∞",
            &["is 1 above and -1 below"],
        ),
        (
            "u = (x - 1)^2; y = u^(1/2); v = x*k; given x = 1, k = 3; derive dy/dx, dv/dx",
            &[None, Some("3")],
            "u^(1/2)",
            "a program gives NaN: 0·∞",
            &["is 1 above and -1 below"],
        ),
        (
            "a = asin(s); s = 2*t; b = t^3; given t = 1/2; derive da/dt, db/dt",
            &[None, Some("3/4")],
            "asin(s)",
            "a program gives ∞",
            &[],
        ),
        // The second link fails, not the first.
        (
            "p = 3*x; q = sqrt(p); r = q*q; given x = 0; derive dr/dx, dp/dx",
            &[None, Some("3")],
            "sqrt(p)",
            "a program gives NaN: 0·∞",
            &["with `q` cancelled the formula is `3`", "here it gives 3"],
        ),
    ];
    for (text, expected, marked, program, more) in cases {
        let (report, said) = reported(text);
        assert_eq!(report.exit_code(), 2, "{text}");
        let values = values(&report);
        assert_eq!(values.iter().map(Option::as_deref).collect::<Vec<_>>(), *expected, "{text}");
        let refused: Vec<&chainrule::Refusal> =
            report.derivations.iter().filter_map(|derivation| derivation.refusal.as_ref()).collect();
        assert_eq!(refused.len(), expected.iter().filter(|value| value.is_none()).count(), "{text}");
        let lines = text.replace("; ", "\n");
        let span = refused[0].diagnostic.primary.span.range();
        assert_eq!(&lines[span], *marked, "{text}: {said}");
        assert!(said.contains(program), "{text}: {said}");
        for part in *more {
            assert!(said.contains(part), "{text}: {said}");
        }
        let page = chainrule_tests::page(&report).text(400, false, false);
        assert!(page.contains("no number: ") && page.contains(program), "{text}: {page}");
        let told: serde_json::Value = serde_json::from_str(&chainrule_tests::json(&report)).expect("JSON");
        let told = told["derivations"]
            .as_array()
            .expect("a list")
            .iter()
            .filter(|derivation| !derivation["refused"].is_null());
        assert_eq!(told.count(), refused.len(), "{text}");
    }
}

#[test]
fn a_quantity_without_a_value_takes_what_rests_on_it() {
    let outcome =
        run("links.chain", "y = ln(x)\nz = 2*x\ngiven x = -1\nderive dy/dx, dz/dx", &Options::default());
    let report = outcome.report.expect("what does not rest on it is worked out");
    assert_eq!(report.exit_code(), 2);
    assert_eq!(values(&report), [None, Some("2".to_owned())]);
    assert_eq!(outcome.diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).count(), 1);
}
