//! Bounds on derivatives as theorems: from what the rows of the functions prove and from the ranges given for leaves, a
//! bound on the size of each factor, and from those on the derivative.
//!
//! - [`Ground`]: what is known of the quantities of a network;
//! - `size`: the size of one expression, part by part, each with its reason;
//! - `chain`: products along paths, sums over paths, adjoints.
//!
//! A theorem is an inequality between expressions with its reasons. What is built here is checked by
//! [`crate::counterexample`], which knows nothing of reasons: at exact points the left side must not be above the right.

mod chain;
mod ground;
mod size;

use chainrule_symbolic::derivation::FactorId;
use chainrule_symbolic::function::Function;
use chainrule_symbolic::graph::ExprId;

pub use chain::of_derivation;
pub use ground::Ground;

/// `size ≤ bound`, or `size < bound`.
#[derive(Clone, Debug, PartialEq)]
pub struct Theorem {
    /// What is bounded: the absolute value of a derivative.
    pub size: ExprId,
    /// By what.
    pub bound: ExprId,
    /// Whether the bound itself is never reached.
    pub strict: bool,
    /// By what rule.
    pub by: Inference,
}

/// How a theorem follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inference {
    /// From the bounds of the parts of one factor.
    Factor(FactorId),
    /// The size of a product is the product of the sizes.
    Product,
    /// The triangle inequality over the paths, or over the quantities that use one.
    Triangle,
}

/// `|of| ≤ bound`, or `|of| < bound`, for a part of a factor.
#[derive(Clone, Debug, PartialEq)]
pub struct PartBound {
    /// The part.
    pub of: ExprId,
    /// Its absolute value.
    pub size: ExprId,
    /// Its bound, a number.
    pub bound: ExprId,
    /// Whether the bound itself is never reached.
    pub strict: bool,
    /// Why.
    pub why: Why,
}

/// Why a part is bounded.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Why {
    /// The row of a function proves a range of its derivative.
    SlopeOf(&'static Function),
    /// The row of a function proves a range of its values.
    ValueOf(&'static Function),
    /// The worksheet gives a range.
    Given,
    /// By the ranges of what it is computed from.
    Computed,
}

/// What is known of the size of a derivative.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bounds {
    /// The bounds of parts of factors, each once.
    pub parts: Vec<PartBound>,
    /// The theorems, those on factors first; the last is on the derivative itself, or on the last adjoint.
    pub theorems: Vec<Theorem>,
}
