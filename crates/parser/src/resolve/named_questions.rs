//! `derive gradient of L`, `derive Hessian of L by x, w`, `derive Jacobian of h by x`.

use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_symbolic::graph::SymbolId;
use chainrule_worksheet::Query;

use super::Resolver;
use crate::expression::Wrong;
use crate::lexer::{Keyword, Kind, Token};
use crate::worded_questions::Named;

impl Resolver<'_> {
    /// A question that begins with its word and `of`.
    pub(super) fn named_question(
        &mut self,
        named: Named,
        tokens: &[Token],
        start: usize,
    ) -> Result<(), Wrong> {
        let of = self.quantity(tokens.get(start + 2), tokens)?;
        let span = tokens[start].span.to(tokens[tokens.len() - 1].span);
        let mut end = start + 3;
        if let Some(Token { kind: Kind::Keyword(Keyword::By), .. }) = tokens.get(end) {
            let by = self.quantity(tokens.get(end + 1), tokens)?;
            self.questions.named = Some((named, of, Vec::new()));
            self.ask_by(by, span)?;
            end += 2;
            return self.point(tokens, end, &tokens[end.min(tokens.len())..]);
        }
        match named {
            Named::Gradient => {}
            Named::Hessian | Named::Jacobian => {
                let (word, of) = (named.word(), self.graph.name(of).as_str().to_owned());
                let message = format!("a {word} is by a quantity");
                let wrong = Diagnostic::error(&code::BAD_QUERY, span, message);
                return Err(Box::new(
                    wrong.help(format!("write `derive {word} of {of} by w`, with the name to derive by")),
                ));
            }
        }
        let mut except = Vec::new();
        if self.is_word(tokens.get(end), "except") {
            (except, end) = self.target_list(tokens, end + 1, true)?;
        }
        match tokens.get(end) {
            Some(token) if self.is_at(token) => self.point(tokens, end, &tokens[end..])?,
            Some(token) => {
                let message = "expected `,` or the end of the statement";
                let wrong = Diagnostic::error(&code::EXPECTED, token.span, message);
                return Err(Box::new(wrong.help("write `gradient of` before each quantity")));
            }
            None => {}
        }
        if self.questions.seen.insert((of, Vec::new())) {
            self.questions.left_out.push((self.questions.queries.len(), except));
            self.questions.queries.push(Query { of, by: Vec::new(), except: Vec::new(), span });
        }
        Ok(())
    }

    /// `b` of `gradient of L by w, b`; nothing where the list is at its end.
    pub(super) fn named_goes_on(&mut self, tokens: &[Token], start: usize) -> Option<Result<(), Wrong>> {
        let is_first = start == 1;
        let named = self.questions.named.take().filter(|_| !is_first)?;
        let [token @ Token { kind: Kind::Name(_), span }, rest @ ..] = &tokens[start..] else { return None };
        if !rest.first().is_none_or(|token| self.is_at(token)) {
            return None;
        }
        let by = match self.quantity(Some(token), tokens) {
            Ok(by) => by,
            Err(wrong) => return Some(Err(wrong)),
        };
        if self.defined.heads.contains(by) {
            let (word, of) = (named.0.word(), self.graph.name(named.1).as_str().to_owned());
            let by = self.graph.name(by).as_str();
            let message = format!("`{by}` could go on with the {word}, or ask for all derivatives of `{by}`");
            return Some(Err(Box::new(Diagnostic::error(&code::BAD_QUERY, *span, message).help(format!(
                "write `{word} of {of} by {by}` for the one, `gradient of {by}` for the other"
            )))));
        }
        self.questions.named = Some(named);
        let done = self.ask_by(by, *span);
        Some(done.and_then(|()| self.point(tokens, start + 1, rest)))
    }

    /// The derivatives that one more name to derive by asks for.
    fn ask_by(&mut self, by: SymbolId, span: Span) -> Result<(), Wrong> {
        let Some((named, of, mut before)) = self.questions.named.take() else { return Ok(()) };
        match named {
            Named::Gradient | Named::Jacobian => self.ask(of, &[by], span)?,
            Named::Hessian => {
                for &other in &before {
                    self.ask(of, &[by, other], span)?;
                }
                self.ask(of, &[by, by], span)?;
            }
        }
        before.push(by);
        self.questions.named = Some((named, of, before));
        Ok(())
    }
}
