//! A Greek letter set close to another one: a product to most readers, and one name to a worksheet.

use chainrule_diagnostic::{Diagnostic, Span, code};

use super::scan::Scanner;

impl Scanner<'_> {
    /// `2πr`, `αx`: a reader may mean a product, but letters that follow each other are one name.
    pub(super) fn greek_and_more(&mut self, length: usize) {
        let word = &self.rest()[..length];
        let Some(first) = word.chars().next() else { return };
        let (letter, more) = word.split_at(first.len_utf8());
        // `Δw`, `δh` are names of their own.
        let is_factor = match first {
            'π' => more.starts_with(|c: char| c.is_ascii_alphabetic()),
            'Δ' | 'δ' => false,
            'Α'..='Ω' | 'α'..='ω' => {
                more.len() == 1 && more.starts_with(|c: char| c.is_ascii_alphabetic())
            }
            _ => false,
        };
        if !is_factor {
            return;
        }
        let name = if first == 'π' { format!("pi_{more}") } else { format!("{letter}_{more}") };
        let span = Span::new(self.at, self.at + length);
        let diagnostic = Diagnostic::error(
            &code::AMBIGUOUS_READING,
            span,
            format!("`{word}` could be {letter} times `{more}` or one name"),
        )
        .help(format!("write `{letter}*{more}` for the product"))
        .help(format!("write `{name}` for a name"));
        self.wrong(diagnostic);
    }
}
