//! The worksheets of notes laid out, and nothing else touched.

use chainrule_latex::page::FileKind;
use chainrule_latex::page::notebook::{cells, source};

use crate::blocks::{Block, blocks, never_closed};
use crate::notebook::source_of;
use crate::woven::{Change, changed, line_end};

/// Notes with their worksheets laid out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LaidOut {
    /// The file as it should be.
    pub text: String,
    /// Which worksheets can't be read: those stay as they were.
    pub errors: Vec<String>,
}

/// Lays out the worksheets of notes; `layout` gives a worksheet as it should be, and nothing where it can't be read.
///
/// # Errors
/// The file is no notebook.
pub fn lay_out(
    path: &str,
    kind: FileKind,
    text: &str,
    layout: &dyn Fn(&str) -> Option<String>,
) -> Result<LaidOut, String> {
    let mut out = LaidOut::default();
    match kind {
        FileKind::Markdown | FileKind::Tex => {
            out.text = in_text(path, kind, (text, 1), layout, &mut out.errors);
        }
        FileKind::Notebook => {
            let mut changes = Vec::new();
            let (mut at, mut line) = (0, 1);
            for cell in cells(text)?.iter().filter(|cell| cell.kind == "markdown") {
                line += text[at..cell.whole.start].matches('\n').count();
                at = cell.whole.start;
                let markdown = source(text, cell);
                let new = in_text(path, FileKind::Markdown, (&markdown, line), layout, &mut out.errors);
                if new != markdown {
                    changes.push(Change { place: cell.whole.clone(), text: source_of(text, cell, &new) });
                }
            }
            out.text = changed(text, &changes);
        }
    }
    Ok(out)
}

/// The same for a text that begins at a line of the file.
fn in_text(
    path: &str,
    kind: FileKind,
    (text, line): (&str, usize),
    layout: &dyn Fn(&str) -> Option<String>,
    errors: &mut Vec<String>,
) -> String {
    let mut changes = Vec::new();
    for block in blocks(kind, text) {
        let at = (block.line + line).saturating_sub(1);
        if !block.is_closed {
            errors.push(never_closed(path, at.saturating_sub(1)));
            continue;
        }
        let Some(change) = laid_out(text, &block, layout) else {
            errors.push(format!(
                "{path}:{at}: this worksheet can't be read, and stays as it is: `chainrule check {path}` says what is wrong\n"
            ));
            continue;
        };
        changes.push(change);
    }
    changed(text, &changes)
}

/// The lines between the fences of a block as they should be.
fn laid_out(text: &str, block: &Block, layout: &dyn Fn(&str) -> Option<String>) -> Option<Change> {
    let block_text = &text[block.place.clone()];
    let start = block_text.find('\n').map_or(block_text.len(), |end| end + 1);
    let end = block_text.trim_end_matches(['\n', '\r']).rfind('\n').map_or(start, |end| end + 1).max(start);
    let body = &block_text[start..end];
    let lead = block.prefix.as_str();
    let bare = lead.trim_end();
    // What stands before a line: the lead of the block, or as much of it as there is.
    let sheet: Vec<&str> = body
        .lines()
        .map(|line| {
            line.strip_prefix(lead).or_else(|| line.strip_prefix(bare)).unwrap_or_else(|| line.trim_start())
        })
        .collect();
    let new = layout(&format!("{}\n", sheet.join("\n")))?;
    let break_ = line_end(text);
    let mut out = String::new();
    if sheet.iter().any(|line| !line.trim().is_empty()) {
        for line in new.trim_end().lines() {
            out.push_str(if line.is_empty() { bare } else { lead });
            out.push_str(line);
            out.push_str(break_);
        }
    } else {
        out.push_str(body);
    }
    let place = block.place.start + start..block.place.start + end;
    Some(Change { place, text: out })
}
