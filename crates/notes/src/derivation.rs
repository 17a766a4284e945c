//! What is shown of a worksheet, and how its mathematics is written.

use chainrule::render::{Block, Document, Format, Page, Settings};
use chainrule::{ALL, Options, PARTS, Part, Report, Show};
use chainrule_latex::page::FileKind;

/// How mathematics is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Math {
    /// LaTeX between `$$`.
    #[default]
    Latex,
    /// MathML.
    Mathml,
    /// Typst.
    Typst,
    /// Text, in a block of code.
    Text,
}

/// The parts that are shown where nothing is said.
const USUAL: [Part; 3] = [Part::Chain, Part::Factors, Part::PutTogether];

/// The parts of which notes take the mathematics alone: the words around it are the author's.
const MATHEMATICS: [Part; 4] = [Part::Forward, Part::Chain, Part::Factors, Part::PutTogether];

/// What is shown: parts by name, or all of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ShownParts {
    parts: Vec<Part>,
    is_all: bool,
}

impl ShownParts {
    /// What a fence and the lines `show …` of a worksheet ask for; nothing said is the chain, its factors and the factors put
    /// together.
    pub(crate) fn read(options: &str, lines: &str) -> Result<Self, String> {
        let wanted_words =
            options.split_once("show").map_or("", |(_, rest)| rest.trim_start_matches([' ', '=']));
        let words = wanted_words
            .split([',', ' '])
            .chain(lines.split([',', ' ']))
            .map(|word| word.trim_matches(['"', '\'']));
        let mut parts = Self { parts: Vec::new(), is_all: false };
        for word in words.filter(|word| !word.is_empty() && !matches!(*word, "continue" | "show")) {
            match Part::find(word) {
                Some(part) => parts.parts.push(part),
                None if word == ALL => parts.is_all = true,
                None => {
                    let names: Vec<&str> = PARTS.iter().map(|(_, name, _)| *name).chain([ALL]).collect();
                    return Err(format!(
                        "`{word}` is no part of a page: those that can be shown are {}",
                        names.join(", ")
                    ));
                }
            }
        }
        if parts.parts.is_empty() && !parts.is_all {
            parts.parts = USUAL.to_vec();
        }
        Ok(parts)
    }

    /// The page of a report, of which this is shown.
    fn of(&self, report: &Report, options: &Options) -> Document {
        if self.is_all {
            let options = Options { show: Show::everything(), ..options.clone() };
            return chainrule::page(report, &options);
        }
        // A derivative of one factor has no chain: then what it has is shown.
        let chosen = blocks_of(report, options, &self.parts);
        let blocks = if chosen.is_empty() { blocks_of(report, options, &USUAL) } else { chosen };
        Document { blocks }
    }
}

/// The blocks of some parts of a page, without headings: the author writes those.
fn blocks_of(report: &Report, options: &Options, parts: &[Part]) -> Vec<Block> {
    let show = Show { parts: Some(parts.to_vec()), steps: None };
    let document = chainrule::page(report, &Options { show, ..options.clone() });
    let is_mathematics = parts.iter().all(|part| MATHEMATICS.contains(part));
    let mut blocks = Vec::new();
    let mut waiting: Vec<Block> = document.blocks.into_iter().rev().collect();
    while let Some(block) = waiting.pop() {
        match block {
            Block::Group(inner) => waiting.extend(inner.into_iter().rev()),
            Block::Heading(..) | Block::Section(_) => {}
            block => blocks.extend((!is_mathematics || block.as_equations().is_some()).then_some(block)),
        }
    }
    blocks
}

/// A report as it stands in notes of a kind.
pub(crate) fn written(
    report: &Report,
    options: &Options,
    parts: &ShownParts,
    kind: FileKind,
    (math, name): (Math, &str),
) -> String {
    let document = parts.of(report, options);
    let format = match (math, kind) {
        (Math::Latex, FileKind::Tex) => "latex",
        (Math::Latex, FileKind::Markdown | FileKind::Notebook) => "markdown",
        (Math::Mathml, _) => "html",
        (Math::Typst, _) => "typst",
        (Math::Text, _) => "text",
    };
    let Some(format) = Format::find(format) else { return String::new() };
    let settings =
        Settings { width: 80, ascii: false, color: false, standalone: false, equations: false, named: false };
    let text = (format.page)(Page { name, document: &document }, &settings);
    let text = text.trim_matches('\n');
    match math {
        Math::Latex => text.to_owned(),
        // A blank line would end what Markdown leaves alone.
        Math::Mathml => text.lines().filter(|line| !line.trim().is_empty()).collect::<Vec<_>>().join("\n"),
        Math::Typst if kind == FileKind::Tex => commented(text),
        Math::Typst => format!("```{{=typst}}\n{text}\n```"),
        Math::Text if kind == FileKind::Tex => format!("\\begin{{verbatim}}\n{text}\n\\end{{verbatim}}"),
        Math::Text => format!("```text\n{text}\n```"),
    }
}

fn commented(text: &str) -> String {
    text.lines().map(|line| format!("% {line}")).collect::<Vec<_>>().join("\n")
}

/// The formulas of a report, each as KaTeX and pandoc take it.
pub(crate) fn formulas(report: &Report, options: &Options, parts: &ShownParts) -> Vec<String> {
    let document = parts.of(report, options);
    let equations = document.blocks.iter().filter_map(Block::as_equations);
    equations.flat_map(|lines| Document { blocks: vec![Block::Equations(lines)] }.equations()).collect()
}
