//! A matrix over as many lines as it has rows.

use unicode_width::UnicodeWidthStr;

use super::Style;
use crate::layout::{Layout, Piece};
use crate::spelling;

/// Matrices of more rows stand on a line.
const MOST_ROWS: usize = 6;

/// The gap between two columns.
const GAP: usize = 2;

/// The lines of what is a matrix and nothing else, its columns one below the other; nothing where it is too large.
pub(super) fn lines(layout: &Layout, room: usize, style: &Style) -> Option<Vec<String>> {
    let Piece::Matrix { entries, columns } = layout.piece(layout.root()?) else { return None };
    let columns = (*columns as usize).max(1);
    let cells: Vec<String> = layout
        .row(*entries)
        .iter()
        .map(|&entry| {
            let mut layout = layout.clone();
            layout.add_row(&[entry]);
            spelling::text(&layout, style.ascii).text()
        })
        .collect();
    let rows: Vec<&[String]> = cells.chunks(columns).collect();
    if rows.len() < 2 || rows.len() > MOST_ROWS {
        return None;
    }
    let widest = |column: usize| {
        rows.iter().map(|row| row.get(column).map_or(0, |cell| cell.width())).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(widest).collect();
    if widths.iter().sum::<usize>() + GAP * (columns - 1) + 2 > room {
        return None;
    }
    let last = rows.len() - 1;
    let lines = rows.iter().enumerate().map(|(place, row)| {
        let cells: Vec<String> = row
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{}{cell}", " ".repeat(width - cell.width())))
            .collect();
        let [open, close] = match (style.ascii, place) {
            (true, _) => ["[", "]"],
            (false, 0) => ["⎡", "⎤"],
            (false, place) if place == last => ["⎣", "⎦"],
            (false, _) => ["⎢", "⎥"],
        };
        format!("{open}{}{close}", cells.join(&" ".repeat(GAP)))
    });
    Some(lines.collect())
}
