//! The letters by which the worksheet itself runs over its sizes.

use crate::arena::Arrays;
use crate::shape::Size;

impl Arrays {
    /// Takes note that the worksheet runs over a size by this letter.
    pub fn name_index(&mut self, size: Size, name: &str) {
        let names = self.index_names.entry(size).or_default();
        if !names.iter().any(|other| other == name) {
            names.push(name.to_owned());
        }
    }

    /// The letters by which the worksheet runs over a size, those it used first in front.
    pub fn index_names(&self, size: Size) -> &[String] {
        self.index_names.get(&size).map_or(&[], Vec::as_slice)
    }

    /// Whether the worksheet runs over a size by this letter.
    pub fn is_index_name(&self, name: &str) -> bool {
        self.index_names.values().flatten().any(|other| other == name)
    }
}
