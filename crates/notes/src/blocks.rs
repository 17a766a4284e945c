//! The blocks of notes that hold worksheets: fences marked `chain`, and environments of TeX.

use std::ops::Range;

use chainrule::diagnostic::Source;
use chainrule_latex::page::FileKind;

/// A block that holds a worksheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Block {
    /// Where it stands, from the start of its first line to behind the end of its last one.
    pub(crate) place: Range<usize>,
    /// What stands before each of its lines: quotes and indentation.
    pub(crate) prefix: String,
    /// What stands behind `chain` on its fence.
    pub(crate) options: String,
    /// What its lines `show …` ask for.
    pub(crate) shown_parts: String,
    /// The worksheet, without what stands before its lines.
    pub(crate) text: String,
    /// The line at which the worksheet begins, from 1.
    pub(crate) line: usize,
    /// Whether it is closed.
    pub(crate) is_closed: bool,
}

/// The worksheets of a text that begins at a line of the file; of a block that is never closed, what is wrong with it. `before` is
/// what the blocks above say together: one in another cell of a notebook is gone on from too.
pub(crate) fn worksheets(
    path: &str,
    kind: FileKind,
    text: &str,
    line: usize,
    before: &mut String,
) -> Vec<Result<Source, String>> {
    let mut sources = Vec::new();
    for block in blocks(kind, text) {
        if !block.is_closed {
            sources.push(Err(never_closed(path, (block.line + line).saturating_sub(2))));
            continue;
        }
        let sheet = joined(before, &block);
        let lead = sheet.matches('\n').count() - block.text.matches('\n').count();
        let start = (block.line + line).saturating_sub(1 + lead).max(1);
        sources.push(Ok(Source::new(path, sheet).starting_at(start)));
    }
    sources
}

/// What is said of a block that begins at a line and is never closed.
pub(crate) fn never_closed(path: &str, line: usize) -> String {
    format!("{path}:{line}: the block is never closed: write its fence again below the worksheet\n")
}

/// A block with what it goes on from; `before` is what the blocks above say together.
pub(crate) fn joined(before: &mut String, block: &Block) -> String {
    let goes_on = block.options.split([' ', ',']).any(|word| word == "continue");
    let text = if goes_on {
        // Only what it is computed from: questions of the blocks above are answered there.
        let kept: Vec<&str> = before
            .lines()
            .map(|line| {
                let word = line.split_whitespace().next().unwrap_or("");
                let is_question = ["derive", "update", "claim", "show"].contains(&word);
                if is_question { "" } else { line }
            })
            .collect();
        format!("{}\n{}", kept.join("\n"), block.text)
    } else {
        block.text.clone()
    };
    if goes_on {
        before.push('\n');
        before.push_str(&block.text);
    } else {
        before.clone_from(&block.text);
    }
    text
}

/// The blocks of a text.
pub(crate) fn blocks(kind: FileKind, text: &str) -> Vec<Block> {
    let mut all = match kind {
        FileKind::Markdown | FileKind::Notebook => fences(text),
        FileKind::Tex => environments(text),
    };
    for block in &mut all {
        without_shown(block);
    }
    all
}

/// Takes the lines `show …` out of a worksheet: they say what stands in the notes, not what is so.
fn without_shown(block: &mut Block) {
    if !block.text.lines().any(|line| line.trim_start().starts_with("show ")) {
        return;
    }
    let mut kept = String::new();
    for line in block.text.lines() {
        match line.trim_start().strip_prefix("show ") {
            Some(parts) => {
                block.shown_parts.push_str(parts.split('#').next().unwrap_or(""));
                block.shown_parts.push(',');
            }
            None => kept.push_str(line),
        }
        kept.push('\n');
    }
    block.text = kept;
}

fn fences(text: &str) -> Vec<Block> {
    let mut found = Vec::new();
    let mut open: Option<(char, usize, Option<Block>)> = None;
    let mut at = usize::from(text.starts_with('\u{feff}')) * 3;
    let mut number = 0;
    while at < text.len() {
        number += 1;
        let end = text[at..].find('\n').map_or(text.len(), |end| at + end + 1);
        let line = text[at..end].trim_end_matches(['\n', '\r']);
        let body = line.trim_start_matches([' ', '\t', '>']);
        if let Some((sign, length, block)) = &mut open {
            let trimmed = body.trim_end();
            let closes = trimmed.len() >= *length && trimmed.chars().all(|character| character == *sign);
            if closes {
                if let Some(mut block) = block.take() {
                    block.place.end = end;
                    block.is_closed = true;
                    found.push(block);
                }
                open = None;
            } else if let Some(block) = block {
                let content = line.strip_prefix(block.prefix.as_str()).unwrap_or_else(|| {
                    let most = line.len() - body.len();
                    &line[most.min(block.prefix.len())..]
                });
                block.text.push_str(content);
                block.text.push('\n');
                block.place.end = end;
            }
        } else {
            let (lead, fence) = behind_marker(line);
            let sign = fence.chars().next().filter(|sign| matches!(sign, '`' | '~'));
            if let Some(sign) = sign {
                let length = fence.chars().take_while(|character| *character == sign).count();
                let info = fence[length..].trim();
                if length >= 3 && !(sign == '`' && info.contains('`')) {
                    let inner = info.trim_start_matches('{').trim_end_matches('}').trim_start_matches('.');
                    let word_end = inner.find([' ', ',', '{', '\t']).unwrap_or(inner.len());
                    let block = (&inner[..word_end] == "chain").then(|| Block {
                        place: at..end,
                        prefix: lead,
                        options: inner[word_end..].trim_matches([' ', ',', '{', '}', '\t']).to_owned(),
                        shown_parts: String::new(),
                        text: String::new(),
                        line: number + 1,
                        is_closed: false,
                    });
                    open = Some((sign, length, block));
                }
            }
        }
        at = end;
    }
    if let Some((_, _, Some(block))) = open {
        found.push(block);
    }
    found
}

