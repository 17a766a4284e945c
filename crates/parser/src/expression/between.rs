//! Words of English between formulas, where a sign or another statement belongs: `x plus w`, `dy/dx at x = 3`.

use chainrule_diagnostic::{Diagnostic, Span, code};

use super::reader::Reader;
use crate::lexer::Kind;

/// Signs that are written out, with the sign.
const SIGNS: [(&str, &str); 9] = [
    ("plus", "+"),
    ("minus", "-"),
    ("times", "*"),
    ("over", "/"),
    ("divided", "/"),
    ("equals", "="),
    ("equal", "="),
    ("squared", "^2"),
    ("cubed", "^3"),
];

/// Words that begin a condition, or join what is claimed.
const JOINING: [&str; 11] =
    ["at", "where", "when", "with", "if", "then", "whenever", "unless", "otherwise", "provided", "and"];

/// What to say of a word behind a formula that no statement makes a quantity; nothing where it is none of these.
pub(super) fn word_between(reader: &Reader<'_>, name: &str, span: Span) -> Option<Diagnostic> {
    let before = reader.at.checked_sub(2).and_then(|at| reader.tokens.get(at)).map(|token| token.kind);
    let follows =
        matches!(before, Some(Kind::Name(_) | Kind::Member(_) | Kind::Number | Kind::Close(_) | Kind::Prime));
    let begins_claim = before.is_none() || matches!(before, Some(Kind::Keyword(_) | Kind::Comma));
    if let Some((_, sign)) = SIGNS.iter().find(|(word, _)| follows && *word == name) {
        let wrong =
            Diagnostic::error(&code::EXPECTED, span, format!("`{name}` is a word, and no sign of a formula"));
        // `x^2`, without the space before it.
        let place = match reader.tokens.get(reader.at.saturating_sub(2)) {
            Some(token) if sign.starts_with('^') => Span::new(token.span.end as usize, span.end as usize),
            _ => span,
        };
        return Some(match reader.line_with(place, sign) {
            Some(line) => wrong.help(format!("write `{line}`")),
            None => wrong.help(format!("write `{sign}`")),
        });
    }
    let joins = JOINING.contains(&name) && (follows || (begins_claim && matches!(name, "if" | "when")));
    if !(joins && reader.derivatives) {
        return None;
    }
    let wrong =
        Diagnostic::error(&code::EXPECTED, span, format!("`{name}` joins no two formulas of a claim"));
    Some(if name == "and" {
        wrong.help("write a claim for each, on a line of its own")
    } else {
        wrong.help("state the point or the condition for the whole worksheet: `given x = 3`, `given w > 0`")
    })
}
