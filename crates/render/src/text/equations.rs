//! Equations: aligned at their relations, reasons in a column of their own or beneath.

use unicode_width::UnicodeWidthStr;

use super::{TextStyle, paragraph, spelling, wrap};
use crate::document::Line;

/// How far equations stand in.
const INDENT: usize = 2;
/// Columns between an equation and its reason.
const GAP: usize = 3;
/// Formulas get no less than this, however narrow the page.
const LEAST: usize = 12;

/// Adds equations to the text.
pub(super) fn render(lines: &[Line], style: &TextStyle, out: &mut String) {
    let lefts: Vec<String> =
        lines.iter().map(|line| line.left.as_ref().map_or(String::new(), |left| spelling::line(left, style.ascii))).collect();
    let room = style.width.saturating_sub(INDENT).max(LEAST);
    // A left side that takes more than a third of the page gets a line of its own.
    let most = room / 3;
    let column = lefts.iter().map(|left| left.width()).filter(|width| *width <= most).max().unwrap_or(0);
    let signs: Vec<&str> = lines.iter().map(|line| spelling::relation(line.relation, style.ascii)).collect();
    let sign_column = signs.iter().map(|sign| sign.width()).max().unwrap_or(0);
    let start = INDENT + column + usize::from(column > 0) + sign_column + 1;
    let rights: Vec<Vec<String>> = lines
        .iter()
        .map(|line| wrap::formula(&line.right, style.width.saturating_sub(start).max(LEAST), style.ascii))
        .collect();
    let reasons: Vec<Option<(String, usize)>> =
        lines.iter().map(|line| line.reason.as_ref().map(|reason| paragraph::line(reason, style))).collect();
    let widest = rights.iter().flatten().map(|line| line.width()).max().unwrap_or(0);
    let reason_start = start + widest + GAP;
    let beside = reasons.iter().flatten().all(|(_, columns)| reason_start + columns <= style.width);
    for (position, line) in lines.iter().enumerate() {
        let left = &lefts[position];
        let mut head = " ".repeat(INDENT);
        if left.width() > column {
            let wide = line.left.as_ref().map(|left| wrap::formula(left, room, style.ascii)).unwrap_or_default();
            for part in wide {
                out.push_str(&format!("{head}{part}\n"));
            }
            head.push_str(&" ".repeat(column));
        } else {
            head.push_str(&" ".repeat(column - left.width()));
            head.push_str(left);
        }
        head.push_str(if column > 0 { " " } else { "" });
        head.push_str(&" ".repeat(sign_column - signs[position].width()));
        head.push_str(signs[position]);
        head.push(' ');
        for (at, right) in rights[position].iter().enumerate() {
            let mut row = if at == 0 { head.clone() } else { " ".repeat(start) };
            row.push_str(right);
            if let Some((reason, _)) = reasons[position].as_ref().filter(|_| beside && at == 0) {
                row.push_str(&" ".repeat(reason_start.saturating_sub(start + right.width())));
                row.push_str(&style.dim(reason));
            }
            out.push_str(row.trim_end());
            out.push('\n');
        }
        if let Some(reason) = line.reason.as_ref().filter(|_| !beside) {
            for part in paragraph::lines(reason, style.width.saturating_sub(start).max(LEAST), style) {
                out.push_str(&format!("{}{}\n", " ".repeat(start), style.dim(&part)));
            }
        }
    }
}
