//! The values of a page as they stood further up, those of one time together.

use std::collections::BTreeMap;

use chainrule::symbolic::graph::{ExprId, Node};
use rustc_hash::FxHashMap;

use crate::desk::Desk;
use crate::given::Given;

/// So many times further up are looked at, the nearest first.
const MOST_TIMES: usize = 12;

impl Desk {
    /// All values of a name so far, the nearest last.
    fn all_values(&self, name: ExprId) -> impl Iterator<Item = &Given> {
        self.older.get(&name).into_iter().flatten().chain(self.value(name))
    }

    /// The value of a name at a time; what never had another value keeps it.
    fn value_at(&self, name: ExprId, time: usize) -> Option<&Given> {
        if let Some(given) = self.all_values(name).find(|given| given.when.holds_at(time)) {
            return Some(given);
        }
        let last = self.value(name).filter(|_| !self.formulas.contains_key(&name))?;
        self.all_values(name).all(|given| given.value == last.value).then_some(last)
    }

    /// Whether a name had another value than it has now.
    pub(crate) fn had_another_value(&self, name: ExprId) -> bool {
        let now = self.value(name).map(|given| &given.value);
        self.older.get(&name).into_iter().flatten().any(|older| Some(&older.value) != now)
    }

    /// The times at which some names had other values than now, the nearest first, each with the line of the last of those
    /// values. What was given for what is said now, in this paragraph, is meant: of `fresh` names no other value counts.
    pub(crate) fn earlier_times(&self, names: &[ExprId], fresh: &[ExprId]) -> Vec<(usize, usize)> {
        let mut times: BTreeMap<usize, usize> = BTreeMap::new();
        for time in names.iter().flat_map(|&name| self.all_values(name)).map(|given| given.when.from) {
            let is_now = |&name: &ExprId| {
                self.value_at(name, time).map(|then| &then.value) == self.value(name).map(|now| &now.value)
            };
            if !fresh.iter().all(is_now) {
                continue;
            }
            let others = names.iter().filter_map(|&name| {
                let then = self.value_at(name, time)?;
                let is_same = self.value(name).is_some_and(|now| now.value == then.value);
                (!is_same).then_some(then.line)
            });
            if let Some(line) = others.max() {
                times.insert(time, line);
            }
        }
        times.into_iter().rev().take(MOST_TIMES).collect()
    }

    /// The names whose values were chosen in the paragraph that is read, each once.
    pub(crate) fn given_here(&self, names: &[ExprId]) -> Vec<ExprId> {
        let is_here = |given: &Given| given.when.paragraph == self.paragraph && !given.is_result;
        let is_fresh = |&name: &ExprId| {
            let mut older = self.older.get(&name).into_iter().flatten();
            self.value(name).is_some_and(is_here)
                && !older.any(|older| older.when.paragraph == self.paragraph)
        };
        names.iter().copied().filter(is_fresh).collect()
    }

    /// What is found with the values as they stood at a time.
    pub(crate) fn as_of<T>(&mut self, time: usize, work: impl FnOnce(&mut Self) -> T) -> T {
        let names = self.older.keys().chain(self.values.keys());
        let then: FxHashMap<ExprId, Vec<Given>> = names
            .filter_map(|&name| self.value_at(name, time).map(|given| (name, vec![given.clone()])))
            .collect();
        let now = std::mem::replace(&mut self.values, then);
        let answer = work(self);
        self.values = now;
        answer
    }

    /// Whether the sentence that is read gives each number that some names have, and gives them no other.
    pub(crate) fn gives_all_here(&self, names: &[ExprId]) -> bool {
        let mut has_any = false;
        names.iter().all(|&name| match self.value(name) {
            Some(given) => {
                has_any = true;
                let others = self.older.get(&name).into_iter().flatten();
                given.when.sentence == self.sentence
                    && others
                        .filter(|older| older.when.sentence == self.sentence)
                        .all(|older| older.value == given.value)
            }
            None => self.formulas.contains_key(&name) || !matches!(self.graph.node(name), Node::Symbol(_)),
        }) && has_any
    }
}
