//! Vectors and matrices.

use schemars::JsonSchema;
use serde::Serialize;

use super::proof_rule::ProofRule;
use super::{ArrayLayers, Expression, Size, Value, Warning};

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
    /// Derivatives of one number by many leaves, as tables: where a network has many layers.
    pub layers: Vec<ArrayLayers>,
    /// What is known of the factors, whatever the numbers.
    pub known: Vec<ArrayKnown>,
    /// The files from which numbers came.
    pub files: Vec<ArrayFile>,
    /// Of what `max` is taken where several entries are largest at the given numbers: they share its derivative by convention.
    pub ties: Vec<Expression>,
    /// Indices without a range in the worksheet, with the range read from the axes they stand at.
    pub ranges_read: Vec<ArrayRange>,
}

/// A range that was read from a size.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct ArrayRange {
    /// In the definition of which quantity.
    pub of: String,
    /// The letter of the index, which goes from 1.
    pub index: String,
    /// How far: a number, or the letter of a size.
    pub to: String,
}

/// An entry, or a line, of a derivative that was asked for.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct ArrayPart {
    /// Its indices, from 1; null for a whole axis.
    pub at: Vec<Option<u64>>,
    /// The part.
    pub left: Expression,
    /// What it is.
    pub right: Expression,
    /// Its numbers, where they are known.
    pub numbers: Option<ArrayNumbers>,
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
    /// A number that its largest singular value is not above, whatever the numbers; null where none is known.
    pub norm_at_most: Option<ArrayBound>,
}

/// A bound of a norm.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct ArrayBound {
    /// The bound, never rounded down.
    pub value: Value,
    /// Whether the norm is always less; null where the bound is made of given numbers.
    pub strict: Option<bool>,
    /// By which rules.
    pub rules: Vec<ProofRule>,
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
    /// The derivatives on the way, by their places among `adjoints`, the one asked for last; none where it is 0.
    pub adjoints: Vec<usize>,
    /// How large the derivatives on the way are; null where they have no numbers, or where it is no gradient of a number.
    pub sizes: Option<ArraySizes>,
    /// What programs in the formats asked for make of it.
    pub in_formats: Vec<ArrayInFormat>,
    /// One entry as it is worked out by hand; null where it has no numbers, or is too long to be written out.
    pub by_hand: Option<ArrayEntryByHand>,
    /// Entries and lines of it that were asked for.
    pub parts: Vec<ArrayPart>,
    /// Why it has no number although all that it is computed from has one, else null.
    pub refused: Option<Warning>,
    /// How it was judged.
    pub verified: ArrayVerified,
}

/// What a program in a number format makes of the derivatives on a way.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct ArrayInFormat {
    /// The format.
    pub format: String,
    /// What sums are kept in.
    pub accumulate: String,
    /// In which order they are taken: `left`, `pairwise` or `blocks:K`.
    pub sum_order: String,
    /// What became of each derivative, in the order of the adjoints; null where it has no numbers.
    pub held: Vec<Option<HeldArray>>,
    /// What was lost, in the order in which it is computed; only where the last derivative is wrong.
    pub lost: Vec<ArrayLoss>,
    /// Changes with which the last derivative comes out right; each was carried out.
    pub repairs: Vec<ArrayRepair>,
}

/// What a format holds of an array.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct HeldArray {
    /// How many entries there are.
    pub entries: usize,
    /// How many of them are 0 though the true ones are not.
    pub zero: usize,
    /// How many have fewer digits than the format has.
    pub subnormal: usize,
    /// How many are infinite.
    pub infinite: usize,
    /// How many are not a number.
    pub not_a_number: usize,
    /// The length of all entries together.
    pub length: f64,
    /// How far they are from the true ones together, relative to the length of those; null where that is infinite.
    pub relative_error: Option<f64>,
    /// Whether they are wrong by more than half the digits of the format.
    pub wrong: bool,
}

/// Something that was lost.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct ArrayLoss {
    /// On the way to which quantity.
    pub of: Expression,
    /// `overflow`, `underflow`, `subnormal` or `absorption`.
    pub kind: String,
    /// The first entry of the operation at which it happened, from 1, row after row.
    pub entry: usize,
    /// The operands; of an absorption the sum and the term.
    pub operands: Vec<f64>,
    /// Of an absorption which term it was, from 1, and of how many.
    pub term: Option<[usize; 2]>,
    /// How often it happened; of absorptions in how many sums.
    pub count: usize,
}

/// A change with which a derivative comes out right.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct ArrayRepair {
    /// `accumulate`, `pairwise`, `shift` or `scale`.
    pub change: String,
    /// Of `accumulate` the format, of `scale` the power of 2.
    pub by: Option<String>,
    /// What comes out.
    pub held: HeldArray,
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
    /// The logarithm to base 10 above which it explodes through so many layers.
    pub exploding_above_log10: f64,
    /// The logarithm to base 10 below which it vanishes through so many layers.
    pub vanishing_below_log10: f64,
    /// Factor by factor, in the order of the adjoints.
    pub ledger: Vec<ArrayLedgerRow>,
    /// Directions in which almost nothing is left, while much is in others; null where there are none.
    pub lost: Option<ArrayLost>,
}

/// One step of a chain of derivatives.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct ArrayLedgerRow {
    /// How many ways lead to the derivative.
    pub ways: usize,
    /// The factor by which it comes from the one before; null where it is the first, comes by several ways, or is no matrix.
    pub factor: Option<ArrayLedgerFactor>,
    /// A number that its length is not above, by the bounds of all factors so far; null where one has none.
    pub bound_so_far: Option<Value>,
}

/// A factor of a chain of derivatives.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct ArrayLedgerFactor {
    /// The factor.
    pub factor: Expression,
    /// How many numbers it makes, of how many.
    pub sizes: [usize; 2],
    /// Whether it multiplies entry by entry.
    pub each_entry: bool,
    /// A number that its norm is not above, whatever the numbers of all that is computed.
    pub norm_at_most: Option<ArrayBound>,
    /// Its singular values at the given numbers, the largest first; null where it is too large for all of them.
    pub singular_values: Option<Vec<Value>>,
    /// Bounds of the largest singular value of a large factor.
    pub largest_between: Option<ArrayLargest>,
}

/// Bounds of a largest singular value.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct ArrayLargest {
    /// It is not below this: so much one direction is stretched.
    pub at_least: Value,
    /// It is not above this.
    pub at_most: Value,
    /// By what it is bounded from above: `frobenius` or `rows-and-columns`.
    pub by: String,
}

/// Directions in which almost nothing is left.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct ArrayLost {
    /// So many singular values of the product of the factors are below the limit,
    pub lost: usize,
    /// … of so many.
    pub of: usize,
    /// The row of the ledger down to which the product goes.
    pub after: usize,
    /// The row at which the first was lost.
    pub first: usize,
    /// The largest singular value of the product.
    pub largest: Value,
    /// The smallest.
    pub smallest: Value,
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
