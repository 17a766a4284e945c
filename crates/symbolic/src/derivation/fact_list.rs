//! Facts, each once, without the conditions that follow from others.

use super::{Fact, Must};
use crate::function::Interval;
use crate::graph::{ExprId, Graph};
use rustc_hash::FxHashMap;

/// Facts in the order found, each once.
#[derive(Default)]
pub(super) struct FactList {
    listed: Vec<Fact>,
    conditions: FxHashMap<ExprId, Vec<Must>>,
    conventions: Vec<Fact>,
}

impl FactList {
    /// Adds those that are new.
    pub(super) fn extend(&mut self, facts: impl IntoIterator<Item = Fact>) {
        for fact in facts {
            let is_new = match &fact {
                // A walk meets each expression once.
                Fact::Range { .. } => true,
                Fact::Condition { of, must } => {
                    let known = self.conditions.entry(*of).or_default();
                    let is_new = !known.contains(must);
                    known.extend(is_new.then_some(*must));
                    is_new
                }
                // There are no more of these than kinks in the table of functions.
                Fact::Convention { .. } | Fact::Tie { .. } => !self.conventions.contains(&fact),
            };
            if is_new {
                if matches!(fact, Fact::Convention { .. } | Fact::Tie { .. }) {
                    self.conventions.push(fact.clone());
                }
                self.listed.push(fact);
            }
        }
    }

    /// The facts without the conditions that follow from others: what is above 0 is not 0, and has powers.
    pub(super) fn strongest(self, graph: &Graph) -> Vec<Fact> {
        let Self { mut listed, conditions, .. } = self;
        let is_positive =
            |of: ExprId| conditions.get(&of).is_some_and(|known| known.contains(&Must::BePositive));
        listed.retain(|fact| {
            let Fact::Condition { of, must } = fact else { return true };
            match must {
                Must::BePositive | Must::BeWhole => true,
                Must::BeNonzero => !is_positive(*of),
                Must::LieWithin(range) => !(*range == Interval::NOT_NEGATIVE && is_positive(*of)),
                // The base stands first.
                Must::BeDefined => !graph.children(*of).first().is_some_and(|&base| is_positive(base)),
            }
        });
        listed
    }
}
