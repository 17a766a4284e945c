//! The derivatives of one quantity by many leaves, in one sweep.

use schemars::JsonSchema;
use serde::Serialize;

use super::derivation::{Adjoint, PathCount, Verified};
use super::value::Value;

/// The derivatives of one quantity by its leaves.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct Gradient {
    /// The quantity derived.
    pub target: String,
    /// The sweep; null where a step of it was refuted.
    pub worked: Option<SweptBack>,
}

/// A sweep from the target back, verified.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct SweptBack {
    /// The leaves, in the order in which the worksheet names them.
    pub leaves: Vec<Leaf>,
    /// The lines, from the target back; the leaves' among them.
    pub adjoints: Vec<ValuedAdjoint>,
    /// The ids of its factors, each once, in the order met.
    pub factors: Vec<usize>,
    /// How all of it was verified.
    pub verified: Verified,
}

/// A leaf and the derivative by it.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct Leaf {
    /// The leaf.
    pub by: String,
    /// How many paths lead from it to the target.
    pub paths: PathCount,
    /// The number of the derivative, where all is known.
    pub value: Option<Value>,
}

/// A line of the sweep with its number.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct ValuedAdjoint {
    /// The line.
    #[serde(flatten)]
    pub adjoint: Adjoint,
    /// Its number, where all is known.
    pub value: Option<Value>,
}
