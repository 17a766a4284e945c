//! What the names of a worksheet are.

use std::collections::{HashMap, HashSet};

use chainrule_diagnostic::Span;
use chainrule_symbolic::function;
use chainrule_symbolic::graph::{FunctionId, SymbolId};

/// What the names of a worksheet are, gathered before any expression is read: statements have no order.
#[derive(Debug, Default)]
pub struct Known {
    /// Names that some statement defines or gives a value, with the place.
    pub declared: HashMap<String, Span>,
    /// Names that stand in a definition, on either side.
    pub used: HashSet<String>,
    /// Functions of the user's own: where defined, and their number of parameters.
    pub functions: HashMap<String, (Span, usize)>,
    /// Their ids, once their bodies are read.
    pub function_ids: HashMap<String, FunctionId>,
    /// Open dependences and what they depend on.
    pub dependences: HashMap<String, Vec<String>>,
    /// Parameters of the function whose body is being read.
    pub parameters: HashMap<String, SymbolId>,
}

impl Known {
    /// Whether the name stands for a quantity somewhere in the worksheet.
    pub fn is_quantity(&self, name: &str) -> bool {
        self.declared.contains_key(name) || self.used.contains(name) || self.dependences.contains_key(name)
    }

    /// Whether the name, put before a bracket, is a call.
    pub fn is_callable(&self, name: &str) -> bool {
        self.functions.contains_key(name)
            || self.dependences.contains_key(name)
            || function::find(name).is_some()
    }

    /// The known name that is most like an unknown one.
    pub fn nearest(&self, name: &str) -> Option<&str> {
        let quantities = self.declared.keys().chain(&self.used).chain(self.dependences.keys());
        nearest(name, quantities.map(String::as_str))
    }

    /// The function whose name is most like an unknown one.
    pub fn nearest_function(&self, name: &str) -> Option<&str> {
        let own = self.functions.keys().map(String::as_str);
        nearest(name, own.chain(function::TABLE.iter().map(|row| row.name)))
    }
}

/// The candidate within two edits of a name, the closest first; ties go to the first in the alphabet.
pub(crate) fn nearest<'name>(name: &str, candidates: impl Iterator<Item = &'name str>) -> Option<&'name str> {
    let most = if name.chars().count() <= 2 { 1 } else { 2 };
    candidates
        .filter(|candidate| *candidate != name)
        .map(|candidate| (strsim::damerau_levenshtein(name, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= most && *distance < candidate.chars().count())
        .min()
        .map(|(_, candidate)| candidate)
}
