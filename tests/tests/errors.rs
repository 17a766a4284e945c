//! Bad worksheets and what is said about them: every code, at its exact place.
//!
//! `tests/errors/` holds one worksheet for each mistake that people make; what is shown for it is a snapshot. A
//! worksheet is named after its mistake. Each code has one, but those that only a giant can get.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use chainrule::diagnostic::code::{CODES, FILE_TOO_LARGE, TOO_MANY_MISTAKES};
use chainrule::diagnostic::{Diagnostic, Source, Style, render};
use chainrule::{Options, run};

/// What is said about a worksheet.
fn said(path: &Path) -> (Source, Vec<Diagnostic>, bool) {
    let name = path.file_name().and_then(|name| name.to_str()).expect("a name");
    let bytes = std::fs::read(path).expect("a worksheet");
    match chainrule_parser::decode(name, bytes) {
        Ok(text) => {
            let outcome = run(name, &text, &Options::default());
            (outcome.source, outcome.diagnostics, outcome.report.is_some())
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
