//! `?`: the end of a question, or a sign that asks nothing.

use chainrule_diagnostic::{Diagnostic, Span, code, escape};

use super::scan::Scanner;
use super::{Kind, Token};
use crate::worded_questions;

impl Scanner<'_> {
    /// `dL/dw = ?`: a question as people write it.
    pub(super) fn question_mark(&mut self) {
        let behind = self.rest()[1..].trim_start_matches([' ', '\t']);
        let is_last = behind.is_empty() || behind.starts_with(['\n', '\r', ';', '#']);
        let is_end = |token: &Token| matches!(token.kind, Kind::End { .. });
        let start = self.out.tokens.iter().rposition(is_end).map_or(0, |end| end + 1);
        let statement = &self.out.tokens[start..];
        if is_last && worded_questions::before_question_mark(statement, &self.out.names, self.text).is_some()
        {
            return self.push(Kind::Question, 1);
        }
        let before = &self.text[..self.at];
        let line = &before[before.rfind(['\n', '\r', ';']).map_or(0, |end| end + 1)..];
        let question = line.trim().strip_suffix('=').map(str::trim).filter(|question| question.len() <= 40);
        let span = Span::new(self.at, self.at + 1);
        let wrong = Diagnostic::error(&code::UNKNOWN_CHARACTER, span, "`?` asks nothing here");
        self.wrong(match question {
            Some(question) if question.contains('/') && question.starts_with(['d', '∂']) => {
                wrong.help(format!("write `derive {}`", escape(question)))
            }
            Some(question) if !question.is_empty() => wrong.help(format!(
                "leave it out: what follows from the equations is worked out, `claim {} = …` checks a number",
                escape(question)
            )),
            Some(_) | None => wrong
                .help("write `derive dL/dw` to ask for a derivative")
                .help("write `max`, `min` or `step` for a choice"),
        });
        self.push(Kind::UnknownCharacter, 1);
    }
}
