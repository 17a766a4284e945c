//! Names of quantities, in the one form by which they are compared.

use std::fmt;

/// A name in canonical form, borrowed from the graph that holds its text, with its parts for typesetting.
///
/// The canonical form is what the worksheet language accepts as input: `w11^{(2)}`, `alpha`, `y_hat`, `a[3]`.
/// Greek letters are spelled out; trailing digits are a subscript; a label in parentheses belongs to the name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name<'text> {
    text: &'text str,
}

impl<'text> Name<'text> {
    /// A canonical name.
    pub fn from_canonical(text: &'text str) -> Self {
        Self { text }
    }

    /// The canonical form.
    pub fn as_str(self) -> &'text str {
        self.text
    }

    /// The letters, with any inner underscores: `w` of `w11^{(2)}`, `y_hat` of `y_hat`.
    pub fn stem(self) -> &'text str {
        self.text[..self.head()].trim_end_matches(|c: char| c.is_ascii_digit())
    }

    /// The trailing digits, or nothing: `11` of `w11^{(2)}`.
    pub fn subscript(self) -> &'text str {
        &self.text[self.stem().len()..self.head()]
    }

    /// What stands in the layer label, or nothing: `2` of `w11^{(2)}`.
    pub fn label(self) -> &'text str {
        self.text[self.head()..self.label_end()]
            .strip_prefix("^{(")
            .and_then(|rest| rest.strip_suffix(")}"))
            .unwrap_or("")
    }

    /// What stands in the brackets of a family member, or nothing: `2,3` of `w[2,3]`.
    pub fn member(self) -> &'text str {
        self.text[self.label_end()..].strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or("")
    }

    /// End of the letters, underscores and digits.
    fn head(self) -> usize {
        let mut bytes = self.text.bytes();
        bytes.position(|byte| matches!(byte, b'^' | b'[')).unwrap_or(self.text.len())
    }

    /// End of the label `^{(…)}`; what follows is `[…]`.
    fn label_end(self) -> usize {
        let head = self.head();
        let rest = &self.text[head..];
        if !rest.starts_with("^{(") {
            return head;
        }
        rest.find(")}").map_or(head, |end| head + end + ")}".len())
    }
}

impl fmt::Display for Name<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::Name;

    #[test]
    fn parts_of_names() {
        let parts = |text| {
            let name = Name::from_canonical(text);
            [name.stem(), name.subscript(), name.label(), name.member()].map(str::to_owned)
        };
        assert_eq!(parts("w11^{(2)}"), ["w", "11", "2", ""]);
        assert_eq!(parts("y_hat"), ["y_hat", "", "", ""]);
        assert_eq!(parts("net_h1"), ["net_h", "1", "", ""]);
        assert_eq!(parts("a[3]"), ["a", "", "", "3"]);
        assert_eq!(parts("W^{(l)}[2,3]"), ["W", "", "l", "2,3"]);
        assert_eq!(parts("O"), ["O", "", "", ""]);
    }
}
