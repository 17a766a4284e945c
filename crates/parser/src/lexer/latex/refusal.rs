//! Why a formula is not taken, and what is known before it is read.

use std::ops::Range;

use chainrule_diagnostic::{Code, code};
use chainrule_latex::Names;

/// What is known before a formula is read.
#[derive(Clone, Copy)]
pub(super) struct Surroundings<'a> {
    /// What the worksheet calls its quantities and functions.
    pub(super) names: &'a Names,
    /// The letters that the statement runs over.
    pub(super) indices: &'a [Box<str>],
}

/// Why a formula is not taken, where, and what to write instead.
pub(super) struct Refusal {
    pub(super) code: &'static Code,
    pub(super) message: String,
    pub(super) place: Range<usize>,
    pub(super) help: Vec<String>,
}

impl Refusal {
    pub(super) fn new(message: impl Into<String>, place: Range<usize>) -> Self {
        Self { code: &code::EXPECTED, message: message.into(), place, help: Vec::new() }
    }

    #[must_use]
    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }
}
