//! The paths that carry most of a derivative.

use chainrule_evaluator::top_paths::{TopPaths, Unranked};
use chainrule_number::Value;

/// The paths that carry most of a derivative.
#[derive(Clone, Debug)]
pub enum TopPathsReport {
    /// They were found.
    Ranked(Box<RankedPaths>),
    /// They can't be ranked.
    Unranked(Unranked),
}

/// Paths, and what share of the derivative they carry.
#[derive(Clone, Debug)]
pub struct RankedPaths {
    /// The paths.
    pub found: TopPaths,
    /// By path: the size of its product as a share of the sum of the sizes of all products.
    pub shares: Vec<Option<Value>>,
    /// The share that they carry together; nothing where all products are zero.
    pub share: Option<Value>,
    /// The sum of their products, with their signs.
    pub sum: Option<Value>,
    /// The size of the derivative as a share of the sum of sizes: 1 where nothing cancels.
    pub left_by_cancellation: Option<Value>,
}
