//! Vectors and matrices.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Expression, Size, Value};

/// A worksheet with declared shapes.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct Arrays {
    /// The leaves as declared, then the quantities as computed.
    pub quantities: Vec<ArrayQuantity>,
    /// The derivatives of quantities by those that their definitions mention, each once.
    pub factors: Vec<ArrayFactor>,
    /// The derivatives of numbers by quantities, each once; those nearest to the number first.
    pub adjoints: Vec<ArrayAdjoint>,
    /// What was asked for.
    pub derivations: Vec<ArrayDerivation>,
    /// The files from which numbers came.
    pub files: Vec<ArrayFile>,
}

/// A file of numbers.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct ArrayFile {
    /// Its name, as the worksheet writes it.
    pub name: String,
    /// The quantity whose numbers it holds.
    pub quantity: String,
    /// The SHA-256 of its bytes, in hexadecimal digits.
    pub sha256: String,
}

/// A vector, a matrix or a number.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct ArrayQuantity {
    /// Its name.
    pub name: String,
    /// Its sizes, a number or a letter each; none for a number.
    pub shape: Vec<String>,
    /// What it is computed as; null for leaves.
    pub formula: Option<Expression>,
    /// The same by entries.
    pub entry: Option<ArrayLine>,
    /// Its numbers, row after row, where it has numbers.
    pub numbers: Option<ArrayNumbers>,
}

/// Numbers, row after row.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct ArrayNumbers {
    /// How many there are along each axis.
    pub sizes: Vec<usize>,
    /// The numbers, the last index running fastest.
    pub entries: Vec<Value>,
}

/// An equation between entries, and by which rules it follows from the one before.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct ArrayLine {
    /// The left side, with letters for its indices.
    pub left: Expression,
    /// The right side.
    pub right: Expression,
    /// The rules, by name.
    pub rules: Vec<String>,
}

/// The derivative of a quantity by another.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct ArrayFactor {
    /// What is derived.
    pub of: Expression,
    /// By what.
    pub by: Expression,
    /// How it is worked out by entries; each line is equal to the one before.
    pub lines: Vec<ArrayLine>,
    /// As a vector or matrix; null where it has more than two indices.
    pub whole: Option<Expression>,
}

/// The derivative of a number, or of each entry of a quantity, by a quantity.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct ArrayAdjoint {
    /// What is derived.
    pub of: Expression,
    /// By what.
    pub by: Expression,
    /// The factors it is put together from, by their places among `factors`.
    pub through: Vec<usize>,
    /// How it is put together by entries; each line is equal to the one before.
    pub lines: Vec<ArrayLine>,
    /// As a vector or matrix; null where it is none.
    pub whole: Option<Expression>,
    /// The same without the names of derivatives, where that is short.
    pub in_full: Option<Expression>,
    /// Its numbers, where all that it needs has numbers.
    pub numbers: Option<ArrayNumbers>,
}

/// A derivation asked for.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct ArrayDerivation {
    /// What is derived.
    pub of: String,
    /// By what.
    pub by: String,
    /// The derivatives on the way, by their places among `adjoints`, those nearest to the number first; the last is the
    /// one asked for. None where it is 0.
    pub adjoints: Vec<usize>,
    /// How large the derivatives on the way are; null where they have no numbers, or where it is no gradient of a number.
    pub sizes: Option<ArraySizes>,
    /// How it was judged.
    pub verified: ArrayVerified,
}

/// How large the derivatives on the way are.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct ArraySizes {
    /// The square root of the sum of the squares of all entries, in the order of the adjoints.
    pub lengths: Vec<Value>,
    /// How many slopes of functions the way passes that passes most.
    pub layers: usize,
    /// Of what size the last of the lengths is, for so many layers.
    pub size: Size,
}

/// How a derivation was judged: counts of what holds, of what is wrong and of what could not be tried.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct ArrayVerified {
    /// Lines, at entries, by dual numbers.
    pub lines: usize,
    /// Readings as vectors and matrices, modulo a prime.
    pub readings: usize,
    /// Derivatives as a whole, along a direction.
    pub directions: usize,
    /// What is wrong.
    pub refuted: usize,
    /// What could not be tried.
    pub untested: usize,
}
