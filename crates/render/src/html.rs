//! Documents as one page of HTML: MathML, no script, nothing from elsewhere.
//!
//! - Formulas are MathML, which browsers draw and screen readers read; a long one is cut into lines as in every drawn format.
//! - Steps of a derivation are folded: what is open is the equation that they lead to.
//! - Colour tells nothing that words do not tell; a page is light or dark as its reader's system is, and prints in full.

mod style;

use crate::document::{Document, Row, Table};
use crate::format::{Format, Page, Settings};
use crate::format_name::HTML;
use crate::inline::{Inline, Line, Relation, Role, Span};
use crate::layout::Layout;
use crate::notation::tex;
use crate::simple::{Simple, simple};
use crate::spelling::{Drawing, MathMl, Parts, drawn, escaped};

/// HTML.
pub static FORMAT: Format = Format {
    name: HTML,
    title: "HTML: one page with MathML and without scripts",
    media_type: "text/html",
    extensions: &["html", "htm"],
    heeds: &[],
    notation: tex,
    page,
    around,
};

const PEN: MathMl = MathMl(HTML);

/// The width of a right side, in em.
const WIDTH: f32 = 35.0;

/// Formulas in running text wider than this, in em, may be parted by the end of a line.
const WIDEST_INLINE: f32 = 12.0;

/// What stands before a sign at the beginning of a line: it is a sign between two terms nevertheless.
const BEFORE: &str = "<mspace width=\"0.2em\"></mspace>";

/// Chains of fewer equations than this stay open: symbols, numbers and value are what a page is about.
const FEWEST_FOLDED: usize = 4;

fn around(name: Option<&str>, _: &Settings) -> [String; 2] {
    let name = escaped(name.unwrap_or("Derivations"));
    let before = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>{name}</title>\n<style>\n{}</style>\n</head>\n<body>\n<main>\n<h1>{name}</h1>\n",
        style::SHEET
    );
    [before, "</main>\n</body>\n</html>\n".to_owned()]
}

/// A page, below its name where that is wanted.
fn page(page: Page<'_>, settings: &Settings) -> String {
    let mut out = String::new();
    if settings.named {
        out.push_str(&format!("<h2>{}</h2>\n", escaped(page.name)));
    }
    body(page.document, if settings.named { 2 } else { 1 }, &mut out);
    out
}

/// What a document says, below a heading of this level.
fn body(document: &Document, above: u8, out: &mut String) {
    // No level of headings is left out.
    let mut last = above;
    for block in simple(document) {
        match &block {
            Simple::Heading(level, text) => {
                let level = (above + level).min(last + 1).min(6);
                last = level;
                out.push_str(&format!("<h{level}>{}</h{level}>\n", inline(text)));
            }
            Simple::Paragraph(text) => out.push_str(&format!("<p>{}</p>\n", inline(text))),
            Simple::List(items) => {
                out.push_str("<ul>\n");
                for item in items {
                    out.push_str(&format!("<li>{}</li>\n", inline(item)));
                }
                out.push_str("</ul>\n");
            }
            Simple::Equations(lines) => block_of(lines, out),
            Simple::Table(grid) => table(grid, out),
            Simple::Picture(drawn) => {
                out.push_str(&format!("<figure>\n{}</figure>\n", drawn.svg));
            }
        }
    }
}

/// Equations. A chain of steps is folded below the equation that it proves.
fn block_of(lines: &[Line], out: &mut String) {
    // A chain ends where the next left side begins.
    let mut rest = lines;
    while !rest.is_empty() {
        let length = 1 + rest[1..].iter().take_while(|line| line.left.is_empty()).count();
        let (chain, after) = rest.split_at(length);
        let next = after.first().is_some_and(|_| length < FEWEST_FOLDED);
        if let Some(result) = result_of(chain) {
            out.push_str("<details>\n<summary>");
            out.push_str(&equation(&result));
            out.push_str("</summary>\n");
            grid(chain, out);
            out.push_str("</details>\n");
        } else if next {
            // Short chains stand in one grid.
            let short = rest.iter().enumerate().skip(1).find(|(at, line)| {
                let chain = 1 + rest[at + 1..].iter().take_while(|line| line.left.is_empty()).count();
                !line.left.is_empty() && chain >= FEWEST_FOLDED
            });
            let length = short.map_or(rest.len(), |(at, _)| at);
            let (rows, after) = rest.split_at(length);
            grid(rows, out);
            rest = after;
            continue;
        } else {
            grid(chain, out);
        }
        rest = after;
    }
}

