//! The names a worksheet mentions, each once.

use chainrule_symbolic::graph::NameTable;

/// A name of the worksheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NameId(u32);

impl From<NameId> for usize {
    fn from(id: NameId) -> Self {
        id.0 as usize
    }
}

/// The names a worksheet mentions, in canonical form.
#[derive(Debug, Default)]
pub struct Names {
    table: NameTable,
}

impl Names {
    /// The id of a canonical name.
    pub fn intern(&mut self, text: &str) -> NameId {
        NameId(self.table.intern(text))
    }

    /// The id of a canonical name, if the worksheet mentions it.
    pub fn find(&self, text: &str) -> Option<NameId> {
        self.table.find(text).map(NameId)
    }

    /// The canonical form of a name.
    pub fn text(&self, id: NameId) -> &str {
        self.table.get(id.0 as usize)
    }

    /// How many names there are.
    pub fn len(&self) -> usize {
        self.table.len()
    }

    /// Whether the worksheet mentions none.
    pub fn is_empty(&self) -> bool {
        self.table.is_empty()
    }

    /// All names, in the order in which they were first mentioned.
    pub fn iter(&self) -> impl Iterator<Item = (NameId, &str)> {
        (0..).map(NameId).zip(self.table.iter())
    }
}
