//! Claims in JSON.

use schemars::JsonSchema;
use serde::Serialize;

use super::proof_rule::ProofRule;
use super::{ArrayFinding, Expression, Held, Value};

/// A claim, as judged.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct Claim {
    /// As written.
    #[serde(rename = "claim")]
    pub text: String,
    /// What became of it.
    pub judgement: Judgement,
    /// Why: of a claim that is proved one entry for each ground.
    pub because: Vec<Because>,
    /// The number format that rounds the exact value of something computed once, where a program would round each
    /// operation; else null.
    pub rounds_once: Option<String>,
    /// Whether it was decided by the number that a convention gives at a kink, where there is no derivative.
    pub by_convention: bool,
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

/// Why a claim was judged as it was.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(crate) enum Because {
    /// The numbers of both sides.
    Numbers {
        /// The left side.
        left: ClaimSide,
        /// The right side.
        right: ClaimSide,
        /// Whether one side is 0 and the other only to the digits printed.
        zero_as_printed: bool,
    },
    /// Both sides are one number.
    SameNumber {
        /// At these numbers for leaves; empty where it does not depend on any.
        at: Vec<LeafValue>,
        /// The number, where it is known.
        value: Option<Value>,
    },
    /// Both sides are one function of their leaves.
    SameFunction {
        /// Whether one side is 0 and the other only to the digits printed.
        zero_as_printed: bool,
    },
    /// By rules of proof, the last one first.
    Rules {
        /// The rules.
        rules: Vec<ProofRule>,
        /// Whether one side is 0 and the other only to the digits printed.
        zero_as_printed: bool,
    },
    /// The sides differ at a point.
    DifferAt {
        /// The point.
        at: Vec<LeafValue>,
    },
    /// The sides stand the other way round at a point.
    FailsAt {
        /// The point.
        at: Vec<LeafValue>,
    },
    /// A side has no value.
    WithoutValue {
        /// Why, for people.
        why: String,
    },
    /// What a number format holds of a side is no number.
    NotHeld {
        /// The format.
        format: String,
        /// `inf`, `-inf` or `NaN`.
        held: ClaimSide,
    },
    /// A quantity has no number after a step of an update.
    AfterStep {
        /// The quantity.
        of: String,
    },
    /// Numbers that round to the operands as printed reach from one end to the other.
    Reached {
        /// The lower end, a fraction.
        from: String,
        /// The upper end, a fraction.
        to: String,
    },
    /// What was found of vectors or matrices.
    Arrays {
        /// What.
        found: ArrayFinding,
    },
    /// Nowhere are both sides defined.
    NowhereDefined {
        /// Whether that was looked at within ranges of leaves.
        within_ranges: bool,
    },
    /// What could not be decided.
    NotDecided {
        /// In a word.
        doubt: Doubt,
        /// After so many steps the search was ended; else null.
        ended_after: Option<usize>,
    },
}

/// Why neither a proof nor a counterexample was found.
#[derive(Clone, Copy, Debug, JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Doubt {
    /// The claim compares nothing.
    NothingCompared,
    /// What a number format holds is known of numbers only.
    NeedsNumbers,
    /// No precision told both sides apart.
    TooClose,
    /// A side is beyond what exponents count.
    BeyondExponents,
    /// It was proved, but no numbers were found for which both sides are defined.
    PerhapsVacuous,
    /// It fails where one open function has different values at two places, and whether those are ever apart is not known.
    OneOpenFunction,
    /// So many claims stand before it that it is not judged.
    After,
    /// No point was found at which both sides are numbers that can be compared.
    NoPoint,
    /// At a kink the conventions give another number than the derivative is.
    NotTheSlope,
    /// At the point found a stated derivative is another number by its own formula.
    AgainstPin,
    /// The only points found at which it fails are at kinks, where conventions stand for the derivative.
    OnlyAtKink,
    /// It holds wherever it was tried.
    NotProved,
    /// It does not hold as printed, and whether its operands reach it was not found.
    AsPrinted,
}

/// A number for a leaf.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct LeafValue {
    /// The leaf.
    pub of: Expression,
    /// The number, a fraction.
    pub value: String,
}

/// The number of a side.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[serde(untagged)]
pub(crate) enum ClaimSide {
    /// A number.
    Number(Value),
    /// An infinity or NaN.
    Beyond(Held),
}
