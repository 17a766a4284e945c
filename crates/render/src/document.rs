//! What a page says, before it is text or LaTeX.

use crate::Math;

/// A page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// Its parts, in order.
    pub blocks: Vec<Block>,
}

/// A part of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading; 1 is the largest.
    Heading(u8, Inline),
    /// A paragraph.
    Paragraph(Inline),
    /// Equations, aligned at their relations.
    Equations(Vec<Line>),
    /// Points, one a line.
    List(Vec<Inline>),
}

/// One line of a block of equations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The left side; nothing where the line goes on from the one before.
    pub left: Math,
    /// The sign between the sides.
    pub relation: Relation,
    /// The right side.
    pub right: Math,
    /// Why it holds.
    pub reason: Option<Inline>,
}

/// A sign between two sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// =
    Equal,
    /// ≈
    About,
    /// Nothing: the left side says it all.
    None,
}

/// What a piece of text is about, for colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Something holds.
    Good,
    /// Something to beware of.
    Warning,
    /// Something is wrong.
    Bad,
}

/// Text with mathematics in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inline {
    /// Its pieces.
    pub pieces: Vec<Piece>,
}

/// A piece of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Words.
    Text(String),
    /// Mathematics.
    Math(Math),
    /// Words with a role.
    Role(Role, String),
}

impl Inline {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Words.
    #[must_use]
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.pieces.push(Piece::Text(text.into()));
        self
    }

    /// Mathematics.
    #[must_use]
    pub fn math(mut self, math: Math) -> Self {
        self.pieces.push(Piece::Math(math));
        self
    }

    /// Words with a role.
    #[must_use]
    pub fn role(mut self, role: Role, text: impl Into<String>) -> Self {
        self.pieces.push(Piece::Role(role, text.into()));
        self
    }
}
