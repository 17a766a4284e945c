//! Definitions of vectors and matrices: each on a line, its shape in a column, and the same by entries where there is room.

use pretty::{Arena, DocAllocator};
use unicode_width::UnicodeWidthStr;

use super::outcome::labelled;
use super::{Doc, Style, flow};
use crate::argument::{Forward, ForwardLine};
use crate::inline::Role;
use crate::layout::{Layout, Operator};
use crate::spelling::{self, Parts};

/// The gaps before shapes and before what stands behind them.
const GAP: usize = 3;

/// How far a formula that goes on stands in from where it began.
const HANG: usize = 2;

/// One definition, spelled.
struct Row {
    left: String,
    formula: Parts,
    shape: String,
    entry: String,
    reason: String,
}

pub(super) fn block<'a>(arena: &'a Arena<'a, Role>, forward: &Forward, style: &Style) -> Doc<'a> {
    let rows: Vec<Row> = forward.lines.iter().map(|line| spelled(line, style)).collect();
    let (mut out, start) = match &forward.label {
        Some(label) => labelled(arena, label, style),
        None => (arena.text("  "), 2),
    };
    let widest = |width: &dyn Fn(&Row) -> usize| rows.iter().map(width).max().unwrap_or(0);
    let left = widest(&|row| row.left.width());
    let right = start + left + 3;
    let shape = widest(&|row| row.shape.width());
    let end = |row: &Row| right + row.formula.text().width();
    // Shapes stand in a column behind the formulas that leave room for them.
    let is_short = |row: &&Row| end(row) + GAP + shape <= style.width;
    let shapes_at = rows.iter().filter(is_short).map(end).max().unwrap_or(right) + GAP;
    let entries_at = shapes_at + shape + if shape > 0 { GAP } else { 0 };
    let has_entry = |row: &&Row| !row.entry.is_empty();
    let fits = |row: &&Row| entries_at + row.entry.width() <= style.width;
    // A column with more gaps than entries says little.
    let with_entries = 2 * rows.iter().filter(|row| has_entry(row) && fits(row)).count()
        > rows.iter().filter(has_entry).count();
    for (place, row) in rows.iter().enumerate() {
        if place > 0 {
            out = out.append(arena.text(" ".repeat(start)));
        }
        let room = style.width.saturating_sub(right);
        let lines = flow::cut(&row.formula, room, room.saturating_sub(HANG));
        let mut at = right;
        out = out.append(arena.text(format!("{}{} = ", row.left, " ".repeat(left - row.left.width()))));
        for (count, line) in lines.iter().enumerate() {
            at = right;
            if count > 0 {
                at += HANG;
                out = out.append(arena.hardline()).append(arena.text(" ".repeat(at)));
            }
            at += line.width();
            out = out.append(arena.text(line.clone()));
        }
        let mut push = |out: Doc<'a>, text: &str, column: usize| {
            if text.is_empty() {
                return out;
            }
            let mut gap = column.saturating_sub(at).max(if at < column { 0 } else { GAP });
            if at + gap + text.width() > style.width {
                gap = GAP;
            }
            let (break_before, gap) = if at + gap + text.width() > style.width {
                at = right + HANG;
                (arena.hardline(), right + HANG)
            } else {
                at += gap;
                (arena.nil(), gap)
            };
            at += text.width();
            out.append(break_before)
                .append(arena.text(" ".repeat(gap)))
                .append(arena.text(text.to_owned()).annotate(Role::Dim))
        };
        out = push(out, &row.shape, shapes_at);
        out = push(out, &row.reason, entries_at);
        if with_entries && row.reason.is_empty() && lines.len() == 1 && fits(&row) {
            out = push(out, &row.entry, entries_at);
        }
        out = out.append(arena.hardline());
    }
    out
}

fn spelled(line: &ForwardLine, style: &Style) -> Row {
    let text = |layout: &Layout| spelling::text(layout, style.ascii).text();
    Row {
        left: text(&line.left),
        formula: line
            .formula
            .as_ref()
            .map(|formula| spelling::text(formula, style.ascii))
            .unwrap_or_default(),
        shape: line.shape.as_ref().map_or(String::new(), text),
        entry: line
            .entry
            .as_ref()
            .map_or(String::new(), |[left, right]| text(&left.related(Operator::Equal, right))),
        reason: line.reason.as_ref().map_or(String::new(), |reason| flow::plain(reason, style)),
    }
}
