//! Names with their indices.

use rustc_hash::FxHashSet;

/// The letters that count.
const LETTERS: &str = "ijklmnt";

/// A name with its index.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Name {
    /// The letters, with accents: `w`, `y_hat`.
    pub stem: Box<str>,
    /// The index: `11`, `ij`, `old`.
    pub index: Box<str>,
    /// The label above: `2`, `l-1`, `new`.
    pub label: Box<str>,
}

impl Name {
    /// Nothing but letters.
    pub fn plain(stem: &str) -> Self {
        Self { stem: stem.into(), index: "".into(), label: "".into() }
    }

    /// The one form by which names are compared.
    pub fn canonical(&self) -> String {
        let mut text = self.stem.to_string();
        if !self.index.is_empty() {
            let is_number = self.index.chars().all(|c| c.is_ascii_digit());
            if !is_number || text.ends_with(|c: char| c.is_ascii_digit()) {
                text.push('_');
            }
            text.push_str(&self.index);
        }
        if !self.label.is_empty() {
            text.push_str("^{(");
            text.push_str(&self.label);
            text.push_str(")}");
        }
        text
    }

    /// The letters that its index and its label are made of, `i`, `j` of `w_{ij}`: those that count as a rule, and those that sums
    /// of the page run through, `c` of `\sum_c q_c`.
    pub fn letters(&self, running: &FxHashSet<char>) -> Vec<char> {
        let counts = |letter: char| LETTERS.contains(letter) || running.contains(&letter);
        [&self.index, &self.label]
            .into_iter()
            .filter(|script| is_index(script, counts))
            .flat_map(|script| script.chars().filter(|letter| counts(*letter)))
            .collect()
    }

    /// Whether its index or its label moves a letter on: `h_{t-1}`.
    pub fn is_shifted(&self) -> bool {
        let has = |script: &str| script.contains(['+', '-']) && script.contains(|c| LETTERS.contains(c));
        has(&self.index) || has(&self.label)
    }

    /// The name with numbers for letters of its index: `w_{ij}` is `w_{12}`.
    #[must_use]
    pub fn at(&self, numbers: &[(Box<str>, i64)]) -> Self {
        if numbers.is_empty() {
            return self.clone();
        }
        let put_in = |script: &str| -> Box<str> {
            let is_bound = |letter: char| numbers.iter().any(|(name, _)| name.chars().eq([letter]));
            if !is_index(script, |letter| LETTERS.contains(letter) || is_bound(letter)) {
                return script.into();
            }
            let mut text = String::new();
            for letter in script.chars() {
                let bound = numbers.iter().rev().find(|(name, _)| name.chars().eq([letter]));
                match bound {
                    Some((_, value)) => text.push_str(&value.to_string()),
                    None => text.push(letter),
                }
            }
            text.into()
        };
        Self { stem: self.stem.clone(), index: put_in(&self.index), label: put_in(&self.label) }
    }
}

/// Whether a script is made of digits and of letters that count.
fn is_index(script: &str, counts: impl Fn(char) -> bool) -> bool {
    script.chars().count() <= 4 && script.chars().all(|c| c.is_ascii_digit() || c == ',' || counts(c))
}
