//! What a format of documents is, and how pages are written.

use crate::document::Document;
use crate::layout::Layout;
use crate::notation::refused::Refused;

/// A format of output.
#[derive(Debug)]
pub struct Format {
    /// Its name, as it is asked for: `latex`.
    pub name: &'static str,
    /// What it is, in a few words.
    pub title: &'static str,
    /// Its media type.
    pub media_type: &'static str,
    /// How the names of its files end, without the point, the usual one first.
    pub extensions: &'static [&'static str],
    /// The settings that it heeds.
    pub heeds: &'static [Setting],
    /// Reads a notation that is meant for it alone.
    pub notation: fn(&str) -> Result<Layout, Refused>,
    /// Writes a page.
    pub page: fn(Page<'_>, &Settings) -> String,
    /// What stands before the first page and behind the last, given the name where there is one page only.
    pub around: fn(Option<&str>, &Settings) -> [String; 2],
}

impl Format {
    /// Pages, with what stands around them.
    pub fn write(&self, pages: &[Page<'_>], settings: &Settings) -> String {
        let name = match pages {
            [only] if !settings.named => Some(only.name),
            [..] => None,
        };
        let [mut out, after] = (self.around)(name, settings);
        for page in pages {
            out.push_str(&(self.page)(*page, settings));
        }
        out.push_str(&after);
        out
    }
}

/// Nothing stands around the pages.
pub(crate) fn nothing_around(_: Option<&str>, _: &Settings) -> [String; 2] {
    [String::new(), String::new()]
}

/// One page of several that are written together.
#[derive(Clone, Copy, Debug)]
pub struct Page<'d> {
    /// What it is the page of.
    pub name: &'d str,
    /// What it says.
    pub document: &'d Document,
}

/// How pages are written. A format heeds what it can.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
pub struct Settings {
    /// Columns.
    pub width: usize,
    /// Whether only ASCII is used.
    pub ascii: bool,
    /// Whether roles are shown by the colours of a terminal.
    pub color: bool,
    /// Whether it is a document of its own rather than a part to be put into one.
    pub standalone: bool,
    /// Whether it is the equations alone.
    pub equations: bool,
    /// Whether each page stands below its name.
    pub named: bool,
}

/// A setting that not every format heeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// [`Settings::width`]
    Width,
    /// [`Settings::ascii`]
    Ascii,
    /// [`Settings::standalone`]
    Standalone,
    /// [`Settings::equations`]
    Equations,
}
