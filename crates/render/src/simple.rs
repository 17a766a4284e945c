//! A page in the few kinds of blocks that every format has: headings, paragraphs, lists, equations, tables.

use crate::document::{Block, Document, Drawn, Table};
use crate::inline::{Inline, Line};

/// A block that every format has.
#[derive(Clone, Debug)]
pub(crate) enum Simple {
    /// A heading; 1 is the largest.
    Heading(u8, Inline),
    /// A paragraph.
    Paragraph(Inline),
    /// Equations.
    Equations(Vec<Line>),
    /// Points.
    List(Vec<Inline>),
    /// A table.
    Table(Table),
    /// A picture.
    Picture(Drawn),
}

/// The page in simple blocks.
pub(crate) fn simple(document: &Document) -> Vec<Simple> {
    let mut out = Vec::new();
    let mut stack: Vec<&Block> = document.blocks.iter().rev().collect();
    while let Some(block) = stack.pop() {
        if let Some(lines) = block.as_equations() {
            if !lines.is_empty() {
                out.push(Simple::Equations(lines));
            }
            continue;
        }
        match block {
            Block::Heading(level, text) => out.push(Simple::Heading(*level, text.clone())),
            Block::Paragraph(text) | Block::Remark(text) | Block::Note(text) => {
                out.push(Simple::Paragraph(text.clone()));
            }
            Block::Picture(drawn) => out.push(Simple::Picture(drawn.clone())),
            Block::Group(blocks) => stack.extend(blocks.iter().rev()),
            Block::List(items) | Block::Marks(items) => out.push(Simple::List(items.clone())),
            Block::Table(table) | Block::Ledger(table, _) => out.push(Simple::Table(table.clone())),
            Block::Results(outcomes) => {
                let lines = outcomes.iter().map(|outcome| {
                    let text = Inline::new().math(outcome.math());
                    match &outcome.verdict {
                        Some((role, word)) => text.text(": ").role(*role, word.clone()),
                        None => text,
                    }
                });
                let mut lines: Vec<Inline> = lines.collect();
                match lines.pop() {
                    Some(only) if lines.is_empty() => out.push(Simple::Heading(1, only)),
                    Some(last) => {
                        lines.push(last);
                        out.push(Simple::Heading(1, "Results".into()));
                        out.push(Simple::List(lines));
                    }
                    None => {}
                }
            }
            Block::Section(section) => {
                out.push(Simple::Heading(2, section.title.clone()));
                if !section.beside.is_empty() {
                    out.push(Simple::Paragraph(section.beside.clone()));
                }
            }
            Block::Items(label, items) => {
                let mut text = Inline::new().text(format!("{label}: "));
                for (place, item) in items.iter().enumerate() {
                    text = text.text(if place > 0 { ", " } else { "" }).math(item.clone());
                }
                out.push(Simple::Paragraph(text.text(".")));
            }
            // They are equations.
            Block::Equations(_)
            | Block::Forward(_)
            | Block::Chain(_)
            | Block::Factors(_)
            | Block::Working(_)
            | Block::Product(_) => {}
        }
    }
    out
}
