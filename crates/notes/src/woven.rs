//! What is woven into a file, whatever its kind: the derivation of a worksheet, and the changes that put it in.

use std::ops::Range;

use chainrule::diagnostic::{Source, Style, render};
use chainrule::{Judgement, Options, run_source};
use chainrule_latex::page::FileKind;

use crate::blocks::Block;
use crate::derivation::{Math, ShownParts, written};

/// The marker before what is woven in.
pub(crate) const BEGIN: &str = "chainrule:begin";

/// The marker behind it.
pub(crate) const END: &str = "chainrule:end";

/// A file with its derivations woven in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Woven {
    /// The file as it should be.
    pub text: String,
    /// What is wrong with its worksheets: those stay as they were.
    pub errors: Vec<String>,
    /// Which claims of its worksheets do not hold.
    pub refuted: Vec<String>,
    /// How many worksheets it holds.
    pub count: usize,
}

/// A change of a text: what stands at a place is replaced.
pub(crate) struct Change {
    pub(crate) place: Range<usize>,
    pub(crate) text: String,
}

/// A text with changes, which stand in its order.
pub(crate) fn changed(text: &str, changes: &[Change]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for change in changes {
        if change.place.start < at {
            continue;
        }
        out.push_str(&text[at..change.place.start]);
        out.push_str(&change.text);
        at = change.place.end;
    }
    out.push_str(&text[at..]);
    out
}

/// What a worksheet comes to, as lines.
///
/// It is the worksheet of the file with a number: labels of a file are all different. Claims that do not hold are put to `refuted`.
pub(crate) fn output(
    source: Source,
    block: &Block,
    kind: FileKind,
    (math, number): (Math, usize),
    refuted: &mut Vec<String>,
) -> Result<String, String> {
    let parts = ShownParts::read(&block.options, &block.shown_parts)
        .map_err(|why| format!("{}:{}: {why}\n", source.name(), block.line.saturating_sub(1)))?;
    let options = Options::default();
    let outcome = run_source(source, &options);
    let Some(report) = outcome.report else {
        let errors: Vec<_> =
            outcome.diagnostics.into_iter().filter(chainrule::diagnostic::Diagnostic::is_error).collect();
        return Err(render(&outcome.source, &errors, Style::Plain));
    };
    if report.is_refuted() {
        return Err(format!(
            "{}:{}: a step of the derivation was refuted\n",
            outcome.source.name(),
            block.line
        ));
    }
    for claim in report.claims.iter().filter(|claim| matches!(claim.judgement, Judgement::Refuted(_))) {
        let (line, _) = outcome.source.line_column(claim.span.start as usize);
        refuted.push(format!("{}:{line}: the claim `{}` does not hold\n", outcome.source.name(), claim.text));
    }
    let name = if number > 1 { number.to_string() } else { String::new() };
    Ok(written(&report, &options, &parts, kind, (math, &name)))
}

/// What ends a line of a file.
pub(crate) fn line_end(text: &str) -> &'static str {
    if text.find('\n').is_some_and(|at| text[..at].ends_with('\r')) { "\r\n" } else { "\n" }
}
