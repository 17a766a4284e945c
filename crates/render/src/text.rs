//! Documents as text for a terminal. The only file that names the layout engine.

use pretty::{Arena, DocAllocator, DocBuilder};
use unicode_width::UnicodeWidthStr;

use crate::document::{Block, Document, Inline, Line, Piece, Relation, Role};
use crate::math::Math;

/// How a page of text is laid out.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Columns.
    pub width: usize,
    /// Whether only ASCII is used.
    pub ascii: bool,
    /// Whether roles are shown by ANSI colours.
    pub color: bool,
}

/// The narrowest page that is laid out.
pub const NARROWEST: usize = 20;

/// Left sides wider than this stand on a line of their own.
const WIDEST_LEFT: usize = 24;

type Doc<'a> = DocBuilder<'a, Arena<'a, Role>, Role>;

/// A document as text.
pub fn render(document: &Document, style: &Style) -> String {
    let arena: Arena<'_, Role> = Arena::new();
    let mut page = arena.nil();
    for block in &document.blocks {
        page = page.append(block_doc(&arena, block, style));
    }
    let width = style.width.max(NARROWEST);
    if style.color {
        let mut out = Colored { text: String::new() };
        page.render_raw(width, &mut out).expect("writing to a string does not fail");
        return trimmed(&out.text);
    }
    let mut out = String::new();
    page.render_fmt(width, &mut out).expect("writing to a string does not fail");
    trimmed(&out)
}

fn trimmed(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

fn block_doc<'a>(arena: &'a Arena<'a, Role>, block: &Block, style: &Style) -> Doc<'a> {
    match block {
        Block::Heading(level, inline) => {
            let text = plain(inline, style);
            let line = match level {
                1 => {
                    if style.ascii {
                        "="
                    } else {
                        "═"
                    }
                }
                _ => {
                    if style.ascii {
                        "-"
                    } else {
                        "─"
                    }
                }
            };
            let rule = line.repeat(text.width().min(style.width));
            arena
                .hardline()
                .append(flowing(arena, inline, style))
                .append(arena.hardline())
                .append(arena.text(rule))
                .append(arena.hardline())
        }
        Block::Paragraph(inline) => flowing(arena, inline, style).append(arena.hardline()),
        Block::List(items) => arena.concat(items.iter().map(|item| {
            let mark = if style.ascii { "  - " } else { "  • " };
            arena.text(mark).append(flowing(arena, item, style).nest(4)).append(arena.hardline())
        })),
        Block::Equations(lines) => equations(arena, lines, style),
    }
}

fn spelled<'m>(math: &'m Math, style: &Style) -> &'m str {
    if style.ascii { &math.ascii } else { &math.unicode }
}

fn equations<'a>(arena: &'a Arena<'a, Role>, lines: &[Line], style: &Style) -> Doc<'a> {
    let widths =
        lines.iter().map(|line| spelled(&line.left, style).width()).filter(|&width| width <= WIDEST_LEFT);
    let column = widths.max().unwrap_or(0);
    let right = lines.iter().map(|line| spelled(&line.right, style).width()).max().unwrap_or(0);
    let reason_column = 2 + column + 3 + right.min(style.width.saturating_sub(column + 40).max(16)) + 3;
    let mut out = arena.nil();
    for line in lines {
        let left = spelled(&line.left, style);
        let mut start = arena.text("  ").append(arena.text(left.to_owned()));
        if left.width() > column {
            start = start.append(arena.hardline()).append(arena.text(" ".repeat(2 + column)));
        } else {
            start = start.append(arena.text(" ".repeat(column - left.width())));
        }
        let relation = match (line.relation, style.ascii) {
            (Relation::Equal, _) => " = ",
            (Relation::About, true) => " ~= ",
            (Relation::About, false) => " ≈ ",
            (Relation::None, _) => "",
        };
        let right_text = spelled(&line.right, style);
        let body = breakable(arena, right_text).nest(isize::try_from(column + 7).unwrap_or(8));
        out = out.append(start).append(arena.text(relation)).append(body);
        if let Some(reason) = &line.reason {
            let used = 2 + column + 3 + right_text.width();
            let text = plain(reason, style);
            let fits = used < reason_column && reason_column + text.width() + 2 <= style.width;
            let gap = if fits {
                arena.text(" ".repeat(reason_column - used))
            } else if used + text.width() + 5 <= style.width {
                arena.text("   ")
            } else {
                arena.hardline().append(arena.text(" ".repeat(column + 7)))
            };
            out = out
                .append(gap)
                .append(arena.text("["))
                .append(flowing(arena, reason, style).nest(isize::try_from(column + 8).unwrap_or(8)))
                .append(arena.text("]"));
        }
        out = out.append(arena.hardline());
    }
    out
}

/// Mathematics that may go on in the next line, at spaces and before `·`.
fn breakable<'a>(arena: &'a Arena<'a, Role>, text: &str) -> Doc<'a> {
    let mut out = arena.nil();
    let mut word = String::new();
    for character in text.chars() {
        match character {
            ' ' => {
                out = out.append(arena.text(std::mem::take(&mut word))).append(arena.softline());
            }
            '·' | '*' => {
                word.push(character);
                out = out.append(arena.text(std::mem::take(&mut word))).append(arena.softline_());
            }
            other => word.push(other),
        }
    }
    out.append(arena.text(word))
}

fn flowing<'a>(arena: &'a Arena<'a, Role>, inline: &Inline, style: &Style) -> Doc<'a> {
    let mut out = arena.nil();
    for piece in &inline.pieces {
        out = out.append(match piece {
            Piece::Text(text) => breakable_words(arena, &ascii(text, style)),
            Piece::Math(math) => breakable_words(arena, spelled(math, style)),
            Piece::Role(role, text) => breakable_words(arena, &ascii(text, style)).annotate(*role),
        });
    }
    out
}

fn breakable_words<'a>(arena: &'a Arena<'a, Role>, text: &str) -> Doc<'a> {
    let words = text.split(' ').map(|word| arena.text(word.to_owned()));
    arena.intersperse(words, arena.softline())
}

fn plain(inline: &Inline, style: &Style) -> String {
    inline
        .pieces
        .iter()
        .map(|piece| match piece {
            Piece::Text(text) | Piece::Role(_, text) => ascii(text, style),
            Piece::Math(math) => spelled(math, style).to_owned(),
        })
        .collect()
}

fn ascii(text: &str, style: &Style) -> String {
    if !style.ascii {
        return text.to_owned();
    }
    let replaced = [
        ("→", "->"),
        ("…", "..."),
        ("·", "*"),
        ("∂", "d"),
        ("≤", "<="),
        ("−", "-"),
        ("Σ", "sum"),
        ("×", "x"),
        ("⁺", "+"),
        ("≈", "~="),
        ("Π", "prod"),
        ("≠", "!="),
        ("≥", ">="),
    ];
    let text = replaced.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
    text.chars().map(|c| if c.is_ascii() { c } else { '?' }).collect()
}

/// Writes roles as ANSI colours.
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
        });
        Ok(())
    }

    fn pop_annotation(&mut self) -> Result<(), Self::Error> {
        self.text.push_str("\u{1b}[0m");
        Ok(())
    }
}
