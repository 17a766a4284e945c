//! Tables: columns as wide as their cells, or one cell below the other where the page is too narrow.

use super::{TextStyle, paragraph};
use crate::document::{Align, Inline, Table};

/// Columns between two columns.
const GAP: usize = 2;

/// Adds a table to the text.
pub(super) fn render(table: &Table, style: &TextStyle, out: &mut String) {
    let cell = |inline: &Inline| paragraph::line(inline, style);
    let header: Vec<(String, usize)> = table.header.iter().map(cell).collect();
    let rows: Vec<Vec<(String, usize)>> = table.rows.iter().map(|row| row.iter().map(cell).collect()).collect();
    let count = rows.iter().map(Vec::len).chain([header.len()]).max().unwrap_or(0);
    let widths: Vec<usize> = (0..count)
        .map(|at| rows.iter().chain([&header]).filter_map(|row| row.get(at)).map(|cell| cell.1).max().unwrap_or(0))
        .collect();
    let total = widths.iter().sum::<usize>() + GAP * count.saturating_sub(1);
    if total > style.width {
        return stacked(table, style, out);
    }
    if !header.is_empty() {
        row(&header, &widths, &table.align, out);
        let rule = if style.ascii { "-" } else { "─" };
        let rules: Vec<String> = widths.iter().map(|width| rule.repeat(*width)).collect();
        out.push_str(&rules.join(&" ".repeat(GAP)));
        out.push('\n');
    }
    for cells in &rows {
        row(cells, &widths, &table.align, out);
    }
}

fn row(cells: &[(String, usize)], widths: &[usize], align: &[Align], out: &mut String) {
    let mut line = String::new();
    for (at, (text, columns)) in cells.iter().enumerate() {
        if at > 0 {
            line.push_str(&" ".repeat(GAP));
        }
        let free = widths[at] - columns;
        let before = match align.get(at).copied().unwrap_or_default() {
            Align::Left => 0,
            Align::Right => free,
            Align::Center => free / 2,
        };
        line.push_str(&" ".repeat(before));
        line.push_str(text);
        line.push_str(&" ".repeat(free - before));
    }
    out.push_str(line.trim_end());
    out.push('\n');
}

/// Each row as a few lines `head: cell`, for narrow pages.
fn stacked(table: &Table, style: &TextStyle, out: &mut String) {
    for (position, cells) in table.rows.iter().enumerate() {
        if position > 0 {
            out.push('\n');
        }
        for (at, cell) in cells.iter().enumerate() {
            let mut inline = Inline::new();
            if let Some(head) = table.header.get(at).filter(|head| !head.is_empty()) {
                inline.spans.extend(head.spans.iter().cloned());
                inline = inline.text(": ");
            }
            inline.spans.extend(cell.spans.iter().cloned());
            for (line_at, line) in paragraph::lines(&inline, style.width.saturating_sub(2), style).iter().enumerate() {
                out.push_str(if line_at == 0 { "" } else { "  " });
                out.push_str(line);
                out.push('\n');
            }
        }
    }
}
