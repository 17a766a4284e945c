//! Documents as text for a terminal, laid out to a width.

mod equations;
mod factors;
mod flow;
mod forward;
mod ledger;
mod matrix;
mod outcome;
mod shaped;
mod stacked;
mod table;

use pretty::{Arena, DocAllocator, DocBuilder};
use unicode_width::UnicodeWidthStr;

use crate::document::{Block, Document};
use crate::format::{Format, Page, Setting, Settings, nothing_around};
use crate::format_name::TEXT;
use crate::inline::{Inline, Role, Span};
use crate::notation::words;
use table::Spelled;

/// Text for a terminal.
pub static FORMAT: Format = Format {
    name: TEXT,
    title: "Text for a terminal",
    media_type: "text/plain",
    extensions: &["txt"],
    heeds: &[Setting::Width, Setting::Ascii],
    notation: words,
    page,
    around: nothing_around,
};

/// A page, below its name where that is wanted.
fn page(page: Page<'_>, settings: &Settings) -> String {
    let &Settings { width, ascii, color, .. } = settings;
    let name = if settings.named { format!("{}:\n\n", page.name) } else { String::new() };
    name + &render(page.document, &Style { width, ascii, color })
}

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

type Doc<'a> = DocBuilder<'a, Arena<'a, Role>, Role>;

/// A document as text.
pub fn render(document: &Document, style: &Style) -> String {
    let style = Style { width: style.width.max(NARROWEST), ..*style };
    let arena: Arena<'_, Role> = Arena::new();
    let mut page = arena.nil();
    for (place, block) in document.blocks.iter().enumerate() {
        if place > 0 && is_apart(&document.blocks[place - 1], block) {
            page = page.append(arena.hardline());
        }
        page = page.append(block_doc(&arena, block, &style));
    }
    trimmed(&flow::write(&page, &style))
}

/// Whether a blank line stands between two blocks.
fn is_apart(before: &Block, block: &Block) -> bool {
    match (before, block) {
        (Block::Heading(..), Block::Heading(..) | Block::Section(_)) => true,
        (Block::Heading(..) | Block::Results(_) | Block::Section(_), _)
        | (Block::Marks(_), Block::Note(_))
        | (_, Block::Remark(_))
        | (Block::Forward(_) | Block::Items(..), Block::Items(..)) => false,
        (Block::Paragraph(text), _) => !announces(text),
        // A product whose symbols and numbers stood in the chain may have nothing to say.
        (Block::Product(product), _) => !product.lines().is_empty(),
        (_, _) => true,
    }
}

/// Whether a paragraph ends in a colon: what it announces follows at once.
fn announces(text: &Inline) -> bool {
    matches!(text.pieces.last(), Some(Span::Text(text) | Span::Role(_, text)) if text.ends_with(':'))
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
        Block::Heading(level, inline) => heading(arena, *level, inline, style),
        Block::Paragraph(inline) | Block::Note(inline) => {
            flow::inline(arena, inline, style).append(arena.hardline())
        }
        Block::List(items) => arena.concat(items.iter().map(|item| {
            let mark = if style.ascii { "  - " } else { "  • " };
            arena.text(mark).append(flow::inline(arena, item, style).nest(4)).append(arena.hardline())
        })),
        Block::Equations(lines) => equations::block(arena, lines, style),
        Block::Table(table) => Spelled::new(table, style).block(arena, style),
        Block::Ledger(table, sizes) => ledger::block(arena, table, sizes, style),
        Block::Results(outcomes) => outcome::results(arena, outcomes, style),
        Block::Section(section) => outcome::section(arena, section, style),
        Block::Forward(forward) => forward::block(arena, forward, style),
        Block::Items(label, items) => outcome::items(arena, label, items, style),
        Block::Chain(chain) => stacked::block(arena, chain, style),
        Block::Factors(lines) => factors::block(arena, lines, style),
        Block::Working(working) => equations::block(arena, &working.lines, style),
        Block::Product(product) => equations::block(arena, &product.lines(), style),
        Block::Picture(drawn) => flow::inline(arena, &drawn.in_words(), style).append(arena.hardline()),
        Block::Group(blocks) => group(arena, blocks, style),
        Block::Marks(items) => outcome::marks(arena, items, style),
        Block::Remark(inline) => {
            arena.text("  ").append(flow::inline(arena, inline, style).nest(4)).append(arena.hardline())
        }
    }
}

/// Blocks without gaps between them, but around tables.
fn group<'a>(arena: &'a Arena<'a, Role>, blocks: &[Block], style: &Style) -> Doc<'a> {
    let is_table = |block: &Block| matches!(block, Block::Table(_) | Block::Ledger(..));
    let mut out = arena.nil();
    for (place, block) in blocks.iter().enumerate() {
        if place > 0
            && (is_table(block) || (is_table(&blocks[place - 1]) && !matches!(block, Block::Remark(_))))
        {
            out = out.append(arena.hardline());
        }
        // Groups hold no groups.
        if !matches!(block, Block::Group(_)) {
            out = out.append(block_doc(arena, block, style));
        }
    }
    out
}

fn heading<'a>(arena: &'a Arena<'a, Role>, level: u8, inline: &Inline, style: &Style) -> Doc<'a> {
    let line = match (level, style.ascii) {
        (1, true) => "=",
        (1, false) => "═",
        (_, true) => "-",
        (_, false) => "─",
    };
    let rule = line.repeat(flow::plain(inline, style).width().min(style.width));
    flow::inline(arena, inline, style)
        .annotate(Role::Strong)
        .append(arena.hardline())
        .append(arena.text(rule))
        .append(arena.hardline())
}
