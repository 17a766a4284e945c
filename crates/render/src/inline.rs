//! Text with mathematics in it, and lines of equations.

use crate::layout::{Layout, Operator};

/// One line of a block of equations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The left side; nothing where the line goes on from the one before.
    pub left: Layout,
    /// The sign between the sides.
    pub relation: Relation,
    /// The right side.
    pub right: Layout,
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
    /// ≤
    AtMost,
    /// <
    Less,
    /// Nothing: lines are left out here.
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
    /// A heading.
    Strong,
    /// The name of a rule, which stands back.
    Dim,
}

/// Text with mathematics in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inline {
    /// Its pieces.
    pub pieces: Vec<Span>,
}

/// A piece of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Span {
    /// Words.
    Text(String),
    /// Mathematics.
    Math(Layout),
    /// Words with a role.
    Role(Role, String),
    /// What the reader typed, where the page is text; as mathematics elsewhere.
    Typed(String, Layout),
    /// The number of an equation of the page, by its label; nothing in formats that number none.
    Reference(String),
}

impl Inline {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Words.
    #[must_use]
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.pieces.push(Span::Text(text.into()));
        self
    }

    /// Mathematics.
    #[must_use]
    pub fn math(mut self, math: Layout) -> Self {
        self.pieces.push(Span::Math(math));
        self
    }

    /// Words with a role.
    #[must_use]
    pub fn role(mut self, role: Role, text: impl Into<String>) -> Self {
        self.pieces.push(Span::Role(role, text.into()));
        self
    }

    /// What the reader typed, and the same as mathematics.
    #[must_use]
    pub fn typed(mut self, text: impl Into<String>, math: Layout) -> Self {
        self.pieces.push(Span::Typed(text.into(), math));
        self
    }

    /// The number of an equation.
    #[must_use]
    pub fn reference(mut self, label: impl Into<String>) -> Self {
        self.pieces.push(Span::Reference(label.into()));
        self
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// Another, after this.
    #[must_use]
    pub fn then(mut self, other: Self) -> Self {
        self.pieces.extend(other.pieces);
        self
    }
}

impl From<&str> for Inline {
    fn from(text: &str) -> Self {
        Self::new().text(text)
    }
}

impl Relation {
    /// The sign of a relation within a formula.
    pub fn operator(self) -> Operator {
        match self {
            Self::Equal | Self::None => Operator::Equal,
            Self::About => Operator::About,
            Self::AtMost => Operator::AtMost,
            Self::Less => Operator::Less,
        }
    }
}
