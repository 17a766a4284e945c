//! Names taken apart: the family, and the places of its indices.

use chainrule_symbolic::graph::Name;

use super::ast::Place;
use crate::expression::quotient::matching_bracket;
use crate::lexer::{Kind, Token};

/// The name that the members of a family share: `W` of `W[2]`, `W[*]`, `W^{(2)}` and `W^{(*)}[*,*]`.
pub(super) fn family_of(name: &str) -> &str {
    let end = name.find(['^', '[']).unwrap_or(name.len());
    &name[..end]
}

/// A name such as `W[1,2]` or `W^{(1)}[2,3]` as that of its family, with its indices; that of the layer comes first.
pub(super) fn parted(name: &str) -> (String, Vec<Place>) {
    let (base, indices) = without_indices(name);
    let label = Name::from_canonical(name).label();
    let is_layer = !label.is_empty() && label.chars().all(|c| c.is_ascii_digit());
    let base = if is_layer { family_of(name) } else { base };
    let indices = [if is_layer { label } else { "" }, &indices].into_iter().filter(|index| !index.is_empty());
    let places = indices.flat_map(|index| index.split(',')).map(|index| place(index.trim())).collect();
    (base.to_owned(), places)
}

/// A name such as `W[1,2]` without its indices, and those.
pub(super) fn without_indices(name: &str) -> (&str, String) {
    let indices = Name::from_canonical(name).member().to_owned();
    (name.strip_suffix(&format!("[{indices}]")).unwrap_or(name), indices)
}

/// An index of a name that was read as one: a number, `*` or `2..4`.
fn place(index: &str) -> Place {
    if let Some((from, to)) = index.split_once("..")
        && let (Ok(from), Ok(to)) = (from.trim().parse(), to.trim().parse())
    {
        return Place::Slice(from, to);
    }
    match index.parse::<i64>() {
        Ok(number) => u64::try_from(number).map_or_else(|_| Place::Shifted(Vec::new(), number), Place::At),
        Err(_) if index == "*" => Place::All,
        Err(_) => Place::Letter(index.to_owned()),
    }
}

/// The tokens of a statement in which `W[*]` is one of them.
pub(super) fn with_whole_members(tokens: &[Token]) -> Vec<Token> {
    let mut whole = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let close = match token.kind {
            Kind::Member(_) => matching_bracket(&tokens[at + 1..]).map(|close| at + 1 + close),
            _ => None,
        };
        let end = close.unwrap_or(at);
        whole.push(Token { kind: token.kind, span: token.span.to(tokens[end].span) });
        at = end + 1;
    }
    whole
}
