//! What to say where an operand is missing.

use chainrule_diagnostic::{Diagnostic, code};

use super::reader::{Reader, Wrong};
use super::stacks::{Pending, Stacks};
use crate::lexer::Kind;

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
}
