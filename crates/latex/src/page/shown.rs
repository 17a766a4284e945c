//! What a text in Markdown shows as it stands: code by its indentation and in tags, and addresses. Nothing in it is a formula.

/// Elements of HTML that show code.
const ELEMENTS: &[&str] = &["pre", "code", "script", "style"];

/// An address is at most so long.
const LONGEST_ADDRESS: usize = 2_000;

/// The lines of a text so far: a line is code by its indentation only behind a blank one, and further in than the list it
/// stands in.
pub(super) struct Lines {
    is_behind_blank: bool,
    is_code: bool,
    /// Where the content of the list item begins that is open.
    content: usize,
}

impl Lines {
    pub(super) fn new() -> Self {
        Self { is_behind_blank: true, is_code: false, content: 0 }
    }

    /// Whether a line is code by its indentation.
    pub(super) fn is_code(&mut self, line: &str) -> bool {
        const STEP: usize = 4;
        let body = line.trim_start_matches([' ', '\t']);
        let spaces = line[..line.len() - body.len()].chars();
        let indent = spaces.fold(0, |at, c| if c == '\t' { (at / STEP + 1) * STEP } else { at + 1 });
        if body.trim().is_empty() {
            self.is_behind_blank = true;
            return false;
        }
        let may_begin = self.is_behind_blank || self.is_code;
        self.is_code = may_begin && indent >= self.content + STEP;
        if !self.is_code {
            if let Some(width) = marker(body) {
                self.content = indent + width;
            } else if indent < self.content && (self.is_behind_blank || body.starts_with('#')) {
                self.content = indent;
            }
        }
        self.is_behind_blank = false;
        self.is_code
    }
}

/// How far behind the marker of a list, a footnote or a note the content begins.
fn marker(body: &str) -> Option<usize> {
    const NOTES: &[&str] = &["!!! ", "??? ", "???+ ", "=== ", ":   ", "[^"];
    if NOTES.iter().any(|note| body.starts_with(note)) {
        return Some(4);
    }
    let digits = body.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &body[digits..];
    let is_marker =
        if digits == 0 { rest.starts_with(['-', '*', '+']) } else { rest.starts_with(['.', ')']) };
    let behind = rest.get(1..).filter(|_| is_marker)?;
    let spaces = behind.len() - behind.trim_start_matches([' ', '\t']).len();
    (spaces > 0).then_some(digits + 1 + spaces.min(4))
}

/// The closing tag of an element that shows code, where one opens at the start of a text.
pub(super) fn closing_tag(text: &str) -> Option<String> {
    let name = ELEMENTS.iter().find(|name| {
        let rest = text.strip_prefix('<').and_then(|rest| rest.strip_prefix(**name));
        rest.is_some_and(|rest| rest.starts_with(['>', ' ', '\n']))
    })?;
    Some(format!("</{name}>"))
}

/// How long the address at the start of a text is: `https://…`, or behind the words of a link, `](…)`.
pub(super) fn address(text: &str) -> Option<usize> {
    let is_bare = text.starts_with("http://") || text.starts_with("https://");
    if !is_bare && !text.starts_with("](") {
        return None;
    }
    let ends = |c: char| c.is_whitespace() || matches!(c, ')' | '>' | '"');
    let length = text
        .char_indices()
        .take_while(|(at, c)| *at < LONGEST_ADDRESS && !ends(*c))
        .map(|(at, c)| at + c.len_utf8())
        .last()?;
    let is_address = is_bare || text[..length].contains(['/', '#']);
    is_address.then_some(length)
}
