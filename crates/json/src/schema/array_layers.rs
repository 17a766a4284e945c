//! Derivatives of one number by many leaves, as tables.

use schemars::JsonSchema;
use serde::Serialize;

use super::Value;

/// Derivatives of one number by many leaves.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct ArrayLayers {
    /// What is derived.
    pub of: String,
    /// By what.
    pub rows: Vec<ArrayLayer>,
}

/// One of them.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct ArrayLayer {
    /// The place of the derivation among `derivations`.
    pub derivation: usize,
    /// The square root of the sum of the squares of all entries of the derivative.
    pub gradient: Value,
    /// The same of the leaf.
    pub weight: Value,
    /// The one divided by the other; null where the leaf is 0.
    pub ratio: Option<Value>,
}
