//! What is said of a worksheet: for tests of what is read, refused and warned about.

use chainrule::diagnostic::Diagnostic;
use chainrule::{Options, Outcome, run};

use crate::page;

/// The worksheet worked out.
pub fn worked(text: &str) -> Outcome {
    run("reading", text, &Options::default())
}

/// The codes of what is said, and all words of it.
pub fn said(text: &str) -> (Vec<&'static str>, String) {
    let outcome = worked(text);
    let codes = outcome.diagnostics.iter().map(|diagnostic| diagnostic.code.id).collect();
    let words = |diagnostic: &Diagnostic| {
        let labels = diagnostic.secondary.iter().map(|label| label.text.clone());
        let parts = [diagnostic.message.clone()].into_iter().chain(labels).chain(diagnostic.help.clone());
        parts.collect::<Vec<String>>().join("\n")
    };
    (codes, outcome.diagnostics.iter().map(words).collect::<Vec<String>>().join("\n"))
}

/// Refused with this code alone, each of these pieces among the words.
///
/// # Panics
/// It is not.
pub fn refused(text: &str, code: &str, pieces: &[&str]) {
    let (codes, words) = said(text);
    assert!(!codes.is_empty() && codes.iter().all(|found| *found == code), "{text}: {codes:?} {words}");
    for piece in pieces {
        assert!(words.contains(piece), "{text}: {piece} is not said: {words}");
    }
    assert!(worked(text).report.is_none(), "{text} is evaluated");
}

/// Worked out with a warning of this code, each of these pieces among the words.
///
/// # Panics
/// It is not.
pub fn warned(text: &str, code: &str, pieces: &[&str]) {
    let (codes, words) = said(text);
    assert_eq!(codes, [code], "{text}: {words}");
    for piece in pieces {
        assert!(words.contains(piece), "{text}: {piece} is not said: {words}");
    }
    assert!(worked(text).report.is_some(), "{text} is not evaluated");
}

/// Nothing is said; the page holds each of these pieces.
///
/// # Panics
/// Something is said, or one is missing.
pub fn read(text: &str, pieces: &[&str]) {
    let outcome = worked(text);
    assert!(outcome.diagnostics.is_empty(), "{text}: {:?}", said(text));
    let page = page(&outcome.report.expect("a report")).text(400, false, false);
    for piece in pieces {
        assert!(page.contains(piece), "{text}: {piece} is not on the page:\n{page}");
    }
}
