//! Text for a terminal, Unicode or ASCII. The text of a formula is also input: it reads back as the same expression.

mod blocks;
mod equations;
mod paragraph;
mod spelling;
mod style;
mod table;
mod wrap;

use chainrule_symbolic::graph::{ExprId, Graph};

use crate::document::Document;
use crate::layout::{Layout, Notations, Typesetter};

pub use style::TextStyle;

/// A document as text, every line ended.
pub fn render(document: &Document, style: &TextStyle) -> String {
    blocks::render(document, style)
}

/// A formula on one line.
pub fn layout(layout: &Layout, style: &TextStyle) -> String {
    spelling::line(layout, style.ascii)
}

/// An expression on one line, as the worksheet language reads it back.
pub fn expression(graph: &Graph, expression: ExprId, ascii: bool) -> String {
    let notations = Notations::new();
    spelling::line(&Typesetter::new(graph, &notations).expression(expression), ascii)
}
