//! What a rule is, and what it may look at.

use crate::graph::{ExprId, Graph};
use crate::network::{Dependence, Network};

/// What a rule may look at while it is applied.
pub struct Setting<'a> {
    /// Where expressions live; new ones are added.
    pub graph: &'a mut Graph,
    /// What the names mean.
    pub network: &'a Network,
    /// What depends on the quantity derived by.
    pub dependence: &'a mut Dependence,
}

/// A rule of calculus or arithmetic.
#[derive(Debug)]
pub struct Rule {
    /// Its name in school: "product rule".
    pub name: &'static str,
    /// What it states, as worksheet-like text: `(u·v)' = u'·v + u·v'`.
    pub statement: &'static str,
    /// Computes what an expression equals by this rule, or `None` where the rule does not fit.
    pub apply: fn(&mut Setting<'_>, ExprId) -> Option<ExprId>,
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Eq for Rule {}
