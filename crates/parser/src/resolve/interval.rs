//! An interval as written: `[-1, 2)`.

use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_symbolic::graph::ExprId;

use super::expected::expected;
use crate::expression::{Reader, Wrong};
use crate::lexer::Kind;

/// One end of an interval as written.
#[derive(Clone, Copy, Debug)]
pub(super) struct End {
    pub(super) id: ExprId,
    pub(super) span: Span,
    /// Whether the end itself is left out.
    pub(super) open: bool,
}

/// An interval as written; an infinite end is none.
#[derive(Clone, Copy, Debug)]
pub(super) struct Interval {
    pub(super) lower: Option<End>,
    pub(super) upper: Option<End>,
    pub(super) span: Span,
}

/// `[lo, hi]`, `(lo, hi]`, `[lo, ∞)`, …
pub(super) fn interval(reader: &mut Reader<'_>) -> Result<Interval, Wrong> {
    let open = reader.here();
    let lower_open = match reader.peek() {
        Some(Kind::Open(b'[')) => false,
        Some(Kind::Open(b'(')) => true,
        Some(_) | None => return Err(expected(reader, "a range such as `[-1, 2]`")),
    };
    reader.at += 1;
    let lower = end(reader, lower_open)?;
    if reader.peek() != Some(Kind::Comma) {
        let message = "expected `,` and the upper end of the range";
        let wrong = Diagnostic::error(&code::EXPECTED, reader.here(), message);
        return Err(Box::new(wrong.help("a range has two ends: `[-1, 2]`")));
    }
    reader.at += 1;
    let mut upper = end(reader, false)?;
    let close = reader.here();
    let upper_open = match reader.peek() {
        Some(Kind::Close(b']')) => false,
        Some(Kind::Close(b')')) => true,
        Some(_) | None => return Err(expected(reader, "`]` at the end of the range")),
    };
    reader.at += 1;
    if let Some(upper) = &mut upper {
        upper.open = upper_open;
    }
    let span = open.to(close);
    if lower.is_none() && upper.is_none() {
        return Err(Box::new(
            Diagnostic::error(&code::EXPECTED, span, "a range needs a finite end")
                .help("remove it: every number lies in it"),
        ));
    }
    Ok(Interval { lower, upper, span })
}

/// One end; nothing for an infinite one.
fn end(reader: &mut Reader<'_>, open: bool) -> Result<Option<End>, Wrong> {
    let infinite = match (reader.peek(), reader.tokens.get(reader.at + 1).map(|token| token.kind)) {
        (Some(Kind::Infinity), _) => 1,
        (Some(Kind::Minus | Kind::Plus), Some(Kind::Infinity)) => 2,
        (_, _) => 0,
    };
    if infinite > 0 {
        reader.at += infinite;
        return Ok(None);
    }
    let (id, span) = reader.expression()?;
    Ok(Some(End { id, span, open }))
}
