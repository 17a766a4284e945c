//! Derivations woven into notes: below each worksheet stands what follows from it, between two markers.

use std::ops::Range;

use chainrule::diagnostic::Source;
use chainrule_latex::page::FileKind;

use crate::blocks::{Block, blocks, joined, never_closed};
use crate::derivation::Math;
use crate::notebook;
use crate::woven::{BEGIN, Change, END, Woven, changed, line_end, output};

/// Of which worksheets the derivations are woven in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Which {
    /// Of all.
    All,
    /// Of those that say what is to be shown.
    Shown,
}

/// Weaves the derivations of its worksheets into a file.
///
/// # Errors
/// The file is no notebook.
pub fn weave(path: &str, kind: FileKind, text: &str, math: Math) -> Result<Woven, String> {
    weave_some(path, kind, text, math, Which::All)
}

/// The same for some of its worksheets.
pub(crate) fn weave_some(
    path: &str,
    kind: FileKind,
    text: &str,
    math: Math,
    which: Which,
) -> Result<Woven, String> {
    match kind {
        FileKind::Markdown | FileKind::Tex => {
            let mut woven = Woven::default();
            let mut before = String::new();
            let mut changes = Vec::new();
            for block in blocks(kind, text) {
                if which == Which::Shown && !block.asks_to_show() {
                    joined(&mut before, &block);
                    continue;
                }
                woven.count += 1;
                if !block.is_closed {
                    woven.errors.push(never_closed(path, block.line.saturating_sub(1)));
                    continue;
                }
                let sheet = joined(&mut before, &block);
                let lead = sheet.matches('\n').count() - block.text.matches('\n').count();
                let source = Source::new(path, sheet).starting_at(block.line.saturating_sub(lead).max(1));
                match output(source, &block, kind, (math, woven.count), &mut woven.refuted) {
                    Ok(output) => match place_of(text, kind, &block) {
                        Ok(place) => {
                            let output = if is_for_pandoc(path) { for_pandoc(&output) } else { output };
                            let text = region(text, kind, &block, &output, place.is_empty());
                            changes.push(Change { place, text });
                        }
                        Err(why) => woven.errors.push(format!("{path}:{}: {why}\n", block.line)),
                    },
                    Err(why) => woven.errors.push(why),
                }
            }
            woven.text = changed(text, &changes);
            Ok(woven)
        }
        FileKind::Notebook => notebook::weave(path, text, math),
    }
}

/// Mathematics in the commands that pandoc knows.
fn for_pandoc(output: &str) -> String {
    let output = output.replace(" \\cr\n", " \\\\\n");
    output.replace("\\negthinspace", "\\!").replace("\\thinspace", "\\,")
}

/// Whether a file is read by pandoc, which takes `\\\\` for the end of a row and no `\\cr`; readers of plain Markdown eat backslashes.
fn is_for_pandoc(path: &str) -> bool {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    ending.eq_ignore_ascii_case("qmd") || ending.eq_ignore_ascii_case("rmd")
}

/// The place of what was woven in below a block before; an empty one right behind it where nothing was.
fn place_of(text: &str, kind: FileKind, block: &Block) -> Result<Range<usize>, &'static str> {
    let start = block.place.end;
    let mut at = start;
    let bare = |line: &str| line.trim_start_matches([' ', '\t', '>']).trim_end().to_owned();
    let [begin, end] = [BEGIN, END].map(|marker| marker_line(kind, marker));
    // A blank line may stand between.
    let mut is_found = false;
    for _ in 0..2 {
        let line_end = text[at..].find('\n').map_or(text.len(), |end| at + end + 1);
        let line = bare(&text[at..line_end]);
        if line == begin {
            is_found = true;
            break;
        }
        if !line.is_empty() || line_end >= text.len() {
            break;
        }
        at = line_end;
    }
    if !is_found {
        return Ok(start..start);
    }
    let mut is_first = true;
    while at < text.len() {
        let line_end = text[at..].find('\n').map_or(text.len(), |end| at + end + 1);
        let line = bare(&text[at..line_end]);
        if line == end {
            return Ok(start..line_end);
        }
        if line == begin && !is_first {
            break;
        }
        is_first = false;
        at = line_end;
    }
    Err("the marker `chainrule:begin` below it has no `chainrule:end`: add it, or remove both")
}

fn marker_line(kind: FileKind, marker: &str) -> String {
    match kind {
        FileKind::Markdown | FileKind::Notebook => format!("<!-- {marker} -->"),
        FileKind::Tex => format!("% {marker}"),
    }
}

/// What stands below a block, with the lead of its lines and the line ends of the file.
fn region(text: &str, kind: FileKind, block: &Block, output: &str, is_new: bool) -> String {
    let end = line_end(text);
    let mut lines: Vec<String> = vec![marker_line(kind, BEGIN)];
    if kind != FileKind::Tex {
        lines.push(String::new());
    }
    lines.extend(output.trim_end().lines().map(str::to_owned));
    if kind != FileKind::Tex {
        lines.push(String::new());
    }
    lines.push(marker_line(kind, END));
    // A comment holds no mathematics: in TeX only the worksheet stands behind signs of comments.
    let lead = if kind == FileKind::Tex {
        block.prefix.split('%').next().unwrap_or("").to_owned()
    } else {
        block.prefix.clone()
    };
    let mut out = String::new();
    let is_last = block.place.end == text.len() && !text.ends_with('\n');
    if is_last {
        out.push_str(end);
    }
    let blank = lead.trim_end().to_owned();
    if kind != FileKind::Tex {
        out.push_str(&blank);
        out.push_str(end);
    }
    let count = lines.len();
    for (place, line) in lines.into_iter().enumerate() {
        if line.is_empty() {
            out.push_str(&blank);
        } else {
            out.push_str(&lead);
            out.push_str(&line);
        }
        if !(is_last && is_new && place + 1 == count) {
            out.push_str(end);
        }
    }
    // What was there before and ended the file without a line end does so again.
    if !is_new
        && !text.ends_with('\n')
        && place_of(text, kind, block).is_ok_and(|place| place.end == text.len())
    {
        out.truncate(out.len() - end.len());
    }
    out
}
