//! Where statements and the items of lists end.

use chainrule_diagnostic::Span;

use crate::lexer::{Kind, Token};

/// Statements end with their lines, or with `;` outside of brackets, where it parts rows.
pub(super) fn split(tokens: &[Token]) -> Vec<Vec<Token>> {
    let mut statements = Vec::new();
    let mut current: Vec<Token> = Vec::new();
    let mut depth = 0usize;
    for token in tokens {
        match token.kind {
            Kind::Open(_) => depth += 1,
            Kind::Close(_) => depth = depth.saturating_sub(1),
            Kind::End { hard: true } if depth > 0 => {}
            Kind::End { hard } => {
                let goes_on = current.last().is_some_and(|last| last.kind.goes_on());
                if depth == 0 && (hard || !goes_on) {
                    statements.push(std::mem::take(&mut current));
                }
                continue;
            }
            _ => {}
        }
        current.push(*token);
    }
    statements.push(current);
    statements.retain(|statement| !statement.is_empty());
    statements
}

/// Items of a list, parted by commas outside of brackets.
pub(super) fn items(tokens: &[Token]) -> Vec<&[Token]> {
    let mut items = Vec::new();
    let (mut start, mut depth) = (0, 0usize);
    for (place, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Open(_) => depth += 1,
            Kind::Close(_) => depth = depth.saturating_sub(1),
            Kind::Comma if depth == 0 => {
                items.push(&tokens[start..place]);
                start = place + 1;
            }
            _ => {}
        }
    }
    items.push(&tokens[start..]);
    items
}

/// All of a statement.
pub(super) fn span_of(tokens: &[Token]) -> Span {
    match (tokens.first(), tokens.last()) {
        (Some(first), Some(last)) => first.span.to(last.span),
        (_, _) => Span::default(),
    }
}
