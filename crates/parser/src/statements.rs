//! Tokens to statements: where each begins and ends.

use std::borrow::Cow;

use chainrule_diagnostic::{Diagnostic, code};

use crate::token::{Kind, Relation, Token};

/// The tokens of a statement without line ends: as they stand in the text, unless some were taken out or changed.
pub(crate) type Tokens<'tokens> = Cow<'tokens, [Token]>;

/// The tokens of one statement.
pub(crate) struct Statement<'tokens> {
    pub(crate) tokens: &'tokens [Token],
    /// Whether it can be read: nothing in it was already complained about. The names of one that can't are known all
    /// the same, so that nothing else is blamed.
    pub(crate) readable: bool,
}

/// Splits tokens into statements. A statement ends with its line or with `;`; a line goes on while a bracket is open or
/// when it ends in an operator or a comma, unless the next line is plainly a statement of its own.
pub(crate) fn split<'tokens>(
    tokens: &'tokens [Token],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Statement<'tokens>> {
    split_where(tokens, false, diagnostics)
}

/// The same of a worksheet with declared shapes, in which `;` parts rows where a bracket is open.
pub(crate) fn split_beside_shapes<'tokens>(
    tokens: &'tokens [Token],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Statement<'tokens>> {
    split_where(tokens, true, diagnostics)
}

fn split_where<'tokens>(
    tokens: &'tokens [Token],
    parts_rows: bool,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Statement<'tokens>> {
    let mut statements = Vec::new();
    let mut start = 0;
    let mut open: Vec<Token> = Vec::new();
    let mut has_hole = false;
    for (at, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Open(_) => open.push(*token),
            Kind::Close(_) => {
                open.pop();
            }
            Kind::UnknownCharacter => has_hole = true,
            Kind::End { hard: true } if parts_rows && !open.is_empty() => {}
            Kind::End { hard } => {
                if at == start {
                    start = at + 1;
                    continue;
                }
                if !hard && goes_on(&tokens[start..at], &tokens[at + 1..], !open.is_empty(), has_hole) {
                    continue;
                }
                let readable = finish(&open, has_hole, diagnostics);
                statements.push(Statement { tokens: &tokens[start..at], readable });
                start = at + 1;
                open.clear();
                has_hole = false;
            }
            Kind::Number
            | Kind::Name(_)
            | Kind::Member(_)
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
            | Kind::Infinity
            | Kind::Question
            | Kind::Relation(_) => {}
        }
    }
    if start < tokens.len() {
        let readable = finish(&open, has_hole, diagnostics);
        statements.push(Statement { tokens: &tokens[start..], readable });
    }
    statements
}

/// Complains about a bracket that is still open; answers whether the statement can be read.
fn finish(open: &[Token], has_hole: bool, diagnostics: &mut Vec<Diagnostic>) -> bool {
    if let (Some(bracket), false) = (open.first(), has_hole) {
        diagnostics.push(
            Diagnostic::error(&code::UNCLOSED_BRACKET, bracket.span, "this bracket is never closed")
                .label("opened here"),
        );
    }
    open.is_empty() && !has_hole
}

/// Whether a statement goes on after the end of a line.
fn goes_on(statement: &[Token], rest: &[Token], is_open: bool, has_hole: bool) -> bool {
    let Some(last) = statement.iter().rev().find(|token| !matches!(token.kind, Kind::End { .. })) else {
        return false;
    };
    if is_open && !has_hole {
        return !begins_statement(rest) && !begins_definition(rest);
    }
    // `given w = 1,` goes on with `x = 2`; `y = a +` does not.
    let lists = matches!(statement[0].kind, Kind::Keyword(keyword) if keyword.has_list());
    last.kind.goes_on() && !begins_statement(rest) && (lists || !begins_definition(rest))
}

fn begins_statement(line: &[Token]) -> bool {
    matches!(line, [Token { kind: Kind::Keyword(keyword), .. }, ..] if keyword.begins_statement())
}

/// `Z = …` or `f(a, b) = …`
fn begins_definition(line: &[Token]) -> bool {
    let [Token { kind: Kind::Name(_), .. }, rest @ ..] = line else { return false };
    let after = match rest {
        [Token { kind: Kind::Open(b'('), .. }, ..] => {
            let is_list = |token: &&Token| matches!(token.kind, Kind::Name(_) | Kind::Comma);
            let length = rest[1..].iter().take_while(is_list).count();
            match &rest[1 + length..] {
                [Token { kind: Kind::Close(b')'), .. }, after @ ..] => after,
                [..] => return false,
            }
        }
        [..] => rest,
    };
    matches!(after, [Token { kind: Kind::Relation(Relation::Equal), .. }, ..])
}

/// A statement's tokens without the line ends inside it; `;` between rows stays.
pub(crate) fn without_line_ends(tokens: &[Token]) -> Tokens<'_> {
    let is_end = |token: &Token| matches!(token.kind, Kind::End { hard: false });
    if tokens.iter().any(is_end) {
        Cow::Owned(tokens.iter().copied().filter(|token| !is_end(token)).collect())
    } else {
        Cow::Borrowed(tokens)
    }
}
