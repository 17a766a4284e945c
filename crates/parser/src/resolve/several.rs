//! `p1, p2 = softmax(z1, z2)`: several names on the left of one equation.

use std::borrow::Cow;

use chainrule_diagnostic::{Diagnostic, Span, code};

use super::Resolver;
use crate::expression::{Wrong, is_softmax};
use crate::lexer::{Kind, Relation, Token};
use crate::statements::Tokens;

impl<'a> Resolver<'a> {
    /// One definition for each name; nothing where the right side is no softmax over as many numbers.
    pub(super) fn one_by_one(&self, tokens: &[Token]) -> Option<Vec<Tokens<'a>>> {
        let (names, body) = names_before_equals(tokens)?;
        let [Token { kind: Kind::Name(id), .. }, Token { kind: Kind::Open(b'('), .. }, ..] = body else {
            return None;
        };
        let name = self.known_names.names.text(*id);
        let [first @ .., Token { kind: Kind::Close(b')'), span: end }] = body else { return None };
        if !is_softmax(name) || parts(&first[2..])?.len() != names.len() {
            return None;
        }
        let end = Span::at(end.end as usize);
        let is_equal = tokens[2 * names.len() - 1];
        let component = |(place, name): (usize, &Token)| {
            let mut equation = vec![*name, is_equal];
            equation.extend_from_slice(body);
            let place = Kind::Superscript(i32::try_from(place + 1).unwrap_or(i32::MAX));
            equation
                .extend([Kind::Open(b'['), place, Kind::Close(b']')].map(|kind| Token { kind, span: end }));
            Cow::Owned(equation)
        };
        Some(names.iter().enumerate().map(component).collect())
    }

    /// What to say about another equation with several names on the left.
    pub(super) fn several_names(&self, tokens: &[Token]) -> Option<Wrong> {
        let (names, body) = names_before_equals(tokens)?;
        let (first, last) = (names.first()?.span, names.last()?.span);
        let wrong =
            Diagnostic::error(&code::EXPECTED, first.to(last), "a definition has one name on its left side");
        let is_softmax = matches!(body, [Token { kind: Kind::Name(id), .. }, Token { kind: Kind::Open(b'('), .. }, ..]
            if is_softmax(self.known_names.names.text(*id)));
        if is_softmax {
            return Some(Box::new(wrong.help(format!(
                "a softmax has as many values as arguments, and here are {} names: write one for each",
                names.len()
            ))));
        }
        let text = |span: Span| &self.text[span.range()];
        let values = parts(body).filter(|values| values.len() == names.len() && names.len() <= 4);
        let lines: Option<Vec<String>> = values.map(|values| {
            let line = |(name, value): (&Token, &&[Token])| {
                let whole = value[0].span.to(value[value.len() - 1].span);
                format!("`{} = {}`", text(name.span), text(whole))
            };
            names.iter().zip(&values).map(line).collect()
        });
        Some(Box::new(match lines {
            Some(lines) => wrong.help(format!("write a line for each: {}", lines.join(" and "))),
            None => wrong.help("write a line for each: `a = …` and `b = …`"),
        }))
    }
}

/// The names, at least two, with commas between them before an `=`, and what stands behind it.
fn names_before_equals(tokens: &[Token]) -> Option<(Vec<Token>, &[Token])> {
    let equals = tokens.iter().position(|token| token.kind == Kind::Relation(Relation::Equal))?;
    let (before, body) = (&tokens[..equals], &tokens[equals + 1..]);
    let is_list = before.iter().enumerate().all(|(at, token)| {
        if at % 2 == 0 { matches!(token.kind, Kind::Name(_)) } else { token.kind == Kind::Comma }
    });
    if before.len() < 3 || before.len() % 2 == 0 || !is_list || body.is_empty() {
        return None;
    }
    Some((before.iter().step_by(2).copied().collect(), body))
}

/// What stands between the commas outside all brackets; nothing where one part is empty.
fn parts(tokens: &[Token]) -> Option<Vec<&[Token]>> {
    let (mut found, mut start, mut depth) = (Vec::new(), 0, 0usize);
    for (at, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Open(_) => depth += 1,
            Kind::Close(_) => depth = depth.checked_sub(1)?,
            Kind::Comma if depth == 0 => {
                found.push(&tokens[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    found.push(&tokens[start..]);
    found.iter().all(|part| !part.is_empty()).then_some(found)
}
