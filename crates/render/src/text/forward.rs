//! Definitions: symbols, the same with numbers, the value, as far as they fit on one line.

use pretty::{Arena, DocAllocator};
use unicode_width::UnicodeWidthStr;

use super::outcome::{labelled, reach};
use super::{Doc, Style, equations, flow, shaped};
use crate::argument::{Forward, ForwardLine, Valued};
use crate::inline::Role;
use crate::spelling::{self, Parts};

const INDENT: usize = 2;

/// The gap before numbers and before remarks.
const GAP: usize = 2;

/// One definition, spelled.
struct Row {
    left: String,
    /// The same where nothing stands behind it: then it may take several lines.
    alone: Option<Parts>,
    formula: Option<Parts>,
    numbers: Option<(&'static str, Parts)>,
    value: Option<(&'static str, Parts)>,
    reason: String,
}

pub(super) fn block<'a>(arena: &'a Arena<'a, Role>, forward: &Forward, style: &Style) -> Doc<'a> {
    if forward.lines.iter().any(|line| line.shape.is_some() || line.entry.is_some()) {
        return shaped::block(arena, forward, style);
    }
    let rows: Vec<Row> = forward.lines.iter().map(|line| spelled(line, style)).collect();
    let (mut out, start) = match &forward.label {
        Some(label) => labelled(arena, label, style),
        None => (arena.text(" ".repeat(INDENT)), INDENT),
    };
    let has_formula = |row: &&Row| row.formula.is_some();
    let left = rows.iter().filter(has_formula).map(|row| row.left.width()).max().unwrap_or(0);
    let right = start + left + 3;
    let width = |parts: &Parts| parts.text().width();
    let formula = |row: &Row| row.formula.as_ref().map_or(0, width);
    let second = |cell: &Option<(&str, Parts)>| cell.as_ref().map_or(0, |(_, parts)| width(parts) + 2);
    // Numbers stand in one column behind the formulas that have them, values in one behind both.
    let formulas = rows
        .iter()
        .filter(|row| row.numbers.is_some())
        .map(formula)
        .filter(|width| right + width < reach(style) / 2);
    let numbers_at = right + formulas.max().unwrap_or(0) + GAP;
    let end_of = |row: &Row| match &row.numbers {
        Some(_) => numbers_at.max(right + formula(row) + 1) + second(&row.numbers),
        None if row.formula.is_none() => start + row.left.width(),
        None => right + formula(row),
    };
    let values = rows.iter().map(|row| second(&row.value)).max().unwrap_or(0);
    let values_at =
        rows.iter().map(end_of).filter(|end| end + 1 + values <= reach(style)).max().unwrap_or(0) + 1;
    let reasons = rows.iter().map(|row| row.reason.width()).max().unwrap_or(0);
    let reasons_at =
        rows.iter().map(end_of).filter(|end| end + GAP + reasons <= style.width).max().unwrap_or(0) + GAP + 1;
    for (place, row) in rows.iter().enumerate() {
        if place > 0 {
            out = out.append(arena.text(" ".repeat(start)));
        }
        let mut lines = vec![" ".repeat(start)];
        match &row.alone {
            Some(names) => wrapped(&mut lines, names, start, style),
            None => push(&mut lines, &row.left),
        }
        if let Some(formula) = &row.formula {
            push(&mut lines, &format!("{} = ", " ".repeat(left.saturating_sub(row.left.width()))));
            let end = end_of(row).max(values_at - 1) + 1 + second(&row.value);
            let fits = end_of(row) + 1 + second(&row.value) <= style.width;
            let at = if end <= style.width { values_at } else { end_of(row) + 1 };
            wrapped(&mut lines, formula, right, style);
            for (cell, column, is_value) in [(&row.numbers, numbers_at, false), (&row.value, at, true)] {
                let Some((sign, parts)) = cell else { continue };
                let is_single = lines.len() == 1;
                let last = lines.last().map_or(0, |line| line.width());
                let is_numbers = is_value && lines.len() > 1 && row.numbers.is_some();
                if is_numbers && last + 3 + width(parts) <= style.width {
                    push(&mut lines, &format!(" {sign} {}", parts.text()));
                } else if fits && is_single {
                    let gap = column.saturating_sub(lines[0].width()).max(1);
                    push(&mut lines, &format!("{}{sign} ", " ".repeat(gap)));
                    push(&mut lines, &parts.text());
                } else {
                    lines.push(format!("{}{sign} ", " ".repeat(right - 2)));
                    wrapped(&mut lines, parts, right, style);
                }
            }
        }
        let body: Vec<String> = lines.iter().map(|line| line.chars().skip(start).collect()).collect();
        for (at, line) in body.into_iter().enumerate() {
            if at > 0 {
                out = out.append(arena.hardline()).append(arena.text(" ".repeat(start)));
            }
            out = out.append(arena.text(line));
        }
        if !row.reason.is_empty() {
            let end = lines.last().map_or(0, |line| line.width());
            let gap = reasons_at.saturating_sub(end).max(GAP);
            out = out.append(if end + gap + row.reason.width() <= style.width {
                arena.text(" ".repeat(gap))
            } else {
                arena.hardline().append(arena.text(" ".repeat(start + 2)))
            });
            out = out.append(arena.text(row.reason.clone()).annotate(Role::Dim));
        }
        out = out.append(arena.hardline());
    }
    out
}

fn push(lines: &mut [String], text: &str) {
    if let Some(last) = lines.last_mut() {
        last.push_str(text);
    }
}

/// A side behind what stands in the last line, over as many lines as it needs.
fn wrapped(lines: &mut Vec<String>, parts: &Parts, start: usize, style: &Style) {
    let room = style.width.saturating_sub(start);
    for (place, text) in flow::cut(parts, room, room.saturating_sub(2)).into_iter().enumerate() {
        if place == 0 {
            push(lines, &text);
        } else {
            lines.push(format!("{}{text}", " ".repeat(start + 2)));
        }
    }
}

fn spelled(line: &ForwardLine, style: &Style) -> Row {
    let side = |valued: &Option<Valued>| {
        valued.as_ref().map(|(relation, layout)| {
            (equations::relation(*relation, style.ascii).trim(), spelling::text(layout, style.ascii))
        })
    };
    let left = spelling::text(&line.left, style.ascii);
    Row {
        left: left.text(),
        alone: line.formula.is_none().then_some(left),
        formula: line.formula.as_ref().map(|formula| spelling::text(formula, style.ascii)),
        numbers: side(&line.numbers),
        value: side(&line.value),
        reason: line.reason.as_ref().map_or(String::new(), |reason| flow::plain(reason, style)),
    }
}
