//! Vectors and matrices.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Expression, Size, Value};

/// A worksheet with declared shapes.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct Arrays {
    /// How the derivative of a vector by a vector is written as a matrix. Its entries are the same in either layout.
    pub layout: ArrayLayout,
    /// The leaves as declared, then the quantities as computed.
    pub quantities: Vec<ArrayQuantity>,
    /// The derivatives of quantities by those that their definitions mention, each once.
    pub factors: Vec<ArrayFactor>,
    /// The derivatives of numbers by quantities, each once; those nearest to the number first.
    pub adjoints: Vec<ArrayAdjoint>,
    /// What was asked for.
    pub derivations: Vec<ArrayDerivation>,
    /// What is known of the factors, whatever the numbers.
    pub known: Vec<ArrayKnown>,
    /// The files from which numbers came.
    pub files: Vec<ArrayFile>,
}

/// How the derivative of a vector by a vector is written as a matrix.
#[derive(Clone, Copy, Debug, JsonSchema, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum ArrayLayout {
    /// A row for each entry of what is derived.
    Numerator,
    /// A row for each entry of what it is derived by.
    Denominator,
}

/// Something known of the factors, whatever the numbers.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(crate) enum ArrayKnown {
    /// Every entry of the slope of a function lies in a range; null where that is not bounded.
    Slope {
        /// The slope.
        of: Expression,
        /// What it is not below.
        least: Option<String>,
        /// What it is not above.
        most: Option<String>,
    },
    /// The entries are positive, and those of the whole or of each line add up to 1.
    Probabilities {
        /// Of which quantity.
        of: Expression,
        /// Whether each is certainly below 1.
        below_one: bool,
    },
    /// A derivative is its own transpose.
    Symmetric {
        /// The place of the factor among `factors`.
        factor: usize,
    },
}

/// One entry of a derivative, worked out by hand.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct ArrayEntryByHand {
    /// Its indices, from 1.
    pub at: Vec<u64>,
    /// What it is, its sums written out.
    pub symbols: Expression,
    /// The same with numbers in the places of entries.
    pub numbers: Expression,
    /// What it comes to.
    pub value: Value,
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
    /// What became of each index in that: summed over the row or the column index of a matrix, an outer product, entry by entry.
    pub read_by: Vec<String>,
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
    /// What became of each index in that: summed over the row or the column index of a matrix, an outer product, entry by entry.
    pub read_by: Vec<String>,
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
    /// One entry as it is worked out by hand; null where it has no numbers, or is too long to be written out.
    pub by_hand: Option<ArrayEntryByHand>,
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
