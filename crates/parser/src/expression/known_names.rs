//! What the names of a worksheet are.

use std::cell::Cell;

use chainrule_diagnostic::Span;
use chainrule_symbolic::function;
use chainrule_symbolic::function::rows::constant::PI;
use chainrule_symbolic::graph::{FunctionId, SymbolId};
use chainrule_symbolic::network::parts;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::lexer::{NameId, Names};
use chainrule_worksheet::SpanTable;

/// What the names of a worksheet are, gathered before any expression is read: statements have no order.
#[derive(Debug, Default)]
pub struct KnownNames {
    /// The names that the worksheet mentions.
    pub names: Names,
    /// Names that some statement defines or gives a value, with the place.
    pub declared: Places,
    /// Names that stand in a definition, on either side.
    pub used: Places,
    /// Functions of the user's own: where defined, and their number of parameters.
    pub functions: FxHashMap<String, (Span, usize)>,
    /// Their ids, once their bodies are read.
    pub function_ids: FxHashMap<String, FunctionId>,
    /// Open dependences and what they depend on.
    pub dependences: FxHashMap<String, Vec<String>>,
    /// The members that open functions of members are, `a[3]` for `f` and `z[3]`: so `f'(z[3])` is a derivative.
    pub applied: FxHashMap<(String, SymbolId), SymbolId>,
    /// Whether the worksheet has families: their members are known by the patterns of the families, `a[*]`.
    pub has_families: bool,
    /// Names of arrays that are written out by entries.
    pub arrays: FxHashSet<String>,
    /// Whether something is derived by `e`, which is then a quantity.
    pub derived_by_e: bool,
    /// How many names were compared to find what an unknown one was meant to be.
    compared: Cell<usize>,
    /// Parameters of the function whose body is being read, and the names of their symbols.
    pub parameters: FxHashMap<String, String>,
}

/// Names with a place each, by id.
#[derive(Debug, Default)]
pub struct Places {
    spans: SpanTable<NameId>,
    count: usize,
}

impl Places {
    /// Gives a name a place, unless it has one; answers whether it is new.
    pub fn note(&mut self, name: NameId, place: Span) -> bool {
        let is_new = !self.contains(name);
        if is_new {
            self.spans.set(name, place);
            self.count += 1;
        }
        is_new
    }

    /// The place of a name.
    pub fn place(&self, name: NameId) -> Option<Span> {
        self.spans.get(&name).copied()
    }

    /// Whether a name is among them.
    pub fn contains(&self, name: NameId) -> bool {
        self.spans.contains(name)
    }
}

/// Whether a built-in function or constant has this name.
pub fn is_built_in(name: &str) -> bool {
    function::find(name).is_some_and(|row| row.name == name)
}

impl KnownNames {
    /// Nothing is known of these names yet.
    pub fn of(names: Names) -> Self {
        Self { names, ..Self::default() }
    }

    /// Whether the name stands for a quantity somewhere in the worksheet.
    pub fn is_quantity(&self, name: &str) -> bool {
        let is_named =
            self.names.find(name).is_some_and(|id| self.declared.contains(id) || self.used.contains(id));
        let is_function = || !self.functions.is_empty() && self.functions.contains_key(name);
        (is_named && !is_function()) || self.dependences.contains_key(name) || self.is_member(name)
    }

    /// Whether it is the name of a member of a family that some statement mentions.
    fn is_member(&self, name: &str) -> bool {
        self.has_families
            && name.contains(['[', '^'])
            && parts(name).is_some_and(|(pattern, _)| self.is_pattern(&pattern))
    }

    /// Whether some statement mentions the family of this pattern.
    fn is_pattern(&self, pattern: &str) -> bool {
        self.is_used(pattern) || self.is_declared(pattern)
    }

    /// Whether some statement defines the name or gives it a value.
    pub fn is_declared(&self, name: &str) -> bool {
        self.names.find(name).is_some_and(|id| self.declared.contains(id))
    }

    /// Whether the name stands in a definition.
    pub fn is_used(&self, name: &str) -> bool {
        self.names.find(name).is_some_and(|id| self.used.contains(id))
    }

    /// Where the name stands for a quantity.
    pub fn place_of(&self, name: &str) -> Option<Span> {
        let id = self.names.find(name)?;
        self.declared.spans.get(&id).or_else(|| self.used.spans.get(&id)).copied()
    }

    /// Whether the name, put before a bracket, is a call.
    pub fn is_callable(&self, name: &str) -> bool {
        self.functions.contains_key(name)
            || self.dependences.contains_key(name)
            || function::find(name).is_some()
    }

    /// The pattern of the family that has this name without indices: `x[*]` of `x`.
    pub fn family_of(&self, name: &str) -> Option<&str> {
        if !self.has_families {
            return None;
        }
        let is_family = |&(_, other): &(NameId, &str)| {
            other.strip_prefix(name).is_some_and(|rest| rest.starts_with('[') && rest.contains('*'))
        };
        let found = self.names.iter().find(is_family).map(|(_, pattern)| pattern);
        found.filter(|_| self.may_compare())
    }

