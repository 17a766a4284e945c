//! Derivations in notebooks: each stands in a cell of its own behind the cell of its worksheets.

use chainrule::diagnostic::Source;
use chainrule_latex::page::FileKind;
use chainrule_latex::page::notebook::{Cell, cells, source};

use crate::blocks::{blocks, joined};
use crate::derivation::Math;
use crate::woven::{BEGIN, Change, END, Woven, changed, output};

/// Weaves derivations into the neighbours of the cells that hold worksheets.
pub(crate) fn weave(path: &str, text: &str, math: Math) -> Result<Woven, String> {
    let all = cells(text)?;
    let mut woven = Woven::default();
    let mut before = String::new();
    let mut changes = Vec::new();
    let (mut at, mut line) = (0, 1);
    for (place, cell) in all.iter().enumerate() {
        if cell.kind != "markdown" {
            continue;
        }
        let markdown = source(text, cell);
        if markdown.starts_with(&format!("<!-- {BEGIN}")) {
            continue;
        }
        line += text[at..cell.whole.start].matches('\n').count();
        at = cell.whole.start;
        let mut outputs = Vec::new();
        let mut has_failed = false;
        for block in blocks(FileKind::Markdown, &markdown) {
            woven.count += 1;
            if !block.is_closed {
                woven.errors.push(format!("{path}:{line}: the block in this cell is never closed\n"));
                has_failed = true;
                continue;
            }
            let sheet = joined(&mut before, &block);
            let lead = sheet.matches('\n').count() - block.text.matches('\n').count();
            let start = (line + block.line).saturating_sub(lead).max(1);
            match output(
                Source::new(path, sheet).starting_at(start),
                &block,
                FileKind::Notebook,
                (math, 1),
                &mut woven.refuted,
            ) {
                Ok(output) => outputs.push(output),
                Err(why) => {
                    has_failed = true;
                    woven.errors.push(why);
                }
            }
        }
        if outputs.is_empty() || has_failed {
            continue;
        }
        let words = format!("<!-- {BEGIN} -->\n\n{}\n\n<!-- {END} -->", outputs.join("\n\n"));
        let next = all.get(place + 1).filter(|next| {
            next.kind == "markdown" && source(text, next).starts_with(&format!("<!-- {BEGIN}"))
        });
        changes.push(match next {
            Some(next) => Change { place: next.whole.clone(), text: list(text, next, &words) },
            None => {
                Change { place: cell.place.end..cell.place.end, text: new_cell(text, cell, &words, place) }
            }
        });
    }
    woven.text = changed(text, &changes);
    Ok(woven)
}

/// The white space before a place on its line, if nothing else stands there.
fn indentation(text: &str, at: usize) -> Option<&str> {
    let start = text[..at].rfind('\n')? + 1;
    let lead = &text[start..at];
    lead.trim().is_empty().then_some(lead)
}

/// The white space before the keys of a cell; nothing where the file is written on one line.
fn inner(text: &str, cell: &Cell) -> Option<String> {
    let content = &text[cell.place.start + 1..cell.place.end];
    let first = content.find('"')?;
    let lead = &content[..first];
    let end = lead.rfind('\n')?;
    Some(lead[end + 1..].to_owned())
}

/// A source written as the file writes it: as one string, or as a list of lines.
pub(crate) fn source_of(text: &str, cell: &Cell, words: &str) -> String {
    if text[cell.whole.clone()].starts_with('"') { quoted(words) } else { list(text, cell, words) }
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_else(|_| "\"\"".to_owned())
}

/// The lines of a text as a list of JSON strings, laid out as the file lays out its lists.
fn list(text: &str, cell: &Cell, words: &str) -> String {
    let pieces: Vec<String> = words.split_inclusive('\n').map(quoted).collect();
    let Some(inner) = inner(text, cell) else { return format!("[{}]", pieces.join(",")) };
    let outer = indentation(text, cell.place.start).unwrap_or("");
    let unit = inner.strip_prefix(outer).unwrap_or(" ");
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let lines: Vec<String> = pieces.iter().map(|piece| format!("{end}{inner}{unit}{piece}")).collect();
    format!("[{}{end}{inner}]", lines.join(","))
}

/// A new cell behind one, with what stands before it.
fn new_cell(text: &str, cell: &Cell, words: &str, place: usize) -> String {
    let has_ids = text[cell.place.clone()].contains("\"id\"");
    let source = list(text, cell, words);
    let mut id = format!("chainrule-{place}");
    while text.contains(&quoted(&id)) {
        id.push('b');
    }
    let mut keys = vec!["\"cell_type\": \"markdown\"".to_owned()];
    if has_ids {
        keys.push(format!("\"id\": \"{id}\""));
    }
    keys.push("\"metadata\": {}".to_owned());
    keys.push(format!("\"source\": {source}"));
    let Some(inner) = inner(text, cell) else { return format!(",{{{}}}", keys.join(",")) };
    let outer = indentation(text, cell.place.start).unwrap_or("");
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let keys: Vec<String> = keys.into_iter().map(|key| format!("{end}{inner}{key}")).collect();
    format!(",{end}{outer}{{{}{end}{outer}}}", keys.join(","))
}
