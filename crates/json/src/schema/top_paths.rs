//! The paths that carry most of a derivative, in JSON.

use schemars::JsonSchema;
use serde::Serialize;

use super::path_count::PathCount;
use super::value::Value;

/// The paths whose products are the largest.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[expect(
    clippy::large_enum_variant,
    reason = "written once and dropped; a box would stand in no field of the report"
)]
pub(crate) enum TopPaths {
    /// They were found.
    Ranked {
        /// Those that were asked for, the largest product first; paths whose product is zero are never listed. Of paths that
        /// carry the same, that one comes first which takes the input named first where they part.
        paths: Vec<TopPath>,
        /// How many paths have a product that is not zero.
        nonzero: PathCount,
        /// The sum of the sizes of the products along all paths.
        sum_of_sizes: Value,
        /// The share of it that the listed paths carry together; null where the sum is zero.
        share: Option<Value>,
        /// The sum of the listed products, with their signs.
        sum: Option<Value>,
        /// The size of the derivative as a share of the sum of sizes: what is left where products of opposite signs
        /// cancel; null where the sum is zero.
        left_by_cancellation: Option<Value>,
        /// Whether a path that is not listed carries as much as the last that is; null where that could not be told.
        last_is_shared: Option<bool>,
        /// Whether some products could be neither told apart at the highest precision nor shown to be equal.
        undecided: bool,
    },
    /// They can't be ranked.
    Unranked {
        /// The id of the factor that stands in the way.
        factor: usize,
        /// Why: it has no number, or it could not be told whether it is zero.
        why: Obstacle,
    },
}

/// What stands in the way of ranking paths.
#[derive(Clone, Copy, Debug, JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Obstacle {
    /// A factor has no number.
    NoNumber,
    /// It could not be told whether a factor is zero.
    PerhapsZero,
}

/// One path and what it carries.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct TopPath {
    /// The ids of its factors, from the target on.
    pub factors: Vec<usize>,
    /// Their product.
    pub product: Value,
    /// Its size as a share of the sum of the sizes of all products.
    pub share: Option<Value>,
    /// Whether it carries as much as the path before it; null where that could not be told.
    pub equals_previous: Option<bool>,
}
