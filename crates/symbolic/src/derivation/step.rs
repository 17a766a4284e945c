//! One line of a derivation.

use crate::graph::ExprId;
use crate::rule::{Rule, Setting};

/// An equation `before = after` by one rule. `after` is computed by the rule and can't be passed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    rule: &'static Rule,
    before: ExprId,
    after: ExprId,
}

impl Step {
    /// Applies a rule, or answers `None` where it does not fit.
    pub fn apply(rule: &'static Rule, setting: &mut Setting<'_>, before: ExprId) -> Option<Self> {
        (rule.apply)(setting, before).map(|after| Self { rule, before, after })
    }

    /// Keeps what a rule has just computed; only for callers inside this crate that applied it themselves.
    pub(crate) fn computed(rule: &'static Rule, before: ExprId, after: ExprId) -> Self {
        Self { rule, before, after }
    }

    /// The rule.
    pub fn rule(&self) -> &'static Rule {
        self.rule
    }

    /// What stood there.
    pub fn before(&self) -> ExprId {
        self.before
    }

    /// What it equals.
    pub fn after(&self) -> ExprId {
        self.after
    }

    /// Whether the rule, applied again, gives the same.
    pub fn replays(&self, setting: &mut Setting<'_>) -> bool {
        (self.rule.apply)(setting, self.before) == Some(self.after)
    }
}
