//! What repeats within one derivation, written once, and how large it can be.

use chainrule_number::Rational;
use chainrule_symbolic::derivation::pattern::{Member, Over, Pattern, Written};
use chainrule_symbolic::graph::{ExprId, SymbolId};

/// A derivation written once for all members of its families.
#[derive(Clone, Debug)]
pub struct PatternReport {
    /// The pattern: every factor that it stands for was compared with that of the derivation, by name and by result.
    pub pattern: Pattern,
    /// By names.
    pub names: Vec<Written>,
    /// With the factors put in.
    pub results: Vec<Written>,
    /// How it was judged besides.
    pub judged: Judged,
    /// How large it is at most, whatever the numbers.
    pub bound: Option<PatternBound>,
}

/// How a pattern was judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judged {
    /// Factor by factor.
    Compared,
    /// It was multiplied out besides, and is the derivation as a polynomial in its factors.
    MultipliedOut,
}

/// A bound on the size of a derivative: `|∂L/∂w[1]| ≤ …`.
#[derive(Clone, Debug)]
pub struct PatternBound {
    /// What its size is at most.
    pub bound: Vec<Written>,
    /// Names for the largest sizes in a family, and the member each is the largest of: `w_max` and `w[l]`.
    pub maxima: Vec<Maximum>,
    /// What is raised to a power that grows with the depth, in the order of the products.
    pub bases: Vec<Base>,
}

/// The largest size of the members of a family that stand in a product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Maximum {
    /// Its name.
    pub name: SymbolId,
    /// The member, with its index.
    pub member: SymbolId,
    /// Where members of the family stand: the name taken apart, and what its index runs through.
    pub(crate) places: Vec<(Member, Over)>,
}

/// What one step of a product contributes at most.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Base {
    /// The whole: `w_max/4`.
    pub expr: ExprId,
    /// Its number, 1/4,
    pub coefficient: Rational,
    /// … and the sizes it is multiplied by. Nothing where it is a sum.
    pub sizes: Option<Vec<ExprId>>,
    /// How often it is multiplied, where that is a number.
    pub times: Option<i64>,
}
