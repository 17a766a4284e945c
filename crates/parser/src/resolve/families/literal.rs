//! Members whose indices hold constants only, `a[N]`, as plain names.

use chainrule_symbolic::network::member_name;

use super::super::Resolver;
use crate::expression::Wrong;
use crate::family::clause::no_index;
use crate::family::index_reader::{self, Indices};
use crate::lexer::{Keyword, Kind, Token};
use crate::statements::Tokens;

impl Resolver<'_> {
    /// Puts the name that it is in the place of each member of a statement.
    ///
    /// # Errors
    /// An index is no whole number.
    pub(in crate::resolve) fn take_literal(&mut self, tokens: &mut Tokens<'_>) -> Result<(), Wrong> {
        if tokens.iter().any(|token| matches!(token.kind, Kind::Member(_))) {
            *tokens = Tokens::Owned(self.literal(tokens)?);
        }
        Ok(())
    }

    /// The tokens of a statement with each member as the name it is at the constants of the worksheet.
    ///
    /// # Errors
    /// An index is no whole number.
    pub(in crate::resolve) fn literal(&mut self, tokens: &[Token]) -> Result<Vec<Token>, Wrong> {
        let indices = Indices { named: Vec::new(), constants: self.constants.in_indices.clone() };
        let mut out = Vec::with_capacity(tokens.len());
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            at += 1;
            let Kind::Member(pattern) = token.kind else {
                out.push(*token);
                continue;
            };
            // `update w[*] by alpha`, `derive gradient of L except x[*]`: all members.
            if (tokens[0].kind == Kind::Keyword(Keyword::Update)
                || tokens.get(2).is_some_and(|token| token.kind == Kind::Keyword(Keyword::Of)))
                && let Some(end) = stars(&tokens[at..])
            {
                out.push(Token { kind: token.kind, span: token.span.to(tokens[at + end].span) });
                at += end + 1;
                continue;
            }
            let mut values = Vec::new();
            let (mut start, mut depth) = (at + 1, 0usize);
            let mut end = at;
            for (place, inner) in tokens.iter().enumerate().skip(at) {
                match inner.kind {
                    Kind::Open(_) => depth += 1,
                    Kind::Close(_) => depth = depth.saturating_sub(1),
                    _ => {}
                }
                end = place;
                if depth == 0 || (depth == 1 && inner.kind == Kind::Comma) {
                    let placed = index_reader::read(
                        &tokens[start..place],
                        inner.span,
                        self.text,
                        &self.known_names.names,
                        &indices,
                    )?;
                    let value = placed.expr.value(&[]);
                    values.push(value.map_err(|why| Box::new(no_index(why, placed.span, "")))?);
                    start = place + 1;
                }
                if depth == 0 {
                    break;
                }
            }
            let name = member_name(self.known_names.names.text(pattern), &values);
            let id = self.known_names.names.intern(&name);
            let span = token.span.to(tokens[end].span);
            self.note_member(id, span);
            out.push(Token { kind: Kind::Name(id), span });
            at = end + 1;
        }
        Ok(out)
    }
}

/// Where brackets that hold nothing but `*` close.
fn stars(tokens: &[Token]) -> Option<usize> {
    let end = tokens.iter().position(|token| matches!(token.kind, Kind::Close(_)))?;
    let inner = tokens.get(1..end)?;
    let is_star = |(place, token): (usize, &Token)| {
        token.kind == if place % 2 == 0 { Kind::Times } else { Kind::Comma }
    };
    (inner.len() % 2 == 1 && inner.iter().enumerate().all(is_star)).then_some(end)
}
