//! `R^(m×n)`, `ℝⁿ`: a shape as it is written.

use chainrule_array::{Arrays, Shape, Size, SizeSum};
use chainrule_diagnostic::{Diagnostic, Span, code};
use rustc_hash::FxHashMap;

use crate::expression::Wrong;
use crate::expression::juxtaposition::shortened;
use crate::lexer::{Token, superscript};

/// Longer ones are no shapes.
const LONGEST_SHAPE: usize = 1_000;

/// The shape that is written: what stands behind `in`.
pub(super) fn read_shape(
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
    if is_left_open(written) {
        return Err(Diagnostic::error(&code::BAD_SHAPE, span, "a bracket of this shape is not closed")
            .help("write `R^(m×n)`, with a bracket behind the last size")
            .into());
    }
    // The sign alone is complained about where commands of LaTeX are.
    let written = &*written.replace("\\times", "×");
    let Some(sizes) = written.strip_prefix('R').or_else(|| written.strip_prefix('ℝ')) else {
        return Err(in_brackets(written, unread(written)).into());
    };
    let raised: Option<String> = sizes.trim().chars().map(superscript).collect();
    let sizes = match (sizes.trim(), &raised) {
        // One number.
        ("", _) => return Ok(Shape::Number),
        (_, Some(raised)) => raised.as_str(),
        (other, None) => other.strip_prefix('^').ok_or_else(|| in_brackets(written, unread(written)))?.trim(),
    };
    let inner = [('(', ')'), ('{', '}')]
        .iter()
        .find_map(|(open, close)| sizes.strip_prefix(*open)?.strip_suffix(*close))
        .unwrap_or(sizes);
    let mut axes = Vec::new();
    for size in parted(inner, raised.is_some()) {
        let size = size.trim();
        axes.push(read_size(arrays, numbers, size).ok_or_else(|| no_size(size, inner, span))?);
    }
    if axes.len() > 8 {
        return Err(unread(written).note("an array has up to 8 indices").into());
    }
    Ok(Shape::of_axes(&axes))
}

/// Whether a bracket is opened and not closed.
fn is_left_open(written: &str) -> bool {
    let count = |sign: char| written.chars().filter(|c| *c == sign).count();
    count('(') > count(')') || count('{') > count('}')
}

/// `M(m,n)`, `R[m,n]`: sizes that stand in brackets behind something else.
fn in_brackets(written: &str, wrong: Diagnostic) -> Diagnostic {
    let inner = written.split_once(['(', '[']).map(|(_, inner)| {
        inner.trim_end_matches([')', ']']).replace([',', 'x', '*', '·'], "×").replace(' ', "")
    });
    let is_list = |inner: &String| inner.chars().all(|c| c.is_alphanumeric() || c == '×');
    match inner.filter(|inner| !inner.is_empty() && is_list(inner)) {
        Some(inner) => Diagnostic::error(&code::BAD_SHAPE, wrong.primary.span, wrong.message)
            .help(format!("write `R^({inner})`")),
        None => wrong,
    }
}

/// What is said of a size that can't be read, among these.
fn no_size(size: &str, all: &str, span: Span) -> Diagnostic {
    let is_product = |c: char| matches!(c, '*' | '·');
    let own_letter = "give a size that is a product a letter of its own, as in `R^m`";
    if size.contains(is_product) {
        let factors: Vec<&str> = size.split(is_product).map(str::trim).collect();
        let product: Option<u64> =
            factors.iter().try_fold(1u64, |product, factor| product.checked_mul(factor.parse().ok()?));
        let message = format!("`{}` could be one size that is a product, or several sizes", shortened(size));
        let apart = all.replace(is_product, "×").replace(' ', "");
        let wrong = Diagnostic::error(&code::TWO_ARRAY_READINGS, span, message)
            .help(format!("write `R^({})` for one index for each of them", shortened(&apart)));
        return match product {
            Some(product) => wrong.help(format!("write `{product}` for one index that goes so far")),
            None => wrong.help(own_letter),
        };
    }
    let wrong = Diagnostic::error(&code::BAD_SHAPE, span, format!("`{}` is no shape", shortened(size)))
        .note("a size is a whole number from 1 on, or a letter");
    let digits = size.chars().take_while(char::is_ascii_digit).count();
    let is_multiple = digits > 0 && size[digits..].starts_with(char::is_alphabetic);
    let words: Vec<&str> = size.split([' ', '}', '{']).filter(|word| !word.is_empty()).collect();
    match words.as_slice() {
        [rows, "by", columns] | [rows, columns] => wrong.help(format!("write `R^({rows}×{columns})`")),
        _ if is_multiple && !size.contains('x') => wrong.help(own_letter),
        _ if size.contains('x') => wrong.help("write `×` or `x` with spaces between letters: `R^(m × n)`"),
        _ => wrong.help(EXAMPLES),
    }
}

/// How shapes are written.
const EXAMPLES: &str = "write `x in R^3` or `W in R^(3x2)`";

/// What is said of a shape that can't be read.
pub(super) fn bad(span: Span, message: String) -> Diagnostic {
    Diagnostic::error(&code::BAD_SHAPE, span, message).help(EXAMPLES)
}

/// Sizes as they are parted: by `×`, `,`, or an `x` that follows a digit or stands alone; in `ℝᵐˣⁿ` by every `x`.
fn parted(text: &str, is_raised: bool) -> Vec<String> {
    let mut sizes = vec![String::new()];
    let characters: Vec<char> = text.chars().collect();
    for (place, &c) in characters.iter().enumerate() {
        let before = place.checked_sub(1).map(|before| characters[before]);
        let last_size = sizes.last().map(|size| size.trim().to_owned()).unwrap_or_default();
        let is_number = !last_size.is_empty() && last_size.chars().all(|c| c.is_ascii_digit());
        let stands_alone = before.is_some_and(char::is_whitespace)
            && characters.get(place + 1).is_some_and(|c| c.is_whitespace());
        let parts = matches!(c, '×' | ',') || (c == 'x' && (is_number || stands_alone || is_raised));
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
