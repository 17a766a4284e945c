//! How each format writes a layout down. Nothing is decided here but which sign stands for what.
//!
//! - `line`: the walk that formats on a line share; `unicode` and `ascii` say how their signs are spelled;
//! - `drawn`: the walk that formats share which draw fractions and raise exponents, with the width each part takes; `latex`,
//!   `mathml` and `typst` say how their signs are spelled;
//! - [`Part`]: what they write: pieces of text, and where a line may end between them.

mod accents;
mod alphabets;
mod ascii;
mod drawn;
mod latex;
mod latex_words;
mod line;
mod mathml;
mod part;
mod pen;
mod reach;
mod scripts;
mod size;
mod typst;
mod unicode;

pub use part::{Part, Parts};

pub(crate) use crate::greek::greek_letter;
pub(crate) use drawn::{Drawing, drawn};
pub(crate) use latex::{Latex, text as latex_text};
pub(crate) use latex_words::words;
pub(crate) use mathml::{MathMl, escaped};
pub(crate) use pen::Pen;
pub(crate) use typst::{Typst, quoted};

use std::borrow::Cow;

use crate::format_name::LATEX;
use crate::layout::{Layout, Name, Piece};
use ascii::Ascii;
use line::Names;
use unicode::Unicode;

impl Layout {
    /// For a terminal, with the names of the worksheet. What it spells can be read again.
    pub fn unicode(&self) -> String {
        line::spell(self, &Unicode, Names::OfTheWorksheet)
    }

    /// For a terminal without Unicode, with the names of the worksheet. What it spells can be read again.
    pub fn ascii(&self) -> String {
        line::spell(self, &Ascii, Names::OfTheWorksheet)
    }

    /// For LaTeX's math mode, with the reader's notations.
    pub fn latex(&self) -> String {
        let latex = Latex { format: LATEX, text: latex_text };
        match self.pieces() {
            [Piece::Name(name)] => drawn::name(name, &latex),
            [..] => drawn(self, Drawing::Display, &latex).text(),
        }
    }

    /// The same for running text: fractions stand on the line.
    pub fn latex_on_a_line(&self) -> String {
        drawn(self, Drawing::Inline, &Latex { format: LATEX, text: latex_text }).text()
    }
}

/// How a name looks in text, in Unicode and in ASCII.
pub(crate) fn looks(name: &Name) -> [String; 2] {
    [line::name(name, &Unicode, Names::OfTheReader), line::name(name, &Ascii, Names::OfTheReader)]
        .map(Cow::into_owned)
}

/// The parts of a layout as text, in Unicode or in ASCII, with the reader's notations.
pub(crate) fn text(layout: &Layout, ascii: bool) -> Parts {
    if ascii {
        line::spell(layout, &Ascii, Names::OfTheReader)
    } else {
        line::spell(layout, &Unicode, Names::OfTheReader)
    }
}
