//! A number of paths.

use schemars::JsonSchema;
use serde::Serialize;

use super::value::Float;

/// A number of paths.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct PathCount {
    /// The number, where it fits 64 bits.
    pub exact: Option<u64>,
    /// Its logarithm to base 10, approximately.
    pub log10: Float,
}