/// A line's lead (indentation, quotes; the marker of a list as spaces) and the rest of it.
fn behind_marker(line: &str) -> (String, &str) {
    let body = line.trim_start_matches([' ', '\t', '>']);
    let mut lead = line[..line.len() - body.len()].to_owned();
    let marker = body
        .find(|c: char| !c.is_ascii_digit())
        .and_then(|digits| {
            let rest = &body[digits..];
            let is_bullet = digits == 0 && rest.starts_with(['-', '*', '+']);
            let is_number = digits > 0 && rest.starts_with(['.', ')']);
            (is_bullet || is_number).then_some(digits + 1)
        })
        .filter(|&length| body[length..].starts_with([' ', '\t']));
    let Some(length) = marker else { return (lead, body) };
    let rest = body[length..].trim_start_matches([' ', '\t']);
    lead.push_str(&" ".repeat(body.len() - rest.len()));
    (lead, rest)
}

/// Where what shows the text of TeX ends, if a place stands in it; looked for from another place on.
fn shown_end(text: &str, from: usize, place: usize) -> Option<usize> {
    const SHOWN: [&str; 5] = ["verbatim", "Verbatim", "lstlisting", "minted", "comment"];
    SHOWN.iter().find_map(|name| {
        let (open, close) = (format!("\\begin{{{name}}}"), format!("\\end{{{name}}}"));
        let start = from + text[from..place].rfind(&open)?;
        let end = start + text[start..].find(&close)?;
        (end > place).then_some(end + close.len())
    })
}

fn environments(text: &str) -> Vec<Block> {
    const OPEN: &str = "\\begin{chain}";
    const CLOSE: &str = "\\end{chain}";
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(OPEN).map(|start| at + start) {
        if let Some(end) = shown_end(text, at, start) {
            at = end;
            continue;
        }
        let line_start = text[..start].rfind('\n').map_or(0, |end| end + 1);
        let is_comment = text[line_start..start].trim_start().starts_with('%');
        let inner_start = text[start..].find('\n').map_or(text.len(), |end| start + end + 1);
        let options = text[start + OPEN.len()..inner_start].trim().trim_matches(['[', ']']).to_owned();
        let line = text[..inner_start].matches('\n').count() + 1;
        let Some(end) = text[inner_start..].find(CLOSE).map(|end| inner_start + end) else {
            found.push(Block {
                place: line_start..text.len(),
                prefix: String::new(),
                options,
                shown_parts: String::new(),
                text: String::new(),
                line,
                is_closed: false,
            });
            break;
        };
        let close_start = text[..end].rfind('\n').map_or(0, |end| end + 1).max(inner_start);
        let close_end = text[end..].find('\n').map_or(text.len(), |line| end + line + 1);
        let lead = text[line_start..start].to_owned();
        let content: String = text[inner_start..close_start]
            .lines()
            .map(|line| {
                let line = if is_comment { line.trim_start().trim_start_matches('%') } else { line };
                format!("{line}\n")
            })
            .collect();
        found.push(Block {
            place: line_start..close_end,
            prefix: lead,
            options,
            shown_parts: String::new(),
            text: content,
            line,
            is_closed: true,
        });
        at = close_end.max(end + CLOSE.len());
    }
    found
}

impl Block {
    /// Whether its fence or its lines say what is to be shown.
    pub(crate) fn asks_to_show(&self) -> bool {
        let on_fence = self.options.split([' ', ',']).any(|word| word == "show" || word.starts_with("show="));
        on_fence || !self.shown_parts.is_empty()
    }

    /// A worksheet that stands by itself.
    pub(crate) fn of_text(text: &str, options: &str) -> Self {
        let mut block = Self {
            place: 0..text.len(),
            prefix: String::new(),
            options: options.to_owned(),
            shown_parts: String::new(),
            text: format!("{text}\n"),
            line: 1,
            is_closed: true,
        };
        without_shown(&mut block);
        block
    }
}
