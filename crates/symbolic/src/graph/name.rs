//! Names of quantities, in the one form by which they are compared.

use std::fmt;

/// A name in canonical form, with its parts for typesetting.
///
/// The canonical form is what the worksheet language accepts as input: `w11^{(2)}`, `alpha`, `y_hat`, `a[3]`.
/// Greek letters are spelled out; trailing digits are a subscript; a label in parentheses belongs to the name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Name {
    text: String,
    /// End of the letters and inner underscores: `w`, `y_hat`, `net_h`.
    stem: usize,
    /// End of the digits after the stem.
    digits: usize,
    /// End of the label `^{(…)}`; what follows is `[…]`.
    label: usize,
}

impl Name {
    /// Splits a canonical name into its parts.
    pub fn from_canonical(text: &str) -> Self {
        let head = text.find(['^', '[']).unwrap_or(text.len());
        let stem = text[..head].trim_end_matches(|c: char| c.is_ascii_digit()).len();
        let label = match text[head..].find(")}") {
            Some(end) if text[head..].starts_with("^{(") => head + end + ")}".len(),
            _ => head,
        };
        Self { text: text.to_owned(), stem, digits: head, label }
    }

    /// The canonical form.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The letters, with any inner underscores: `w` of `w11^{(2)}`, `y_hat` of `y_hat`.
    pub fn stem(&self) -> &str {
        &self.text[..self.stem]
    }

    /// The trailing digits, or nothing: `11` of `w11^{(2)}`.
    pub fn subscript(&self) -> &str {
        &self.text[self.stem..self.digits]
    }

    /// What stands in the layer label, or nothing: `2` of `w11^{(2)}`.
    pub fn label(&self) -> &str {
        self.text[self.digits..self.label]
            .strip_prefix("^{(")
            .and_then(|rest| rest.strip_suffix(")}"))
            .unwrap_or("")
    }

    /// What stands in the brackets of a family member, or nothing: `2,3` of `w[2,3]`.
    pub fn member(&self) -> &str {
        self.text[self.label..].strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or("")
    }
}

impl fmt::Display for Name {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
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
