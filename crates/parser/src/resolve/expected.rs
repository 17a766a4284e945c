//! What to say where something else was expected.

use chainrule_diagnostic::{Diagnostic, code};

use crate::expression::{Reader, Wrong};
use crate::lexer::{Kind, Relation};

/// A complaint about what stands at a place of a statement.
pub(super) fn expected(reader: &Reader<'_>, what: &str) -> Wrong {
    let here = reader.here();
    if let Some(Kind::Close(_)) = reader.peek() {
        return Box::new(
            Diagnostic::error(&code::UNEXPECTED_BRACKET, here, "this bracket closes nothing")
                .help("remove it, or open one before"),
        );
    }
    let found = if here.start == here.end {
        "the statement ends".to_owned()
    } else {
        format!("found `{}`", reader.short(here))
    };
    let wrong = Diagnostic::error(&code::EXPECTED, here, format!("expected {what}, {found}"));
    let after_name = reader.at > 0 && matches!(reader.tokens[reader.at - 1].kind, Kind::Name(_));
    Box::new(match (reader.peek(), reader.thousands()) {
        (_, Some(help)) => wrong.help(help),
        (Some(Kind::Open(b'[')), None) if after_name => {
            wrong.help("a member of a family is written without a space: `a[1]`")
        }
        (Some(Kind::Relation(Relation::Equal)), None) => {
            wrong.help("write one statement a line, or `;` between two")
        }
        (_, None) => wrong,
    })
}
