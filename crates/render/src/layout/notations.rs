//! How the reader wants names typeset.

use std::collections::BTreeMap;

use chainrule_symbolic::graph::SymbolId;

/// The format a notation is meant for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// LaTeX, where none is named.
    Latex,
    /// Text.
    Text,
}

/// Raw spellings of names, from `notation O21 as "\hat{y}"`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notations {
    raw: BTreeMap<(usize, Target), String>,
}

impl Notations {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the spelling of a name in one format.
    pub fn insert(&mut self, symbol: SymbolId, target: Target, raw: impl Into<String>) -> &mut Self {
        self.raw.insert((symbol.index(), target), raw.into());
        self
    }

    /// The spelling of a name in one format, where the reader gave one.
    pub fn get(&self, symbol: SymbolId, target: Target) -> Option<&str> {
        self.raw.get(&(symbol.index(), target)).map(String::as_str)
    }
}
