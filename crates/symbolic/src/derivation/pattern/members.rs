//! The names that were met, each taken apart once.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::graph::{Graph, Name, SymbolId};

/// Names taken apart into the family they belong to and what their index places say.
///
/// Cost: linear in the texts, once; memory: 12 bytes a name, and 8 an index place.
#[derive(Debug, Default)]
pub(super) struct Members {
    /// By symbol: one more than its place in `met`, or 0.
    by_symbol: Vec<u32>,
    met: Vec<Place>,
    indices: Vec<i64>,
    families: Vec<Arc<str>>,
    by_text: FxHashMap<Arc<str>, u32>,
    text: String,
}

/// Where the parts of a name are kept.
#[derive(Clone, Copy, Debug)]
struct Place {
    family: u32,
    /// Its indices end here and begin where those of the name before end.
    end: u32,
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
        let index = symbol.index();
        if self.by_symbol.len() <= index {
            self.by_symbol.resize(graph.symbol_count().max(index + 1), 0);
        }
        if self.by_symbol[index] == 0 {
            self.take_apart(graph.name(symbol));
            self.by_symbol[index] = number(self.met.len());
        }
        let at = self.by_symbol[index] as usize - 1;
        let start = if at == 0 { 0 } else { self.met[at - 1].end as usize };
        let Place { family, end } = self.met[at];
        Met {
            family: &self.families[family as usize],
            number: family,
            places: &self.indices[start..end as usize],
        }
    }

    fn take_apart(&mut self, name: Name<'_>) {
        self.text.clear();
        let (label, member) = (name.label(), name.member());
        if label.is_empty() && member.is_empty() {
            self.text.push_str(name.as_str());
        } else {
            self.text.push_str(name.stem());
            self.text.push_str(name.subscript());
            if !label.is_empty() {
                self.text.push_str("^{(");
                self.take_indices(label);
                self.text.push_str(")}");
            }
            if !member.is_empty() {
                self.text.push('[');
                self.take_indices(member);
                self.text.push(']');
            }
        }
        let family = if let Some(&known) = self.by_text.get(self.text.as_str()) {
            known
        } else {
            let family: Arc<str> = Arc::from(self.text.as_str());
            let new = number(self.families.len());
            self.families.push(Arc::clone(&family));
            self.by_text.insert(family, new);
            new
        };
        self.met.push(Place { family, end: number(self.indices.len()) });
    }

    /// The indices between brackets, each parted by a comma from the next.
    fn take_indices(&mut self, text: &str) {
        for (count, index) in text.split(',').enumerate() {
            if count > 0 {
                self.text.push(',');
            }
            match whole(index) {
                Some(value) => {
                    self.text.push(PLACE);
                    self.indices.push(value);
                }
                None => self.text.push_str(index),
            }
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

fn number(count: usize) -> u32 {
    u32::try_from(count).expect("a graph holds fewer than 2^32 names and indices")
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
