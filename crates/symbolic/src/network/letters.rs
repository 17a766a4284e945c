//! The letters that definitions use for the indices of families.

use super::{Families, FamilyId};

impl Families {
    /// Notes the letter that a number of members were defined with: of families with one index, or with the label of a layer
    /// before the others, `a^{(l)}[i]`.
    pub fn note_letter(&mut self, family: FamilyId, letter: &str, members: u64) {
        if self.arity(family) != 1 && !self.pattern(family).contains("^{(*)}") {
            return;
        }
        let counted = self.letters.entry(family).or_insert_with(|| (letter.into(), 0));
        if members > counted.1 {
            *counted = (letter.into(), members);
        }
    }

    /// The letter of the index of a family, as its definition has it.
    pub fn letter(&self, family: FamilyId) -> Option<&str> {
        self.letters.get(&family).map(|(letter, _)| &**letter)
    }

    /// The letter that most members of one family were defined with; the first of those that were as many.
    pub fn main_letter(&self) -> Option<&str> {
        let mut found: Option<&(Box<str>, u64)> = None;
        for counted in self.ids().filter_map(|family| self.letters.get(&family)) {
            if found.is_none_or(|most| counted.1 > most.1) {
                found = Some(counted);
            }
        }
        found.map(|(letter, _)| &**letter)
    }
}
