//! What was found of claims between arrays, in JSON.

use schemars::JsonSchema;
use serde::Serialize;

use super::{ArrayNumbers, Expression, Value};

/// What was found of vectors or matrices.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct ArrayFinding {
    /// In a word.
    pub finding: ArrayFound,
    /// The entry at which the sides differ, by its indices from 1; empty where they are numbers, or do not differ.
    pub at: Vec<usize>,
    /// What the left side is there, or the last number that agrees with a printed one; else null.
    pub left: Option<Value>,
    /// What the right side is there; null where it is a printed decimal, or the sides do not differ.
    pub right: Option<Value>,
    /// The numbers that were tried for the leaves; empty where they are the given ones.
    pub leaves: Vec<ArrayLeaf>,
    /// A change of one side with which the claim holds, where one was found; else null.
    pub slip: Option<ArraySlip>,
}

/// What was found of vectors or matrices, in a word.
#[derive(Clone, Copy, Debug, JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum ArrayFound {
    /// Both sides are one function for all numbers and sizes.
    SameFunction,
    /// Both sides are one function in every case tried of which arguments of relu, abs and max are above 0.
    SameForSigns,
    /// Both sides are one function wherever there is a derivative; at kinks, where there is none, they have other conventions.
    SameButAtKinks,
    /// Both sides are one function for all numbers at the sizes of the worksheet, not at all sizes.
    SameAtSizes,
    /// With the given numbers both sides are one function of the leaves that have none.
    SameAtGiven,
    /// At the given numbers they are equal, exactly.
    ExactNumbers,
    /// At the given numbers every entry stands as claimed to the one at the same place.
    EveryEntry,
    /// They agree to the digits printed.
    AsPrinted,
    /// They differ.
    Differ,
    /// A derivative in the claim has no rule.
    NoRule,
    /// They agree at the numbers tried, and are not shown to be the same function.
    AgreeWhereTried,
    /// No numbers were found at which both sides have a value.
    NothingTried,
    /// The arrays are too large to be tried at the sizes of the worksheet; at smaller ones the sides differ.
    TooLarge,
    /// They agree at the given numbers, as far as digits are certain.
    AgreeAsFarAsCertain,
    /// A side has no number.
    WithoutNumber,
    /// There is no printed decimal to compare with.
    NoDecimal,
    /// Too few digits are certain.
    TooFewDigits,
}

/// A leaf with numbers.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct ArrayLeaf {
    /// Its name.
    pub of: String,
    /// Its numbers.
    pub numbers: ArrayNumbers,
}

/// A change of one side with which a claim holds.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct ArraySlip {
    /// What kind of change.
    pub kind: SlipKind,
    /// What would have to stand there.
    pub holds_with: Expression,
    /// What stands there, where that is a part of a side; null where the whole side changes.
    pub in_place_of: Option<Expression>,
}

/// The slips that are looked for.
#[derive(Clone, Copy, Debug, JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum SlipKind {
    /// The side is transposed.
    Transposed,
    /// The side has the other sign.
    OtherSign,
    /// A factor 2 is missing.
    TwoMissing,
    /// There is a factor 2 too many.
    TwoTooMany,
    /// A mean is not divided by a size.
    SizeNotDividedBy,
    /// There is a division by a size too many.
    SizeTooMany,
    /// The factors of a product are swapped.
    FactorsSwapped,
    /// They are swapped and transposed.
    FactorsSwappedAndTransposed,
    /// They are swapped, and one is transposed.
    FactorsSwappedOneTransposed,
    /// A transpose is missing or too many.
    Transpose,
    /// An inverse is missing or too many.
    Inverse,
    /// A product entry by entry is meant.
    EntrywiseMeant,
    /// A product of matrices is meant.
    ProductMeant,
    /// The other axis is meant.
    OtherAxis,
    /// A term has the other sign.
    SignOfTerm,
    /// The slope of a function is meant.
    SlopeMeant,
    /// The function itself is meant.
    FunctionMeant,
    /// The slope of an activation is missing.
    SlopeMissing,
}
