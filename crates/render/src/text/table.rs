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

/// A table as text: what its cells say, spelled once, and how wide its columns are.
pub(super) struct Spelled {
    rows: Vec<SpelledRow>,
    columns: Vec<Column>,
}

enum SpelledRow {
    Cells(Vec<String>),
    LeftOut(usize),
}

impl Spelled {
    pub(super) fn new(table: &Table, style: &Style) -> Self {
        let spelled = |row: &Row| match row {
            Row::Cells(cells) => {
                let cells = cells.iter().map(|cell| spelling::text(cell, style.ascii).text());
                SpelledRow::Cells(cells.collect())
            }
            Row::LeftOut(count) => SpelledRow::LeftOut(*count),
        };
        let rows: Vec<SpelledRow> = table.rows.iter().map(spelled).collect();
        let title = |at: usize| flow::plain(&table.titles[at], style);
        let columns = (0..table.titles.len()).map(|at| Column::of(title(at), &rows, at)).collect();
        Self { rows, columns }
    }

    /// The columns of the page that it takes.
    pub(super) fn width(&self) -> usize {
        INDENT + self.columns.iter().map(|column| column.width() + BETWEEN).sum::<usize>() - BETWEEN
    }

    /// What stands in a column says itself what it is.
    pub(super) fn untitle(&mut self, column: usize) {
        self.columns[column].title.clear();
    }

    pub(super) fn remove(&mut self, column: usize) {
        self.columns.remove(column);
        for row in &mut self.rows {
            if let SpelledRow::Cells(cells) = row {
                cells.remove(column);
            }
        }
    }

    /// Adds a column with a cell for each row.
    pub(super) fn push(&mut self, title: String, texts: impl Iterator<Item = String>) {
        let at = self.columns.len();
        for (row, text) in self.rows.iter_mut().zip(texts) {
            if let SpelledRow::Cells(cells) = row {
                cells.push(text);
            }
        }
        self.columns.push(Column::of(title, &self.rows, at));
    }

    /// As the heading of a section, where its titles are that: its first column begins where headings do.
    pub(super) fn headed<'a>(&self, arena: &'a Arena<'a, Role>, style: &Style) -> Doc<'a> {
        if self.width() <= style.width {
            return self.in_columns(arena, style, true);
        }
        let title = self.columns.first().map(|column| column.title.clone()).unwrap_or_default();
        let title = arena.text(title).annotate(Role::Strong);
        title.append(arena.hardline()).append(self.as_list(arena, style))
    }

    pub(super) fn block<'a>(&self, arena: &'a Arena<'a, Role>, style: &Style) -> Doc<'a> {
        if self.width() <= style.width {
            self.in_columns(arena, style, false)
        } else {
            self.as_list(arena, style)
        }
    }

    fn in_columns<'a>(&self, arena: &'a Arena<'a, Role>, style: &Style, heads: bool) -> Doc<'a> {
        let line = |text: String| arena.text(text).append(arena.hardline());
        let rule = if style.ascii { "-" } else { "─" };
        let mut out = if heads {
            heading(arena, &self.columns)
        } else {
            let titles = self.line(self.columns.iter().map(|column| (0, column.title.as_str())));
            let rules: Vec<String> = self.columns.iter().map(|column| rule.repeat(column.width())).collect();
            line(titles).append(line(self.line(rules.iter().map(|rule| (0, rule.as_str())))))
        };
        for row in &self.rows {
            out = out.append(line(match row {
                SpelledRow::LeftOut(count) => format!("{}{}", " ".repeat(INDENT), left_out(*count, style)),
                SpelledRow::Cells(cells) => self.line(
                    cells.iter().zip(&self.columns).map(|(cell, column)| (column.shift(cell), cell.as_str())),
                ),
            }));
        }
        out
    }

    /// Cells beside each other, each behind so many spaces.
    fn line<'c>(&self, cells: impl Iterator<Item = (usize, &'c str)>) -> String {
        let mut text = " ".repeat(INDENT);
        for ((shift, cell), column) in cells.zip(&self.columns) {
            let rest = column.width().saturating_sub(shift + cell.width()) + BETWEEN;
            text.extend(std::iter::repeat_n(' ', shift));
            text.push_str(cell);
            text.extend(std::iter::repeat_n(' ', rest));
        }
        text.truncate(text.trim_end().len());
        text
    }

    fn as_list<'a>(&self, arena: &'a Arena<'a, Role>, style: &Style) -> Doc<'a> {
        let mark = if style.ascii { "  - " } else { "  • " };
        let mut out = arena.nil();
        for row in &self.rows {
            let words: Vec<String> = match row {
                SpelledRow::LeftOut(count) => vec![left_out(*count, style)],
                SpelledRow::Cells(cells) => {
                    // Of what a row has nothing in, nothing is said.
                    let columns = cells.iter().zip(&self.columns).enumerate();
                    let columns: Vec<_> = columns.filter(|(_, (cell, _))| !cell.is_empty()).collect();
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
}

/// Widths of one column: numbers stand with their points below each other.
struct Column {
    title: String,
    /// What its cells take, without the title.
    of_cells: usize,
    /// The most that stands before a point.
    before_point: usize,
    is_first: bool,
}

impl Column {
    fn of(title: String, rows: &[SpelledRow], at: usize) -> Self {
        let cells = || {
            rows.iter().filter_map(|row| match row {
                SpelledRow::Cells(cells) => cells.get(at).map(String::as_str),
                SpelledRow::LeftOut(_) => None,
            })
        };
        let is_first = at == 0;
        let before_point =
            if is_first { 0 } else { cells().map(|cell| before_point(cell).width()).max().unwrap_or(0) };
        let column = Self { title, of_cells: 0, before_point, is_first };
        let of_cells = cells().map(|cell| column.shift(cell) + cell.width()).max().unwrap_or(0);
        Self { of_cells, ..column }
    }

    fn width(&self) -> usize {
        self.of_cells.max(self.title.width())
    }

    /// By how much a cell is moved to the right, so that its point stands below the others.
    fn shift(&self, cell: &str) -> usize {
        if self.is_first { 0 } else { self.before_point.saturating_sub(before_point(cell).width()) }
    }
}

/// What stands before the point of a number.
pub(super) fn before_point(cell: &str) -> &str {
    let end = cell.find(['.', '×', 'e']).unwrap_or(cell.len());
    &cell[..end]
}

/// The titles as the heading of a section, numbers below them at the right.
fn heading<'a>(arena: &'a Arena<'a, Role>, columns: &[Column]) -> Doc<'a> {
    let mut text = String::new();
    for (place, column) in columns.iter().enumerate() {
        let width = if place == 0 { INDENT + column.width() } else { column.width() };
        text.push_str(&column.title);
        text.push_str(&" ".repeat(width.saturating_sub(column.title.width()) + BETWEEN));
    }
    arena.text(text.trim_end().to_owned()).annotate(Role::Strong).append(arena.hardline())
}

fn left_out(count: usize, style: &Style) -> String {
    if style.ascii { format!("... {count} more ...") } else { format!("… {count} more …") }
}
