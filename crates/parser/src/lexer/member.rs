//! Members of families as written: `a[3]`, `W^{(l)}[i,j]`, `W_{i,j}^{(l)}`.
//!
//! A member whose indices are all plain numbers is a name like any other, `a[3]`. Any other becomes a [`Kind::Member`]
//! with the pattern of its family, `a[*]`, and then the tokens of its indices between brackets, that of the layer label
//! first and commas between them.

use std::ops::Range;

use chainrule_diagnostic::Span;

use super::scan::Scanner;
use super::{Kind, Token};

/// The label and the subscripts of a name, as places in the text.
#[derive(Default)]
pub(super) struct Scripts {
    /// What stands in the label, and the whole of it with its brackets.
    pub(super) label: Option<(Range<usize>, Range<usize>)>,
    /// The label in plain letters, where it is typed in superscripts.
    pub(super) plain_label: Option<String>,
    /// What stands between the brackets or braces, and the whole.
    pub(super) indices: Option<(Range<usize>, Range<usize>)>,
}

impl Scanner<'_> {
    /// Puts a name with its scripts: as one name where every index is a plain number.
    pub(super) fn push_scripted(&mut self, mut name: String, base: usize, length: usize, scripts: &Scripts) {
        let text = self.text;
        let label = scripts.label.as_ref().map(|(inner, _)| {
            scripts.plain_label.clone().unwrap_or_else(|| text[inner.clone()].trim().to_owned())
        });
        let label_is_text = label.as_deref().is_some_and(is_text_label);
        let label_index = label.as_deref().filter(|_| !label_is_text).map(plain_index);
        let indices: Option<Option<Vec<i64>>> = scripts
            .indices
            .as_ref()
            .map(|(inner, _)| text[inner.clone()].split(',').map(plain_index).collect());
        if label_is_text && let Some(label) = &label {
            name.push_str(&format!("^{{({label})}}"));
        }
        let is_literal = !matches!(label_index, Some(None)) && !matches!(indices, Some(None));
        if is_literal {
            if let Some(Some(index)) = label_index {
                name.push_str(&format!("^{{({index})}}"));
            }
            if let Some(Some(indices)) = indices {
                let indices: Vec<String> = indices.iter().map(i64::to_string).collect();
                name.push_str(&format!("[{}]", indices.join(",")));
            }
            let id = self.out.names.intern(&name);
            return self.push(Kind::Name(id), length);
        }
        let start = self.at;
        let mut indices: Vec<Token> = Vec::new();
        let (mut open, mut close) = (None, None);
        let mut take = |tokens: Vec<Token>, whole: &Range<usize>| {
            if let Some(last) = close.replace(Span::new(whole.end - 1, whole.end)) {
                indices.push(Token { kind: Kind::Comma, span: last });
            }
            open.get_or_insert(Span::new(whole.start, whole.start + 1));
            indices.extend(tokens);
        };
        if let Some((inner, whole)) = scripts.label.as_ref().filter(|_| !label_is_text) {
            name.push_str("^{(*)}");
            let tokens = match &scripts.plain_label {
                Some(plain) => self.tokens_of(plain, whole),
                None => self.tokens_within(inner),
            };
            take(tokens, whole);
        }
        if let Some((inner, whole)) = &scripts.indices {
            let tokens = self.tokens_within(inner);
            let mut depth = 0usize;
            let mut count = 1;
            for token in &tokens {
                match token.kind {
                    Kind::Open(_) => depth += 1,
                    Kind::Close(_) => depth = depth.saturating_sub(1),
                    Kind::Comma if depth == 0 => count += 1,
                    _ => {}
                }
            }
            name.push_str(&format!("[{}]", vec!["*"; count].join(",")));
            take(tokens, whole);
        }
        let id = self.out.names.intern(&name);
        self.push(Kind::Member(id), base);
        let (open, close) = (open.unwrap_or_default(), close.unwrap_or_default());
        self.put(Token { kind: Kind::Open(b'['), span: open });
        for token in indices {
            self.put(token);
        }
        self.put(Token { kind: Kind::Close(b']'), span: close });
        self.at = start + length;
    }

    /// The tokens of a stretch of the text.
    fn tokens_within(&mut self, range: &Range<usize>) -> Vec<Token> {
        let (text, at) = (self.text, self.at);
        let before = self.out.tokens.len();
        self.text = &text[..range.end];
        self.at = range.start;
        while self.at < range.end && self.step() {}
        self.text = text;
        self.at = at;
        self.out.tokens.split_off(before)
    }

    /// The tokens of a text that stands in the worksheet in other letters.
    fn tokens_of(&mut self, text: &str, place: &Range<usize>) -> Vec<Token> {
        let names = std::mem::take(&mut self.out.names);
        let mut scanner = Scanner::new(text);
        scanner.out.names = names;
        while scanner.at < text.len() && scanner.step() {}
        self.out.names = scanner.out.names;
        let span = Span::new(place.start, place.end);
        scanner.out.tokens.iter().map(|token| Token { kind: token.kind, span }).collect()
    }
}

/// A label that begins with a digit and is no number, `2a`, belongs to the name as it is.
fn is_text_label(label: &str) -> bool {
    label.starts_with(|c: char| c.is_ascii_digit())
        && label.chars().all(|c| c.is_ascii_alphanumeric())
        && plain_index(label).is_none()
}

/// An index that is a plain number, `3` or `-1`.
fn plain_index(index: &str) -> Option<i64> {
    let index = index.trim();
    let digits = index.strip_prefix(['-', '−']).unwrap_or(index);
    if digits.is_empty() || digits.len() > MOST_INDEX_DIGITS || !digits.chars().all(|c| c.is_ascii_digit()) {
        return None;
    }
    let value: i64 = digits.parse().ok()?;
    Some(if digits.len() < index.len() { -value } else { value })
}

/// An index written as a plain number has at most so many digits.
pub(super) const MOST_INDEX_DIGITS: usize = 9;