/// The equation that a chain of equal sides proves: its first side and its last.
fn result_of(chain: &[Line]) -> Option<Line> {
    let (first, last) = (chain.first()?, chain.last()?);
    let all_equal = chain.iter().all(|line| line.relation == Relation::Equal);
    (chain.len() >= FEWEST_FOLDED && all_equal && !first.left.is_empty()).then(|| Line {
        left: first.left.clone(),
        relation: Relation::Equal,
        right: last.right.clone(),
        reason: None,
    })
}

/// An equation in one formula, where it is not too wide for one.
fn equation(line: &Line) -> String {
    let left = drawn(&line.left, Drawing::Display, &PEN).text();
    let right = drawn(&line.right, Drawing::Display, &PEN);
    let sign = sign(line.relation);
    let mut out = String::new();
    for (place, range) in right.lines(WIDTH, WIDTH).into_iter().enumerate() {
        let text = right.line(range);
        out.push_str(&if place == 0 {
            math(&format!("{left}{sign}{text}"), true)
        } else {
            format!(" {}", math(&format!("{BEFORE}{text}"), true))
        });
    }
    out
}

/// Equations in columns: left sides, signs with right sides, reasons.
fn grid(lines: &[Line], out: &mut String) {
    out.push_str("<div class=\"equations\">\n");
    for line in lines {
        let left = drawn(&line.left, Drawing::Display, &PEN);
        let right = drawn(&line.right, Drawing::Display, &PEN);
        let cut = right.lines(WIDTH, WIDTH - 2.0);
        let mut sides = String::new();
        for (place, range) in cut.into_iter().enumerate() {
            let text = right.line(range);
            if place == 0 {
                let side = format!("{}{text}", sign(line.relation));
                // A definition whose form is left open has none.
                sides.push_str(&if side.is_empty() { side } else { math(&side, true) });
            } else {
                let indent = "<mspace width=\"2em\"></mspace>";
                sides.push_str(&format!("<br>{}", math(&format!("{indent}{text}"), true)));
            }
        }
        let left = if left.text().is_empty() { String::new() } else { math(&left.text(), true) };
        let reason = line.reason.as_ref().map_or(String::new(), inline);
        out.push_str(&format!(
            "<div class=\"equation-left\">{left}</div><div class=\"equation-right\">{sides}</div><div class=\"equation-reason\">{reason}</div>\n"
        ));
    }
    out.push_str("</div>\n");
}

fn sign(relation: Relation) -> &'static str {
    match relation {
        Relation::Equal => "<mo>=</mo>",
        Relation::About => "<mo>≈</mo>",
        Relation::AtMost => "<mo>≤</mo>",
        Relation::Less => "<mo>&lt;</mo>",
        Relation::None => "",
    }
}

/// A formula: fractions at full size, or as in running text.
fn math(text: &str, display: bool) -> String {
    let style = if display { " displaystyle=\"true\"" } else { "" };
    format!("<math{style}>{text}</math>")
}

/// A formula in running text. A browser ends no line within one, so a long one is several.
fn formula(layout: &Layout) -> String {
    let parts: Parts = drawn(layout, Drawing::Inline, &PEN);
    if parts.parts.is_empty() {
        return String::new();
    }
    let cut =
        parts.lines(WIDEST_INLINE, WIDEST_INLINE).into_iter().map(|range| math(&parts.line(range), false));
    cut.collect::<Vec<String>>().join("<wbr>")
}

/// Text with formulas in it.
fn inline(inline: &Inline) -> String {
    inline
        .pieces
        .iter()
        .map(|piece| match piece {
            Span::Text(text) => escaped(text),
            Span::Role(role, text) => {
                let class = match role {
                    Role::Good => " class=\"good\"",
                    Role::Warning => " class=\"warning\"",
                    Role::Bad => " class=\"bad\"",
                    Role::Strong => "",
                    Role::Dim => return escaped(text),
                };
                format!("<strong{class}>{}</strong>", escaped(text))
            }
            Span::Reference(_) => String::new(),
            Span::Math(layout) | Span::Typed(_, layout) => formula(layout),
        })
        .collect()
}

fn table(table: &Table, out: &mut String) {
    out.push_str(
        "<div class=\"wide\" role=\"region\" aria-label=\"Table\" tabindex=\"0\">\n<table>\n<thead><tr>",
    );
    for title in &table.titles {
        out.push_str(&format!("<th scope=\"col\">{}</th>", inline(title)));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for row in &table.rows {
        out.push_str("<tr>");
        match row {
            Row::Cells(cells) => {
                for (place, cell) in cells.iter().enumerate() {
                    let text = formula(cell);
                    out.push_str(&match place {
                        0 => format!("<th scope=\"row\">{text}</th>"),
                        _ => format!("<td>{text}</td>"),
                    });
                }
            }
            Row::LeftOut(count) => {
                let columns = table.titles.len().max(1);
                out.push_str(&format!("<td class=\"left-out\" colspan=\"{columns}\">… {count} more …</td>"));
            }
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
}
