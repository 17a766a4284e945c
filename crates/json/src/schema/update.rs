//! Gradient steps in JSON.

use schemars::JsonSchema;
use serde::Serialize;

use super::value::{Held, Value};
use super::{Cause, Expression};

/// A gradient step of one weight: by plain descent, new = old − rate·gradient.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct Update {
    /// The leaf that moves.
    pub weight: String,
    /// The quantity whose gradient it follows.
    pub loss: String,
    /// The weight before.
    pub old: Value,
    /// The learning rate; null where the rule has none.
    pub rate: Option<Value>,
    /// The gradient.
    pub gradient: Value,
    /// Old minus new; by plain descent, rate times gradient.
    pub step: Value,
    /// The weight after, in exact arithmetic.
    pub new: Value,
    /// Whether the weight changes its sign.
    pub sign_flip: bool,
    /// The rule by which it moves.
    pub rule: UpdateRule,
    /// The loss before the step; null where it has no value.
    pub loss_before: Option<Value>,
    /// The loss after all steps of the same update; null where it has no value.
    pub loss_after: Option<Value>,
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
    /// Where it is lost: half the distance to the next number of the format, as a fraction. Steps of up to that size are
    /// absorbed.
    pub half_gap: Option<String>,
    /// Where the step came to nothing or to no number, where it is not absorbed.
    pub why: Option<Cause>,
}

/// How weights follow their gradients.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct UpdateRule {
    /// Its name: `descent`, `adam`.
    pub name: String,
    /// Its equations, in the order in which they are carried out.
    pub equations: Vec<RuleEquation>,
    /// The numbers in them.
    pub arguments: Vec<RuleArgument>,
    /// Whether each weight moves once its gradient is known, so that the gradients worked out after it use its new value.
    pub sequential: bool,
}

/// An equation of a rule.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct RuleEquation {
    /// What is computed.
    pub left: Expression,
    /// From what.
    pub right: Expression,
}

/// A number that a rule takes.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct RuleArgument {
    /// Its name.
    pub name: String,
    /// The number.
    pub value: Value,
}

/// Many steps of an update.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct Training {
    /// Its name, where it has one.
    pub name: Option<String>,
    /// The quantity whose gradient is followed.
    pub loss: String,
    /// The rule by which the weights move.
    pub rule: UpdateRule,
    /// The number format; `exact` for fractions.
    pub arithmetic: String,
    /// How many steps were asked for.
    pub steps: u64,
    /// The batches that the steps see in turn; absent where each step sees all cases. What is noted after some steps is
    /// then computed from the batch of the next one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub batches: Option<Batches>,
    /// The leaves of the loss that stay as they are.
    pub fixed: Vec<String>,
    /// What is noted: the loss, then what is watched.
    pub noted: Vec<String>,
    /// The notes, at the start, at powers of ten and at the end.
    pub course: Vec<Note>,
    /// What became of each weight, in the order in which they move.
    pub weights: Vec<Course>,
    /// How it ended.
    pub end: TrainingEnd,
}

/// Cases that steps see a few at a time.
#[derive(Clone, Copy, Debug, JsonSchema, Serialize)]
pub(crate) struct Batches {
    /// How many cases a step sees.
    pub size: u64,
    /// How many batches there are.
    pub count: u64,
    /// How many cases the last of them has; absent where it has as many as the others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last: Option<u64>,
}

/// What was noted after some steps.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct Note {
    /// After how many steps.
    pub step: u64,
    /// The numbers, in the order of `noted`.
    pub values: Vec<Held>,
}

/// What became of a weight.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct Course {
    /// The weight.
    pub weight: String,
    /// At the start, as held.
    pub start: Held,
    /// At the end.
    pub end: Held,
    /// Its gradient in the last step that was carried out.
    pub gradient: Held,
    /// What was added to it in that step; null where the rule does not end in such a sum.
    pub step: Option<Held>,
    /// Where it had come to a stop: half the distance to the next number of the format, as a fraction. Steps of up to
    /// that size are absorbed.
    pub half_gap: Option<String>,
    /// The last step that changed a bit of it; 0 where none did.
    pub last_change: u64,
    /// How many steps moved no bit of it though what was added was not 0. Steps that were not carried out, since nothing
    /// changed any more, are not counted.
    pub absorbed: u64,
    /// The first of them, if any.
    pub first_absorbed: Option<u64>,
    /// How often its sign changed.
    pub sign_changes: u64,
    /// In which step first, if it did.
    pub first_sign_change: Option<u64>,
}

/// How a training ended.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum TrainingEnd {
    /// All steps were carried out.
    Completed,
    /// No bit changes after this step; the steps left were not carried out.
    Settled {
        /// The last step that changed anything; 0 where none did.
        step: u64,
    },
    /// Something became infinite or NaN, and the run stopped.
    Diverged {
        /// In which step; 0 with the given values.
        step: u64,
        /// The first that did: a quantity, a derivative, a state or a new weight.
        what: String,
        /// What it became: `inf`, `-inf` or `NaN`.
        value: String,
        /// Where the program lost its numbers, where that is found out.
        why: Option<Box<Cause>>,
    },
}
