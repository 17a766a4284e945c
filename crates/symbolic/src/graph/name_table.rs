//! Names, each once, by number.

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;

use super::locality;

/// Names, each once, by their numbers in the order in which they came.
///
/// Memory: the bytes of the names, 4 bytes a name for where it ends, and 5 to 11 bytes a name for finding it.
#[derive(Clone, Debug, Default)]
pub struct NameTable {
    names: NameArena,
    index: HashTable<u32>,
}

impl NameTable {
    /// The number of a name, given where it is new.
    pub fn intern(&mut self, name: &str) -> u32 {
        let Self { names, index } = self;
        let entry = index.entry(
            locality::of_name(name),
            |&other| names.get(other as usize) == name,
            |&other| locality::of_name(names.get(other as usize)),
        );
        match entry {
            Entry::Occupied(entry) => *entry.get(),
            Entry::Vacant(free) => {
                let number = u32::try_from(names.len()).expect("a table holds fewer than 2^32 names");
                names.push(name);
                free.insert(number);
                number
            }
        }
    }

    /// The number of a name, if it has one.
    pub fn find(&self, name: &str) -> Option<u32> {
        self.index.find(locality::of_name(name), |&other| self.names.get(other as usize) == name).copied()
    }

    /// The name of a number.
    pub fn get(&self, number: usize) -> &str {
        self.names.get(number)
    }

    /// How many names there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All names, in the order of their numbers.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|number| self.get(number))
    }

    /// Prepares for so many more names.
    pub fn reserve(&mut self, more: usize) {
        let Self { names, index } = self;
        index.reserve(more, |&other| locality::of_name(names.get(other as usize)));
        names.ends.reserve(more);
    }
}

/// The texts of all names, one after another in one vector.
#[derive(Clone, Debug, Default)]
struct NameArena {
    text: String,
    ends: Vec<u32>,
}

impl NameArena {
    /// The text of the name at a position.
    fn get(&self, index: usize) -> &str {
        let start = if index == 0 { 0 } else { self.ends[index - 1] as usize };
        &self.text[start..self.ends[index] as usize]
    }

    fn push(&mut self, name: &str) {
        self.text.push_str(name);
        self.ends
            .push(u32::try_from(self.text.len()).expect("the names of a table have fewer than 2^32 bytes"));
    }

    fn len(&self) -> usize {
        self.ends.len()
    }
}

#[cfg(test)]
mod tests {
    use super::{NameArena, NameTable};

    #[test]
    fn names_lie_one_after_another() {
        let mut names = NameArena::default();
        for name in ["a[1]", "", "w^{(2)}"] {
            names.push(name);
        }
        assert_eq!([names.get(0), names.get(1), names.get(2)], ["a[1]", "", "w^{(2)}"]);
        assert_eq!(names.len(), 3);
    }

    #[test]
    fn each_name_has_one_number() {
        let mut table = NameTable::default();
        let texts: Vec<String> =
            (0..2_000).flat_map(|at| [format!("w{at}"), format!("w[{at}]"), format!("w0{at}")]).collect();
        for (number, text) in (0u32..).zip(&texts) {
            assert_eq!(table.intern(text), number);
        }
        for (number, text) in (0u32..).zip(&texts) {
            assert_eq!((table.intern(text), table.find(text)), (number, Some(number)));
            assert_eq!(table.get(number as usize), text);
        }
        assert_eq!(table.find("w2000"), None);
        assert_eq!(table.len(), texts.len());
    }
}
