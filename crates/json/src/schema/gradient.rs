//! The derivatives of one quantity by many leaves, in one sweep.

use schemars::JsonSchema;
use serde::Serialize;

use super::derivation::{Adjoint, Verified};
use super::list::List;
use super::path_count::PathCount;
use super::value::Value;

/// The derivatives of one quantity by its leaves.
#[derive(JsonSchema, Serialize)]
pub(crate) struct Gradient<'a> {
    /// The quantity derived.
    pub target: String,
    /// The sweep; null where a step of it was refuted.
    pub worked: Option<SweptBack<'a>>,
}

/// A sweep from the target back, verified.
#[derive(JsonSchema, Serialize)]
pub(crate) struct SweptBack<'a> {
    /// The leaves, in the order in which the worksheet names them.
    pub leaves: List<'a, Leaf<'a>>,
    /// The lines, from the target back; the leaves' among them.
    pub adjoints: List<'a, ValuedAdjoint<'a>>,
    /// The ids of its factors, each once, in the order met.
    pub factors: Vec<usize>,
    /// How all of it was verified.
    pub verified: Verified,
}

/// A leaf and the derivative by it.
#[derive(JsonSchema, Serialize)]
pub(crate) struct Leaf<'a> {
    /// The leaf.
    pub by: &'a str,
    /// How many paths lead from it to the target.
    pub paths: PathCount,
    /// The number of the derivative, where all is known.
    pub value: Option<Value>,
}

/// A line of the sweep with its number.
#[derive(JsonSchema, Serialize)]
pub(crate) struct ValuedAdjoint<'a> {
    /// The line.
    #[serde(flatten)]
    pub adjoint: Adjoint<'a>,
    /// Its number, where all is known.
    pub value: Option<Value>,
}
