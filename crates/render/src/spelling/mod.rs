//! How each format writes a layout down. Nothing is decided here but which sign stands for what.
//!
//! - `line`: the walk that formats on a line share; `unicode` and `ascii` say how their signs are spelled;
//! - `latex`: for amsmath and KaTeX, drawn or on a line, with the width each part takes;
//! - [`Part`]: what they write: pieces of text, and where a line may end between them.

mod ascii;
mod greek;
mod latex;
mod latex_name;
mod latex_signs;
mod latex_size;
mod latex_words;
mod line;
mod part;
mod unicode;

pub use part::{Part, Parts};

pub(crate) use latex::{Drawing, latex};
pub(crate) use latex_words::words;

use chainrule_symbolic::graph::Name;

use crate::layout::Layout;
use ascii::Ascii;
use unicode::Unicode;

impl Layout {
    /// For a terminal. What it spells can be read again.
    pub fn unicode(&self) -> String {
        line::spell(self, &Unicode).text()
    }

    /// For a terminal without Unicode. What it spells can be read again.
    pub fn ascii(&self) -> String {
        line::spell(self, &Ascii).text()
    }

    /// For LaTeX's math mode.
    pub fn latex(&self) -> String {
        latex(self, Drawing::Display).text()
    }
}

/// A name in LaTeX.
pub(crate) fn latex_of_name(name: Name<'_>) -> String {
    latex_name::name(name).text
}

/// The parts of a layout as text, in Unicode or in ASCII.
pub(crate) fn text(layout: &Layout, ascii: bool) -> Parts {
    if ascii { line::spell(layout, &Ascii) } else { line::spell(layout, &Unicode) }
}
