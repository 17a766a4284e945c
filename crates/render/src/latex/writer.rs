//! A page as running prose around numbered equations.

use super::{BEGIN, Form, PEN, PREAMBLE, WITH_PICTURES, argument, equations, inline, paragraph, table};
use crate::argument::{Outcome, Section};
use crate::document::{Block, Document};
use crate::inline::{Inline, Line, Relation, Span};
use crate::layout::Layout;
use crate::spelling::{Drawing, drawn};

/// A formula that is wider than this part of a line is displayed.
const LONGEST_REMARK: f32 = 0.8;

/// A picture no wider than a line.
const FITTED: &str = r"\resizebox{\ifdim\width>\linewidth\linewidth\else\width\fi}{!}";

/// A document as LaTeX; the name is that of the worksheet, for the labels of equations.
pub fn render(document: &Document, form: Form, name: &str) -> String {
    let mut out = String::new();
    if form == Form::Standalone {
        out.push_str(PREAMBLE);
        if document.blocks.iter().any(|block| matches!(block, Block::Picture(_))) {
            out.push_str(WITH_PICTURES);
        }
        out.push_str(BEGIN);
    }
    let mut writer = Writer { form, page: argument::page_of(name), out, remarks: String::new() };
    let mut stack: Vec<&Block> = document.blocks.iter().rev().collect();
    while let Some(block) = stack.pop() {
        if let Block::Group(blocks) = block {
            stack.extend(blocks.iter().rev());
            continue;
        }
        // Numbers under the factors of a product are not said before.
        let numbers_follow =
            match stack.iter().rev().find(|block| matches!(block, Block::Product(_) | Block::Factors(_))) {
                Some(Block::Product(product)) => product.relation.is_some(),
                Some(_) | None => false,
            };
        writer.block(block, numbers_follow);
    }
    writer.flush();
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
    /// Sentences of a paragraph that may go on.
    remarks: String,
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
        if let [Span::Math(math)] = text.pieces.as_slice()
            && drawn(math, Drawing::Inline, &PEN).width() > LONGEST_REMARK * self.form.width()
        {
            // A long formula is displayed, where its lines may end.
            self.flush();
            let (left, reason) = (Layout::new(), None);
            self.aligned(&[Line { left, relation: Relation::None, right: math.clone(), reason }]);
            return;
        }
        let text = capitalized(self.inline(text));
        if !self.remarks.is_empty() {
            self.remarks.push('\n');
        }
        self.remarks.push_str(&text);
        if !text.ends_with('.') {
            self.remarks.push('.');
        }
    }

    /// Writes the sentences that were kept, as one paragraph.
    fn flush(&mut self) {
        let text = std::mem::take(&mut self.remarks);
        if !text.is_empty() {
            let text = paragraph(&text);
            self.push(&text);
        }
    }

    /// Text in which the numbers of equations are referred to.
    fn inline(&self, text: &Inline) -> String {
        let pieces = text.pieces.iter().map(|piece| match piece {
            Span::Reference(key) => format!("\\eqref{{{}}}", argument::label(&self.page, key)),
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
        if !matches!(block, Block::Remark(_)) && !matches!(block, Block::Marks(items) if items.len() == 1) {
            self.flush();
        }
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
            Block::Table(grid) | Block::Ledger(grid, _) => {
                let table = table(grid);
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
            Block::Working(working) => {
                let text = argument::working(working, &self.page, width);
                self.push(&text);
            }
            Block::Product(product) => {
                let rows = argument::product(product, width);
                if !rows.is_empty() {
                    self.lead(&product.prose);
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
            Block::Picture(drawn) => {
                if self.words() {
                    self.push(&format!(
                        "\\begin{{center}}\n{FITTED}{{%\n{}}}\n\\end{{center}}\n",
                        drawn.tikz
                    ));
                }
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

/// A sentence with a capital letter, where it begins with a word: `in f16 …`, but not `f16: …`.
fn capitalized(text: String) -> String {
    let end = text.find(|c: char| !c.is_ascii_lowercase()).unwrap_or(0);
    // A function or a format keeps its name: `relu'(0)`, `f16`.
    if end == 0 || !text[end..].starts_with([' ', ':']) {
        return text;
    }
    let (first, rest) = text.split_at(1);
    first.to_ascii_uppercase() + rest
}
