//! What a rule is, and the list of all rules.

use super::{arithmetic, differentiation, finishing, path};
use crate::derivation::Dependence;
use crate::graph::{ExprId, Graph};
use crate::network::Network;

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

/// Every rule the house knows.
pub static RULES: &[&Rule] = &[
    &differentiation::DEFINITION,
    &differentiation::IDENTITY,
    &differentiation::CONSTANT,
    &differentiation::SUM,
    &differentiation::NEGATIVE,
    &differentiation::CONSTANT_FACTOR,
    &differentiation::PRODUCT,
    &differentiation::CONSTANT_DIVISOR,
    &differentiation::RECIPROCAL,
    &differentiation::QUOTIENT,
    &differentiation::POWER,
    &differentiation::EXPONENTIAL,
    &differentiation::GENERAL_POWER,
    &differentiation::FUNCTION,
    &differentiation::CHAIN,
    &differentiation::PARTIALS,
    &differentiation::USER_FUNCTION,
    &differentiation::OPEN,
    &differentiation::SLOPE,
    &arithmetic::SUM,
    &arithmetic::PRODUCT,
    &arithmetic::NEGATIVE,
    &arithmetic::QUOTIENT,
    &arithmetic::POWER,
    &finishing::FORMULA,
    &finishing::NAME,
    &finishing::NAME_OF_QUOTIENT,
    &finishing::REST_OF_QUOTIENT,
    &finishing::LIKE_TERMS,
    &finishing::COMMON_FACTOR,
    &finishing::FRACTIONS,
    &finishing::MULTIPLIED_OUT,
    &finishing::CANCELLED,
    &finishing::GATHERED,
    &finishing::SIGN,
    &path::CHAIN,
    &path::PATHS,
    &path::BACKPROPAGATION,
];
