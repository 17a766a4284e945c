//! A result in the form a textbook prints.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Expression, Fact, Step};

/// A result in the form a textbook prints: its value, its size and its bounds are those of the factors, whatever its form.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct Finished {
    /// The finished form.
    pub result: Expression,
    /// The lines from the factors put back to it; the last is the finished form.
    pub lines: Vec<FinishedLine>,
    /// The quantities whose names were put in for what they are defined as.
    pub named: Vec<String>,
    /// What is needed for the factors put back to be defined and can't be seen in the finished form.
    pub needed: Vec<Fact>,
}

/// A line on the way to a finished form.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct FinishedLine {
    /// The whole result as it stands on this line.
    pub expression: Expression,
    /// The steps that lead to it from the line before: what stands on the left of each is replaced by what stands on its right.
    pub steps: Vec<Step>,
}
