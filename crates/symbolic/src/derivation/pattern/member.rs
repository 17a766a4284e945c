//! Names with their index places: `a[3]`, `W[2,3]`, `w11^{(2)}`.

use std::sync::Arc;

use super::Linear;
use super::members::{Met, PLACE};

/// A member of a family, with what its index places say.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Member {
    /// The canonical name with a mark for each index place: one text for all members of a family.
    family: Arc<str>,
    places: Vec<Linear>,
}

impl Member {
    /// The text that all members of its family share.
    pub fn family(&self) -> &str {
        &self.family
    }

    /// What the index places say.
    pub fn places(&self) -> &[Linear] {
        &self.places
    }

    /// Its family as a network has it: `W^{(*)}[*,*]`.
    pub fn pattern(&self) -> String {
        self.family.chars().map(|character| if character == PLACE { '*' } else { character }).collect()
    }

    /// Whether an index stands in one of its places.
    pub fn holds(&self, index: &str) -> bool {
        self.places.iter().any(|place| place.terms().iter().any(|(name, _)| name == index))
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

    /// With an index replaced.
    pub fn with(&self, index: &str, by: &Linear) -> Option<Self> {
        let places = self.places.iter().map(|place| place.with(index, by)).collect::<Option<_>>()?;
        Some(Self { family: Arc::clone(&self.family), places })
    }

    /// Whether it is the member met where one index has this value.
    pub(super) fn is_at(&self, index: &str, value: i64, met: Met<'_>) -> bool {
        (Arc::ptr_eq(&self.family, met.family) || self.family == *met.family)
            && self.places.len() == met.places.len()
            && self
                .places
                .iter()
                .zip(met.places)
                .all(|(general, &position)| general.at(index, value) == Some(position))
    }
}

impl Met<'_> {
    /// As a member of its own.
    pub(super) fn member(self) -> Member {
        Member {
            family: Arc::clone(self.family),
            places: self.places.iter().map(|&place| Linear::constant(place)).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::members::Members;
    use crate::graph::Graph;

    #[test]
    fn names_come_back() {
        let mut graph = Graph::new();
        let mut members = Members::default();
        for (text, places) in [
            ("a[3]", 1),
            ("W[2,3]", 2),
            ("w11^{(2)}", 1),
            ("W^{(2)}[1,3]", 3),
            ("O11", 0),
            ("a[x]", 0),
            ("a[03]", 0),
            ("a[-3,0]", 2),
            ("a[99999999999999999999]", 0),
        ] {
            let symbol = graph.intern(text);
            let member = members.of(&graph, symbol).member();
            assert_eq!(member.name(), text);
            assert_eq!(member.places().len(), places, "{text}");
        }
    }
}
