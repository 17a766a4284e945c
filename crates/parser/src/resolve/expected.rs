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
    if let Some(wrong) = conditional(reader) {
        return Box::new(wrong);
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
        (Some(Kind::Relation(_)), None) => wrong
            .help("a comparison is no number: `step(a - b)` is 1 where a is above b and 0 elsewhere")
            .help("write `claim a > b` for what must hold, `given a in [0, 1]` for a range"),
        (_, None) => wrong,
    })
}

/// `a if x > 0 else b`: a choice as programs write it.
fn conditional(reader: &Reader<'_>) -> Option<Diagnostic> {
    let word = |wanted: &str| {
        let is_word = |kind: Kind| matches!(kind, Kind::Name(id) if reader.names.text(id) == wanted);
        let found = reader.tokens.iter().position(|token| is_word(token.kind));
        found.filter(|_| !reader.known_names.is_declared(wanted))
    };
    let (if_, else_) = (word("if")?, word("else")?);
    let tokens = |from: usize, to: usize| {
        let tokens = reader.tokens.get(from..to)?;
        Some(reader.text_of(tokens.first()?.span.to(tokens.last()?.span)).to_owned())
    };
    let is_equal = |kind: Kind| kind == Kind::Relation(Relation::Equal);
    let start = reader.tokens[..if_].iter().rposition(|token| is_equal(token.kind)).map_or(0, |at| at + 1);
    let head = tokens(0, start).map_or_else(String::new, |head| format!("{head} "));
    let at = (if_..else_).find(|&at| matches!(reader.tokens[at].kind, Kind::Relation(_)))?;
    let (first, other) = (tokens(start, if_)?, tokens(else_ + 1, reader.tokens.len())?);
    let (left, right) = (tokens(if_ + 1, at)?, tokens(at + 1, else_)?);
    let step = |above: &str, below: &str| {
        let below = if below.contains(['+', '-']) { format!("({below})") } else { below.to_owned() };
        if below == "0" { format!("step({above})") } else { format!("step({above} - {below})") }
    };
    // `step` is 0 at 0.
    let (factor, rest) = match reader.tokens[at].kind {
        Kind::Relation(Relation::Greater) => (step(&left, &right), format!("(1 - {})", step(&left, &right))),
        Kind::Relation(Relation::Less) => (step(&right, &left), format!("(1 - {})", step(&right, &left))),
        Kind::Relation(Relation::AtLeast) => (format!("(1 - {})", step(&right, &left)), step(&right, &left)),
        Kind::Relation(Relation::AtMost) => (format!("(1 - {})", step(&left, &right)), step(&left, &right)),
        _ => return None,
    };
    let place = reader.tokens[if_].span.to(reader.tokens[else_].span);
    let wrong = Diagnostic::error(&code::EXPECTED, place, "a choice is not written with `if` and `else`");
    Some(
        wrong
            .help(format!(
                "write `{head}{factor}*({first}) + {rest}*({other})`: `step` is 1 above 0, and 0 elsewhere"
            ))
            .help("or `max(a, b)` and `min(a, b)`, which have no jump"),
    )
}
