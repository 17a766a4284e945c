//! Running text: words and mathematics that go on in the next line where the line is full.

use chainrule_symbolic::function::{Notation, TABLE};
use pretty::{Arena, DocAllocator};

use super::{Doc, Style};
use crate::inline::{Inline, Role, Span};
use crate::layout::Layout;
use crate::spelling::{self, Parts};

/// Text with mathematics in it.
pub(super) fn inline<'a>(arena: &'a Arena<'a, Role>, inline: &Inline, style: &Style) -> Doc<'a> {
    let mut out = arena.nil();
    for piece in &inline.pieces {
        out = out.append(match piece {
            Span::Text(text) | Span::Typed(text, _) => words(arena, &spelled(text, style)),
            Span::Math(layout) => math(arena, layout, style),
            Span::Role(role, text) => words(arena, &spelled(text, style)).annotate(*role),
            Span::Reference(_) => arena.nil(),
        });
    }
    out
}

/// The same on one line.
pub(super) fn plain(inline: &Inline, style: &Style) -> String {
    inline
        .pieces
        .iter()
        .map(|piece| match piece {
            Span::Text(text) | Span::Typed(text, _) | Span::Role(_, text) => spelled(text, style),
            Span::Math(layout) => spelling::text(layout, style.ascii).text(),
            Span::Reference(_) => String::new(),
        })
        .collect()
}

/// Spelled mathematics over as many lines as it needs, the first of so many columns, the others of so many.
pub(super) fn cut(parts: &Parts, first: usize, rest: usize) -> Vec<String> {
    #[expect(clippy::cast_precision_loss, reason = "the width of a page")]
    let room = |columns: usize| columns.max(8) as f32;
    parts.lines(room(first), room(rest)).into_iter().map(|range| parts.line(range)).collect()
}

fn math<'a>(arena: &'a Arena<'a, Role>, layout: &Layout, style: &Style) -> Doc<'a> {
    let parts = spelling::text(layout, style.ascii).parts;
    let mut out = arena.nil();
    for (place, part) in parts.into_iter().enumerate() {
        if place > 0 {
            out = out.append(if part.gap.is_empty() { arena.softline_() } else { arena.softline() });
        }
        out = out.append(arena.text(part.text));
    }
    out
}

fn words<'a>(arena: &'a Arena<'a, Role>, text: &str) -> Doc<'a> {
    let words = text.split(' ').map(|word| arena.text(word.to_owned()));
    arena.intersperse(words, arena.softline())
}

/// What ASCII writes for other signs in words.
const REPLACED: &[(&str, &str)] = &[
    ("→", "->"),
    ("…", "..."),
    ("·", "*"),
    ("∂", "d"),
    ("≤", "<="),
    ("≥", ">="),
    ("≠", "!="),
    ("≈", "~="),
    ("−", "-"),
    ("×", "x"),
    ("⁺", "+"),
    ("Σ", "sum"),
    ("Π", "prod"),
    ("∞", "inf"),
    ("✓", "[ok]"),
    ("✗", "[fails]"),
];

pub(super) fn spelled(text: &str, style: &Style) -> String {
    if !style.ascii || text.is_ascii() {
        return text.to_owned();
    }
    let signs = TABLE.iter().filter_map(|row| {
        if let Notation::Call(symbol) = row.notation
            && !symbol.unicode.is_ascii()
        {
            Some((symbol.unicode, row.name))
        } else {
            None
        }
    });
    let replaced = REPLACED.iter().copied().chain(signs);
    let text = replaced.fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
    text.chars().map(|c| if c.is_ascii() { c } else { '?' }).collect()
}

/// Writes a laid-out page, with roles as ANSI colours where wanted.
pub(super) fn write(page: &Doc<'_>, style: &Style) -> String {
    if style.color {
        let mut out = Colored { text: String::new() };
        page.render_raw(style.width, &mut out).expect("writing to a string does not fail");
        return out.text;
    }
    let mut out = String::new();
    page.render_fmt(style.width, &mut out).expect("writing to a string does not fail");
    out
}

struct Colored {
    text: String,
}

impl pretty::Render for Colored {
    type Error = std::fmt::Error;

    fn write_str(&mut self, text: &str) -> Result<usize, Self::Error> {
        self.text.push_str(text);
        Ok(text.len())
    }

    fn fail_doc(&self) -> Self::Error {
        std::fmt::Error
    }
}

impl<'a> pretty::RenderAnnotated<'a, Role> for Colored {
    fn push_annotation(&mut self, role: &'a Role) -> Result<(), Self::Error> {
        self.text.push_str(match role {
            Role::Good => "\u{1b}[32m",
            Role::Warning => "\u{1b}[33m",
            Role::Bad => "\u{1b}[31m",
            Role::Strong => "\u{1b}[1m",
            Role::Dim => "\u{1b}[2m",
        });
        Ok(())
    }

    fn pop_annotation(&mut self) -> Result<(), Self::Error> {
        self.text.push_str("\u{1b}[0m");
        Ok(())
    }
}
