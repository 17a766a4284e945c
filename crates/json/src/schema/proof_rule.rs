//! A rule by which a claim is proved.

use schemars::JsonSchema;
use serde::Serialize;

/// The name of a rule by which a claim is proved.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct ProofRule {
    /// For programs.
    pub id: &'static str,
    /// For people.
    pub title: &'static str,
}
