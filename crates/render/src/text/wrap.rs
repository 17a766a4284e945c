//! Breaks formulas and running text into lines of a width.

use pretty::{Arena, DocAllocator, DocBuilder};

use super::spelling::{self, Mark};
use crate::layout::Layout;

/// A formula in lines of a width; lines break before operators, outer ones rather than inner ones.
pub(super) fn formula(layout: &Layout, width: usize, ascii: bool) -> Vec<String> {
    let arena: Arena<'_> = Arena::new();
    let mut groups: Vec<DocBuilder<'_, Arena<'_>>> = vec![arena.nil()];
    spelling::spell(layout, ascii, |mark| {
        let doc = match mark {
            Mark::Open => {
                groups.push(arena.nil());
                return;
            }
            Mark::Close => groups.pop().expect("every group that ends has begun").group(),
            Mark::Text(text) => arena.text(text),
            Mark::Break => arena.line(),
            Mark::TightBreak => arena.line_(),
        };
        let last = groups.pop().expect("the outermost group stays open");
        groups.push(last.append(doc));
    });
    let doc = groups.pop().expect("the outermost group stays open");
    lines(&doc, width)
}

fn lines(doc: &DocBuilder<'_, Arena<'_>>, width: usize) -> Vec<String> {
    let text = doc.pretty(width).to_string();
    text.lines().map(|line| line.trim_end().to_owned()).collect()
}
