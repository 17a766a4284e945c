//! A worksheet laid out canonically: one statement a line, even spaces, comments kept.
//!
//! - this file: lines, comments and what stands between statements;
//! - `spacing`: the spaces within a statement, and where a long one is broken.
//!
//! Absent on purpose: another spelling. What a worksheet says, it says in the author's own words afterwards too.

mod spacing;

use chainrule_diagnostic::Diagnostic;

use crate::arrays;
use crate::lexer::{self, Kind, Token, is_latex_line, opens_or_closes};
use crate::statements;

/// Why a worksheet is not laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotLaidOut {
    /// It can't be read.
    Unreadable,
}

/// A worksheet laid out.
///
/// # Errors
/// It has characters or brackets that can't be read.
pub fn layout(text: &str) -> Result<String, NotLaidOut> {
    let body = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let with_shapes = arrays::declares_shapes(body);
    let mut out = Lines::default();
    let mut plain = String::new();
    let mut in_display = false;
    for line in body.split('\n').map(|line| line.trim_end_matches('\r')) {
        let opens = if with_shapes { None } else { opens_or_closes(line, in_display) };
        let is_latex = !with_shapes && (opens.is_some() || in_display || is_latex_line(line));
        in_display = opens.unwrap_or(in_display);
        if is_latex {
            statements_of(&std::mem::take(&mut plain), with_shapes, &mut out)?;
            out.line(line.trim());
        } else {
            plain.push_str(line);
            plain.push('\n');
        }
    }
    statements_of(&plain, with_shapes, &mut out)?;
    let mut laid_out = out.finish();
    if body.find('\n').is_some_and(|at| body[..at].ends_with('\r')) {
        laid_out = laid_out.replace('\n', "\r\n");
    }
    // What is laid out says the same, or it is not laid out.
    if same(body, &laid_out, with_shapes) { Ok(laid_out) } else { Err(NotLaidOut::Unreadable) }
}

/// Whether two worksheets have the same tokens, apart from the ends of lines.
fn same(one: &str, other: &str, with_shapes: bool) -> bool {
    let scan = if with_shapes { lexer::scan_arrays } else { lexer::scan };
    let (first, second) = (scan(one), scan(other));
    let split = |tokens: &[Token], text: &str| {
        let all = split(tokens, with_shapes, &mut Vec::new());
        let texts: Vec<Vec<(Kind, String)>> = all
            .iter()
            .map(|statement| {
                statements::without_line_ends(statement.tokens)
                    .iter()
                    .map(|token| {
                        (
                            token.kind,
                            text[token.span.range()].chars().filter(|c| !c.is_whitespace()).collect(),
                        )
                    })
                    .collect()
            })
            .collect();
        texts
    };
    let names = |scanned: &lexer::Tokens| -> Vec<String> {
        scanned.names.iter().map(|(_, name)| name.to_owned()).collect()
    };
    names(&first) == names(&second)
        && first.diagnostics.len() == second.diagnostics.len()
        && split(&first.tokens, one) == split(&second.tokens, other)
}

/// The statements, as they are read with declared shapes or without.
fn split<'tokens>(
    tokens: &'tokens [Token],
    with_shapes: bool,
    wrong: &mut Vec<Diagnostic>,
) -> Vec<statements::Statement<'tokens>> {
    if with_shapes {
        statements::split_beside_shapes(tokens, wrong)
    } else {
        statements::split(tokens, wrong)
    }
}

/// Lines of the result, with no blank ones at the start and no two of them together.
#[derive(Default)]
struct Lines {
    text: String,
    is_blank_due: bool,
}

impl Lines {
    fn line(&mut self, line: &str) {
        if line.is_empty() {
            self.blank();
            return;
        }
        if std::mem::take(&mut self.is_blank_due) && !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn blank(&mut self) {
        self.is_blank_due = true;
    }

    fn finish(self) -> String {
        self.text
    }
}

/// Lays out the statements of plain lines.
fn statements_of(text: &str, with_shapes: bool, out: &mut Lines) -> Result<(), NotLaidOut> {
    if text.is_empty() {
        return Ok(());
    }
    let scan = if with_shapes { lexer::scan_arrays } else { lexer::scan };
    let scanned = scan(text);
    if scanned.stopped || scanned.tokens.iter().any(|token| token.kind == Kind::UnknownCharacter) {
        return Err(NotLaidOut::Unreadable);
    }
    let mut wrong = Vec::new();
    let all = split(&scanned.tokens, with_shapes, &mut wrong);
    if !wrong.is_empty() {
        return Err(NotLaidOut::Unreadable);
    }
    let mut at = 0;
    for (place, statement) in all.iter().enumerate() {
        let (Some(first), Some(last)) = (statement.tokens.first(), statement.tokens.last()) else { continue };
        let (start, end) = (first.span.start as usize, last.span.end as usize);
        between(&text[at..start], out);
        let next = all.get(place + 1).and_then(|next| next.tokens.first());
        let next = next.map_or(text.len(), |next| next.span.start as usize);
        let (trailing, used) = trailing(&text[end..next]);
        let mut laid_out = if text[start..end].contains('#') && has_comment(statement.tokens, text) {
            // A comment stands inside: its author has laid the lines out.
            text[start..end].lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
        } else {
            spacing::statement(&statements::without_line_ends(statement.tokens), text)
        };
        if let Some(comment) = trailing {
            laid_out.push_str("  ");
            laid_out.push_str(&comment);
        }
        out.line(&laid_out);
        at = end + used;
    }
    between(&text[at..], out);
    Ok(())
}

/// Whether a comment stands between the tokens of a statement.
fn has_comment(tokens: &[Token], text: &str) -> bool {
    tokens.windows(2).any(|pair| {
        let (before, after) = (pair[0].span.end as usize, pair[1].span.start as usize);
        before <= after && text[before..after].contains('#')
    })
}

/// The comment on the line that a statement ends on, and how far it reaches.
fn trailing(gap: &str) -> (Option<String>, usize) {
    let line = gap.find(['\n', '\r']).unwrap_or(gap.len());
    match gap[..line].find('#') {
        Some(at) => (Some(comment(&gap[at..line])), line),
        None => (None, 0),
    }
}

/// Comments and blank lines between statements.
fn between(gap: &str, out: &mut Lines) {
    let mut lines = gap.split(['\n', '\r']).peekable();
    let mut is_first = true;
    while let Some(line) = lines.next() {
        let content = line.trim_start_matches(|c: char| c.is_whitespace() || c == ';').trim_end();
        // What stands before the first line end, and behind the last one, are ends of lines and no blank ones.
        let is_last = lines.peek().is_none();
        if content.starts_with('#') {
            out.line(&comment(content));
        } else if content.is_empty() && !is_first && !is_last {
            out.blank();
        }
        is_first = false;
    }
}

/// A comment with a space behind its sign.
fn comment(text: &str) -> String {
    let text = text.trim_end();
    let signs = text.len() - text.trim_start_matches('#').len();
    let (sign, rest) = text.split_at(signs);
    if rest.is_empty() || rest.starts_with([' ', '\t', '!']) {
        return text.to_owned();
    }
    format!("{sign} {rest}")
}
