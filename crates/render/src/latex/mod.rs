//! Documents as LaTeX: amsmath only, and equations that KaTeX reads too. A page is running prose around numbered equations, to be
//! put into an author's own text.

mod argument;

use crate::argument::{Outcome, Section};
use crate::document::{Block, Document, Inline, Line, Relation, Role, Row, Span, Table};
use crate::equations::{self, EquationRow};
use crate::format::{Format, LATEX, Page, Setting, Settings, nothing_around};
use crate::notation::tex;
use crate::simple::{Simple, simple};
use crate::spelling::{Drawing, Latex, drawn, latex_text, words};

/// LaTeX.
pub static FORMAT: Format = Format {
    name: LATEX,
    title: "LaTeX: a fragment, or a whole document with --standalone",
    media_type: "application/x-latex",
    extensions: &["tex", "latex"],
    heeds: &[Setting::Standalone, Setting::Equations],
    notation: tex,
    page,
    around: nothing_around,
};

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
% 170 mm by 245 mm: fits A4 and letter paper.
\usepackage[textwidth=170mm,textheight=245mm]{geometry}
\setlength{\parindent}{0pt}
\setlength{\parskip}{4pt plus 2pt}
\setlength{\jot}{4pt}
\allowdisplaybreaks
\begin{document}
";

/// A document as LaTeX; the name is that of the worksheet, for the labels of equations.
pub fn render(document: &Document, form: Form, name: &str) -> String {
    let mut out = String::new();
    if form == Form::Standalone {
        out.push_str(PREAMBLE);
    }
    let mut writer = Writer { form, page: argument::page_of(name), out, after_remark: false };
    let mut stack: Vec<&Block> = document.blocks.iter().rev().collect();
    while let Some(block) = stack.pop() {
        if let Block::Group(blocks) = block {
            stack.extend(blocks.iter().rev());
            continue;
        }
        // Numbers under the factors of a product are not said before.
        let numbers_follow =
            match stack.iter().rev().find(|block| matches!(block, Block::Product(_) | Block::Factors(_))) {
                Some(Block::Product(own)) => own.relation.is_some(),
                Some(_) | None => false,
            };
        writer.block(block, numbers_follow);
    }
    let mut out = writer.out;
    if form == Form::Standalone {
        out.push_str("\\end{document}\n");
    }
    out
}

/// A page being written.
struct Writer {
    form: Form,
    page: String,
    out: String,
    /// Whether what was written last is a sentence of a paragraph that goes on.
    after_remark: bool,
}

impl Writer {
    fn words(&self) -> bool {
        self.form != Form::Equations
    }

