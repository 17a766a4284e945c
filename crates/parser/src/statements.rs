//! Tokens to statements: where each begins and ends.

use chainrule_diagnostic::{Diagnostic, code};

use crate::lexer::{Kind, Relation, Token};

/// Splits tokens into statements. A statement ends with its line or with `;`; a line goes on while a bracket is open or
/// when it ends in an operator or a comma.
pub(crate) fn split<'tokens>(
    tokens: &'tokens [Token],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<&'tokens [Token]> {
    let mut statements = Vec::new();
    let mut start = 0;
    let mut open: Vec<Token> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let token = tokens[at];
        match token.kind {
            Kind::Open(_) => open.push(token),
            Kind::Close(_) => {
                open.pop();
            }
            Kind::End { hard } => {
                let goes_on = !hard
                    && at > start
                    && (tokens[at - 1].kind.goes_on()
                        || (!open.is_empty() && !begins_statement(&tokens[at + 1..])));
                if goes_on {
                    at += 1;
                    continue;
                }
                if let Some(bracket) = open.first() {
                    diagnostics.push(
                        Diagnostic::error(
                            &code::UNCLOSED_BRACKET,
                            bracket.span,
                            "this bracket is never closed",
                        )
                        .label("opened here"),
                    );
                } else if at > start {
                    statements.push(&tokens[start..at]);
                }
                open.clear();
                start = at + 1;
            }
            Kind::Number
            | Kind::Name(_)
            | Kind::Member
            | Kind::Keyword(_)
            | Kind::Text
            | Kind::Plus
            | Kind::Minus
            | Kind::Times
            | Kind::Slash
            | Kind::Caret
            | Kind::Superscript(_)
            | Kind::Root
            | Kind::Partial
            | Kind::BigOperator
            | Kind::Prime
            | Kind::Comma
            | Kind::DotDot
            | Kind::Tilde
            | Kind::Relation(_) => {}
        }
        at += 1;
    }
    if let Some(bracket) = open.first() {
        diagnostics.push(
            Diagnostic::error(&code::UNCLOSED_BRACKET, bracket.span, "this bracket is never closed")
                .label("opened here"),
        );
    } else if start < tokens.len() {
        statements.push(&tokens[start..]);
    }
    statements
}

/// Whether a line that follows an open bracket is a new statement, so that the bracket was forgotten.
fn begins_statement(line: &[Token]) -> bool {
    match line {
        [Token { kind: Kind::Keyword(keyword), .. }, ..] => keyword.begins_statement(),
        [Token { kind: Kind::Name(_), .. }, Token { kind: Kind::Relation(Relation::Equal), .. }, ..] => true,
        [..] => false,
    }
}

/// A statement's tokens without the line ends inside it.
pub(crate) fn without_line_ends(tokens: &[Token]) -> Vec<Token> {
    tokens.iter().copied().filter(|token| !matches!(token.kind, Kind::End { .. })).collect()
}
