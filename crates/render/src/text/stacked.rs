//! The chain rule with its fractions stacked, and the numbers of the factors below them.

use pretty::{Arena, DocAllocator};
use unicode_width::UnicodeWidthStr;

use super::{Doc, Style, equations};
use crate::argument::{Chain, Product};
use crate::inline::{Relation, Role};
use crate::layout::{Layout, Piece};
use crate::spelling;

const INDENT: usize = 2;

/// Sums of more products are written on lines.
const MOST_SUMMANDS: usize = 3;

/// One factor, as three lines.
struct Cell {
    above: String,
    middle: Option<String>,
    below: String,
    width: usize,
}

impl Cell {
    fn of(layout: &Layout, style: &Style) -> Self {
        let spell = |layout: &Layout| spelling::text(layout, style.ascii).text();
        if let Some(root) = layout.root()
            && let Piece::Fraction { above, below } = layout.piece(root)
        {
            let [above, below] = [*above, *below].map(|part| {
                let mut layout = layout.clone();
                layout.add_row(&[part]);
                spell(&layout)
            });
            let width = above.width().max(below.width());
            return Self { above, middle: None, below, width };
        }
        let text = spell(layout);
        let width = text.width();
        Self { above: String::new(), middle: Some(text), below: String::new(), width }
    }
}

/// The chain, stacked where it fits.
pub(super) fn block<'a>(arena: &'a Arena<'a, Role>, chain: &Chain, style: &Style) -> Doc<'a> {
    match stacked(chain, style) {
        Some(lines) => arena.concat(lines.into_iter().map(|line| arena.text(line).append(arena.hardline()))),
        None => equations::block(arena, &chain.lines(), style),
    }
}

fn stacked(chain: &Chain, style: &Style) -> Option<Vec<String>> {
    if chain.on_a_line || chain.summands.len() > MOST_SUMMANDS {
        return None;
    }
    let left = Cell::of(&chain.left, style);
    let rows: Vec<Vec<Cell>> = chain
        .summands
        .iter()
        .map(|summand| summand.iter().map(|factor| Cell::of(factor, style)).collect())
        .collect();
    let numbers = chain.product.as_ref().and_then(|product| numbers(product, style));
    let mut widths: Vec<Vec<usize>> =
        rows.iter().map(|row| row.iter().map(|cell| cell.width).collect()).collect();
    if let (Some(numbers), [widths]) = (&numbers, widths.as_mut_slice()) {
        for (width, number) in widths.iter_mut().zip(numbers) {
            *width = (*width).max(number.width());
        }
    }
    let start = INDENT + left.width;
    let total =
        |widths: &Vec<usize>| start + 5 + widths.iter().sum::<usize>() + 3 * widths.len().saturating_sub(1);
    if rows.iter().any(|row| row.is_empty() || row.iter().any(|cell| cell.middle.is_some()))
        || widths.iter().any(|width| total(width) > style.width)
    {
        return None;
    }
    let dot = if style.ascii { " * " } else { " · " };
    let bar = if style.ascii { "-" } else { "─" };
    let fraction = |cell: &Cell, width: usize| {
        let middle = cell.middle.clone().unwrap_or_else(|| bar.repeat(cell.width));
        [&cell.above, &middle, &cell.below].map(|text| centred(text, width))
    };
    let mut lines = Vec::new();
    for (place, (row, widths)) in rows.iter().zip(&widths).enumerate() {
        let rows =
            if place == 0 { fraction(&left, left.width) } else { [(); 3].map(|()| " ".repeat(left.width)) };
        let sign = if place == 0 { "  =  " } else { "  +  " };
        let mut three = rows.map(|text| format!("{}{text}", " ".repeat(INDENT)));
        three[0].push_str("     ");
        three[1].push_str(sign);
        three[2].push_str("     ");
        for (at, (cell, &width)) in row.iter().zip(widths).enumerate() {
            if at > 0 {
                for (line, text) in three.iter_mut().zip(["   ", dot, "   "]) {
                    line.push_str(text);
                }
            }
            for (line, text) in three.iter_mut().zip(fraction(cell, width)) {
                line.push_str(&text);
            }
        }
        lines.extend(three);
    }
    let Some(product) = &chain.product else { return Some(lines) };
    let lead = |relation: Relation| {
        format!("{} {}  ", " ".repeat(start), equations::relation(relation, style.ascii).trim_end())
    };
    match (numbers, product.relation, widths.as_slice()) {
        (Some(numbers), Some(relation), [widths]) => {
            let cells: Vec<String> =
                numbers.iter().zip(widths).map(|(number, &width)| centred(number, width)).collect();
            lines.push(format!("{}{}", lead(relation), cells.join(dot)));
            if let Some((relation, value)) = &product.value {
                lines.push(format!("{}{}", lead(*relation), spelling::text(value, style.ascii).text()));
            }
            if lines.iter().any(|line| line.trim_end().width() > style.width) {
                return None;
            }
            Some(lines)
        }
        (_, _, _) => None,
    }
}

/// The numbers of the only product.
fn numbers(product: &Product, style: &Style) -> Option<Vec<String>> {
    let [factors] = product.summands.as_slice() else { return None };
    let spell = |layout: &Layout| spelling::text(layout, style.ascii).text();
    factors.iter().map(|factor| factor.number.as_ref().map(spell)).collect()
}

fn centred(text: &str, width: usize) -> String {
    let space = width.saturating_sub(text.width());
    let before = space / 2;
    format!("{}{text}{}", " ".repeat(before), " ".repeat(space - before))
}
