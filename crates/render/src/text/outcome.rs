//! What a page begins with, and how its sections begin.

use pretty::{Arena, DocAllocator};
use unicode_width::UnicodeWidthStr;

use super::{Doc, Style, flow};
use crate::argument::{Outcome, Section};
use crate::inline::{Inline, Role};
use crate::layout::Layout;
use crate::spelling;

/// Pages that are wider read no better: rules and what stands at the right end keep to this.
const READABLE: usize = 78;

/// Where the body of a labelled block begins.
pub(super) const LABEL: usize = 12;

/// Labels stand beside their blocks on pages of this many columns.
const LEAST_FOR_LABELS: usize = 60;

/// Where a long result goes on.
const FURTHER: usize = 4;

/// The columns that headings reach over.
pub(super) fn reach(style: &Style) -> usize {
    style.width.min(READABLE)
}

/// Derivatives with their values, verdicts at the right end, and a rule below.
pub(super) fn results<'a>(arena: &'a Arena<'a, Role>, outcomes: &[Outcome], style: &Style) -> Doc<'a> {
    let names: Vec<String> =
        outcomes.iter().map(|outcome| spelling::text(&outcome.name, style.ascii).text()).collect();
    let column = names.iter().map(|name| name.width()).max().unwrap_or(0);
    let mut out = arena.nil();
    for (outcome, name) in outcomes.iter().zip(&names) {
        let math = match &outcome.value {
            Some((relation, value)) => {
                let gap = " ".repeat(column - name.width());
                let sign = super::equations::relation(*relation, style.ascii);
                format!("{name}{gap}{sign}{}", spelling::text(value, style.ascii).text())
            }
            None => name.clone(),
        };
        let verdict = outcome.verdict.as_ref().map(|(role, word)| (*role, flow::spelled(word, style)));
        let beside = verdict.as_ref().map_or(0, |(_, word)| word.width());
        let rows = if math.width() <= style.width {
            vec![math]
        } else {
            let parts = spelling::text(&outcome.math(), style.ascii);
            flow::cut(&parts, style.width, style.width.saturating_sub(FURTHER))
        };
        let mut width = 0;
        for (row, line) in rows.into_iter().enumerate() {
            let indent = if row > 0 { FURTHER } else { 0 };
            if row > 0 {
                out = out.append(arena.hardline()).append(arena.text(" ".repeat(indent)));
            }
            width = indent + line.width();
            out = out.append(arena.text(line).annotate(Role::Strong));
        }
        if let Some((role, word)) = verdict {
            out = out.append(if width + 2 + beside <= reach(style) {
                arena.text(" ".repeat(reach(style) - width - beside))
            } else if width + 2 + beside <= style.width {
                arena.text("  ")
            } else {
                arena.hardline().append(arena.text(" ".repeat(reach(style).saturating_sub(beside))))
            });
            out = out.append(arena.text(word).annotate(role));
        }
        out = out.append(arena.hardline());
    }
    let line = if style.ascii { "=" } else { "═" };
    out.append(arena.text(line.repeat(reach(style)))).append(arena.hardline())
}

/// A heading, with what stands beside it at the right end.
pub(super) fn section<'a>(arena: &'a Arena<'a, Role>, section: &Section, style: &Style) -> Doc<'a> {
    let title = flow::inline(arena, &section.title, style).annotate(Role::Strong);
    if section.beside.is_empty() {
        return title.append(arena.hardline());
    }
    let (width, beside) =
        (flow::plain(&section.title, style).width(), flow::plain(&section.beside, style).width());
    let beside_title = flow::inline(arena, &section.beside, style);
    if width + 3 + beside <= reach(style) {
        let gap = arena.text(" ".repeat(reach(style) - width - beside));
        return title.append(gap).append(beside_title).append(arena.hardline());
    }
    title
        .append(arena.hardline())
        .append(arena.text("  "))
        .append(beside_title.nest(2))
        .append(arena.hardline())
}

/// Where the body of a block with a label begins, and what stands before it.
pub(super) fn labelled<'a>(arena: &'a Arena<'a, Role>, label: &str, style: &Style) -> (Doc<'a>, usize) {
    let word = arena.text(label.to_owned()).annotate(Role::Strong);
    if style.width < LEAST_FOR_LABELS || label.width() >= LABEL {
        return (word.append(arena.hardline()).append(arena.text("  ")), 2);
    }
    (word.append(arena.text(" ".repeat(LABEL - label.width()))), LABEL)
}

/// Gaps between short items of a line.
const BETWEEN_ITEMS: usize = 3;

/// Short items behind a word, as many in a line as there is room for.
pub(super) fn items<'a>(arena: &'a Arena<'a, Role>, label: &str, items: &[Layout], style: &Style) -> Doc<'a> {
    let (mut out, start) = labelled(arena, label, style);
    let mut at = start;
    for (place, item) in items.iter().enumerate() {
        let parts = spelling::text(item, style.ascii);
        let text = parts.text();
        if place > 0 && at + BETWEEN_ITEMS + text.width() > reach(style) {
            out = out.append(arena.hardline()).append(arena.text(" ".repeat(start)));
            at = start;
        } else if place > 0 {
            out = out.append(arena.text(" ".repeat(BETWEEN_ITEMS)));
            at += BETWEEN_ITEMS;
        }
        for (row, line) in
            flow::cut(&parts, style.width.saturating_sub(at), style.width.saturating_sub(start + 2))
                .into_iter()
                .enumerate()
        {
            if row > 0 {
                out = out.append(arena.hardline()).append(arena.text(" ".repeat(start + 2)));
                at = start + 2;
            }
            at += line.width();
            out = out.append(arena.text(line));
        }
    }
    out.append(arena.hardline())
}

/// Marked lines are set in columns from so many on.
const FEWEST_IN_COLUMNS: usize = 2;

/// Lines with a mark before each, in columns where they are many and short.
pub(super) fn marks<'a>(arena: &'a Arena<'a, Role>, items: &[Inline], style: &Style) -> Doc<'a> {
    let widths: Vec<usize> = items.iter().map(|item| flow::plain(item, style).width()).collect();
    let column = widths.iter().max().map_or(0, |widest| widest + BETWEEN_ITEMS);
    let columns =
        if items.len() < FEWEST_IN_COLUMNS { 1 } else { (style.width + BETWEEN_ITEMS) / column.max(1) };
    let mut out = arena.nil();
    for (place, item) in items.iter().enumerate() {
        out = out.append(flow::inline(arena, item, style).nest(2));
        let is_last = columns <= 1 || (place + 1) % columns == 0 || place + 1 == items.len();
        out = out.append(if is_last {
            arena.hardline()
        } else {
            arena.text(" ".repeat(column - widths[place]))
        });
    }
    out
}
