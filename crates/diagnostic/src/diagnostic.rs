//! One thing to say about a source.

use crate::{Code, Span};

/// How grave it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is evaluated from a worksheet that has an error.
    Error,
    /// The worksheet works, but perhaps not as meant.
    Warning,
}

/// A stretch of source with a few words about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What is there; may be empty.
    pub text: String,
}

/// One thing to say about a source: what is wrong, where, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How grave it is.
    pub severity: Severity,
    /// Under which code it is explained.
    pub code: &'static Code,
    /// What is wrong, in the reader's terms.
    pub message: String,
    /// Where.
    pub primary: Label,
    /// Other places that matter, such as the first of two definitions.
    pub secondary: Vec<Label>,
    /// What to know about it.
    pub notes: Vec<String>,
    /// What to type instead.
    pub help: Vec<String>,
}

impl Diagnostic {
    /// An error at a place.
    pub fn error(code: &'static Code, span: Span, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, span, message.into())
    }

    /// A warning at a place.
    pub fn warning(code: &'static Code, span: Span, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, span, message.into())
    }

    fn new(severity: Severity, code: &'static Code, span: Span, message: String) -> Self {
        let primary = Label { span, text: String::new() };
        Self { severity, code, message, primary, secondary: Vec::new(), notes: Vec::new(), help: Vec::new() }
    }

    /// Words at the marked place.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.primary.text = text.into();
        self
    }

    /// Another place that matters.
    #[must_use]
    pub fn also(mut self, span: Span, text: impl Into<String>) -> Self {
        self.secondary.push(Label { span, text: text.into() });
        self
    }

    /// Something to know about it.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    /// What to type instead.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help.push(text.into());
        self
    }

    /// Whether nothing may be evaluated.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}
