//! The names that were met, each taken apart once.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::graph::{Graph, Name, SymbolId};

/// Names taken apart into the family they belong to and what their index places say.
///
/// Of each name only its family is remembered: there are millions, and what their places say is soon read again.
///
/// Memory: 4 bytes a name.
#[derive(Debug, Default)]
pub(super) struct Members {
    /// By symbol: one more than the number of its family, or 0.
    by_symbol: Vec<u32>,
    families: Vec<Arc<str>>,
    by_text: FxHashMap<Arc<str>, u32>,
    /// The family's text of the name read last, and what its places say.
    text: String,
    places: Vec<i64>,
}

/// A name taken apart.
#[derive(Clone, Copy, Debug)]
pub(super) struct Met<'met> {
    /// The canonical name with a mark for each index place: one text for all members of a family.
    pub(super) family: &'met Arc<str>,
    /// The number of the family among those met.
    pub(super) number: u32,
    /// What the index places say.
    pub(super) places: &'met [i64],
}

impl Members {
    /// A symbol's name, taken apart. A whole number in brackets or in the label is an index place; any other is part of
    /// the text.
    pub(super) fn of(&mut self, graph: &Graph, symbol: SymbolId) -> Met<'_> {
        let number = self.number(graph, symbol);
        self.places.clear();
        let name = graph.name(symbol);
        for text in [name.label(), name.member()] {
            self.places.extend(text.split(',').filter_map(whole));
        }
        Met { family: &self.families[number as usize], number, places: &self.places }
    }

    /// The number of a symbol's family among those met.
    pub(super) fn number(&mut self, graph: &Graph, symbol: SymbolId) -> u32 {
        let index = symbol.index();
        if self.by_symbol.len() <= index {
            self.by_symbol.resize(graph.symbol_count().max(index + 1), 0);
        }
        if self.by_symbol[index] == 0 {
            self.by_symbol[index] = self.family_of(graph.name(symbol)) + 1;
        }
        self.by_symbol[index] - 1
    }

    fn family_of(&mut self, name: Name<'_>) -> u32 {
        self.text.clear();
        let (label, member) = (name.label(), name.member());
        if label.is_empty() && member.is_empty() {
            self.text.push_str(name.as_str());
        } else {
            self.text.push_str(name.stem());
            self.text.push_str(name.subscript());
            if !label.is_empty() {
                self.text.push_str("^{(");
                mark_places(label, &mut self.text);
                self.text.push_str(")}");
            }
            if !member.is_empty() {
                self.text.push('[');
                mark_places(member, &mut self.text);
                self.text.push(']');
            }
        }
        if let Some(&number) = self.by_text.get(self.text.as_str()) {
            return number;
        }
        let family: Arc<str> = Arc::from(self.text.as_str());
        let number = u32::try_from(self.families.len()).expect("a graph holds fewer than 2^32 names");
        self.families.push(Arc::clone(&family));
        self.by_text.insert(family, number);
        number
    }
}

/// Puts a mark for each whole number among the indices between brackets, which commas part.
fn mark_places(indices: &str, text: &mut String) {
    for (count, index) in indices.split(',').enumerate() {
        if count > 0 {
            text.push(',');
        }
        match whole(index) {
            Some(_) => text.push(PLACE),
            None => text.push_str(index),
        }
    }
}

/// The whole number that a text says, where it says it as it would be written: `07` and `+7` are texts of their own.
fn whole(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_plain =
        digits.bytes().all(|byte| byte.is_ascii_digit()) && (!digits.starts_with('0') || text == "0");
    if is_plain { text.parse().ok() } else { None }
}

/// What stands for an index place in the text of a family. No name has this character.
pub(super) const PLACE: char = '\u{1}';

#[cfg(test)]
mod tests {
    use super::whole;

    #[test]
    fn only_what_would_be_written_so_is_a_number() {
        for text in ["0", "7", "-7", "123456", "9223372036854775807", "-9223372036854775808"] {
            assert_eq!(whole(text).map(|value| value.to_string()).as_deref(), Some(text));
        }
        for text in ["", "-", "-0", "07", "+7", "--7", "7a", "9223372036854775808", "l", "1.5"] {
            assert_eq!(whole(text), None, "{text}");
        }
    }
}
