//! Tables in columns, or as a list where the page is too narrow for them.

use pretty::{Arena, DocAllocator};
use unicode_width::UnicodeWidthStr;

use super::{Doc, Style, flow};
use crate::document::{Row, Table};
use crate::inline::Role;
use crate::spelling;

/// Spaces between columns.
pub(super) const BETWEEN: usize = 3;

const INDENT: usize = 2;

/// The columns that a table takes.
pub(super) fn width(table: &Table, style: &Style) -> usize {
    let (_, columns) = measured(table, style);
    INDENT + columns.iter().map(|column| column.width + BETWEEN).sum::<usize>() - BETWEEN
}

fn measured(table: &Table, style: &Style) -> (Vec<Option<Vec<String>>>, Vec<Column>) {
    let rows: Vec<Option<Vec<String>>> = table
        .rows
        .iter()
        .map(|row| match row {
            Row::Cells(cells) => {
                Some(cells.iter().map(|cell| spelling::text(cell, style.ascii).text()).collect())
            }
            Row::LeftOut(_) => None,
        })
        .collect();
    let title = |at: usize| flow::plain(&table.titles[at], style);
    let columns = (0..table.titles.len()).map(|at| Column::of(title(at), &rows, at)).collect();
    (rows, columns)
}

/// A table whose titles are the heading of a section: its first column begins where headings do.
pub(super) fn headed<'a>(arena: &'a Arena<'a, Role>, table: &Table, style: &Style) -> Doc<'a> {
    let (rows, columns) = measured(table, style);
    if width(table, style) <= style.width {
        return in_columns(arena, table, &rows, &columns, style, true);
    }
    let title = columns.first().map(|column| column.title.clone()).unwrap_or_default();
    arena
        .text(title)
        .annotate(Role::Strong)
        .append(arena.hardline())
        .append(as_list(arena, table, &rows, &columns, style))
}

pub(super) fn block<'a>(arena: &'a Arena<'a, Role>, table: &Table, style: &Style) -> Doc<'a> {
    let (rows, columns) = measured(table, style);
    if width(table, style) <= style.width {
        in_columns(arena, table, &rows, &columns, style, false)
    } else {
        as_list(arena, table, &rows, &columns, style)
    }
}

/// Widths of one column: numbers stand with their points below each other.
struct Column {
    title: String,
    width: usize,
    before_point: usize,
}

impl Column {
    fn of(title: String, rows: &[Option<Vec<String>>], at: usize) -> Self {
        let cells = || rows.iter().flatten().map(|cells| cells[at].as_str());
        let before_point =
            if at == 0 { 0 } else { cells().map(|cell| before_point(cell).width()).max().unwrap_or(0) };
        let column = Self { width: title.width(), title, before_point };
        let widest = cells().map(|cell| column.placed(cell, at).width()).max().unwrap_or(0);
        Self { width: widest.max(column.width), ..column }
    }

    fn placed(&self, cell: &str, at: usize) -> String {
        let shift = if at == 0 { 0 } else { self.before_point.saturating_sub(before_point(cell).width()) };
        format!("{}{cell}", " ".repeat(shift))
    }
}

/// What stands before the point of a number.
pub(super) fn before_point(cell: &str) -> &str {
    let end = cell.find(['.', '×', 'e']).unwrap_or(cell.len());
    &cell[..end]
}

fn in_columns<'a>(
    arena: &'a Arena<'a, Role>,
    table: &Table,
    rows: &[Option<Vec<String>>],
    columns: &[Column],
    style: &Style,
    heads: bool,
) -> Doc<'a> {
    let line = |cells: Vec<String>| {
        let mut text = " ".repeat(INDENT);
        for (cell, column) in cells.iter().zip(columns) {
            text.push_str(cell);
            text.push_str(&" ".repeat(column.width.saturating_sub(cell.width()) + BETWEEN));
        }
        arena.text(text.trim_end().to_owned()).append(arena.hardline())
    };
    let rule = if style.ascii { "-" } else { "─" };
    let mut out = if heads {
        heading(arena, columns)
    } else {
        let titles = line(columns.iter().map(|column| column.title.clone()).collect());
        titles.append(line(columns.iter().map(|column| rule.repeat(column.width)).collect()))
    };
    for (row, cells) in table.rows.iter().zip(rows) {
        out = out.append(match (row, cells) {
            (Row::LeftOut(count), _) => line(vec![left_out(*count, style)]),
            (Row::Cells(_), Some(cells)) => {
                line(cells.iter().enumerate().map(|(at, cell)| columns[at].placed(cell, at)).collect())
            }
            (Row::Cells(_), None) => arena.nil(),
        });
    }
    out
}

/// The titles as the heading of a section, numbers below them at the right.
fn heading<'a>(arena: &'a Arena<'a, Role>, columns: &[Column]) -> Doc<'a> {
    let mut text = String::new();
    for (place, column) in columns.iter().enumerate() {
        let width = if place == 0 { INDENT + column.width } else { column.width };
        text.push_str(&column.title);
        text.push_str(&" ".repeat(width.saturating_sub(column.title.width()) + BETWEEN));
    }
    arena.text(text.trim_end().to_owned()).annotate(Role::Strong).append(arena.hardline())
}

fn as_list<'a>(
    arena: &'a Arena<'a, Role>,
    table: &Table,
    rows: &[Option<Vec<String>>],
    columns: &[Column],
    style: &Style,
) -> Doc<'a> {
    let mark = if style.ascii { "  - " } else { "  • " };
    let mut out = arena.nil();
    for (row, cells) in table.rows.iter().zip(rows) {
        let words: Vec<String> = match (row, cells) {
            (Row::LeftOut(count), _) => vec![left_out(*count, style)],
            (Row::Cells(_), None) => Vec::new(),
            (Row::Cells(_), Some(cells)) => {
                // Of what a row has nothing in, nothing is said.
                let columns: Vec<(usize, (&String, &Column))> =
                    cells.iter().zip(columns).enumerate().filter(|(_, (cell, _))| !cell.is_empty()).collect();
                let last = columns.last().map_or(0, |(at, _)| *at);
                columns
                    .into_iter()
                    .map(|(at, (cell, column))| match at {
                        0 => format!("{cell}:"),
                        _ => format!("{} {cell}{}", column.title, if at == last { "" } else { ";" }),
                    })
                    .collect()
            }
        };
        let words = words.into_iter().map(|word| arena.text(word));
        let item = arena.intersperse(words, arena.softline()).nest(4);
        out = out.append(arena.text(mark)).append(item).append(arena.hardline());
    }
    out
}

fn left_out(count: usize, style: &Style) -> String {
    if style.ascii { format!("... {count} more ...") } else { format!("… {count} more …") }
}
