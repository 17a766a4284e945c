//! The parts of an argument in LaTeX: the chain as a numbered equation, workings that end in one, products with their numbers under
//! braces.

use super::{PEN, equations, equations_below, inline, relation_sign};
use crate::argument::{Chain, FactorLine, Product, Working};
use crate::inline::{Inline, Line, Relation};
use crate::layout::Layout;
use crate::spelling::{Drawing, drawn};

/// Labels of equations begin so, and with the name of the worksheet.
const EQUATION: &str = "eq";

/// The label of an equation of a page.
pub(super) fn label(page: &str, key: &str) -> String {
    if page.is_empty() { format!("{EQUATION}:{key}") } else { format!("{EQUATION}:{page}:{key}") }
}

/// The name of a worksheet as a part of labels: the name of its file, with nothing in it that TeX takes for its own.
pub(super) fn page_of(name: &str) -> String {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let stem = file.split('.').next().unwrap_or(file);
    let mut out = String::new();
    for character in stem.chars() {
        match character {
            'a'..='z' | 'A'..='Z' | '0'..='9' => out.push(character),
            _ if out.ends_with('-') || out.is_empty() => {}
            _ => out.push('-'),
        }
    }
    out.trim_end_matches('-').to_owned()
}

/// The chain as an equation with a number.
pub(super) fn chain(chain: &Chain, page: &str, width: f32) -> String {
    let Line { left, right, .. } = chain.equation();
    let left = drawn(&left, Drawing::Display, &PEN);
    let right = drawn(&right, Drawing::Display, &PEN);
    let room = (width - left.width() - NUMBER).max(8.0);
    let rows: Vec<String> =
        right.lines(room, room - 1.0).into_iter().map(|range| right.line(range)).collect();
    let label = label(page, &chain.label);
    // Where the product is not taken up again, its value stands here.
    let value = chain.product.as_ref().filter(|product| product.summands.is_empty());
    let value = value.and_then(|product| product.value.as_ref()).map(|(relation, value)| {
        format!(" \\\\\n&{} {}", relation_sign(*relation), drawn(value, Drawing::Display, &PEN).text())
    });
    let body = match (rows.as_slice(), &value) {
        ([only], None) => format!("{} = {only}", left.text()),
        (rows, _) => {
            let rows = rows.join(" \\\\\n&\\quad {}") + value.as_deref().unwrap_or("");
            format!("\\begin{{split}}\n{} &= {rows}\n\\end{{split}}", left.text())
        }
    };
    format!("\\begin{{equation}}\\label{{{label}}}\n{body}\n\\end{{equation}}\n")
}

/// Room for the number of an equation, in em.
const NUMBER: f32 = 5.0;

/// A working, the last line of which has a number.
pub(super) fn working(working: &Working, page: &str, width: f32) -> String {
    let rows = equations(&working.lines, width);
    let label = label(page, &working.label);
    let rows = rows.replace(" \\\\\n", " \\notag\\\\\n");
    format!("\\begin{{align}}\n{rows} \\label{{{label}}}\n\\end{{align}}\n")
}

/// Factors of one step each, with their values where those stand nowhere else.
pub(super) fn factor_lines(lines: &[FactorLine], with_values: bool) -> Vec<Line> {
    let line = |factor_line: &FactorLine| {
        let mut factor_line = factor_line.clone();
        factor_line.value = factor_line.value.filter(|_| with_values);
        factor_line.equation()
    };
    lines.iter().map(line).collect()
}

