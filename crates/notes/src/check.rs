//! A whole file: its worksheets and its formulas.

use chainrule::diagnostic::{Source, Style, render};
use chainrule::{Judgement, Options, claim_reason, run_source};
use chainrule_latex::page::{FileKind, Page, notebook};

use crate::blocks;
use crate::line::{Line, Role, Verdict};
use crate::proofread;
use crate::proofread::{single, stripped};
use crate::report::{Excerpt, FileReport};

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

/// Checks one formula, with others for its context.
pub fn check_formula(name: &str, latex: &str, givens: &[String]) -> FileReport {
    let mut report =
        FileReport { path: name.to_owned(), lines: single(latex, givens), ..FileReport::default() };
    let all: Vec<&str> = stripped(latex).lines().collect();
    keep_shown(&mut report, |line| all.get(line.saturating_sub(1)).copied().unwrap_or(""));
    report
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
                match source {
                    Ok(source) => worksheet(source, &mut report),
                    Err(why) => report.errors.push(why),
                }
            }
            report.lines.sort_by_key(|line| (line.line, line.column));
            keep_shown(&mut report, |line| page.line(line));
        }
    }
    report
}

/// The worksheets of notes, each at its line.
fn sources(path: &str, kind: FileKind, text: &str) -> Vec<Result<Source, String>> {
    let mut before = String::new();
    match kind {
        FileKind::Markdown | FileKind::Tex => blocks::worksheets(path, kind, text, 1, &mut before),
        FileKind::Notebook => {
            let Ok(cells) = notebook::cells(text) else { return Vec::new() };
            let (mut at, mut line) = (0, 1);
            cells
                .iter()
                .filter(|cell| cell.kind == "markdown")
                .flat_map(|cell| {
                    let markdown = notebook::source(text, cell);
                    line += text[at..cell.whole.start].matches('\n').count();
                    at = cell.whole.start;
                    // A source written as a list has each of its lines on a line of the file.
                    blocks::worksheets(path, FileKind::Markdown, &markdown, line, &mut before)
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
        let verdict = match &claim.judgement {
            Judgement::Proved(_) => Verdict::Proved,
            Judgement::Consistent { .. } => Verdict::RoundedOperands,
            Judgement::Refuted(_) => Verdict::Wrong,
            Judgement::Vacuous { .. } | Judgement::Undecided(_) => Verdict::NotDecided,
        };
        let because = claim_reason(&found, claim);
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
            because: Some(because),
            built_on: None,
            is_slip_sought: true,
        });
    }
    if found.exit_code() == 3 {
        report.errors.push(format!("{}: a step of a derivation was refuted", outcome.source.name()));
    }
}

/// Keeps what the file shows around each wrong relation. Relations stand in the order of the page, so that each line is gone
/// through once, however long it is.
fn keep_shown<'t>(report: &mut FileReport, line: impl Fn(usize) -> &'t str) {
    const BEFORE: usize = 30;
    const LONGEST: usize = 110;
    let mut counted = (0, "");
    // A place in the line, and how many characters stand before it.
    let (mut at, mut count) = (0, 0);
    for wrong in report.lines.iter().filter(|line| line.verdict == Verdict::Wrong) {
        if wrong.line != counted.0 {
            counted = (wrong.line, line(wrong.line));
            (at, count) = (0, 0);
        }
        let start = wrong.column - 1;
        let from = start.saturating_sub(BEFORE);
        if from < count {
            (at, count) = (0, 0);
        }
        at +=
            counted.1[at..].char_indices().nth(from - count).map_or(counted.1.len() - at, |(place, _)| place);
        count = from;
        let rest = counted.1[at..].chars().take(LONGEST).count().saturating_sub(start - from);
        report.shown.push(Excerpt {
            text: counted.1[at..].chars().take(LONGEST).collect(),
            is_cut: from > 0,
            lead: start - from,
            marks: wrong.latex.chars().take(LONGEST).count().min(rest),
        });
    }
}
