//! Bounds on a derivative in JSON.

use schemars::JsonSchema;
use serde::Serialize;

use super::Expression;

/// What is known of the size of a derivative whose number is not known.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct Bounds {
    /// Bounds of parts of the factors.
    pub parts: Vec<PartBound>,
    /// What follows: bounds of the factors, and last of the derivative.
    pub theorems: Vec<Theorem>,
    /// Where each factor lies, for all leaves in the given ranges.
    pub factors: Vec<FactorEnclosure>,
    /// Where the derivative lies.
    pub whole: Option<Enclosure>,
    /// Why it is not enclosed, where ranges are given for what it depends on; else null.
    pub given_up: Option<GivenUp>,
}

/// Why a derivative is not enclosed.
#[derive(Clone, Copy, Debug, JsonSchema, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(crate) enum GivenUp {
    /// It has more operations than are enclosed.
    TooLarge {
        /// So many.
        operations: usize,
        /// So many are enclosed at most.
        most: usize,
    },
    /// No finite bounds were found.
    NoFiniteBounds,
}

/// The size of a part is at most a number.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct PartBound {
    /// The part.
    pub of: Expression,
    /// The number.
    pub bound: Expression,
    /// Whether the number itself is never reached.
    pub strict: bool,
    /// Why.
    pub why: Why,
    /// The function whose row proves it, where one does; else null.
    pub function: Option<String>,
}

/// Why a part is bounded.
#[derive(Clone, Copy, Debug, JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Why {
    /// The row of a function proves a range of its derivative.
    SlopeOfFunction,
    /// The row of a function proves a range of its values.
    ValueOfFunction,
    /// The worksheet gives a range.
    Given,
    /// By the ranges of what it is computed from.
    Computed,
}

/// An inequality with the rule that gives it.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct Theorem {
    /// The absolute value of a derivative.
    pub size: Expression,
    /// What it is at most.
    pub bound: Expression,
    /// Whether the bound itself is never reached.
    pub strict: bool,
    /// By what rule.
    pub by: Inference,
    /// The id of the factor, where it is the bound of one; else null.
    pub factor: Option<usize>,
}

/// How a bound follows.
#[derive(Clone, Copy, Debug, JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Inference {
    /// From the bounds of the parts of a factor.
    Factor,
    /// The size of a product is the product of the sizes.
    Product,
    /// The triangle inequality.
    Triangle,
}

/// Where a factor lies.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct FactorEnclosure {
    /// The id of the factor.
    pub factor: usize,
    /// Where it lies.
    pub range: Enclosure,
}

/// All values lie between two numbers, which were rounded outwards.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct Enclosure {
    /// No value is below it; a fraction.
    pub lower: String,
    /// No value is above it; a fraction.
    pub upper: String,
}
