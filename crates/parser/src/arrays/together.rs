//! Names that texts write together: `Wx` for `W*x`, `x^TAx` for `x^T*A*x`; and names that differ in case alone.

use chainrule_diagnostic::{Diagnostic, code};

use super::ast::{Expr, Kind as Node};
use super::complaint::bracketed;
use super::reader::Reader;
use crate::lexer::Kind;

/// Longer texts are no names that are written together.
const LONGEST: usize = 24;

/// The names that a text is made of, one behind the other, long ones first; nothing where some of it is no name.
pub(super) fn parted_names<'t>(text: &'t str, is_name: &dyn Fn(&str) -> bool) -> Option<Vec<&'t str>> {
    if text.len() > LONGEST {
        return None;
    }
    // From where to its end a text is made of names, and how long the first of them is.
    let mut ends: Vec<Option<usize>> = vec![None; text.len() + 1];
    ends[text.len()] = Some(0);
    let is_boundary = |at: &usize| text.is_char_boundary(*at);
    for start in (0..text.len()).rev().filter(is_boundary) {
        let mut fitting = (start + 1..=text.len()).rev().filter(is_boundary);
        ends[start] =
            fitting.find(|&end| ends[end].is_some() && is_name(&text[start..end])).map(|end| end - start);
    }
    let mut names = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let length = ends[at]?;
        names.push(&text[at..at + length]);
        at += length;
    }
    Some(names)
}

/// The names that a name is made of, two at least.
pub(super) fn several_names<'t>(text: &'t str, is_name: &dyn Fn(&str) -> bool) -> Option<Vec<&'t str>> {
    parted_names(text, &|part| part.len() < text.len() && is_name(part)).filter(|parts| parts.len() > 1)
}

/// The name that is meant where one differs in case alone.
pub(super) fn in_other_case<'n>(name: &str, all: impl Iterator<Item = &'n String>) -> Option<&'n str> {
    let is_meant = |other: &&String| other.as_str() != name && other.eq_ignore_ascii_case(name);
    all.filter(is_meant).map(String::as_str).min()
}

impl Reader<'_> {
    /// `W*x` for `Wx`, where both are names.
    pub(super) fn product_written_together(&self, name: &str) -> Option<String> {
        let is_known = |part: &str| self.known_names.contains(part);
        several_names(name, &is_known).map(|parts| parts.join("*"))
    }

    /// `x^TAx`: behind the T of a transpose stand factors, or it is a power by a number `TAx`.
    pub(super) fn transpose_written_together(&self, base: &Expr) -> Option<Diagnostic> {
        let Some(Kind::Name(id)) = self.peek() else { return None };
        let name = self.names.text(id);
        let rest = name.strip_prefix('T').filter(|rest| !rest.is_empty())?;
        let is_number = matches!(&*base.kind, Node::Number(_));
        if is_number || self.known_names.contains(name) || self.valued.contains(name) {
            return None;
        }
        let is_matrix =
            |part: &str| part.len() == 1 && part.starts_with(|sign: char| sign.is_ascii_uppercase());
        let parts = parted_names(rest, &|part| self.known_names.contains(part) || is_matrix(part))?;
        if !parts.iter().any(|part| self.known_names.contains(*part)) {
            return None;
        }
        let of = bracketed(&self.text[base.span.range()]);
        let written = format!("{of}^T*{}", parts.join("*"));
        let span = base.span.to(self.here());
        let text = &self.text[span.range()];
        let message = format!("`{text}` could be `{written}`, or a power by a number `{name}`");
        Some(
            Diagnostic::error(&code::TWO_ARRAY_READINGS, span, message)
                .help(format!("write `{written}` for the transpose in a product"))
                .help(format!("declare it, `{name} in R`, if it is a number of its own")),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::parted_names;

    #[test]
    fn names_are_parted_where_all_is_made_of_names() {
        let is_name = |name: &str| ["W", "x", "W1", "h", "hx"].contains(&name);
        let parted = |text| parted_names(text, &is_name);
        assert_eq!(parted("Wx"), Some(vec!["W", "x"]));
        assert_eq!(parted("W1hx"), Some(vec!["W1", "hx"]));
        assert_eq!(parted("xhW"), Some(vec!["x", "h", "W"]));
        assert_eq!(parted("Wy"), None);
        assert_eq!(parted("W1Wxé"), None);
    }
}