    /// What to write for a name that ends in the indices of a member, `a1` or `a_1` where `a[1]` is meant.
    pub fn meant_as_member(&self, name: &str) -> Option<String> {
        let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
        let digits = &name[stem.len()..];
        let stem = stem.trim_end_matches('_');
        if stem.is_empty() || digits.is_empty() {
            return None;
        }
        let pattern = self.family_of(stem)?;
        let indices = match pattern.matches('*').count() {
            1 => digits.to_owned(),
            count if count == digits.len() => {
                digits.chars().map(String::from).collect::<Vec<String>>().join(",")
            }
            _ => return None,
        };
        Some(format!("`{stem}` is a family: write `{stem}[{indices}]` for its member"))
    }

    /// A name of the worksheet in which an unknown name may have been meant as a factor, or as an argument: `wx` for `w`,
    /// `sinx` for `x`, with its place and the product or the call written out.
    pub fn run_together(&self, name: &str) -> Option<(&str, Span, String)> {
        const LONGEST: usize = 12;
        if !self.may_compare() {
            return None;
        }
        let is_letter = |c: char| c.is_ascii_alphabetic();
        let product = |whole: &str| -> Option<String> {
            if whole.len() > LONGEST || !whole.chars().all(|c| c.is_ascii_alphanumeric()) {
                return None;
            }
            if let Some(rest) = whole.strip_prefix(name).filter(|rest| rest.starts_with(is_letter)) {
                return Some(format!("{name}*{rest}"));
            }
            let rest = whole.strip_suffix(name)?;
            if is_function(rest) && !self.is_declared(rest) {
                return Some(format!("{rest}({name})"));
            }
            (rest.starts_with(is_letter) && name.starts_with(is_letter)).then(|| format!("{rest}*{name}"))
        };
        self.names.iter().find_map(|(id, whole)| {
            let is_free = self.used.contains(id) && !self.declared.contains(id) && whole != name;
            let product = product(whole).filter(|_| is_free)?;
            let place = self.used.spans.get(&id).copied()?;
            Some((whole, place, product))
        })
    }

    /// The known name that is most like an unknown one.
    pub fn nearest(&self, name: &str) -> Option<&str> {
        if !self.may_compare() {
            return None;
        }
        let is_quantity = |&(id, _): &(NameId, &str)| self.declared.contains(id) || self.used.contains(id);
        // Patterns of families are no names, and `z[1]` is no misspelling of `x[1]`.
        let index = |name: &str| name.split_once('[').map(|(_, index)| index.to_owned());
        let label = index(name);
        let may_be_meant = |other: &&str| !other.contains('*') && (label.is_none() || index(other) != label);
        let quantities = self.names.iter().filter(is_quantity).map(|(_, name)| name).filter(may_be_meant);
        nearest(name, quantities.chain(self.dependences.keys().map(String::as_str)))
    }

    /// The function whose name is most like an unknown one.
    pub fn nearest_function(&self, name: &str) -> Option<&str> {
        let table = function::TABLE
            .iter()
            .map(|row| row.name)
            .filter(|name| name.starts_with(|c: char| c.is_alphabetic()) && *name != PI.name);
        if !self.may_compare() {
            return nearest(name, table);
        }
        let defined = self.functions.keys().map(String::as_str);
        nearest(name, defined.chain(table))
    }

    /// Whether there is time to compare a name with all others: in a worksheet with many unknown names, only the first
    /// are answered with a suggestion.
    fn may_compare(&self) -> bool {
        let names = self.declared.count + self.used.count + self.dependences.len() + self.functions.len();
        let compared = self.compared.get().saturating_add(names);
        self.compared.set(compared);
        compared <= MOST_COMPARED.max(names)
    }
}

/// So many names are compared, over a whole worksheet, to find what unknown ones were meant to be.
const MOST_COMPARED: usize = 2_000_000;

/// Longer names get no suggestion.
const LONGEST_COMPARED: usize = 60;

/// The candidate within two edits of a name, the closest first; ties go to the one whose length is nearest (`tahn` is
/// `tanh`, not `tan`), then to the first in the alphabet. A name that differs only in case is as near as can be.
pub fn nearest<'name>(name: &str, candidates: impl Iterator<Item = &'name str>) -> Option<&'name str> {
    let length = name.chars().count();
    if length > LONGEST_COMPARED {
        return None;
    }
    // Of a short name that differs in two letters, too little is left.
    let most = if length <= 4 { 1 } else { 2 };
    candidates
        .filter(|candidate| *candidate != name && candidate.len().abs_diff(name.len()) <= 2 * most)
        .map(|candidate| {
            let distance = if candidate.eq_ignore_ascii_case(name) {
                0
            } else {
                strsim::damerau_levenshtein(name, candidate)
            };
            (distance, candidate.chars().count().abs_diff(length), candidate)
        })
        .filter(|(distance, _, candidate)| {
            *distance <= most && *distance < candidate.chars().count() && *distance < length
        })
        .min()
        .map(|(_, _, candidate)| candidate)
}

/// Whether a name is that of a function of one argument, longer than a letter.
pub fn is_function(name: &str) -> bool {
    name.len() > 1 && function::find(name).is_some_and(|row| row.arity == function::Arity::Exactly(1))
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn of_equally_near_names_the_one_of_like_length_is_suggested() {
        assert_eq!(nearest("tahn", ["tan", "tanh"].into_iter()), Some("tanh"));
        assert_eq!(nearest("Tan", ["tan", "tanh"].into_iter()), Some("tan"));
        assert_eq!(nearest("sigmod", ["sign", "sigmoid"].into_iter()), Some("sigmoid"));
        assert_eq!(nearest("frobnicate", ["tan", "tanh"].into_iter()), None);
    }
}
