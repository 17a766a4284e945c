//! The fenced blocks of a page, each with its place.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag};

/// A fenced block.
pub struct Block {
    /// The first word of the info string.
    pub language: String,
    /// The other words: `from="Facts"` as a pair, a bare word with an empty value.
    pub attributes: Vec<(String, String)>,
    /// The fence: three backticks or more.
    pub fence: String,
    /// What stands between the fences.
    pub content: String,
    /// Where the content stands in the page.
    pub range: Range<usize>,
    /// The line of the opening fence.
    pub line: usize,
}

impl Block {
    /// The value of an attribute.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Whether an attribute is there.
    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// The number that an attribute states.
    pub fn number(&self, name: &str) -> Result<Option<usize>, String> {
        self.get(name).map(|text| text.parse().map_err(|_| format!("{name}={text} is no number"))).transpose()
    }
}

/// New text for a stretch of a page.
pub struct Edit {
    pub range: Range<usize>,
    pub text: String,
}

/// All code blocks of a page; indented ones are refused, since they say nothing of what they are.
pub fn read(text: &str) -> Result<Vec<Block>, String> {
    let mut blocks = Vec::new();
    for (event, range) in Parser::new(text).into_offset_iter() {
        let Event::Start(Tag::CodeBlock(kind)) = event else { continue };
        let line = text[..range.start].matches('\n').count() + 1;
        let CodeBlockKind::Fenced(info) = kind else {
            return Err(format!("line {line}: an indented code block; write a fenced one"));
        };
        let whole = &text[range.clone()];
        let start = range.start + whole.find('\n').map_or(whole.len(), |at| at + 1);
        let end = range.start + whole.trim_end().rfind('\n').map_or(whole.len(), |at| at + 1);
        let range = start..end.max(start);
        let mut words = words(&info)?.into_iter();
        blocks.push(Block {
            language: words.next().map(|(name, _)| name).unwrap_or_default(),
            attributes: words.collect(),
            fence: whole.chars().take_while(|&c| c == '`').collect(),
            content: text[range.clone()].to_owned(),
            range,
            line,
        });
    }
    Ok(blocks)
}

/// `text output from="Each factor"` as pairs of name and value.
fn words(info: &str) -> Result<Vec<(String, String)>, String> {
    let mut words = Vec::new();
    let mut rest = info.trim();
    while !rest.is_empty() {
        let end = rest.find([' ', '=']).unwrap_or(rest.len());
        let name = rest[..end].to_owned();
        rest = &rest[end..];
        let mut value = String::new();
        if let Some(after) = rest.strip_prefix("=\"") {
            let close = after.find('"').ok_or_else(|| format!("`{info}`: a quote is never closed"))?;
            after[..close].clone_into(&mut value);
            rest = &after[close + 1..];
        } else if let Some(after) = rest.strip_prefix('=') {
            let end = after.find(' ').unwrap_or(after.len());
            after[..end].clone_into(&mut value);
            rest = &after[end..];
        }
        words.push((name, value));
        rest = rest.trim_start();
    }
    Ok(words)
}

/// The part of an output that a block shows: all of it, or what `from` and `to` say.
pub fn excerpt(block: &Block, output: &str) -> Result<String, String> {
    let lines: Vec<&str> = output.lines().map(str::trim_end).collect();
    let first = match block.get("from") {
        None => lines.iter().position(|line| !line.is_empty()).unwrap_or(0),
        Some(wanted) => lines
            .iter()
            .position(|line| line.contains(wanted))
            .ok_or_else(|| format!("no line of the output holds `{wanted}`"))?,
    };
    let end = match block.get("to") {
        None => lines.len(),
        Some(wanted) => lines[first + 1..]
            .iter()
            .position(|line| line.contains(wanted))
            .map(|at| first + 1 + at)
            .ok_or_else(|| format!("no later line of the output holds `{wanted}`"))?,
    };
    let end = end.min(block.number("lines")?.map_or(end, |count| first + count));
    let shown = lines[first..end].join("\n");
    let shown = shown.trim_end();
    Ok(if shown.is_empty() { String::new() } else { format!("{shown}\n") })
}

/// The page with all edits carried out.
pub fn apply(text: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.range.start));
    let mut page = text.to_owned();
    for edit in edits {
        page.replace_range(edit.range, &edit.text);
    }
    page
}

/// The first line in which what is shown and what is printed differ.
pub fn first_difference(shown: &str, printed: &str) -> String {
    let mut lines = shown.lines().zip(printed.lines());
    match lines.find(|(left, right)| left != right) {
        Some((left, right)) => format!("the page shows\n  {left}\nbut printed is\n  {right}"),
        None => format!(
            "the page shows {} lines, but {} are printed",
            shown.lines().count(),
            printed.lines().count()
        ),
    }
}
