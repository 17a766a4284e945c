//! Claims in JSON.

use schemars::JsonSchema;
use serde::Serialize;

/// A claim, as judged.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct Claim {
    /// As written.
    #[serde(rename = "claim")]
    pub text: String,
    /// What became of it.
    pub judgement: Judgement,
    /// Why, with the numbers.
    pub why: String,
}

/// What became of a claim.
#[derive(Clone, Copy, Debug, JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Judgement {
    /// It holds.
    Proved,
    /// As written it does not hold, but some numbers that round to its operands give what is claimed: all that a claim
    /// `as rounded` says.
    Consistent,
    /// It speaks of no numbers at all: nowhere within the ranges are both sides defined. Counts as failed.
    Vacuous,
    /// It does not hold.
    Refuted,
    /// Neither could be shown: counts as failed.
    Undecided,
}
