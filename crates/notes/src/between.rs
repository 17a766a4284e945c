//! What stands between two formulas of a page: whether the second goes on from the first, and whether it is in the same sentence.

use std::ops::Range;

/// Words behind which a formula goes on from the one before.
const LINKS: &[&str] = &[
    "and",
    "so",
    "hence",
    "thus",
    "then",
    "therefore",
    "i.e",
    "ie",
    "that is",
    "which is",
    "and so",
    "and hence",
    "and thus",
    "and therefore",
    "so that",
];

/// Where a formula stands in a text, with its delimiters.
pub(crate) struct Before {
    end: usize,
    is_display: bool,
}

impl Before {
    pub(crate) fn new(text: &str, outer: &Range<usize>) -> Self {
        Self { end: outer.end, is_display: is_display(text, outer) }
    }

    /// Whether a formula that begins with a relation goes on from this one: displayed formulas do below one another, those in
    /// words only where no other word stands between them.
    pub(crate) fn leads_to(&self, text: &str, outer: &Range<usize>) -> bool {
        let Some(between) = text.get(self.end..outer.start) else { return false };
        if self.is_display && is_display(text, outer) {
            return !begins_heading(between);
        }
        leads_on(between)
    }

    /// Whether brackets open between this formula and another that stand open there: the other is in a remark.
    pub(crate) fn opens_remark(&self, text: &str, outer: &Range<usize>) -> bool {
        let Some(between) = text.get(self.end..outer.start) else { return false };
        between.rfind('(').is_some_and(|open| between.rfind(')').is_none_or(|close| close < open))
    }

    /// Whether the words behind a remark lead to a formula, where it closes between this formula and that one.
    pub(crate) fn behind_remark(&self, text: &str, outer: &Range<usize>) -> Option<bool> {
        let between = text.get(self.end..outer.start)?;
        if between.contains("\n\n") {
            return Some(false);
        }
        let (_, behind) = between.split_once(')')?;
        Some(!is_display(text, outer) && leads_on(behind))
    }

    /// Whether a paragraph ends between this formula and another, and does not lead to it.
    pub(crate) fn ends_paragraph(&self, text: &str, outer: &Range<usize>) -> bool {
        let Some(between) = text.get(self.end..outer.start) else { return true };
        let ends = ["\n\n", "\n\r\n", "\n#", "\n-", "\n*", "\n|", "|", "\\item"];
        ends.iter().any(|end| between.contains(end)) && !between.trim_end().ends_with(':')
    }

    /// Whether a sentence ends between this formula and another.
    pub(crate) fn ends_sentence(&self, text: &str, outer: &Range<usize>) -> bool {
        let Some(between) = text.get(self.end..outer.start) else { return true };
        let inner = text[..self.end].trim_end_matches(['$', '\\', ']', ')', ' ', '\n']);
        let is_closed_inside = self.is_display && inner.ends_with('.');
        let ends = [
            ". ", ".\n", ".\r", "? ", "?\n", "! ", "!\n", "; ", "\n\n", "\n\r\n", "\n#", "\n-", "\n*", "\n|",
            "|", "\\item",
        ];
        is_closed_inside || ends.iter().any(|end| between.contains(end))
    }
}

/// Whether words lead from one formula on to another.
fn leads_on(between: &str) -> bool {
    let words = between.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '(' | ')'));
    let has_paragraph = between.trim_start_matches([' ', '\t']).trim_end().contains("\n\n");
    let is_link = LINKS.contains(&words.trim_end_matches([',', '.']).to_lowercase().as_str());
    words.is_empty() || (is_link && !has_paragraph)
}

/// Whether the words of a paragraph so far ask for what makes a formula hold: `Solve …`, `the roots of …`.
pub(crate) fn asks_to_solve(text: &str) -> bool {
    const NEAR: usize = 200;
    const WORDS: &[&str] = &["solv", "solution", "root", "satisf", "equation", "unknown", "for which"];
    let mut start = text.len().saturating_sub(NEAR);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let paragraph = text[start..].rsplit("\n\n").next().unwrap_or("").to_lowercase();
    WORDS.iter().any(|word| paragraph.contains(word))
}

/// Whether a formula stands by itself, and not in a line of words.
fn is_display(text: &str, outer: &Range<usize>) -> bool {
    let rest = &text[outer.start..];
    ["$$", "\\[", "\\\\[", "\\begin", "```", "~~~"].iter().any(|open| rest.starts_with(open))
}

/// Whether a heading stands in a text.
fn begins_heading(text: &str) -> bool {
    text.lines().any(|line| line.trim_start().starts_with('#') || line.trim_start().starts_with("\\section"))
}
