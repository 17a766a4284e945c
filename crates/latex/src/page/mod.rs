//! The formulas of a file, in its order.
//!
//! - [`Page`]: the text that is read, and where each place of it stands in the file;
//! - `scan`: formulas in Markdown and TeX;
//! - `shown`: code and addresses, in which nothing is a formula;
//! - [`notebook`]: the cells of a notebook.

pub mod notebook;
mod scan;
mod shown;

use std::cell::Cell;
use std::ops::Range;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// Markdown, Quarto, R Markdown.
    Markdown,
    /// A Jupyter notebook.
    Notebook,
    /// TeX.
    Tex,
}

impl FileKind {
    /// The kind of a file by its name; nothing for files that hold no notes.
    pub fn of(name: &str) -> Option<Self> {
        let ending = name.rsplit_once('.')?.1;
        let is = |extension: &str| ending.eq_ignore_ascii_case(extension);
        if ["md", "qmd", "rmd", "markdown"].iter().any(|extension| is(extension)) {
            Some(Self::Markdown)
        } else if is("ipynb") {
            Some(Self::Notebook)
        } else if is("tex") {
            Some(Self::Tex)
        } else {
            None
        }
    }
}

/// A formula and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fragment {
    /// What stands between its delimiters.
    pub place: Range<usize>,
    /// The same with its delimiters.
    pub outer: Range<usize>,
    /// How it ends.
    pub end: End,
}

/// How a formula ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// It is closed.
    Closed,
    /// It is never closed.
    Never,
    /// It is never closed, as those behind it: they are not listed one by one.
    NeverAsOthers,
    /// It would be closed, but too far away.
    Far,
    /// So many formulas stand before it that neither it nor those behind it are read.
    BehindTooMany,
}

/// A file, read.
#[derive(Clone, Debug)]
pub struct Page {
    /// The text that formulas stand in.
    pub text: String,
    /// Its formulas.
    pub fragments: Vec<Fragment>,
    /// Places of the text and of the file that belong together, where they are not the same.
    places: Vec<(usize, usize)>,
    /// Where the lines of the file begin.
    lines: Vec<usize>,
    /// The file as it is, where the text is not all of it.
    file: Option<String>,
    /// The last place whose column was asked for, with the start of its line: columns of a long line are counted on.
    last: Cell<(usize, usize, usize)>,
}

impl Page {
    /// Reads a file.
    ///
    /// # Errors
    /// It is no notebook.
    pub fn read(kind: FileKind, text: &str) -> Result<Self, String> {
        let lines = |text: &str| -> Vec<usize> {
            std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect()
        };
        match kind {
            FileKind::Markdown | FileKind::Tex => Ok(Self {
                text: text.to_owned(),
                fragments: scan::fragments(text, kind == FileKind::Tex),
                places: Vec::new(),
                lines: lines(text),
                file: None,
                last: Cell::new((usize::MAX, 0, 1)),
            }),
            FileKind::Notebook => {
                let cells = notebook::cells(text)?;
                let (words, places) = notebook::words(text, &cells);
                let fragments = scan::fragments(&words, false);
                Ok(Self {
                    text: words,
                    fragments,
                    places,
                    lines: lines(text),
                    file: Some(text.to_owned()),
                    last: Cell::new((usize::MAX, 0, 1)),
                })
            }
        }
    }

    /// One formula by itself.
    pub fn formula(text: &str) -> Self {
        let fragment = Fragment { place: 0..text.len(), outer: 0..text.len(), end: End::Closed };
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self {
            text: text.to_owned(),
            fragments: vec![fragment],
            places: Vec::new(),
            lines,
            file: None,
            last: Cell::new((usize::MAX, 0, 1)),
        }
    }

    /// The file itself.
    pub fn file(&self) -> &str {
        self.file.as_deref().unwrap_or(&self.text)
    }

    /// Where a place of the text stands in the file.
    pub fn in_file(&self, at: usize) -> usize {
        let before = self.places.partition_point(|(start, _)| *start <= at);
        match before.checked_sub(1).and_then(|place| self.places.get(place)) {
            Some((start, file)) => file + (at - start),
            None => at,
        }
    }

    /// The line and the column of a place of the text, in the file, both from 1.
    pub fn line_column(&self, at: usize) -> (usize, usize) {
        let at = self.in_file(at);
        let line = self.lines.partition_point(|start| *start <= at).max(1);
        let start = self.lines[line - 1];
        let file = self.file();
        let end = at.min(file.len());
        let (counted_from, before, counted) = self.last.get();
        let (from, first) =
            if counted_from == start && before <= end { (before, counted) } else { (start, 1) };
        let column = file.get(from..end).map_or(1, |part| part.chars().count() + first);
        self.last.set((start, end, column));
        (line, column)
    }

    /// The place of a line of the file, counted from 1, without its end.
    pub fn line(&self, line: usize) -> &str {
        let file = self.file();
        let start = self.lines.get(line.saturating_sub(1)).copied().unwrap_or(file.len());
        let end = self.lines.get(line).copied().unwrap_or(file.len());
        file.get(start..end).unwrap_or("").trim_end_matches(['\n', '\r'])
    }
}
