//! Spelled mathematics, with the places where a line may end.

use std::ops::Range;

/// A stretch of text within which no line ends.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The text.
    pub text: String,
    /// Its width: in columns for text, in em for LaTeX.
    pub width: f32,
    /// What stands before it where no line ends there.
    pub gap: &'static str,
    /// How deep inside brackets and products the place before it lies: lines rather end at small levels.
    pub level: u16,
}

/// Spelled mathematics, in parts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parts {
    /// In order.
    pub parts: Vec<Part>,
}

/// A line that could also end at a deeper level is shortened by up to this share of its width for each of the first
/// levels saved: relations before sums, sums before products,
const WORTH_OF_A_LEVEL: f32 = 0.6;

/// … and by this for each level of brackets.
const WORTH_OF_A_DEEP_LEVEL: f32 = 0.12;

/// The levels outside all brackets.
const OUTSIDE: u16 = 2;

impl Parts {
    /// All on one line.
    pub fn text(&self) -> String {
        self.line(0..self.parts.len())
    }

    /// Some of the parts, on one line.
    pub fn line(&self, range: Range<usize>) -> String {
        let mut out = String::new();
        for part in &self.parts[range] {
            if !out.is_empty() {
                out.push_str(part.gap);
            }
            out.push_str(&part.text);
        }
        out
    }

    /// The width of all parts on one line.
    pub fn width(&self) -> f32 {
        self.width_of(0..self.parts.len())
    }

    /// The width of some of the parts on one line.
    pub fn width_of(&self, range: Range<usize>) -> f32 {
        let start = range.start;
        range.map(|at| self.parts[at].width + if at > start { gap_width(&self.parts[at]) } else { 0.0 }).sum()
    }

    /// Cut into lines, the first no wider than `first` and the others no wider than `rest`, as far as parts can be
    /// parted. A line ends at the smallest level that does not leave it too short.
    pub fn lines(&self, first: f32, rest: f32) -> Vec<Range<usize>> {
        let mut lines = Vec::new();
        let mut start = 0;
        while start < self.parts.len() {
            let limit = if lines.is_empty() { first } else { rest };
            let end = self.end_of_line(start, limit);
            lines.push(start..end);
            start = end;
        }
        if lines.is_empty() {
            lines.push(0..0);
        }
        lines
    }

    fn end_of_line(&self, start: usize, limit: f32) -> usize {
        let mut width = 0.0;
        let mut best: Option<(f32, usize)> = None;
        for at in start..self.parts.len() {
            let part = &self.parts[at];
            if at > start {
                let empty = 1.0 - width / limit.max(1.0);
                let outside = f32::from(part.level.min(OUTSIDE)) * WORTH_OF_A_LEVEL;
                let depth_cost = f32::from(part.level.saturating_sub(OUTSIDE)) * WORTH_OF_A_DEEP_LEVEL;
                let cost = outside + depth_cost + empty;
                if best.is_none_or(|(least, _)| cost <= least) {
                    best = Some((cost, at));
                }
                width += gap_width(part);
            }
            width += part.width;
            if width > limit && at > start {
                return best.map_or(at, |(_, at)| at);
            }
        }
        self.parts.len()
    }

    /// Begins a new part before what comes next: a line may end here.
    pub(super) fn open(&mut self, level: u16, gap: &'static str) {
        self.parts.push(Part { text: String::new(), width: 0.0, gap, level });
    }

    /// Adds to the last part.
    pub(super) fn push(&mut self, text: &str, width: f32) {
        if self.parts.is_empty() {
            self.open(0, "");
        }
        if let Some(part) = self.parts.last_mut() {
            part.text.push_str(text);
            part.width += width;
        }
    }
}

/// Gaps are spaces in text and nothing in LaTeX.
fn gap_width(part: &Part) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "a width in columns")]
    let width = part.gap.len() as f32;
    width
}

#[cfg(test)]
mod tests {
    use super::{Part, Parts};

    #[test]
    fn lines_end_at_small_levels() {
        let part = |text: &str, level| Part { text: text.to_owned(), width: 4.0, gap: "", level };
        let parts =
            Parts { parts: vec![part("aaa·", 0), part("bbb+", 2), part("ccc·", 1), part("ddd", 2)] };
        assert_eq!(parts.lines(12.0, 12.0), vec![0..2, 2..4]);
        assert_eq!(parts.lines(100.0, 100.0), vec![0..4]);
        assert_eq!(parts.lines(1.0, 1.0), vec![0..1, 1..2, 2..3, 3..4]);
    }
}
