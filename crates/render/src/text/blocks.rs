//! Documents, block after block.

use unicode_width::UnicodeWidthStr;

use super::{TextStyle, equations, paragraph, table};
use crate::document::{Block, Document, Inline, Note, Role};

/// A document as text.
pub(super) fn render(document: &Document, style: &TextStyle) -> String {
    let mut out = String::new();
    for block in &document.blocks {
        if !out.is_empty() {
            out.push('\n');
        }
        match block {
            Block::Heading { level, text } => heading(*level, text, style, &mut out),
            Block::Paragraph(text) => hanging("", text, style, &mut out),
            Block::Equations(lines) => equations::render(lines, style, &mut out),
            Block::Table(table) => table::render(table, style, &mut out),
            Block::List(points) => {
                let bullet = if style.ascii { "- " } else { "• " };
                for point in points {
                    hanging(bullet, point, style, &mut out);
                }
            }
            Block::Note(note) => remark(note, style, &mut out),
        }
    }
    out
}

fn heading(level: u8, text: &Inline, style: &TextStyle, out: &mut String) {
    let plain = TextStyle { color: false, ..*style };
    for line in paragraph::lines(text, style.width, &plain) {
        out.push_str(&style.strong(&line));
        out.push('\n');
        let rule = match (level, style.ascii) {
            (0 | 1, true) => "=",
            (0 | 1, false) => "═",
            (2, true) => "-",
            (2, false) => "─",
            (3.., true | false) => continue,
        };
        out.push_str(&rule.repeat(line.width()));
        out.push('\n');
    }
}

/// Text whose first line begins with a lead, the others standing in as far.
fn hanging(lead: &str, text: &Inline, style: &TextStyle, out: &mut String) {
    let indent = lead.width();
    for (at, line) in paragraph::lines(text, style.width.saturating_sub(indent), style).iter().enumerate() {
        if at == 0 {
            out.push_str(lead);
        } else {
            out.push_str(&" ".repeat(indent));
        }
        out.push_str(line);
        out.push('\n');
    }
}

fn remark(note: &Note, style: &TextStyle, out: &mut String) {
    let sign = match (note.role, style.ascii) {
        (Role::Good, false) => "✓ ",
        (Role::Good, true) => "ok: ",
        (Role::Warning, false) => "! ",
        (Role::Warning, true) => "note: ",
        (Role::Bad, false) => "✗ ",
        (Role::Bad, true) => "failed: ",
        (Role::Plain, true | false) => "",
    };
    let mut text = String::new();
    hanging(sign, &note.text, style, &mut text);
    match text.strip_prefix(sign) {
        Some(rest) => {
            out.push_str(&style.role(note.role, sign));
            out.push_str(rest);
        }
        None => out.push_str(&text),
    }
}
