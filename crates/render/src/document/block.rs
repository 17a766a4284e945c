//! Blocks: what a document is made of.

use super::{Inline, Role};
use crate::layout::{Layout, Relation};

/// A document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// Its blocks, in order.
    pub blocks: Vec<Block>,
}

/// One block.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A heading; level 1 is the outermost.
    Heading {
        /// Its level.
        level: u8,
        /// What it says.
        text: Inline,
    },
    /// Running text.
    Paragraph(Inline),
    /// Equations, aligned at their relations.
    Equations(Vec<Line>),
    /// A table.
    Table(Table),
    /// A list of points.
    List(Vec<Inline>),
    /// A remark that stands apart.
    Note(Note),
}

/// A remark that stands apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// How it is meant.
    pub role: Role,
    /// What it says.
    pub text: Inline,
}

/// One line of equations.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The left side; lines without one go on from the line above.
    pub left: Option<Layout>,
    /// How the sides relate.
    pub relation: Relation,
    /// The right side.
    pub right: Layout,
    /// Why the line holds.
    pub reason: Option<Inline>,
}

/// To which side the cells of a column lean.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// To the left: words.
    #[default]
    Left,
    /// To the right: numbers.
    Right,
    /// To the middle.
    Center,
}

/// A table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// The heads of the columns.
    pub header: Vec<Inline>,
    /// How the columns lean; columns beyond its end lean to the left.
    pub align: Vec<Align>,
    /// The rows.
    pub rows: Vec<Vec<Inline>>,
}

impl Document {
    /// An empty document.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a heading.
    pub fn heading(&mut self, level: u8, text: impl Into<Inline>) -> &mut Self {
        self.blocks.push(Block::Heading { level, text: text.into() });
        self
    }

    /// Adds running text.
    pub fn paragraph(&mut self, text: impl Into<Inline>) -> &mut Self {
        self.blocks.push(Block::Paragraph(text.into()));
        self
    }

    /// Adds equations.
    pub fn equations(&mut self, lines: Vec<Line>) -> &mut Self {
        self.blocks.push(Block::Equations(lines));
        self
    }

    /// Adds a table.
    pub fn table(&mut self, table: Table) -> &mut Self {
        self.blocks.push(Block::Table(table));
        self
    }

    /// Adds a list.
    pub fn list(&mut self, points: Vec<Inline>) -> &mut Self {
        self.blocks.push(Block::List(points));
        self
    }

    /// Adds a remark.
    pub fn note(&mut self, role: Role, text: impl Into<Inline>) -> &mut Self {
        self.blocks.push(Block::Note(Note { role, text: text.into() }));
        self
    }
}

impl Line {
    /// A line with a left side.
    pub fn new(left: Layout, relation: Relation, right: Layout) -> Self {
        Self { left: Some(left), relation, right, reason: None }
    }

    /// A line that goes on from the line above.
    pub fn next(relation: Relation, right: Layout) -> Self {
        Self { left: None, relation, right, reason: None }
    }

    /// The line with the reason why it holds.
    #[must_use]
    pub fn because(mut self, reason: impl Into<Inline>) -> Self {
        self.reason = Some(reason.into());
        self
    }
}