/// A product with the number of each factor under it, and the value.
pub(super) fn product(product: &Product, width: f32) -> Vec<String> {
    let mut rows: Vec<String> = Vec::new();
    let left = drawn(&product.left, Drawing::Display, &PEN);
    let room = (width - left.width() - 2.0).max(8.0);
    let has_numbers = product.relation.is_some();
    let (mut row, mut used) = (String::new(), 0.0f32);
    let mut widest = 0.0f32;
    let mut is_first = true;
    for (place, factors) in product.summands.iter().enumerate() {
        for (at, factor) in factors.iter().enumerate() {
            let symbol = drawn(&factor.symbol, Drawing::Display, &PEN);
            let number = factor.number.as_ref().filter(|_| has_numbers);
            let number = number.map(|number| drawn(number, Drawing::Inline, &PEN));
            let sign = match (place, at) {
                (0, 0) => "",
                (_, 0) => " + ",
                (_, _) => r" \cdot ",
            };
            let below = number.as_ref().map_or(0.0, |number| 0.75 * number.width());
            let needed = symbol.width().max(below) + if sign.is_empty() { 0.0 } else { 1.3 };
            if number.is_none() && symbol.width() > room {
                // A product that is not taken apart is cut where it can be.
                let cut = symbol.lines(room - used, room - 2.0);
                for (count, range) in cut.into_iter().enumerate() {
                    if count > 0 {
                        rows.push(std::mem::take(&mut row));
                        row.push_str(r"\quad {}");
                    } else {
                        row.push_str(sign);
                    }
                    row.push_str(&symbol.line(range));
                }
                (used, widest) = (room, room);
                is_first = false;
                continue;
            }
            if used + needed > room && !is_first {
                rows.push(std::mem::take(&mut row));
                row.push_str(r"\quad {}");
                used = 2.0;
            }
            row.push_str(sign);
            row.push_str(&match number {
                Some(number) => format!(r"\underbrace{{{}}}_{{{}}}", symbol.text(), number.text()),
                None => symbol.text(),
            });
            used += needed;
            widest = widest.max(used);
            is_first = false;
        }
    }
    if !row.is_empty() {
        rows.push(row);
    }
    let mut out: Vec<String> = Vec::new();
    let mut lead = left.text();
    for (place, row) in rows.iter().enumerate() {
        out.push(if place == 0 {
            format!("{} &= {row}", std::mem::take(&mut lead))
        } else {
            format!("&{row}")
        });
    }
    if let Some((relation, value)) = &product.value {
        let sign = relation_sign(*relation);
        out.push(format!("{lead} &{sign} {}", drawn(value, Drawing::Display, &PEN).text()));
    }
    // The value stands behind a product of one line, where there is room.
    if let [first, value] = out.as_slice()
        && let Some((_, own_value)) = &product.value
        && used + drawn(own_value, Drawing::Display, &PEN).width() + 3.0 <= room
        && let Some(value) = value.trim().strip_prefix('&')
    {
        out = vec![format!("{first} {value}")];
        widest = widest.max(used + drawn(own_value, Drawing::Display, &PEN).width() + 3.0);
    }
    for line in &product.finished {
        out.push(equations_below(std::slice::from_ref(line), widest, width).trim().to_owned());
    }
    out
}

/// What is given, as a sentence.
pub(super) fn items(label: &str, items: &[Layout]) -> String {
    let mut text = Inline::new().text(format!("{label}: "));
    for (place, item) in items.iter().enumerate() {
        text = text.text(if place > 0 { ", " } else { "" }).math(item.clone());
    }
    inline(&text.text("."))
}

/// Derivatives with their values, where there are several.
pub(super) fn outcomes(results: &[crate::argument::Outcome]) -> Vec<Line> {
    let line = |outcome: &crate::argument::Outcome| {
        let (relation, right) = outcome.value.clone().unwrap_or((Relation::None, Layout::new()));
        let reason = outcome.verdict.as_ref().map(|(role, word)| Inline::new().role(*role, word.clone()));
        Line { left: outcome.name.clone(), relation, right, reason }
    };
    results.iter().map(line).collect()
}

/// A definition whose form is left open stands on the left of its line.
pub(super) fn open_side(line: &Line) -> Line {
    if line.relation != Relation::None || !line.right.is_empty() {
        return line.clone();
    }
    Line {
        left: Layout::new(),
        relation: Relation::None,
        right: line.left.clone(),
        reason: line.reason.clone(),
    }
}
