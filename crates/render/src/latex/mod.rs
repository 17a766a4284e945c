//! Documents as LaTeX: amsmath only, and equations that KaTeX reads too. A page is running prose around numbered equations, to be
//! put into an author's own text.

mod argument;
mod writer;

use crate::document::{Document, Row, Table};
use crate::equations::{self, EquationRow};
use crate::format::{Format, Page, Setting, Settings, nothing_around};
use crate::format_name::LATEX;
use crate::inline::{Inline, Line, Relation, Role, Span};
use crate::notation::tex;
use crate::simple::{Simple, simple};
use crate::spelling::{Drawing, Latex, drawn, latex_text, words};

/// LaTeX.
pub static FORMAT: Format = Format {
    name: LATEX,
    title: "LaTeX: a section for a text of your own, or more or less with --latex",
    media_type: "application/x-latex",
    extensions: &["tex", "latex"],
    heeds: &[Setting::Standalone, Setting::Equations],
    notation: tex,
    page,
    around: nothing_around,
};

pub use writer::render;

const PEN: Latex = Latex { format: LATEX, text: latex_text };

/// A page, below its name where that is wanted.
fn page(page: Page<'_>, settings: &Settings) -> String {
    let form = match (settings.standalone, settings.equations) {
        (true, _) => Form::Standalone,
        (false, true) => Form::Equations,
        (false, false) => Form::Fragment,
    };
    let name = if settings.named { format!("% {}\n", page.name) } else { String::new() };
    name + &render(page.document, form, page.name)
}

/// What a page of LaTeX is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// To be put into a document that loads amsmath, with lines of the usual width.
    Fragment,
    /// A document of its own.
    Standalone,
    /// The equations alone, to be put between an author's own words.
    Equations,
}

impl Form {
    /// The width of lines, in em: 345 pt at 10 pt as the standard classes have it, 170 mm at 11 pt.
    fn width(self) -> f32 {
        match self {
            Self::Fragment | Self::Equations => 32.5,
            Self::Standalone => 43.0,
        }
    }
}

const PREAMBLE: &str = r"\documentclass[11pt,a4paper]{article}
\usepackage[utf8]{inputenc}
\usepackage[T1]{fontenc}
\usepackage{lmodern}
\usepackage{amsmath}
% 170 mm by 255 mm: fits A4 and letter paper.
\usepackage[textwidth=170mm,textheight=255mm]{geometry}
\setlength{\parindent}{0pt}
\setlength{\parskip}{3pt plus 2pt}
\setlength{\jot}{3pt}
\allowdisplaybreaks
\AtBeginDocument{\setlength{\abovedisplayskip}{6pt plus 2pt}\setlength{\belowdisplayskip}{6pt plus 2pt}}
";

/// Where pictures stand in a document of its own, it loads what draws them.
const WITH_PICTURES: &str = "\\usepackage{tikz}\n";

const BEGIN: &str = "\\begin{document}\n";

/// The mathematics of a document, each piece as KaTeX takes it.
pub fn formulas(document: &Document) -> Vec<String> {
    let mut out = Vec::new();
    for block in simple(document) {
        let inlines: Vec<&Inline> = match &block {
            Simple::Heading(_, inline) | Simple::Paragraph(inline) => vec![inline],
            Simple::List(items) => items.iter().collect(),
            Simple::Equations(lines) => {
                let rows = equations(lines, Form::Fragment.width());
                out.push(format!("\\begin{{aligned}}\n{rows}\n\\end{{aligned}}"));
                Vec::new()
            }
            Simple::Table(grid) => {
                out.push(table(grid));
                Vec::new()
            }
            Simple::Picture(_) => Vec::new(),
        };
        for piece in inlines.into_iter().flat_map(|inline| &inline.pieces) {
            if let Span::Math(layout) | Span::Typed(_, layout) = piece {
                out.push(drawn(layout, Drawing::Inline, &PEN).text());
            }
        }
    }
    out
}

/// The rows of an `align*`.
fn equations(lines: &[Line], width: f32) -> String {
    equations_below(lines, 0.0, width)
}

