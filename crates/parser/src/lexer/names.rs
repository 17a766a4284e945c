//! The names a worksheet mentions, each once.

use std::collections::HashMap;

/// A name of the worksheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NameId(u32);

/// The names a worksheet mentions, in canonical form.
#[derive(Debug, Default)]
pub struct Names {
    texts: Vec<String>,
    index: HashMap<String, NameId>,
}

impl Names {
    /// The id of a canonical name.
    pub fn intern(&mut self, text: &str) -> NameId {
        if let Some(&id) = self.index.get(text) {
            return id;
        }
        let id = NameId(u32::try_from(self.texts.len()).expect("a worksheet mentions fewer than 2^32 names"));
        self.texts.push(text.to_owned());
        self.index.insert(text.to_owned(), id);
        id
    }

    /// The id of a canonical name, if the worksheet mentions it.
    pub fn find(&self, text: &str) -> Option<NameId> {
        self.index.get(text).copied()
    }

    /// The canonical form of a name.
    pub fn text(&self, id: NameId) -> &str {
        &self.texts[id.0 as usize]
    }
}
