//! `W in R^(3x2), x, y in R^n`: which worksheets declare shapes, and which shapes.

use chainrule_array::{Arrays, Shape, Size, SizeSum};
use chainrule_diagnostic::{Diagnostic, Span, code};
use rustc_hash::FxHashMap;

use crate::expression::Wrong;
use crate::expression::juxtaposition::shortened;
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

fn bad(span: Span, message: String) -> Diagnostic {
    Diagnostic::error(&code::BAD_SHAPE, span, message).help("write `x in R^3` or `W in R^(3x2)`")
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

/// Longer ones are no shapes.
const LONGEST_SHAPE: usize = 1_000;

/// The shape that is written: what stands behind `in`.
fn read_shape(
    (arrays, numbers): (&mut Arrays, &FxHashMap<String, u64>),
    tokens: &[Token],
    after: Span,
    text: &str,
) -> Result<Shape, Wrong> {
    let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else {
        return Err(bad(after, "expected a shape after `in`".to_owned()).into());
    };
    let span = first.span.to(last.span);
    let written = &text[span.range()];
    let unread = |place: &str| bad(span, format!("`{}` is no shape", shortened(place)));
    if written.len() > LONGEST_SHAPE {
        return Err(unread(written).into());
    }
    let Some(sizes) = written.strip_prefix('R').or_else(|| written.strip_prefix('ℝ')) else {
        return Err(unread(written).into());
    };
    let raised: Option<String> = sizes.trim().chars().map(superscript).collect();
    let sizes = match (sizes.trim(), &raised) {
        // One number.
        ("", _) => return Ok(Shape::Number),
        (_, Some(raised)) => raised.as_str(),
        (other, None) => other.strip_prefix('^').ok_or_else(|| unread(written))?.trim(),
    };
    let inner = [('(', ')'), ('{', '}')]
        .iter()
        .find_map(|(open, close)| sizes.strip_prefix(*open)?.strip_suffix(*close))
        .unwrap_or(sizes);
    let mut axes = Vec::new();
    for size in parted(inner, raised.is_some()) {
        let size = size.trim();
        axes.push(read_size(arrays, numbers, size).ok_or_else(|| {
            let wrong = unread(size).note("a size is a whole number from 1 on, or a letter");
            if size.contains('x') {
                wrong.help("write `×` or `x` with spaces between letters: `R^(m × n)`")
            } else {
                wrong
            }
        })?);
    }
    if axes.len() > 8 {
        return Err(unread(written).note("an array has up to 8 indices").into());
    }
    Ok(Shape::of_axes(&axes))
}

/// Sizes as they are parted: by `×`, `*`, `,`, or an `x` that follows a digit or stands alone; in `ℝᵐˣⁿ` by every `x`.
fn parted(text: &str, is_raised: bool) -> Vec<String> {
    let mut sizes = vec![String::new()];
    let characters: Vec<char> = text.chars().collect();
    for (place, &c) in characters.iter().enumerate() {
        let before = place.checked_sub(1).map(|before| characters[before]);
        let last_size = sizes.last().map(|size| size.trim().to_owned()).unwrap_or_default();
        let is_number = !last_size.is_empty() && last_size.chars().all(|c| c.is_ascii_digit());
        let stands_alone = before.is_some_and(char::is_whitespace)
            && characters.get(place + 1).is_some_and(|c| c.is_whitespace());
        let parts =
            matches!(c, '×' | '*' | '·' | ',') || (c == 'x' && (is_number || stands_alone || is_raised));
        if parts {
            sizes.push(String::new());
        } else if let Some(last) = sizes.last_mut() {
            last.push(c);
        }
    }
    sizes
}

/// The largest size: the numbers of what is worked out are whole numbers of 63 bits.
const LARGEST_SIZE: u64 = 1 << 40;

fn read_size(arrays: &mut Arrays, numbers: &FxHashMap<String, u64>, text: &str) -> Option<Size> {
    let text = text.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')).unwrap_or(text);
    let is_sign = |c: char| matches!(c, '+' | '-' | '−');
    if text.contains(is_sign) {
        // `n-2`: every part with the sign before it.
        let mut sum = SizeSum::default();
        let (mut rest, mut times) = (text.trim(), 1);
        while !rest.is_empty() {
            let end = rest.find(is_sign).unwrap_or(rest.len());
            let size = read_size(arrays, numbers, rest[..end].trim())?;
            sum.add(times, &arrays.sum_of_size(size));
            times = if rest[end..].starts_with('+') { 1 } else { -1 };
            rest = rest[end..].trim_start_matches(is_sign).trim_start();
            if rest.is_empty() && end + 1 < text.len() && text.ends_with(is_sign) {
                return None;
            }
        }
        return arrays.size_of_sum(&sum);
    }
    if text.chars().all(|c| c.is_ascii_digit()) {
        return text.parse().ok().filter(|&size| (1..=LARGEST_SIZE).contains(&size)).map(Size::Number);
    }
    if let Some(&count) = numbers.get(text) {
        return Some(Size::Number(count));
    }
    let mut characters = text.chars();
    let is_letter = characters.next().is_some_and(char::is_alphabetic)
        && characters.all(|c| c.is_ascii_digit() || c == '_' || c.is_ascii_lowercase() && c != 'x');
    is_letter.then(|| arrays.size(text))
}
