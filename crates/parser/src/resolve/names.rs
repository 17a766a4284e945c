//! The names that statements make known, before any expression is read: statements have no order.

use chainrule_symbolic::function;
use chainrule_symbolic::function::rows::constant::PI;

use super::Resolver;
use crate::expression::{is_built_in, is_call_elsewhere};
use crate::lexer::{Keyword, Kind, NameId, Token};
use crate::statements::Tokens;

impl<'a> Resolver<'a> {
    /// Takes one statement, and notes the names it makes known. One that can't be read makes its names known all the
    /// same, so that nothing else is blamed.
    pub(crate) fn add(&mut self, tokens: Tokens<'a>, readable: bool) {
        let is_update = matches!(tokens.first(), Some(Token { kind: Kind::Keyword(Keyword::Update), .. }));
        self.known_names.has_families |= tokens.iter().any(|token| {
            matches!(token.kind, Kind::Member(_)) || (token.kind == Kind::Keyword(Keyword::For) && !is_update)
        });
        if !readable {
            self.statements.has_unreadable = true;
            self.note_names(&tokens);
            self.note_declared(&tokens);
            return;
        }
        match tokens.first().map(|token| token.kind) {
            Some(Kind::Keyword(Keyword::Let | Keyword::Given)) => {
                self.note_declared(&tokens);
                self.statements.others.push(tokens);
            }
            Some(Kind::Keyword(_)) => {
                let derives_by_e = |token: &Token| matches!(token.kind, Kind::Name(id) if self.known_names.names.text(id) == "de");
                self.known_names.derived_by_e |= tokens.iter().any(derives_by_e);
                self.statements.others.push(tokens);
            }
            Some(_) => {
                if let Some(definitions) = self.one_by_one(&tokens) {
                    let named = |tokens: &Tokens| match tokens[0].kind {
                        Kind::Name(id) => Some(id),
                        _ => None,
                    };
                    self.defined.at_once.push(definitions.iter().filter_map(named).collect());
                    for tokens in definitions {
                        self.add(tokens, readable);
                    }
                    return;
                }
                // The names of functions and of their parameters are no quantities.
                if !self.note_definition(&tokens) {
                    self.note_names(&tokens);
                    self.note_raised(&tokens);
                }
                self.statements.definitions.push(tokens);
            }
            None => {}
        }
    }

    /// Notes the names of quantities; those of indices belong to their statement.
    fn note_names(&mut self, tokens: &[Token]) {
        let bound: Vec<NameId> =
            match tokens.iter().position(|token| token.kind == Kind::Keyword(Keyword::For)) {
                None => Vec::new(),
                Some(first) => tokens[first..]
                    .windows(2)
                    .filter_map(|pair| match (pair[0].kind, pair[1].kind) {
                        (Kind::Name(id), Kind::Keyword(Keyword::In)) => Some(id),
                        (_, _) => None,
                    })
                    .collect(),
            };
        let mut at = 0;
        // Inside the brackets of members and behind `for` there are only indices and constants.
        let mut depth = 0usize;
        let mut passed_over: Option<usize> = None;
        while let Some(token) = tokens.get(at) {
            at += 1;
            match token.kind {
                Kind::Open(_) => depth += 1,
                Kind::Close(_) => {
                    depth = depth.saturating_sub(1);
                    if passed_over.is_some_and(|outer| depth <= outer) {
                        passed_over = None;
                    }
                }
                Kind::Keyword(Keyword::For) if passed_over.is_none() => {
                    passed_over = Some(depth.saturating_sub(1));
                }
                Kind::Member(id) if passed_over.is_none() => {
                    self.note_member(id, token.span);
                    passed_over = Some(depth);
                }
                Kind::Name(id)
                    if passed_over.is_none()
                        && !bound.contains(&id)
                        && !self.is_function(id, tokens.get(at))
                        && self.known_names.used.note(id, token.span) =>
                {
                    self.note_member(id, token.span);
                }
                _ => {}
            }
        }
    }

    /// Whether a name is that of a built-in function, or one that a built-in function has besides, put to an argument:
    /// `σ(z)` makes no quantity of σ.
    fn is_function(&self, name: NameId, next: Option<&Token>) -> bool {
        let name = self.known_names.names.text(name);
        let is_applied = matches!(next.map(|next| next.kind), Some(Kind::Open(b'(') | Kind::Prime));
        (is_applied && (function::find(name).is_some() || is_call_elsewhere(name)))
            || (is_built_in(name) && name != PI.name)
    }

    /// The names that `let` and `given` give values, those right before `=` or `in`; and the one that a definition
    /// begins with.
    fn note_declared(&mut self, tokens: &[Token]) {
        if let [Token { kind: Kind::Name(id), span }, ..] = tokens {
            self.known_names.declared.note(*id, *span);
        }
        if let [Token { kind: Kind::Keyword(Keyword::Let), .. }, rest @ ..] = tokens {
            for item in rest.split(|token| token.kind == Kind::Comma) {
                if let [Token { kind: Kind::Name(id), span }] = item {
                    self.known_names.declared.note(*id, *span);
                }
            }
        }
        let end = tokens.iter().position(|token| token.kind == Kind::Keyword(Keyword::For));
        let tokens = &tokens[..end.unwrap_or(tokens.len())];
        for pair in tokens.windows(3) {
            let begins = matches!(pair[0].kind, Kind::Keyword(Keyword::Let | Keyword::Given) | Kind::Comma);
            match pair[1].kind {
                Kind::Name(id)
                    if begins
                        && matches!(
                            pair[2].kind,
                            Kind::Relation(_) | Kind::Keyword(Keyword::In) | Kind::Tilde
                        ) =>
                {
                    self.known_names.declared.note(id, pair[1].span);
                    self.note_member(id, pair[1].span);
                }
                Kind::Member(id) if begins => self.note_member(id, pair[1].span),
                _ => {}
            }
        }
    }
}
