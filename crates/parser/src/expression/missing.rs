//! What to say where an operand is missing, or something else stands in its place.

use chainrule_diagnostic::{Diagnostic, Span, code};

use super::reader::Reader;
use super::stacks::{Pending, Stacks};
use crate::lexer::Kind;
use crate::wrong::Wrong;

impl Reader<'_> {
    pub(super) fn missing_operand(&self, stacks: &Stacks) -> Wrong {
        let here = self.here();
        let after = match stacks.pending.last() {
            Some(Pending::Operator(operator, span)) => Some((operator.spelling(), *span)),
            Some(Pending::Group { .. } | Pending::Reduction(_)) | None => None,
        };
        let found = match self.tokens.get(self.at) {
            Some(token) => format!("found `{}`", self.short(token.span)),
            None => "the statement ends".to_owned(),
        };
        match (self.peek(), after) {
            (Some(Kind::Close(_)), None) if stacks.depth == 0 => Box::new(
                Diagnostic::error(&code::UNEXPECTED_BRACKET, here, "this bracket closes nothing")
                    .help("remove it, or open one before"),
            ),
            // `a ++ b`, `a * / b`
            (
                Some(Kind::Plus | Kind::Times | Kind::Slash | Kind::Caret),
                Some((operator, span)),
            ) => Box::new(
                Diagnostic::error(
                    &code::EXPECTED,
                    here,
                    format!("two operators stand side by side: `{operator}` and `{}`", self.short(here)),
                )
                .also(span, "after this")
                .help("remove one of them, or put between them what is missing"),
            ),
            (None, Some((operator, span))) => Box::new(Diagnostic::error(
                &code::EXPECTED,
                span,
                format!("something is missing after `{operator}`: the statement ends"),
            )),
            (_, Some((operator, span))) => Box::new(
                Diagnostic::error(
                    &code::EXPECTED,
                    here,
                    format!("expected a number, a name or `(` after `{operator}`, {found}"),
                )
                .also(span, "after this"),
            ),
            (Some(Kind::Text), None) => Box::new(
                Diagnostic::error(&code::EXPECTED, here, "a text in quotation marks is no part of a formula")
                    .help("names stand without quotation marks; a name needs no declaration: leave out a line that makes one"),
            ),
            (_, None) => Box::new(Diagnostic::error(
                &code::EXPECTED,
                here,
                format!("expected a number, a name or `(`, {found}"),
            )),
        }
    }

    /// `w*x -- a line`: two dashes with a space behind them are a comment in some languages.
    pub(super) fn is_dashes(&self) -> bool {
        let here = self.here();
        let before = self.at.checked_sub(1).and_then(|at| self.tokens.get(at));
        let is_behind_minus = before
            .is_some_and(|before| before.kind == Kind::Minus && before.span.end == here.start && self.at > 1);
        is_behind_minus
            && self.text.get(here.end as usize..).is_some_and(|rest| rest.starts_with([' ', '\t']))
    }

    /// What to say of them.
    pub(super) fn no_comment(span: Span) -> Wrong {
        Box::new(
            Diagnostic::error(&code::EXPECTED, span, "`--` begins no comment here")
                .help("write `#` for a comment")
                .help("write `- (-a)` for a minus behind a minus"),
        )
    }
}
