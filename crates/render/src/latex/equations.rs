//! The rows of an `align*`: sides cut to the width of the page, reasons in a column of their own where they fit.

use super::inline;
use crate::document::{Inline, Line, Relation, Span};
use crate::spelling::{Drawing, Parts, latex};

/// Room for a relation and the gaps beside it.
const RELATION: f32 = 1.4;

/// How far a side that goes on stands in.
const HANG: f32 = 1.0;

/// The least gap that `align*` leaves before a reason.
const BEFORE_REASON: f32 = 2.0;

/// Reasons stand beside the right sides only where this much room is left for those.
const LEAST_RIGHT: f32 = 18.0;

/// The rows, for a page of this width in em.
pub(super) fn rows(lines: &[Line], width: f32) -> String {
    let lefts: Vec<Parts> = lines.iter().map(|line| latex(&line.left, Drawing::Display)).collect();
    let rights: Vec<Parts> = lines.iter().map(|line| latex(&line.right, Drawing::Display)).collect();
    let widest = |all: &[Parts]| all.iter().map(Parts::width).fold(0.0, f32::max);
    let reasons = lines.iter().filter_map(|line| line.reason.as_ref()).map(reason_width);
    let reasons = reasons.fold(0.0, f32::max);
    let room = (width - widest(&lefts) - RELATION).max(6.0);
    let beside = room - BEFORE_REASON - reasons;
    // Beside the right sides where those fit, cut if need be; below them elsewhere.
    let in_column = reasons > 0.0
        && (widest(&rights) <= beside
            || (beside >= LEAST_RIGHT && rights.iter().all(|right| widest_part(right) <= beside - HANG)));
    let room = if in_column { beside } else { room };
    let mut out: Vec<String> = Vec::new();
    for ((line, left), right) in lines.iter().zip(&lefts).zip(&rights) {
        let relation = match line.relation {
            Relation::Equal => "=",
            Relation::About => r"\approx",
            Relation::AtMost => r"\le",
            Relation::Less => "<",
            Relation::None => "",
        };
        let cut = right.lines(room, room - HANG);
        let last = cut.len() - 1;
        for (place, range) in cut.into_iter().enumerate() {
            let text = right.line(range);
            let mut row = if place == 0 {
                format!("{} &{relation} {}", left.text(), text.trim_start())
            } else {
                format!(r"&\quad {{}}{}", text.trim_end())
            };
            if place == last
                && in_column
                && let Some(reason) = &line.reason
            {
                row.push_str(&format!(r" && \text{{{}}}", inline(reason)));
            }
            out.push(row.trim().to_owned());
        }
        if let Some(reason) = line.reason.as_ref().filter(|_| !in_column) {
            for row in reason_rows(reason, room - HANG) {
                out.push(format!(r"&\quad \text{{{row}}}"));
            }
        }
    }
    out.join(" \\\\\n")
}

/// The widest stretch within which no line ends.
fn widest_part(parts: &Parts) -> f32 {
    parts.parts.iter().map(|part| part.width).fold(0.0, f32::max)
}

/// A reason in brackets, over as many rows as it needs.
fn reason_rows(reason: &Inline, width: f32) -> Vec<String> {
    let whole = Inline::from("(").then(reason.clone()).text(")");
    if reason_width(&whole) <= width {
        return vec![inline(&whole)];
    }
    let mut rows = vec![Inline::new()];
    for span in whole.pieces {
        let pieces = match span {
            Span::Text(text) => text.split_inclusive(' ').map(|word| Span::Text(word.to_owned())).collect(),
            Span::Math(_) | Span::Role(..) => vec![span],
        };
        for piece in pieces {
            let last = rows.last().cloned().unwrap_or_default();
            let longer = last.then(Inline { pieces: vec![piece.clone()] });
            match rows.last_mut() {
                Some(row) if row.pieces.is_empty() || reason_width(&longer) <= width => *row = longer,
                Some(_) | None => rows.push(Inline { pieces: vec![piece] }),
            }
        }
    }
    rows.iter().map(inline).collect()
}

fn reason_width(reason: &Inline) -> f32 {
    reason
        .pieces
        .iter()
        .map(|piece| match piece {
            #[expect(clippy::cast_precision_loss, reason = "a width in em")]
            Span::Text(text) | Span::Role(_, text) => 0.47 * text.chars().count() as f32,
            Span::Math(layout) => latex(layout, Drawing::Inline).width(),
        })
        .sum()
}
