//! A whole file: its worksheets and its formulas.

use chainrule::diagnostic::{Source, Style, render};
use chainrule::{Judgement, Options, run_source};
use chainrule_latex::page::{FileKind, Page, notebook};

use crate::blocks;
use crate::line::{Line, Role, Verdict};
use crate::proofread;
use crate::report::FileReport;

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One worksheet.
    Worksheet,
    /// Notes, with formulas and worksheets between them.
    Notes(FileKind),
}

impl Kind {
    /// The kind of a file by its name; nothing for files that are neither.
    pub fn of(name: &str) -> Option<Self> {
        if name.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("chain")) {
            return Some(Self::Worksheet);
        }
        FileKind::of(name).map(Self::Notes)
    }
}

/// Checks a file.
pub fn check(path: &str, kind: Kind, text: &str) -> FileReport {
    let mut report = FileReport { path: path.to_owned(), ..FileReport::default() };
    match kind {
        Kind::Worksheet => {
            worksheet(Source::new(path, text), &mut report);
            let all: Vec<&str> = text.lines().collect();
            keep_shown(&mut report, |line| all.get(line.saturating_sub(1)).copied().unwrap_or(""));
        }
        Kind::Notes(kind) => {
            let page = match Page::read(kind, text) {
                Ok(page) => page,
                Err(why) => {
                    report.errors.push(format!("{path}: {why}"));
                    return report;
                }
            };
            report.lines = proofread(&page);
            for source in sources(path, kind, text) {
                worksheet(source, &mut report);
            }
            report.lines.sort_by_key(|line| (line.line, line.column));
            keep_shown(&mut report, |line| page.line(line));
        }
    }
    report
}

/// The worksheets of notes, each at its line.
fn sources(path: &str, kind: FileKind, text: &str) -> Vec<Source> {
    match kind {
        FileKind::Markdown | FileKind::Tex => blocks::worksheets(path, kind, text),
        FileKind::Notebook => {
            let Ok(cells) = notebook::cells(text) else { return Vec::new() };
            cells
                .iter()
                .filter(|cell| cell.kind == "markdown")
                .flat_map(|cell| {
                    let own = notebook::source(text, cell);
                    let line = text[..cell.whole.start].matches('\n').count() + 1;
                    // A source written as a list has each of its lines on a line of the file.
                    blocks::worksheets_at(path, FileKind::Markdown, &own, line)
                })
                .collect()
        }
    }
}

/// Works out a worksheet: each of its claims is a line, and what it cannot do an error.
fn worksheet(source: Source, report: &mut FileReport) {
    let outcome = run_source(source, &Options::default());
    let errors: Vec<_> =
        outcome.diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).cloned().collect();
    if !errors.is_empty() {
        report.errors.push(render(&outcome.source, &errors, Style::Plain));
    }
    let Some(found) = outcome.report else { return };
    for claim in &found.claims {
        let (verdict, because) = match &claim.judgement {
            Judgement::Proved { how } => (Verdict::Proved, how),
            Judgement::Consistent { how } => (Verdict::RoundedOperands, how),
            Judgement::Refuted { how } => (Verdict::Wrong, how),
            Judgement::Vacuous { why } | Judgement::Undecided { why } => (Verdict::NotDecided, why),
        };
        let (line, column) = outcome.source.line_column(claim.span.start as usize);
        report.lines.push(Line {
            line,
            column,
            place: claim.span.start as usize..claim.span.end as usize,
            latex: claim.text.clone(),
            role: Role::Claim,
            relation: "",
            verdict,
            value: None,
            slip: None,
            because: Some(because.clone()),
            built_on: None,
        });
    }
    if found.exit_code() == 3 {
        report.errors.push(format!("{}: a step of a derivation was refuted", outcome.source.name()));
    }
}

/// Keeps the lines of the file in which something is wrong.
fn keep_shown<'t>(report: &mut FileReport, line: impl Fn(usize) -> &'t str) {
    const LONGEST: usize = 20_000;
    let mut numbers: Vec<usize> =
        report.lines.iter().filter(|own| own.verdict == Verdict::Wrong).map(|own| own.line).collect();
    numbers.dedup();
    report.shown =
        numbers.into_iter().map(|number| (number, line(number).chars().take(LONGEST).collect())).collect();
}
