//! `e^{…}`, the exponential as LaTeX writes it.

use chainrule_diagnostic::Span;
use chainrule_symbolic::function::rows::exponential::EXP;

use super::reader::Reader;
use super::stacks::Call;
use crate::lexer::{Kind, Token};

/// `e^{-x}`, with braces as LaTeX has them, is the exponential where `e` has no other meaning.
pub(super) fn read(reader: &mut Reader<'_>, name: &str, token: Token) -> Option<(Call, Span)> {
    let Kind::Name(id) = token.kind else { return None };
    if name != "e"
        || reader.peek() != Some(Kind::Caret)
        || reader.known_names.declared.contains(id)
        || reader.known_names.dependences.contains_key(name)
        || reader.known_names.parameters.contains_key(name)
        || reader.known_names.derived_by_e
    {
        return None;
    }
    let bracket = reader.tokens.get(reader.at + 1).filter(|next| next.kind == Kind::Open(b'{'))?.span;
    let exp = reader.names.find(EXP.name)?;
    reader.at += 2;
    let call = Call {
        name: exp,
        name_span: token.span,
        primes: 0,
        power: None,
        arguments: Vec::new(),
        depth: 0,
        span: token.span,
    };
    Some((call, bracket))
}

/// The bracket that stands at a place: `{` behind `e^`, `(` elsewhere.
pub(super) fn bracket(reader: &Reader<'_>, place: Span) -> u8 {
    if reader.text_of(place) == "{" { b'{' } else { b'(' }
}

/// What to write for `e^x`: the whole line, where it is short.
pub(super) fn rewritten(reader: &Reader<'_>, span: Span) -> String {
    let call = format!("exp({})", exponent(reader));
    let end = if let Some(Kind::Superscript(_)) = reader.peek() {
        Some(reader.here())
    } else {
        let first = reader.at + 1;
        match reader.tokens.get(first).map(|token| token.kind) {
            Some(Kind::Open(_)) => super::quotient::matching_bracket(&reader.tokens[first..])
                .map(|close| reader.tokens[first + close].span),
            Some(Kind::Name(_) | Kind::Number) => Some(reader.tokens[first].span),
            Some(_) | None => None,
        }
    };
    match end.and_then(|end| reader.line_with(span.to(end), &call)) {
        Some(line) => format!("write `{line}` for the exponential"),
        None => format!("write `{call}` for the exponential"),
    }
}

/// The exponent that follows, as text.
fn exponent(reader: &Reader<'_>) -> String {
    if let Some(Kind::Superscript(power)) = reader.peek() {
        power.to_string()
    } else {
        let text = reader.operand_text(reader.at + 1);
        let inner = text.strip_prefix(['(', '{']).and_then(|inner| inner.strip_suffix([')', '}']));
        inner.map_or(text.clone(), str::to_owned)
    }
}