/// The rows of an `align*` in which others, up to so wide behind their relations, stand above.
fn equations_below(lines: &[Line], above: f32, width: f32) -> String {
    let beside = |reason: &Option<Inline>| {
        reason.as_ref().map_or(String::new(), |reason| format!(r" && \text{{{}}}", inline(reason)))
    };
    let rows = equations::rows_below(lines, above, width, &PEN).into_iter().map(|row| match row {
        EquationRow::Line { left, relation, right, reason } => {
            let row = format!("{left} &{} {right}{}", relation_sign(relation), beside(&reason));
            row.trim().to_owned()
        }
        EquationRow::Continued { right, reason } => format!(r"&\quad {{}}{right}{}", beside(&reason)),
        EquationRow::Reason(reason) => format!(r"&\quad \text{{{}}}", inline(&reason)),
    });
    rows.collect::<Vec<String>>().join(" \\\\\n")
}

/// The sign of a relation in LaTeX.
pub(crate) fn relation_sign(relation: Relation) -> &'static str {
    match relation {
        Relation::Equal => "=",
        Relation::About => r"\approx",
        Relation::AtMost => r"\le",
        Relation::Less => "<",
        Relation::None => "",
    }
}

/// A paragraph with so many formulas in it is a list of them.
const MANY_FORMULAS: usize = 4;

/// So is one with a formula of more characters.
const LONG_FORMULA: usize = 60;

/// A paragraph. A list of formulas ends its lines where it may, be they full or not, and never runs off the page.
fn paragraph(text: &str) -> String {
    let has_long = text.split('$').skip(1).step_by(2).any(|formula| formula.len() > LONG_FORMULA);
    let is_number = |c: char| c.is_ascii_digit() || c == '.';
    let has_number = text.split(|c| !is_number(c)).any(|number| number.len() > LONGEST_UNBROKEN);
    if has_long
        || has_number
        || text.contains("\\allowbreak")
        || text.matches('$').count() >= 2 * MANY_FORMULAS
    {
        return format!("\\begin{{sloppypar}}\n{text}\n\\end{{sloppypar}}\n\n");
    }
    format!("{text}\n\n")
}

/// A long fraction of two whole numbers may be broken at its stroke.
fn breakable(text: &str) -> String {
    let is_long =
        |digits: &str| digits.len() > LONGEST_UNBROKEN && digits.bytes().all(|b| b.is_ascii_digit());
    let parts: Vec<&str> = text.split('/').collect();
    let mut out = parts[0].to_owned();
    for pair in parts.windows(2) {
        let before = pair[0].rsplit(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
        out.push_str(if is_long(before) { r"/\allowbreak " } else { "/" });
        out.push_str(pair[1]);
    }
    out
}

/// Whole numbers of more digits than this may be parted from what stands behind them.
const LONGEST_UNBROKEN: usize = 12;

/// Signs that fonts of TeX lack, in words.
fn mark(text: &str) -> &str {
    match text {
        "✓" => "holds:",
        "✗" => "fails:",
        "?" => "not decided:",
        other => other,
    }
}

/// Text with mathematics in it.
fn inline(inline: &Inline) -> String {
    inline
        .pieces
        .iter()
        .map(|piece| match piece {
            Span::Text(text) => breakable(&words(text)),
            Span::Role(Role::Good | Role::Warning | Role::Bad | Role::Strong, text) => {
                format!("\\textbf{{{}}}", words(mark(text)))
            }
            Span::Role(Role::Dim, text) => words(text),
            // Outside of a page there are no numbers to refer to.
            Span::Reference(_) => String::new(),
            Span::Math(layout) | Span::Typed(_, layout) => {
                format!("${}$", drawn(layout, Drawing::Inline, &PEN).text())
            }
        })
        .collect()
}

fn table(table: &Table) -> String {
    let columns = format!("l{}", "r".repeat(table.titles.len().saturating_sub(1)));
    let titles: Vec<String> =
        table.titles.iter().map(|title| format!("\\text{{{}}}", inline(title))).collect();
    let mut out = format!("\\begin{{array}}{{{columns}}}\n{} \\\\ \\hline\n", titles.join(" & "));
    let rows: Vec<String> = table
        .rows
        .iter()
        .map(|row| match row {
            Row::Cells(cells) => {
                let cells: Vec<String> =
                    cells.iter().map(|cell| drawn(cell, Drawing::Inline, &PEN).text()).collect();
                cells.join(" & ")
            }
            Row::LeftOut(count) => format!("\\cdots\\text{{ ({count} more)}}"),
        })
        .collect();
    out.push_str(&rows.join(" \\\\\n"));
    out.push_str("\n\\end{array}");
    out
}
