//! How a reader wants a name to look.

use super::build::Layout;
use crate::format_name::TEXT;

/// How a reader wants a name to look.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notation {
    every: Option<Layout>,
    /// By format; nothing where the worksheet's name stands after all.
    by_format: Vec<(&'static str, Option<Layout>)>,
}

impl Notation {
    /// Sets how the name looks: in the format of this name, or in all that have no layout of their own.
    pub fn set(&mut self, format: Option<&'static str>, layout: Layout) {
        match format {
            Some(format) => self.by_format.push((format, Some(layout))),
            None => self.every = Some(layout),
        }
    }

    /// Sets how the name looks where formulas are drawn, unless the reader wants it otherwise.
    pub(crate) fn draw(&mut self, layout: Layout) {
        if self.every.is_none() {
            self.every = Some(layout);
            if !self.by_format.iter().any(|(name, _)| *name == TEXT) {
                self.keep_in_text();
            }
        }
    }

    /// In text the worksheet's name stands after all.
    pub(crate) fn keep_in_text(&mut self) {
        self.by_format.retain(|(name, _)| *name != TEXT);
        self.by_format.push((TEXT, None));
    }

    /// How the name looks in the format of this name; nothing where the worksheet's name stands.
    pub fn layout(&self, format: &str) -> Option<&Layout> {
        match self.by_format.iter().find(|(name, _)| *name == format) {
            Some((_, layout)) => layout.as_ref(),
            None => self.every.as_ref(),
        }
    }
}
