//! `W in R^(3x2), x, y in R^n`: which worksheets declare shapes, and which shapes.

use chainrule_array::{Arrays, Shape};
use chainrule_diagnostic::Span;
use rustc_hash::FxHashMap;

use super::shape_written::{bad, read_shape};
use crate::expression::Wrong;
use crate::expression::quotient::matching_bracket;
use crate::lexer::{Keyword, Kind, Names, Token, superscript};

/// How sets of arrays begin.
const SPACES: &[&str] = &["R^", "ℝ^"];

/// Whether a text declares a shape somewhere: a statement that begins with names and `in R^…`, or one that says which array a
/// name is, `x = [1, 2]`. Nothing else is read otherwise than without shapes.
pub(crate) fn declares_shapes(text: &str) -> bool {
    text.lines().any(|line| {
        let line = line.split('#').next().unwrap_or_default();
        if is_array_of_numbers(line) {
            return true;
        }
        line.split(';').any(|statement| {
            let Some((names, rest)) = statement.split_once('∈').or_else(|| statement.split_once(" in "))
            else {
                return false;
            };
            let is_list = !names.trim().is_empty()
                && names.split(',').all(|name| {
                    let name = name.trim();
                    name.starts_with(char::is_alphabetic) && !name.contains(char::is_whitespace)
                });
            // `k in R, W in R^(m×n)`: one of them has a shape.
            let mut sets =
                std::iter::once(rest).chain(rest.split('∈').skip(1)).chain(rest.split(" in ").skip(1));
            is_list && sets.any(|set| is_space(set.trim_start()))
        })
    })
}

/// `x = [1, 2]`, `W = [1, 2; 3, 4]`
fn is_array_of_numbers(line: &str) -> bool {
    let Some((name, value)) = line.split_once('=') else { return false };
    let name = name.trim();
    let is_name = name.starts_with(char::is_alphabetic)
        && name.chars().all(|sign| sign.is_alphanumeric() || sign == '_');
    let inner = value.trim().strip_prefix('[').and_then(|inner| inner.strip_suffix(']'));
    let is_sign = |sign: char| sign.is_ascii_digit() || " ,;.+-−/[]".contains(sign);
    is_name
        && inner.is_some_and(|inner| {
            inner.contains(|sign: char| sign.is_ascii_digit()) && inner.chars().all(is_sign)
        })
}

/// Whether a text begins with a set of arrays: `R^3`, `ℝⁿ`.
fn is_space(text: &str) -> bool {
    let is_raised = |text: &str| text.starts_with(|sign| superscript(sign).is_some());
    SPACES.iter().any(|space| text.starts_with(space)) || text.strip_prefix(['R', 'ℝ']).is_some_and(is_raised)
}

/// A name that is declared.
#[derive(Clone, Debug)]
pub(super) struct Declared<'t> {
    /// The name; that of a family stands for all its members.
    pub(super) name: String,
    /// The indices of a family, with their brackets.
    pub(super) indices: Option<&'t [Token]>,
    /// The name and its shape as written.
    pub(super) span: Span,
    pub(super) shape: Shape,
}

/// The list of a statement that declares names, and the ranges of its letters; nothing for other statements.
pub(super) fn parts(tokens: &[Token]) -> Option<(&[Token], &[Token])> {
    let begins = matches!(tokens.first(), Some(Token { kind: Kind::Name(_) | Kind::Member(_), .. }));
    let first = tokens.iter().position(|token| token.kind == Kind::Keyword(Keyword::In))?;
    let mut at = 0;
    while at < first {
        at += match tokens[at].kind {
            Kind::Name(_) | Kind::Comma => 1,
            Kind::Member(_) => 1 + matching_bracket(&tokens[at + 1..])? + 1,
            _ => return None,
        };
    }
    let end = tokens.iter().position(|token| token.kind == Kind::Keyword(Keyword::For));
    let end = end.unwrap_or(tokens.len());
    (begins && first < end).then(|| tokens.split_at(end))
}

/// The names of a list with their shapes.
pub(super) fn read_list<'t>(
    (arrays, numbers): (&mut Arrays, &FxHashMap<String, u64>),
    tokens: &'t [Token],
    names: &Names,
    text: &str,
) -> Result<Vec<Declared<'t>>, Wrong> {
    let mut declared = Vec::new();
    let mut waiting: Vec<(String, Option<&[Token]>, Span)> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let (id, indices, after) = match tokens[at].kind {
            Kind::Name(id) => (id, None, at + 1),
            Kind::Member(id) => {
                let close = matching_bracket(&tokens[at + 1..]).map_or(tokens.len(), |close| at + 2 + close);
                (id, Some(&tokens[at + 1..close]), close)
            }
            _ => return Err(no_name(tokens[at].span, text)),
        };
        let pending = (names.text(id).to_owned(), indices, tokens[at].span);
        match tokens.get(after).map(|token| token.kind) {
            Some(Kind::Comma) => {
                waiting.push(pending);
                at = after + 1;
            }
            Some(Kind::Keyword(Keyword::In)) => {
                waiting.push(pending);
                let end = end_of_item(tokens, after + 1);
                let shape = read_shape((arrays, numbers), &tokens[after + 1..end], tokens[after].span, text)?;
                let last = tokens[end - 1].span;
                for (name, indices, span) in waiting.drain(..) {
                    declared.push(Declared { name, indices, span: span.to(last), shape: shape.clone() });
                }
                at = end + 1;
            }
            _ => return Err(no_name(tokens[at].span, text)),
        }
    }
    if let Some((name, _, span)) = waiting.pop() {
        return Err(bad(span, format!("`{name}` has no shape")).into());
    }
    Ok(declared)
}

fn no_name(span: Span, text: &str) -> Wrong {
    bad(span, format!("expected a name with its shape, found `{}`", &text[span.range()])).into()
}

/// Where an item of a list ends: at a comma outside of brackets.
fn end_of_item(tokens: &[Token], from: usize) -> usize {
    let mut depth = 0usize;
    for (place, token) in tokens.iter().enumerate().skip(from) {
        match token.kind {
            Kind::Open(_) => depth += 1,
            Kind::Close(_) => depth = depth.saturating_sub(1),
            Kind::Comma if depth == 0 => return place,
            _ => {}
        }
    }
    tokens.len()
}
