//! Running text broken into lines.

use unicode_width::UnicodeWidthStr;

use super::TextStyle;
use super::spelling::{self, Mark};
use crate::document::{Inline, Role, Span};

/// How a stretch stands out.
#[derive(Clone, Copy)]
enum Look {
    Role(Role),
    Strong,
}

/// A stretch that no line break parts.
struct Word {
    styled: String,
    columns: usize,
}

/// Running text on one line, with its width in columns.
pub(super) fn line(inline: &Inline, style: &TextStyle) -> (String, usize) {
    let words = words(inline, style);
    let columns = words.iter().map(|word| word.columns).sum::<usize>() + words.len().saturating_sub(1);
    let styled: Vec<String> = words.into_iter().map(|word| word.styled).collect();
    (styled.join(" "), columns)
}

/// Running text in lines of a width; a word that is longer than a line gets one of its own.
pub(super) fn lines(inline: &Inline, width: usize, style: &TextStyle) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut columns = 0;
    for word in words(inline, style) {
        match lines.last_mut() {
            Some(line) if columns + 1 + word.columns <= width => {
                line.push(' ');
                line.push_str(&word.styled);
                columns += 1 + word.columns;
            }
            Some(_) | None => {
                columns = word.columns;
                lines.push(word.styled);
            }
        }
    }
    lines
}

fn words(inline: &Inline, style: &TextStyle) -> Vec<Word> {
    let mut collector = Collector { words: Vec::new(), joined: false, style };
    for span in &inline.spans {
        match span {
            Span::Text(text) => collector.add(text, Look::Role(Role::Plain)),
            Span::Strong(text) => collector.add(text, Look::Strong),
            Span::Role(role, text) => collector.add(text, Look::Role(*role)),
            Span::Math(layout) => {
                let mut formula = String::new();
                spelling::spell(layout, style.ascii, |mark| match mark {
                    Mark::Text(text) => formula.push_str(&text),
                    Mark::Break => formula.push(' '),
                    Mark::TightBreak | Mark::Open | Mark::Close => {}
                });
                collector.add(&formula, Look::Role(Role::Plain));
            }
        }
    }
    collector.words
}

struct Collector<'a> {
    words: Vec<Word>,
    /// Whether the next stretch goes on the last word.
    joined: bool,
    style: &'a TextStyle,
}

impl Collector<'_> {
    fn add(&mut self, text: &str, look: Look) {
        let text = self.style.plain(text);
        for (position, part) in text.split(' ').enumerate() {
            if position > 0 {
                self.joined = false;
            }
            if part.is_empty() {
                continue;
            }
            let styled = match look {
                Look::Role(role) => self.style.role(role, part),
                Look::Strong => self.style.strong(part),
            };
            let columns = part.width();
            match self.words.last_mut() {
                Some(word) if self.joined => {
                    word.styled.push_str(&styled);
                    word.columns += columns;
                }
                Some(_) | None => self.words.push(Word { styled, columns }),
            }
            self.joined = true;
        }
    }
}
