//! What is shown of a worksheet, and how its mathematics is written.

use chainrule::render::{Block, Document, Format, Inline, Page, Settings, Span};
use chainrule::{Options, Report};
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

/// The parts of a page that can be shown, and the headings that they stand under.
const PARTS: &[(&str, &str)] = &[
    ("forward", "Forward equations"),
    ("chain", ""),
    ("factors", "Each factor"),
    ("numbers", "The factors put back"),
    ("bounds", "Bounds"),
    ("paths", "The paths that carry most"),
    ("claims", "Claims"),
];

/// What is shown: parts by name, or all of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shown {
    parts: Vec<&'static str>,
    is_all: bool,
}

impl Shown {
    /// What a fence and the lines `show …` of a worksheet ask for; nothing said is the chain, its factors and its numbers.
    pub(crate) fn read(options: &str, lines: &str) -> Result<Self, String> {
        let asked = options.split_once("show").map_or("", |(_, rest)| rest.trim_start_matches([' ', '=']));
        let words =
            asked.split([',', ' ']).chain(lines.split([',', ' '])).map(|word| word.trim_matches(['"', '\'']));
        let mut shown = Self { parts: Vec::new(), is_all: false };
        for word in words.filter(|word| !word.is_empty() && !matches!(*word, "continue" | "show")) {
            match PARTS.iter().find(|(name, _)| *name == word) {
                Some((name, _)) => shown.parts.push(name),
                None if word == "all" => shown.is_all = true,
                None => {
                    let names: Vec<&str> = PARTS.iter().map(|(name, _)| *name).chain(["all"]).collect();
                    return Err(format!(
                        "`{word}` is no part of a page: those that can be shown are {}",
                        names.join(", ")
                    ));
                }
            }
        }
        if shown.parts.is_empty() && !shown.is_all {
            shown.parts = vec!["chain", "factors", "numbers"];
        }
        Ok(shown)
    }

    /// The blocks of a page that are shown.
    fn of(&self, document: Document) -> Document {
        if self.is_all {
            return document;
        }
        let mut blocks = Vec::new();
        let mut part: Option<&str> = None;
        for block in document.blocks {
            if let Block::Heading(_, title) = &block {
                part = Some(part_of(title));
                continue;
            }
            let is_shown = part.is_some_and(|part| self.parts.contains(&part));
            let is_mathematics = matches!(block, Block::Equations(_));
            if is_shown && (is_mathematics || part == Some("claims") || part == Some("bounds")) {
                blocks.push(block);
            }
        }
        Document { blocks }
    }
}

/// The part that stands under a heading. A heading that is mathematics is that of a derivation: its chain follows.
fn part_of(title: &Inline) -> &'static str {
    let text: String = title
        .pieces
        .iter()
        .map(|piece| match piece {
            Span::Text(text) | Span::Role(_, text) => text.as_str(),
            Span::Math(_) => "",
        })
        .collect();
    let own = PARTS.iter().find(|(_, heading)| !heading.is_empty() && text.starts_with(heading));
    match own {
        Some((name, _)) => name,
        None if title.pieces.iter().any(|piece| matches!(piece, Span::Math(_))) => "chain",
        None => "",
    }
}

/// A report as it stands in notes of a kind.
pub(crate) fn written(
    report: &Report,
    options: &Options,
    shown: &Shown,
    kind: FileKind,
    math: Math,
) -> String {
    let document = shown.of(chainrule::page(report, options));
    let name = match (math, kind) {
        (Math::Latex, FileKind::Tex) => "latex",
        (Math::Latex, FileKind::Markdown | FileKind::Notebook) => "markdown",
        (Math::Mathml, _) => "html",
        (Math::Typst, _) => "typst",
        (Math::Text, _) => "text",
    };
    let Some(format) = Format::find(name) else { return String::new() };
    let settings = Settings { width: 80, ascii: false, color: false, standalone: false, named: false };
    let text = (format.page)(Page { name: "", document: &document }, &settings);
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
pub(crate) fn formulas(report: &Report, options: &Options, shown: &Shown) -> Vec<String> {
    let document = shown.of(chainrule::page(report, options));
    let equations = document.blocks.into_iter().filter(|block| matches!(block, Block::Equations(_)));
    equations.flat_map(|block| Document { blocks: vec![block] }.equations()).collect()
}
