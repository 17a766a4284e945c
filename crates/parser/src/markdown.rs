//! Worksheets inside Markdown: the fenced code blocks marked `chain`.

use chainrule_diagnostic::Source;
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

/// What a block is marked with.
const MARK: &str = "chain";

/// The worksheets of a Markdown text, in its order. Each knows at which line of the file it stands. A block is marked
/// by the first word behind its fence: ```` ```chain ````.
pub fn worksheets(name: &str, text: &str) -> Vec<Source> {
    let mut sources = Vec::new();
    // The worksheet being read, and the byte where its first line begins.
    let mut open: Option<(String, Option<usize>)> = None;
    let (mut counted, mut line) = (0, 1);
    for (event, range) in Parser::new(text).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(mark))) => {
                let word = mark.split([' ', ',', '{', '\t']).next();
                open = (word == Some(MARK)).then(|| (String::new(), None));
            }
            Event::Text(piece) => {
                if let Some((worksheet, start)) = &mut open {
                    worksheet.push_str(&piece);
                    start.get_or_insert(range.start);
                }
            }
            Event::End(TagEnd::CodeBlock) => {
                if let Some((worksheet, start)) = open.take() {
                    let start = start.unwrap_or(range.start);
                    // Blocks come in the order of the text: each line end is counted once.
                    line += text[counted..start].matches('\n').count();
                    counted = start;
                    sources.push(Source::new(name, worksheet).starting_at(line));
                }
            }
            _ => {}
        }
    }
    sources
}

#[cfg(test)]
mod tests {
    use super::worksheets;

    #[test]
    fn marked_blocks_are_worksheets() {
        let text = "# Notes\n\n```chain\ny = x^2\nderive dy/dx\n```\n\n- a list\n\n  ~~~ chain title\n  z = x\n  ~~~\n\n```rust\nlet z;\n```\n";
        let found = worksheets("notes.md", text);
        let texts: Vec<&str> = found.iter().map(chainrule_diagnostic::Source::text).collect();
        assert_eq!(texts, ["y = x^2\nderive dy/dx\n", "z = x\n"]);
        assert_eq!(found[0].line_column(0), (4, 1));
        assert_eq!(found[1].line_column(0), (11, 1));
    }

    #[test]
    fn other_blocks_are_not() {
        assert!(worksheets("notes.md", "chain\n\n    y = x\n\n```chains\ny = x\n```\n`chain`").is_empty());
    }
}