    fn push(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn aligned(&mut self, lines: &[Line]) {
        let rows = equations(lines, self.form.width());
        self.rows(&rows);
    }

    fn rows(&mut self, rows: &str) {
        if !rows.is_empty() {
            self.push(&format!("\\begin{{align*}}\n{rows}\n\\end{{align*}}\n"));
        }
    }

    /// Words that lead on to what follows.
    fn lead(&mut self, text: &Inline) {
        if self.words() && !text.is_empty() {
            let text = self.inline(text);
            self.push(&format!("{text}\n"));
        }
    }

    fn paragraph(&mut self, text: &Inline) {
        if self.words() {
            let text = paragraph(&self.inline(text));
            self.push(&text);
        }
    }

    /// A sentence that goes on where the one before ends.
    fn remark(&mut self, text: &Inline) {
        if !self.words() {
            return;
        }
        let mut text = self.inline(text);
        if !text.ends_with('.') {
            text.push('.');
        }
        // What stands before it is a sentence, or ends with a line of its own.
        if self.after_remark {
            let end = self.out.trim_end().len();
            self.out.truncate(end);
            self.push("\n");
        }
        self.push(&format!("{text}\n\n"));
        self.after_remark = true;
    }

    /// Text in which the numbers of equations are referred to.
    fn inline(&self, text: &Inline) -> String {
        let pieces = text.pieces.iter().map(|piece| match piece {
            Span::Reference(own) => format!("\\eqref{{{}}}", argument::label(&self.page, own)),
            Span::Text(_) | Span::Math(_) | Span::Role(..) | Span::Typed(..) => {
                inline(&Inline { pieces: vec![piece.clone()] })
            }
        });
        pieces.collect()
    }

    fn section(&mut self, section: &Section) {
        if !self.words() || section.is_silent {
            return;
        }
        if section.prose.is_empty() {
            let title = self.inline(&section.title);
            self.push(&format!("\\subsection*{{{title}}}\n"));
            if !section.beside.is_empty() {
                let beside = section.beside.clone().text(".");
                self.paragraph(&beside);
            }
            return;
        }
        if section.is_sentence && !section.beside.is_empty() {
            let beside = self.inline(&section.beside);
            self.push(&format!("{beside}. "));
        }
        self.lead(&section.prose);
    }

    fn block(&mut self, block: &Block, numbers_follow: bool) {
        let width = self.form.width();
        let goes_on = matches!(block, Block::Remark(_) | Block::Marks(_) | Block::Note(_));
        self.after_remark &= goes_on;
        match block {
            Block::Heading(level, text) => {
                let command = if *level == 1 { "section" } else { "subsection" };
                if self.words() {
                    let text = self.inline(text);
                    self.push(&format!("\\{command}*{{{text}}}\n"));
                }
            }
            Block::Paragraph(text) => self.paragraph(text),
            Block::Remark(text) => self.remark(text),
            Block::Marks(items) if items.len() == 1 => self.remark(&items[0]),
            Block::List(items) | Block::Marks(items) => self.list(items),
            Block::Equations(lines) => self.aligned(lines),
            Block::Table(own) | Block::Ledger(own, _) => {
                let table = table(own);
                self.push(&format!("\\[\n{table}\n\\]\n"));
            }
            Block::Results(outcomes) => self.results(outcomes),
            Block::Section(section) => self.section(section),
            Block::Forward(forward) => {
                if forward.label.is_some() {
                    self.lead(&"The network is".into());
                }
                let lines: Vec<Line> =
                    forward.lines.iter().map(|line| argument::open_side(&line.equation())).collect();
                self.aligned(&lines);
            }
            Block::Items(label, items) => {
                let text = argument::items(label, items);
                self.push(&paragraph(&text));
            }
            Block::Chain(chain) => {
                let text = argument::chain(chain, &self.page, width);
                self.push(&text);
            }
            Block::Factors(lines) => self.aligned(&argument::factor_lines(lines, !numbers_follow)),
            Block::Working(own) => {
                let text = argument::working(own, &self.page, width);
                self.push(&text);
            }
            Block::Product(own) => {
                let rows = argument::product(own, width);
                if !rows.is_empty() {
                    self.lead(&own.prose);
                    self.rows(&rows.join(" \\\\\n"));
                }
            }
            Block::Note(text) => {
                let text = text.pieces.iter().map(|piece| match piece {
                    Span::Text(text) | Span::Typed(text, _) => text.as_str(),
                    Span::Role(..) | Span::Math(_) | Span::Reference(_) => "",
                });
                let text: String = text.collect();
                self.push(&format!("% {}\n", text.trim()));
            }
            // Taken apart before.
            Block::Group(_) => {}
        }
    }

    fn results(&mut self, outcomes: &[Outcome]) {
        if !self.words() {
            return;
        }
        if let [only] = outcomes {
            let mut title = Inline::new().math(only.math());
            if let Some((role, word)) = &only.verdict {
                title = title.text(": ").role(*role, word.clone());
            }
            let title = self.inline(&title);
            self.push(&format!("\\section*{{{title}}}\n"));
            return;
        }
        self.push("\\section*{Results}\n");
        self.aligned(&argument::outcomes(outcomes));
    }

    fn list(&mut self, items: &[Inline]) {
        if !self.words() || items.is_empty() {
            return;
        }
        self.push("\\begin{itemize}\\sloppy\n");
        for item in items {
            let item = self.inline(item);
            self.push(&format!("\\item {item}\n"));
        }
        self.push("\\end{itemize}\n");
    }
}

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
            Simple::Table(own) => {
                out.push(table(own));
                Vec::new()
            }
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
    let beside = |reason: &Option<Inline>| {
        reason.as_ref().map_or(String::new(), |own| format!(r" && \text{{{}}}", inline(own)))
    };
    let rows = equations::rows(lines, width, &PEN).into_iter().map(|row| match row {
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

/// A paragraph. A list of formulas ends its lines where it may, be they full or not, and never runs off the page.
fn paragraph(text: &str) -> String {
    if text.contains("\\allowbreak") || text.matches('$').count() >= 2 * MANY_FORMULAS {
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
        table.titles.iter().map(|title| format!("\\text{{{}}}", words(title))).collect();
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
