//! Derivations by all members of a family, in JSON.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Expression, Pattern};

/// Derivations of one quantity by members of one family, written once for all.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct Group {
    /// ∂target/∂member, with the index in it.
    pub name: Expression,
    /// The index.
    pub index: String,
    /// What each of them is.
    pub pattern: Pattern,
    /// For which of the derivations it holds, by ascending index.
    pub members: Vec<GroupMember>,
}

/// A derivation of a group.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct GroupMember {
    /// The value of the index.
    pub index: i64,
    /// Its place among the derivations of the report, from 0.
    pub derivation: usize,
}
