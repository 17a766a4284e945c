//! Ranges: boxes for leaves.

use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_symbolic::graph::{ExprId, SymbolId};

use super::constants::fraction;
use super::givens::number;
use super::{Resolver, expected};
use crate::expression::{Reader, Wrong};
use crate::lexer::Kind;
use chainrule_worksheet::{Bound, GivenRange};

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

impl Resolver<'_> {
    /// The end of a range: a fraction, constants put in.
    pub(super) fn bound(&mut self, id: ExprId, span: Span, open: bool) -> Result<Bound, Wrong> {
        let id = self.without_constants(id);
        fraction(&self.graph, id).map(|value| Bound { value, open }).ok_or_else(|| {
            Box::new(
                Diagnostic::error(
                    &code::NOT_A_NUMBER,
                    span,
                    "the end of a range is a fraction, such as `-3` or `1/3`",
                )
                .help("put a fraction a little outside: `[-1.42, 1.42]` for ±√2; leave out an end that is infinite: `w >= 0`"),
            )
        })
    }

    pub(super) fn range(
        &mut self,
        symbol: SymbolId,
        lower: Option<Bound>,
        upper: Option<Bound>,
        span: Span,
    ) -> Result<(), Wrong> {
        if let (Some(low), Some(high)) = (&lower, &upper)
            && (low.value > high.value || (low.value == high.value && (low.open || high.open)))
        {
            return Err(Box::new(
                Diagnostic::error(
                    &code::EMPTY_RANGE,
                    span,
                    format!("no number lies between {} and {}", low.value, high.value),
                )
                .help("put the smaller end first"),
            ));
        }
        let earlier = self.givens.ranges_of.entry(symbol).or_default();
        if let Some(&first) = earlier.iter().find(|&&place| {
            let range = &self.givens.ranges[place];
            (range.lower.is_some() && lower.is_some()) || (range.upper.is_some() && upper.is_some())
        }) {
            return Err(Box::new(
                Diagnostic::error(
                    &code::DUPLICATE_VALUE,
                    span,
                    format!("`{}` is given a range twice", self.graph.name(symbol)),
                )
                .also(self.givens.ranges[first].span, "first given here")
                .help("remove one of the two"),
            ));
        }
        earlier.push(self.givens.ranges.len());
        self.places.set_first(symbol, span);
        self.givens.ranges.push(GivenRange { symbol, lower, upper, span });
        Ok(())
    }

    /// Values must lie in the ranges given for the same leaf.
    pub(super) fn check_ranges(&mut self) {
        for range in &self.givens.ranges {
            let Some(place) = self.givens.value_of.get(&range.symbol) else { continue };
            let given = &self.givens.values[place];
            let Some(value) = number(&self.graph, given.value) else { continue };
            let below =
                range.lower.as_ref().is_some_and(|low| value < low.value || (low.open && value == low.value));
            let above = range
                .upper
                .as_ref()
                .is_some_and(|high| value > high.value || (high.open && value == high.value));
            if below || above {
                self.diagnostics.push(
                    Diagnostic::error(
                        &code::OUTSIDE_RANGE,
                        given.span,
                        format!(
                            "{value} lies outside the range given for `{}`",
                            self.graph.name(range.symbol)
                        ),
                    )
                    .also(range.span, "the range"),
                );
            }
        }
    }
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
