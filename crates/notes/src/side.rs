//! One side of a claim, as far as it has been read.

use chainrule::number::Rational;
use chainrule::symbolic::graph::{ExprId, SymbolId};
use chainrule_latex::rows::Relation;
use chainrule_latex::tree::{Printed, Tree};

/// One side of a claim.
#[derive(Clone, Debug)]
pub(crate) struct Side {
    pub(crate) tree: Tree,
    pub(crate) expr: ExprId,
    pub(crate) is_opaque: bool,
    /// Whether a sum of too many terms stands in it.
    pub(crate) is_long: bool,
    /// What is known of the infinite sum in it.
    pub(crate) series: Option<Series>,
    pub(crate) is_numeric: bool,
    pub(crate) printed: Option<Printed>,
    /// What it is the largest or the least value of.
    pub(crate) extremum: Option<Extremum>,
    /// The cases that it is one of.
    pub(crate) cases: Vec<Case>,
}

/// What is known of an infinite sum of which each term is the one before times one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Series {
    /// The number is between -1 and 1.
    Shrinks,
    /// It is not: the sum has no value.
    Grows,
    /// It depends on other names.
    Depends,
    /// The terms are no such numbers.
    Unknown,
}

/// The largest or the least value of a formula.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Extremum {
    pub(crate) is_least: bool,
    pub(crate) of: ExprId,
    pub(crate) is_opaque: bool,
}

/// One case: what it comes to, and where.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) value: ExprId,
    pub(crate) is_opaque: bool,
    /// Nothing where it could not be told; an empty list is everywhere else.
    pub(crate) conditions: Option<Vec<Condition>>,
}

/// A name compared with a number.
#[derive(Clone, Debug)]
pub(crate) struct Condition {
    pub(crate) symbol: SymbolId,
    pub(crate) relation: Relation,
    pub(crate) bound: Rational,
}
