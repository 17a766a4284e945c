//! Running text with formulas in it.

use crate::layout::Layout;

/// What a stretch of text is for the reader; formats choose colours and words by it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// Nothing special.
    #[default]
    Plain,
    /// Holds, survives, was checked.
    Good,
    /// Needs attention.
    Warning,
    /// Fails, vanishes, is refuted.
    Bad,
}

/// A stretch of running text.
#[derive(Clone, Debug, PartialEq)]
pub enum Span {
    /// Plain words.
    Text(String),
    /// A formula.
    Math(Layout),
    /// Words that stand out.
    Strong(String),
    /// Words with a role.
    Role(Role, String),
}

/// Running text with formulas in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inline {
    /// The stretches, in order.
    pub spans: Vec<Span>,
}

impl Inline {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds words.
    #[must_use]
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.spans.push(Span::Text(text.into()));
        self
    }

    /// Adds a formula.
    #[must_use]
    pub fn math(mut self, layout: Layout) -> Self {
        self.spans.push(Span::Math(layout));
        self
    }

    /// Adds words that stand out.
    #[must_use]
    pub fn strong(mut self, text: impl Into<String>) -> Self {
        self.spans.push(Span::Strong(text.into()));
        self
    }

    /// Adds words with a role.
    #[must_use]
    pub fn role(mut self, role: Role, text: impl Into<String>) -> Self {
        self.spans.push(Span::Role(role, text.into()));
        self
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }
}

impl From<&str> for Inline {
    fn from(text: &str) -> Self {
        Self::new().text(text)
    }
}

impl From<String> for Inline {
    fn from(text: String) -> Self {
        Self::new().text(text)
    }
}

impl From<Layout> for Inline {
    fn from(layout: Layout) -> Self {
        Self::new().math(layout)
    }
}
