//! The formats that documents are written in: one entry each.
//!
//! A new format is a file of this crate that writes a [`Document`], its name beside the others, and an entry in [`FORMATS`]; the symbols of
//! functions stand in the rows of the function table. The command line takes its choices, their help and the endings of files from here.

use crate::document::Document;
use crate::format::Format;
use crate::{html, latex, markdown, text, typst};

/// All formats.
pub static FORMATS: &[&Format] =
    &[&text::FORMAT, &latex::FORMAT, &markdown::FORMAT, &html::FORMAT, &typst::FORMAT];

impl Format {
    /// The format of this name.
    pub fn find(name: &str) -> Option<&'static Self> {
        FORMATS.iter().copied().find(|format| format.name == name)
    }

    /// The format of files that end so, without the point.
    pub fn of_extension(extension: &str) -> Option<&'static Self> {
        let extension = extension.to_ascii_lowercase();
        FORMATS.iter().copied().find(|format| format.extensions.contains(&extension.as_str()))
    }
}

impl Document {
    /// As text of a width in columns.
    pub fn text(&self, width: usize, ascii: bool, color: bool) -> String {
        text::render(self, &text::Style { width, ascii, color })
    }

    /// As LaTeX: a whole document, or a fragment.
    pub fn latex(&self, standalone: bool) -> String {
        latex::render(self, if standalone { latex::Form::Standalone } else { latex::Form::Fragment }, "")
    }

    /// Its mathematics, each piece as KaTeX takes it.
    pub fn equations(&self) -> Vec<String> {
        latex::formulas(self)
    }
}
