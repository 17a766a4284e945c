//! Facts, each once, without the conditions that follow from others.

use super::{Fact, Must};
use crate::function::Interval;
use crate::graph::{ExprId, Graph};
use rustc_hash::{FxHashMap, FxHashSet};

/// Facts in the order found, each once.
#[derive(Default)]
pub(super) struct FactList {
    listed: Vec<Fact>,
    conditions: FxHashMap<ExprId, Vec<Must>>,
    conventions: Vec<Fact>,
    /// That functions are put to the inside of their domains, where they have a derivative.
    insides: FxHashSet<(ExprId, Must)>,
    /// Conditions of formulas of derivatives that follow from those.
    implied: FxHashSet<(ExprId, Must)>,
}

impl FactList {
    /// Adds those that are new.
    pub(super) fn extend(&mut self, facts: impl IntoIterator<Item = Fact>) {
        for fact in facts {
            let is_new = match &fact {
                // A walk meets each expression once.
                Fact::Range { .. } => true,
                Fact::Condition { of, must } => {
                    let musts = self.conditions.entry(*of).or_default();
                    let is_new = !musts.contains(must);
                    musts.extend(is_new.then_some(*must));
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

    /// Adds that a function is put to the inside of its domain: all that the formula of its derivative asks of the argument
    /// follows. `1/x` is the derivative of `ln(x)` for `x > 0` only.
    pub(super) fn lies_inside(
        &mut self,
        graph: &Graph,
        argument: ExprId,
        domain: Interval,
        formula: impl Iterator<Item = ExprId>,
    ) {
        let condition = Fact::needed(graph, argument, Must::lie_within(domain.interior()));
        if let Some(Fact::Condition { of, must }) = condition {
            self.insides.insert((of, must));
        }
        self.extend(condition);
        for fact in formula.flat_map(|id| Fact::about(graph, id)) {
            if let Fact::Condition { of, must } = fact {
                self.implied.insert((of, must));
            }
        }
    }

    /// The facts without the conditions that follow from others: what is above 0 is not 0, and has powers.
    pub(super) fn strongest(self, graph: &Graph) -> Vec<Fact> {
        let Self { mut listed, conditions, insides, implied, .. } = self;
        let is_positive =
            |of: ExprId| conditions.get(&of).is_some_and(|musts| musts.contains(&Must::BePositive));
        listed.retain(|fact| {
            let Fact::Condition { of, must } = fact else { return true };
            if implied.contains(&(*of, *must)) && !insides.contains(&(*of, *must)) {
                return false;
            }
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
