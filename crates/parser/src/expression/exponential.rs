//! `e^{…}`, the exponential as LaTeX writes it.

use chainrule_diagnostic::Span;
use chainrule_symbolic::function::rows::exponential::EXP;

use super::call::Call;
use super::head::Head;
use super::reader::Reader;
use crate::lexer::{Kind, Token};

/// `e^{-x}`, with braces as LaTeX has them, is the exponential where `e` has no other meaning.
pub(super) fn read(reader: &mut Reader<'_>, name: &str, token: Token) -> Option<Head> {
    let Kind::Name(id) = token.kind else { return None };
    if name != "e"
        || reader.peek() != Some(Kind::Caret)
        || reader.known.declared.contains(id)
        || reader.known.dependences.contains_key(name)
        || reader.known.parameters.contains_key(name)
        || reader.known.derived_by_e
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
        adjacent: true,
        arguments: Vec::new(),
        depth: 0,
        span: token.span,
    };
    Some(Head::Call(call, bracket))
}

/// The bracket that stands at a place: `{` behind `e^`, `(` elsewhere.
pub(super) fn bracket(reader: &Reader<'_>, place: Span) -> u8 {
    if reader.text_of(place) == "{" { b'{' } else { b'(' }
}
