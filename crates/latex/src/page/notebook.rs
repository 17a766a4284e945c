//! The cells of a notebook, with their places in the file: nothing else of it is touched.

use std::ops::Range;

/// A cell of a notebook.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// `markdown`, `code`, `raw`.
    pub kind: String,
    /// The places of the strings of its source, with their quotes.
    pub source: Vec<Range<usize>>,
    /// Where the source stands as a whole: an array or a string.
    pub whole: Range<usize>,
    /// Where the cell itself stands, with its braces.
    pub place: Range<usize>,
}

/// So deep may a notebook be nested.
const DEEPEST: usize = 200;

/// What is open at a place of the file.
struct Open {
    is_object: bool,
    key: Option<String>,
    start: usize,
}

/// The cells of a notebook.
///
/// # Errors
/// The file is no JSON, or holds no list of cells.
pub fn cells(text: &str) -> Result<Vec<Cell>, String> {
    let bytes = text.as_bytes();
    let mut stack: Vec<Open> = Vec::new();
    let mut cells: Vec<Cell> = Vec::new();
    let mut cell = Cell::default();
    let mut has_cells = false;
    let mut at = usize::from(text.starts_with('\u{feff}')) * 3;
    while at < bytes.len() {
        let path: Vec<Option<&str>> = stack.iter().map(|open| open.key.as_deref()).collect();
        let in_cell =
            stack.len() == 3 && path[0] == Some("cells") && !stack[1].is_object && stack[2].is_object;
        let in_source =
            stack.len() == 4 && path[0] == Some("cells") && path[2] == Some("source") && !stack[3].is_object;
        match bytes[at] {
            sign @ (b'{' | b'[') => {
                if stack.len() >= DEEPEST {
                    return Err("the notebook is nested too deep".to_owned());
                }
                if in_cell && path[2] == Some("source") {
                    cell.whole.start = at;
                }
                if stack.len() == 1 && path[0] == Some("cells") && sign == b'[' {
                    has_cells = true;
                }
                stack.push(Open { is_object: sign == b'{', key: None, start: at });
                at += 1;
            }
            b'}' | b']' => {
                let Some(open) = stack.pop() else { return Err("the notebook is no JSON".to_owned()) };
                at += 1;
                if in_source {
                    cell.whole.end = at;
                }
                if in_cell {
                    cell.place = open.start..at;
                    cells.push(std::mem::take(&mut cell));
                }
            }
            b'"' => {
                let end =
                    string_end(bytes, at).ok_or_else(|| "a string of the notebook never ends".to_owned())?;
                let after = end + bytes[end..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
                let is_key =
                    stack.last().is_some_and(|open| open.is_object) && bytes.get(after) == Some(&b':');
                if is_key {
                    let key = text[at + 1..end - 1].to_owned();
                    if let Some(open) = stack.last_mut() {
                        open.key = Some(key);
                    }
                } else if in_source {
                    cell.source.push(at..end);
                } else if in_cell && path[2] == Some("source") {
                    cell.whole = at..end;
                    cell.source.push(at..end);
                } else if in_cell && path[2] == Some("cell_type") {
                    text[at + 1..end - 1].clone_into(&mut cell.kind);
                }
                at = end;
            }
            _ => at += 1,
        }
    }
    if has_cells { Ok(cells) } else { Err("the file is no notebook: it has no list of cells".to_owned()) }
}

/// The place behind a string that begins at a place.
fn string_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start + 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 2,
            b'"' => return Some(at + 1),
            _ => at += 1,
        }
    }
    None
}

/// The text of the cells that are written in Markdown, and which of its places are which of the file.
pub fn words(text: &str, cells: &[Cell]) -> (String, Vec<(usize, usize)>) {
    let mut words = String::new();
    let mut places = Vec::new();
    for cell in cells.iter().filter(|cell| cell.kind == "markdown") {
        for place in &cell.source {
            decode(text, place.start + 1..place.end - 1, &mut words, &mut places);
        }
        words.push_str("\n\n");
    }
    (words, places)
}

/// The source of one cell.
pub fn source(text: &str, cell: &Cell) -> String {
    let mut words = String::new();
    for place in &cell.source {
        decode(text, place.start + 1..place.end - 1, &mut words, &mut Vec::new());
    }
    words
}

/// Adds what a JSON string holds.
fn decode(text: &str, place: Range<usize>, words: &mut String, places: &mut Vec<(usize, usize)>) {
    places.push((words.len(), place.start));
    let inner = &text[place.clone()];
    let mut at = 0;
    while at < inner.len() {
        let Some(escape) = inner[at..].find('\\') else {
            words.push_str(&inner[at..]);
            return;
        };
        words.push_str(&inner[at..at + escape]);
        at += escape;
        let sign = inner.as_bytes().get(at + 1).copied().unwrap_or(b'\\');
        let (decoded, length) = match sign {
            b'n' => ('\n', 2),
            b't' => ('\t', 2),
            b'r' => ('\r', 2),
            b'b' => ('\u{8}', 2),
            b'f' => ('\u{c}', 2),
            b'u' => unicode(&inner[at..]),
            other if other.is_ascii() => (char::from(other), 2),
            _ => ('\\', 1),
        };
        words.push(decoded);
        at += length.min(inner.len() - at);
        places.push((words.len(), place.start + at));
    }
}

/// `\u00e9`, or a pair of them.
fn unicode(text: &str) -> (char, usize) {
    let unit =
        |from: usize| text.get(from + 2..from + 6).and_then(|digits| u32::from_str_radix(digits, 16).ok());
    match (unit(0), text.get(6..8), unit(6)) {
        (Some(high @ 0xd800..=0xdbff), Some("\\u"), Some(low @ 0xdc00..=0xdfff)) => {
            let code = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
            (char::from_u32(code).unwrap_or('\u{fffd}'), 12)
        }
        (Some(code), _, _) => (char::from_u32(code).unwrap_or('\u{fffd}'), 6),
        (None, _, _) => ('\u{fffd}', 2),
    }
}
