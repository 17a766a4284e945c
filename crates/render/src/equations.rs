//! The rows of a block of equations where formulas are drawn: sides cut to the width of the page, reasons in a column
//! of their own where they fit.

use crate::inline::{Inline, Line, Relation, Span};
use crate::spelling::{Drawing, Parts, Pen, drawn};

/// A row of a block of equations.
#[derive(Clone, Debug)]
pub(crate) enum EquationRow {
    /// A left side, the sign, and the right side or its beginning.
    Line { left: String, relation: Relation, right: String, reason: Option<Inline> },
    /// A right side goes on.
    Continued { right: String, reason: Option<Inline> },
    /// A reason that found no room beside its right side.
    Reason(Inline),
}

/// Room for a relation and the gaps beside it.
const RELATION: f32 = 1.4;

/// How far a side that goes on stands in.
const HANG: f32 = 1.0;

/// The least gap before a reason.
const BEFORE_REASON: f32 = 2.0;

/// Reasons stand beside the right sides only where this much room is left for those.
const LEAST_RIGHT: f32 = 18.0;

/// The rows, for a page of this width in em.
pub(crate) fn rows(lines: &[Line], width: f32, pen: &impl Pen) -> Vec<EquationRow> {
    rows_below(lines, 0.0, width, pen)
}

/// The same below rows of one block whose right sides are up to so wide: reasons stand beside all of them.
pub(crate) fn rows_below(lines: &[Line], above: f32, width: f32, pen: &impl Pen) -> Vec<EquationRow> {
    let lefts: Vec<Parts> = lines.iter().map(|line| drawn(&line.left, Drawing::Display, pen)).collect();
    let rights: Vec<Parts> = lines.iter().map(|line| drawn(&line.right, Drawing::Display, pen)).collect();
    let widest = |all: &[Parts]| all.iter().map(Parts::width).fold(0.0, f32::max);
    let reasons =
        lines.iter().filter_map(|line| line.reason.as_ref()).map(|reason| inline_width(reason, pen));
    let reasons = reasons.fold(0.0, f32::max);
    let room = (width - widest(&lefts) - RELATION).max(6.0);
    let beside = room - BEFORE_REASON - reasons;
    // Beside the right sides where those fit, cut if need be; below them elsewhere.
    let in_column = reasons > 0.0
        && above <= beside
        && (widest(&rights) <= beside
            || (beside >= LEAST_RIGHT && rights.iter().all(|right| widest_part(right) <= beside - HANG)));
    let room = if in_column { beside } else { room };
    let mut out = Vec::new();
    for ((line, left), right) in lines.iter().zip(&lefts).zip(&rights) {
        let cut = right.lines(room, room - HANG);
        let last = cut.len() - 1;
        for (place, range) in cut.into_iter().enumerate() {
            let right = right.line(range);
            let right = if place == 0 { right.trim_start() } else { right.trim_end() }.to_owned();
            let reason = if place == last && in_column { line.reason.clone() } else { None };
            out.push(if place == 0 {
                EquationRow::Line { left: left.text(), relation: line.relation, right, reason }
            } else {
                EquationRow::Continued { right, reason }
            });
        }
        if let Some(reason) = line.reason.as_ref().filter(|_| !in_column) {
            out.extend(reason_rows(reason, room - HANG, pen).into_iter().map(EquationRow::Reason));
        }
    }
    out
}

/// The widest stretch within which no line ends.
fn widest_part(parts: &Parts) -> f32 {
    parts.parts.iter().map(|part| part.width).fold(0.0, f32::max)
}

/// A reason in brackets, over as many rows as it needs.
fn reason_rows(reason: &Inline, width: f32, pen: &impl Pen) -> Vec<Inline> {
    let whole = Inline::from("(").then(reason.clone()).text(")");
    if inline_width(&whole, pen) <= width {
        return vec![whole];
    }
    let mut rows = vec![Inline::new()];
    for span in whole.pieces {
        let pieces = match span {
            Span::Text(text) => text.split_inclusive(' ').map(|word| Span::Text(word.to_owned())).collect(),
            Span::Math(_) | Span::Typed(..) | Span::Role(..) | Span::Reference(_) => vec![span],
        };
        for piece in pieces {
            let last = rows.last().cloned().unwrap_or_default();
            let longer = last.then(Inline { pieces: vec![piece.clone()] });
            match rows.last_mut() {
                Some(row) if row.pieces.is_empty() || inline_width(&longer, pen) <= width => *row = longer,
                Some(_) | None => rows.push(Inline { pieces: vec![piece] }),
            }
        }
    }
    rows
}

/// The width of running text, in em.
fn inline_width(inline: &Inline, pen: &impl Pen) -> f32 {
    inline
        .pieces
        .iter()
        .map(|piece| match piece {
            #[expect(clippy::cast_precision_loss, reason = "a width in em")]
            Span::Text(text) | Span::Role(_, text) => 0.47 * text.chars().count() as f32,
            Span::Reference(_) => 1.5,
            Span::Math(layout) | Span::Typed(_, layout) => drawn(layout, Drawing::Inline, pen).width(),
        })
        .sum()
}
