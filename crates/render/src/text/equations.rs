//! Equations on lines: relations and reasons in columns, long sides over several lines.

use std::borrow::Cow;

use pretty::{Arena, DocAllocator};
use unicode_width::UnicodeWidthStr;

use super::{Doc, Style, flow, matrix};
use crate::inline::{Inline, Line, Relation, Role};
use crate::spelling;

/// How far equations stand in from the margin.
const INDENT: usize = 2;

/// How far a side that goes on stands in from where it began.
const HANG: usize = 2;

/// Left sides wider than this share of the page stand on a line of their own.
const WIDEST_LEFT: f64 = 0.35;

/// Spaces before a reason.
const BEFORE_REASON: usize = 3;

/// One equation, spelled and cut into lines.
struct Set {
    left: String,
    sign: &'static str,
    rows: Vec<String>,
    /// Whether its rows are those of a matrix: the left side stands beside the middle one.
    is_matrix: bool,
    /// Where its last row ends.
    end: usize,
    reason: Option<Inline>,
    reason_width: usize,
}

pub(super) fn block<'a>(arena: &'a Arena<'a, Role>, lines: &[Line], style: &Style) -> Doc<'a> {
    let lefts = lines.iter().map(|line| spelling::text(&line.left, style.ascii).text()).collect();
    let signs = lines.iter().map(|line| relation(line.relation, style.ascii).width()).max().unwrap_or(0);
    one_by_one(arena, lefts, signs, |place| Cow::Borrowed(&lines[place]), style)
}

/// The same where equations are put together one after another: those of a long page are never held at once. Given are their
/// left sides and the width of the widest relation.
pub(super) fn one_by_one<'a, 'l>(
    arena: &'a Arena<'a, Role>,
    lefts: Vec<String>,
    signs: usize,
    line: impl Fn(usize) -> Cow<'l, Line>,
    style: &Style,
) -> Doc<'a> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a share of the width of a page"
    )]
    let widest = (style.width as f64 * WIDEST_LEFT) as usize;
    let column = lefts.iter().map(|left| left.width()).filter(|&width| width <= widest).max().unwrap_or(0);
    let start = INDENT + column + signs;
    let lefts = lefts.into_iter().enumerate();
    let sets: Vec<Set> = lefts.map(|(place, left)| set(&line(place), left, start, style)).collect();
    // Reasons stand in one column as far as they fit there.
    let reasons = sets
        .iter()
        .filter(|set| set.reason_width > 0 && set.end + BEFORE_REASON + set.reason_width <= style.width)
        .map(|set| set.end + BEFORE_REASON)
        .max()
        .unwrap_or(0);
    let mut out = arena.nil();
    for set in sets {
        if set.is_matrix {
            out = out.append(matrix_beside(arena, &set, (column, signs), style));
            continue;
        }
        let gap = column.checked_sub(set.left.width());
        out = out.append(arena.text(" ".repeat(INDENT))).append(arena.text(set.left));
        let gap = if let Some(gap) = gap {
            gap
        } else {
            out = out.append(arena.hardline());
            INDENT + column
        };
        let sign = format!("{}{}{}", " ".repeat(gap), " ".repeat(signs - set.sign.width()), set.sign);
        out = out.append(arena.text(sign));
        for (place, row) in set.rows.into_iter().enumerate() {
            if place > 0 {
                out = out.append(arena.hardline()).append(arena.text(" ".repeat(start + HANG)));
            }
            out = out.append(arena.text(row));
        }
        if let Some(reason) = &set.reason {
            let fits = |at: usize| at + set.reason_width <= style.width;
            let gap = if set.end + BEFORE_REASON <= reasons && fits(reasons) {
                arena.text(" ".repeat(reasons - set.end))
            } else if fits(set.end + BEFORE_REASON) {
                arena.text(" ".repeat(BEFORE_REASON))
            } else {
                arena.hardline().append(arena.text(" ".repeat(start + HANG)))
            };
            let nest = isize::try_from(start + HANG).unwrap_or(8);
            out = out.append(gap).append(flow::inline(arena, reason, style).nest(nest).annotate(Role::Dim));
        }
        out = out.append(arena.hardline());
    }
    out
}

fn set(line: &Line, left: String, start: usize, style: &Style) -> Set {
    let reason = line.reason.clone();
    let reason_width = reason.as_ref().map_or(0, |reason| flow::plain(reason, style).width());
    let sign = relation(line.relation, style.ascii);
    let is_beside = INDENT + left.width() + sign.width() <= start;
    if is_beside && let Some(rows) = matrix::lines(&line.right, style.width.saturating_sub(start), style) {
        let end = start + rows.first().map_or(0, |row| row.width());
        return Set { left, sign, rows, is_matrix: true, end, reason, reason_width };
    }
    let parts = spelling::text(&line.right, style.ascii);
    #[expect(clippy::cast_precision_loss, reason = "the width of a page")]
    let room = |at: usize| style.width.saturating_sub(at).max(8) as f32;
    let rows: Vec<String> =
        parts.lines(room(start), room(start + HANG)).into_iter().map(|range| parts.line(range)).collect();
    let hang = if rows.len() > 1 { HANG } else { 0 };
    let end = start + hang + rows.last().map_or(0, |row| row.width());
    Set { left, sign, rows, is_matrix: false, end, reason, reason_width }
}

/// A matrix, with what it is and why beside its middle row.
fn matrix_beside<'a>(
    arena: &'a Arena<'a, Role>,
    set: &Set,
    (column, signs): (usize, usize),
    style: &Style,
) -> Doc<'a> {
    let mut out = arena.nil();
    let middle = set.rows.len().saturating_sub(1) / 2;
    let sign = set.sign;
    for (place, row) in set.rows.iter().enumerate() {
        let beside = if place == middle {
            let gap = (column + signs).saturating_sub(set.left.width() + sign.width());
            format!("{}{}{sign}", set.left, " ".repeat(gap))
        } else {
            " ".repeat(column + signs)
        };
        out = out.append(arena.text(format!("{}{beside}{row}", " ".repeat(INDENT))));
        if place == middle
            && let Some(reason) = &set.reason
        {
            let gap = arena.text(" ".repeat(BEFORE_REASON));
            out = out.append(gap).append(flow::inline(arena, reason, style).annotate(Role::Dim));
        }
        out = out.append(arena.hardline());
    }
    out
}

pub(super) fn relation(relation: Relation, ascii: bool) -> &'static str {
    match (relation, ascii) {
        (Relation::Equal, _) => " = ",
        (Relation::About, true) => " ~= ",
        (Relation::About, false) => " ≈ ",
        (Relation::AtMost, true) => " <= ",
        (Relation::AtMost, false) => " ≤ ",
        (Relation::Less, _) => " < ",
        (Relation::None, _) => "   ",
    }
}
