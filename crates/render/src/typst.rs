//! Documents as Typst: headings, formulas and tables of its own, and no package.

use crate::document::{Document, Drawn, Row, Table};
use crate::equations::{self, EquationRow};
use crate::format::{Format, Page, Setting, Settings};
use crate::format_name::TYPST;
use crate::inline::{Inline, Relation, Role, Span};
use crate::layout::Layout;
use crate::notation::tex;
use crate::simple::{Simple, simple};
use crate::spelling::{Drawing, Typst, drawn, quoted};

/// Typst.
pub static FORMAT: Format = Format {
    name: TYPST,
    title: "Typst: a fragment, or a whole document with --standalone",
    media_type: "text/vnd.typst",
    extensions: &["typ"],
    heeds: &[Setting::Standalone],
    notation: tex,
    page,
    around,
};

const PEN: Typst = Typst(TYPST);

/// The width of a page, in em: 160 mm at 11 pt, with something to spare.
const WIDTH: f32 = 37.0;

const PREAMBLE: &str = "#set page(paper: \"a4\", margin: 25mm)\n#set text(size: 11pt, lang: \"en\")\n\
                        #show math.equation.where(block: true): set block(breakable: true)\n\n";

fn page(page: Page<'_>, settings: &Settings) -> String {
    let name = if settings.named { format!("= {}\n\n", prose(page.name)) } else { String::new() };
    name + &render(page.document, u8::from(settings.named))
}

fn around(_: Option<&str>, settings: &Settings) -> [String; 2] {
    [if settings.standalone { PREAMBLE.to_owned() } else { String::new() }, String::new()]
}

/// A document as Typst, its headings so many levels down.
pub fn render(document: &Document, down: u8) -> String {
    let mut out = String::new();
    for block in simple(document) {
        match &block {
            Simple::Heading(level, text) => {
                let marks = "=".repeat(usize::from(level + down));
                out.push_str(&format!("{marks} {}\n\n", inline(text)));
            }
            Simple::Paragraph(text) => out.push_str(&format!("{}\n\n", inline(text).trim_end())),
            Simple::List(items) => {
                for item in items {
                    out.push_str(&format!("- {}\n", inline(item)));
                }
                out.push('\n');
            }
            Simple::Equations(lines) => {
                let rows: Vec<String> = equations::rows(lines, WIDTH, &PEN).iter().map(row).collect();
                out.push_str(&format!("$ {} $\n\n", rows.join(" \\\n  ")));
            }
            Simple::Table(grid) => out.push_str(&table(grid)),
            Simple::Picture(drawn) => out.push_str(&picture(drawn)),
        }
    }
    out
}

fn row(row: &EquationRow) -> String {
    let beside = |reason: &Option<Inline>| {
        reason.as_ref().map_or(String::new(), |reason| format!(" && wide {}", in_formula(reason)))
    };
    match row {
        EquationRow::Line { left, relation, right, reason } => {
            format!("{left} &{} {right}{}", sign(*relation), beside(reason)).trim().to_owned()
        }
        EquationRow::Continued { right, reason } => format!("&quad {}{}", right.trim(), beside(reason)),
        EquationRow::Reason(reason) => format!("&quad {}", in_formula(reason)),
    }
}

fn sign(relation: Relation) -> &'static str {
    match relation {
        Relation::Equal => "=",
        Relation::About => "≈",
        Relation::AtMost => "≤",
        Relation::Less => "<",
        Relation::None => "",
    }
}

/// A formula in running text.
fn formula(layout: &Layout) -> String {
    let text = drawn(layout, Drawing::Inline, &PEN).text();
    match text.trim() {
        "" => String::new(),
        text => format!("${text}$"),
    }
}

/// Running text in a formula: words in quotes, formulas between them. No space stands beside the quotes: it would be seen.
fn in_formula(inline: &Inline) -> String {
    let mut out = String::new();
    let mut words = String::new();
    for piece in &inline.pieces {
        match piece {
            Span::Text(text) | Span::Role(_, text) => words.push_str(text),
            Span::Reference(_) => {}
            Span::Math(layout) | Span::Typed(_, layout) => {
                if !words.is_empty() {
                    out.push_str(&quoted(&std::mem::take(&mut words)));
                }
                out.push_str(drawn(layout, Drawing::Inline, &PEN).text().trim());
            }
        }
    }
    if !words.is_empty() {
        out.push_str(&quoted(&words));
    }
    out
}

/// Text with formulas in it.
fn inline(inline: &Inline) -> String {
    inline
        .pieces
        .iter()
        .map(|piece| match piece {
            Span::Text(text) | Span::Role(Role::Dim, text) => prose(text),
            Span::Role(Role::Good | Role::Warning | Role::Bad | Role::Strong, text) => {
                format!("*{}*", prose(text))
            }
            Span::Reference(_) => String::new(),
            Span::Math(layout) | Span::Typed(_, layout) => formula(layout),
        })
        .collect()
}

/// Words of which Typst takes nothing for its own.
fn prose(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_ascii_punctuation() && !",;:()!?".contains(character) {
            out.push('\\');
        }
        out.push(character);
    }
    out
}

/// Pictures wider than this, in points, are as wide as the page.
const WIDEST_PICTURE: f64 = 430.0;

/// A pixel of a picture, in points.
const PIXEL: f64 = 0.75;

fn picture(drawn: &Drawn) -> String {
    let text = drawn.svg.replace('\\', r"\\").replace('"', "\\\"");
    let width = drawn.width * PIXEL;
    let width = if width > WIDEST_PICTURE { "100%".to_owned() } else { format!("{width:.0}pt") };
    format!("#image(bytes(\"{}\"), format: \"svg\", width: {width})\n\n", text.trim_end())
}

fn table(table: &Table) -> String {
    let columns = table.titles.len();
    let aligned: Vec<&str> = (0..columns).map(|at| if at == 0 { "left" } else { "right" }).collect();
    let mut out = format!(
        "#table(\n  columns: {columns},\n  align: ({},),\n  stroke: none,\n  table.header({}),\n  table.hline(stroke: 0.5pt),\n",
        aligned.join(", "),
        table.titles.iter().map(|title| format!("[{}]", inline(title))).collect::<Vec<String>>().join(", "),
    );
    for row in &table.rows {
        let cells = match row {
            Row::Cells(cells) => cells.iter().map(|cell| format!("[{}]", formula(cell))).collect(),
            Row::LeftOut(count) => vec![format!("table.cell(colspan: {columns})[… {count} more …]")],
        };
        out.push_str(&format!("  {},\n", cells.join(", ")));
    }
    out.push_str(")\n\n");
    out
}
