//! Gradient steps in JSON.

use schemars::JsonSchema;
use serde::Serialize;

use super::value::{Held, Value};

/// A gradient-descent step: new = old − rate·gradient.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct Update {
    /// The leaf that moves.
    pub weight: String,
    /// The quantity whose gradient it follows.
    pub loss: String,
    /// The weight before.
    pub old: Value,
    /// The learning rate.
    pub rate: Value,
    /// The gradient.
    pub gradient: Value,
    /// Rate times gradient.
    pub step: Value,
    /// The weight after, in exact arithmetic.
    pub new: Value,
    /// Whether the weight changes its sign.
    pub sign_flip: bool,
    /// What each float format keeps of it.
    pub formats: Vec<Kept>,
}

/// What one float format keeps of a step.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct Kept {
    /// The format: `f32`.
    pub format: String,
    /// The weight before, as held.
    pub old: Held,
    /// The gradient, as held.
    pub gradient: Held,
    /// The weight after, as held; null where an infinity stands in the way.
    pub new: Option<Held>,
    /// Whether the step is lost: it is not zero, and the weight does not move.
    pub lost: bool,
}
