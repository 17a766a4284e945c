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

/// The worksheets of `tests/oracle/textbooks.txt`, with the derivatives that their claims speak of.
fn textbooks() -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("oracle/textbooks.txt");
    let text = std::fs::read_to_string(path).expect("the textbooks");
    let mut found = Vec::new();
    for block in text.split("\n\n").filter(|block| !block.starts_with('#')) {
        let (claims, sheet): (Vec<&str>, Vec<&str>) =
            block.lines().skip(1).partition(|line| line.starts_with("+ ") || line.starts_with("- "));
        let mut targets: Vec<&str> = claims
            .iter()
            .filter_map(|claim| claim[2..].split(" = ").next())
            .filter(|left| left.starts_with('d') && left.contains("/d") && !left.contains(' '))
            .collect();
        targets.sort_unstable();
        targets.dedup();
        if !targets.is_empty() {
            found.push(format!("{}\nderive {}", sheet.join("\n"), targets.join(", ")));
        }
    }
    found
}

#[test]
fn nothing_is_wrong_on_the_pages_of_textbooks() {
    let mut right = 0;
    for sheet in textbooks() {
        let Some(report) = run("textbook", &sheet, &Options::default()).report else { continue };
        let document = chainrule::page(&report, &Options::default());
        for (format, kind) in [("markdown", FileKind::Markdown), ("latex", FileKind::Tex)] {
            let notes = in_format(format, &document);
            for line in proofread(&Page::read(kind, &notes).expect("it is read")) {
                assert_ne!(line.verdict, Verdict::Wrong, "{sheet}\nin {format}: {}", line.latex);
                right += usize::from(line.verdict.is_right());
            }
        }
    }
    assert!(right > 200, "{right} lines are judged right");
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
