//! What was found of claims between arrays, as data: the tellers put it into words.

use chainrule_array::{QuantityId, WholeId};
use chainrule_number::Value;
use chainrule_program::array::Array;
use chainrule_worksheet::ClaimIndex;

/// By what two arrays are seen to be equal, or one no larger than the other.
#[derive(Clone, Debug, PartialEq)]
pub enum ArrayGround {
    /// They are the same function for all numbers and sizes; one of them.
    SameFunction(WholeId),
    /// They are the same function in every case drawn of which arguments of relu, abs and max are above 0; one of them.
    SameForSigns(WholeId),
    /// They are the same function wherever what is derived has a derivative, and differ at kinks, where conventions stand for
    /// one; one of them.
    SameButAtKinks(WholeId),
    /// They are the same function at the sizes that the worksheet has, not at all; one of them.
    SameAtSizes(WholeId),
    /// The same function of the leaves without numbers, with the numbers of the others.
    SameAtGiven(WholeId),
    /// Their numbers are the same fractions.
    ExactNumbers,
    /// Every entry stands as claimed to the one at the same place, at the given numbers.
    EveryEntry,
    /// Their numbers agree to the digits printed; the last of them.
    AsPrinted(Value),
}

/// Where two arrays differ.
#[derive(Clone, Debug, PartialEq)]
pub struct ArrayDifference {
    /// The entry, by its indices from 1; none where both are numbers.
    pub at: Vec<usize>,
    /// What the left side is there.
    pub left: Value,
    /// What the right side is there; nothing where it is a printed decimal.
    pub right: Option<Value>,
    /// The numbers that were tried for the leaves; none where they are the given ones.
    pub leaves: Vec<(QuantityId, Array<Value>)>,
    /// The change with which the claim holds, where one was found.
    pub slip: Option<LikelySlip>,
}

/// Why it was not found whether two arrays are equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArrayDoubt {
    /// A derivative in the claim has no rule.
    NoRule,
    /// The sides agree at the numbers tried, and are not shown to be the same function.
    AgreeWhereTried,
    /// No numbers were found at which both sides have a value.
    NothingTried,
    /// The arrays are too large to be tried at the sizes that the worksheet has, and at smaller ones the sides differ.
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

/// A change of one side with which a claim holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LikelySlip {
    /// What kind of change.
    pub kind: SlipKind,
    /// What stands there and what has to stand there instead; nothing where the whole side changes.
    pub replaced: Option<[WholeId; 2]>,
    /// The whole side as it would have to be.
    pub whole: WholeId,
    /// The letters of a claim by entries: the side is told by its entry at these.
    pub letters: Vec<ClaimIndex>,
}

impl LikelySlip {
    /// The letters of a claim by entries, as they were typed.
    pub fn letters(&self) -> Vec<&str> {
        self.letters.iter().map(|index| index.name.as_str()).collect()
    }
}

/// The slips that are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlipKind {
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
