//! The pages of chainrule itself, read as notes: what is derived and printed by one half, the other finds nothing wrong in.

use std::path::Path;

use chainrule::{Options, run};
use chainrule_notes::{FileKind, Page, Verdict, proofread};
use chainrule_tests::in_format;

/// A worked example with its page below it, in a format of notes.
fn with_its_page(sheet: &str, stem: &str, format: &str) -> String {
    let report = run(stem, sheet, &Options::default()).report.expect("a worked example has a report");
    let document = chainrule::page(&report, &Options::default());
    let page = in_format(format, &document);
    match format {
        "markdown" => format!("```chain\n{sheet}\n```\n\n{page}"),
        _ => page,
    }
}

#[test]
fn nothing_is_wrong_on_the_pages_of_worked_examples() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("worked");
    let (mut all, mut right) = (0, 0);
    for entry in std::fs::read_dir(folder).expect("the worked examples") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|extension| extension != "chain") {
            continue;
        }
        let stem = path.file_stem().and_then(|stem| stem.to_str()).expect("a name");
        let sheet = std::fs::read_to_string(&path).expect("a worksheet");
        for (format, kind) in [("markdown", FileKind::Markdown), ("latex", FileKind::Tex)] {
            let notes = with_its_page(&sheet, stem, format);
            let lines = proofread(&Page::read(kind, &notes).expect("it is read"));
            for line in &lines {
                assert_ne!(line.verdict, Verdict::Wrong, "{stem} in {format}: {}", line.latex);
            }
            all += lines.len();
            right += lines.iter().filter(|line| line.verdict.is_right()).count();
        }
    }
    // Much of a page speaks of names without numbers, of any depth, or says what a thing is called.
    assert!(all > 4_000 && right * 100 > all * 40, "{right} of {all} lines are judged right");
}
