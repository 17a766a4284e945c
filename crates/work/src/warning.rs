//! Something to beware of, and where it stands.

use chainrule_diagnostic::{Diagnostic, Severity, Source};

/// Something to beware of in a worksheet, and where it stands.
#[derive(Clone, Debug)]
pub struct Warning {
    /// What it is.
    pub diagnostic: Diagnostic,
    /// The line and the column of its first character, both from 1.
    pub start: (usize, usize),
    /// The line and the column behind its last character.
    pub end: (usize, usize),
}

impl Warning {
    /// The warnings among what there is to say about a worksheet.
    pub(crate) fn among(source: &Source, diagnostics: &[Diagnostic]) -> Vec<Self> {
        let warnings = diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Warning);
        warnings.map(|warning| Self::new(source, warning)).collect()
    }

    /// One thing to say, with its place in lines and columns.
    pub(crate) fn new(source: &Source, diagnostic: &Diagnostic) -> Self {
        let span = diagnostic.primary.span;
        let [start, end] = [span.start, span.end].map(|place| source.line_column(place as usize));
        Self { diagnostic: diagnostic.clone(), start, end }
    }
}
