//! Names with their index places: `a[3]`, `W[2,3]`, `w11^{(2)}`.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Linear;
use crate::graph::{Graph, Name, SymbolId};

/// What stands for an index place in the text of a family. No name has this character.
const PLACE: char = '\u{1}';

/// A member of a family, with what its index places say.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Member {
    /// The canonical name with a mark for each index place: one text for all members of a family.
    family: Arc<str>,
    places: Vec<Linear>,
}

impl Member {
    /// Takes a name apart. A whole number in brackets or in the label is an index place; any other is part of the text.
    fn of(name: Name<'_>) -> Self {
        let text = name.as_str();
        if name.label().is_empty() && name.member().is_empty() {
            return Self { family: Arc::from(text), places: Vec::new() };
        }
        let mut family = String::with_capacity(text.len());
        family.push_str(name.stem());
        family.push_str(name.subscript());
        let mut places = Vec::new();
        if !name.label().is_empty() {
            family.push_str("^{(");
            indices(name.label(), &mut family, &mut places);
            family.push_str(")}");
        }
        if !name.member().is_empty() {
            family.push('[');
            indices(name.member(), &mut family, &mut places);
            family.push(']');
        }
        Self { family: Arc::from(family), places }
    }

    /// The text that all members of its family share.
    pub fn family(&self) -> &str {
        &self.family
    }

    /// Its family, whatever the indices.
    pub(super) fn family_alone(&self) -> Self {
        Self { family: Arc::clone(&self.family), places: Vec::new() }
    }

    /// What the index places say.
    pub fn places(&self) -> &[Linear] {
        &self.places
    }

    /// The canonical name.
    pub fn name(&self) -> String {
        let mut text = String::with_capacity(self.family.len() + 4 * self.places.len());
        let mut places = self.places.iter();
        for part in self.family.chars() {
            match (part, places.as_slice().first()) {
                (PLACE, Some(place)) => {
                    text.push_str(&place.to_string());
                    places.next();
                }
                (other, _) => text.push(other),
            }
        }
        text
    }

    /// What both members are cases of.
    pub(super) fn generalised(first: &Self, second: &Self, index: &str, at: (i64, i64)) -> Option<Self> {
        if first.family != second.family || first.places.len() != second.places.len() {
            return None;
        }
        let places = first.places.iter().zip(&second.places);
        let places =
            places.map(|(one, other)| Linear::generalised(one, other, index, at)).collect::<Option<_>>()?;
        Some(Self { family: Arc::clone(&first.family), places })
    }

    /// The text with a star for each index place, as families of a network have it: `a[*]`.
    pub(super) fn pattern(&self) -> String {
        self.family.replace(PLACE, "*")
    }

    /// With an index replaced.
    pub fn with(&self, index: &str, by: &Linear) -> Option<Self> {
        let places = self.places.iter().map(|place| place.with(index, by)).collect::<Option<_>>()?;
        Some(Self { family: Arc::clone(&self.family), places })
    }

    /// Whether it is `member` where one index has this value.
    pub(super) fn is_at(&self, index: &str, value: i64, member: &Self) -> bool {
        (Arc::ptr_eq(&self.family, &member.family) || self.family == member.family)
            && self.places.len() == member.places.len()
            && self
                .places
                .iter()
                .zip(&member.places)
                .all(|(general, own)| general.at(index, value) == own.value())
    }
}

/// The indices between brackets, each parted by a comma from the next.
fn indices(text: &str, family: &mut String, places: &mut Vec<Linear>) {
    for (count, index) in text.split(',').enumerate() {
        if count > 0 {
            family.push(',');
        }
        match index.parse::<i64>() {
            // `07` and `+7` are texts of their own.
            Ok(value) if value.to_string() == index => {
                family.push(PLACE);
                places.push(Linear::constant(value));
            }
            Ok(_) | Err(_) => family.push_str(index),
        }
    }
}

/// The members that were met, each taken apart once.
#[derive(Debug, Default)]
pub(super) struct Members {
    known: FxHashMap<SymbolId, Member>,
    families: FxHashSet<Arc<str>>,
}

impl Members {
    /// A symbol's name, taken apart.
    pub(super) fn of(&mut self, graph: &Graph, symbol: SymbolId) -> &Member {
        let Self { known, families } = self;
        known.entry(symbol).or_insert_with(|| {
            let mut member = Member::of(graph.name(symbol));
            match families.get(&member.family) {
                Some(family) => member.family = Arc::clone(family),
                None => {
                    families.insert(Arc::clone(&member.family));
                }
            }
            member
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Member;
    use crate::graph::Name;

    #[test]
    fn names_come_back() {
        for (text, places) in [
            ("a[3]", 1),
            ("W[2,3]", 2),
            ("w11^{(2)}", 1),
            ("W^{(2)}[1,3]", 3),
            ("O11", 0),
            ("a[x]", 0),
            ("a[03]", 0),
        ] {
            let member = Member::of(Name::from_canonical(text));
            assert_eq!(member.name(), text);
            assert_eq!(member.places().len(), places, "{text}");
        }
    }
}
