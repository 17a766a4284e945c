//! Notes: single lines whose truth is known, whole pages with seeded errors, hostile ones, and derivations woven in.

mod command;
mod conditions;
mod hostile;
mod indices;
mod lines;
mod matrices;
mod meanings;
mod own_pages;
mod pages;
mod readings;
mod shells;
mod weaving;

use std::path::{Path, PathBuf};

use chainrule_notes::{FileKind, Line, Page, Verdict, proofread};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("notes")
}

fn page(name: &str) -> Vec<Line> {
    let text = std::fs::read_to_string(folder().join("pages").join(name)).expect("a page");
    let kind = FileKind::of(name).expect("notes");
    proofread(&Page::read(kind, &text).expect("it is read"))
}

fn notes(text: &str) -> Vec<Line> {
    proofread(&Page::read(FileKind::Markdown, text).expect("it is read"))
}

/// Displayed lines behind a beginning, with what is to be found of each.
#[track_caller]
fn judged(beginning: &str, lines: &[(&str, Verdict)]) {
    let mut page = format!("{beginning}\n\n");
    for (line, _) in lines {
        page.push_str(&format!("$$\n{line}\n$$\n\n"));
    }
    let all = notes(&page);
    let last = &all[all.len().saturating_sub(lines.len())..];
    let found: Vec<Verdict> = last.iter().map(|line| line.verdict).collect();
    let wanted: Vec<Verdict> = lines.iter().map(|(_, verdict)| *verdict).collect();
    assert_eq!(found, wanted, "{page}: {last:?}");
}
