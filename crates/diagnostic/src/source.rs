//! A named text.

/// A text with the name under which diagnostics show it.
#[derive(Clone, Debug)]
pub struct Source {
    name: String,
    text: String,
    /// Where each line starts.
    lines: Vec<usize>,
    /// How many lines stand before it, where it is part of a larger file.
    lines_before: usize,
}

impl Source {
    /// A source; lines end with LF, CRLF or a lone CR.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        let bytes = text.as_bytes();
        let mut lines = vec![0];
        for (offset, byte) in bytes.iter().enumerate() {
            let ends = match byte {
                b'\n' => true,
                b'\r' => bytes.get(offset + 1) != Some(&b'\n'),
                _ => false,
            };
            if ends {
                lines.push(offset + 1);
            }
        }
        Self { name: name.into(), text, lines, lines_before: 0 }
    }

    /// The same as part of a larger file: its first line has this number there.
    #[must_use]
    pub fn starting_at(mut self, line: usize) -> Self {
        self.lines_before = line.saturating_sub(1);
        self
    }

    /// The name: a path, `<stdin>`, `<command line>`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Line and column of a byte offset, both from 1; columns count characters.
    pub fn line_column(&self, offset: usize) -> (usize, usize) {
        let offset = offset.min(self.text.len());
        let line = self.lines.partition_point(|&start| start <= offset);
        let start = self.lines[line - 1];
        (
            line + self.lines_before,
            self.text.get(start..offset).map_or(0, |before| before.chars().count()) + 1,
        )
    }

    /// The byte range of a line, by its number, without its line end.
    pub fn line_range(&self, line: usize) -> std::ops::Range<usize> {
        let line = line - self.lines_before;
        let start = self.lines[line - 1];
        let end = self.lines.get(line).copied().unwrap_or(self.text.len());
        start..start + self.text[start..end].trim_end_matches(['\n', '\r']).len()
    }
}

#[cfg(test)]
mod tests {
    use super::Source;

    #[test]
    fn all_line_ends() {
        let source = Source::new("t", "a\nb\r\nc\rd");
        assert_eq!(source.line_column(0), (1, 1));
        assert_eq!(source.line_column(2), (2, 1));
        assert_eq!(source.line_column(5), (3, 1));
        assert_eq!(source.line_column(7), (4, 1));
        assert_eq!(source.line_column(99), (4, 2));
        assert_eq!(source.line_range(2), 2..3);
    }

    #[test]
    fn lines_of_a_part_are_those_of_the_whole() {
        let source = Source::new("t", "a\nb").starting_at(10);
        assert_eq!(source.line_column(2), (11, 1));
        assert_eq!(source.line_range(11), 2..3);
    }
}
