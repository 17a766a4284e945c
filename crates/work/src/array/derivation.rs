//! What is known of the derivative of a number by an array: its judgement, how large it is, what formats hold of it.

use chainrule_array::{EntryId, QuantityId, WholeId};
use chainrule_evaluator::verdict::{Limits, Size};
use chainrule_judge::array::ArrayTally;
use chainrule_number::singular::LargestBound;
use chainrule_number::{Format, Rational, Value};
use chainrule_program::array::Array;
use chainrule_program::array::in_format::{Carried, Seen};
use chainrule_proof::ProofRule;
use rustc_hash::FxHashMap;

use crate::refusal::Refusal;

/// The derivative of a number by a quantity.
#[derive(Clone, Debug)]
pub struct ArrayDerivation {
    /// Of what.
    pub of: QuantityId,
    /// By what.
    pub by: QuantityId,
    /// The adjoints on the way, those nearest to the number first; the last is the derivative. None where it is 0.
    pub adjoints: Vec<usize>,
    /// How it was judged.
    pub tally: ArrayTally,
    /// How large the derivatives on the way are, where they have numbers.
    pub sizes: Option<ArraySizes>,
    /// What programs in the formats asked for make of it.
    pub in_formats: Vec<ArrayInFormat>,
    /// One entry as it is worked out by hand, where it has numbers.
    pub by_hand: Option<EntryByHand>,
    /// Entries and lines that are asked for.
    pub parts: Vec<DerivedPart>,
    /// Where it is too long in terms of the network: by the other derivatives that are asked for.
    pub by_results: Option<WholeId>,
    /// Why it has no number although all that it is computed from has one.
    pub refusal: Option<Refusal>,
}

/// How large the derivatives on the way are.
#[derive(Clone, Debug)]
pub struct ArraySizes {
    /// The length of each, in the order of the derivation's adjoints.
    pub norms: Vec<Value>,
    /// How many slopes of functions the way passes that passes most: as many layers.
    pub layers: usize,
    /// Beyond what a derivative through so many layers vanishes or explodes.
    pub limits: Limits,
    /// Of what size the last one is.
    pub size: Size,
    /// Factor by factor, in the same order.
    pub ledger: Vec<LedgerRow>,
    /// Directions in which almost nothing is left, while much is in others.
    pub lost: Option<LostDirections>,
}

/// One step of a chain.
#[derive(Clone, Debug)]
pub struct LedgerRow {
    /// The factor by which this derivative comes from the one before; nothing where it is the first, or comes by several ways.
    pub factor: Option<LedgerFactor>,
    /// How many ways lead to it.
    pub ways: usize,
    /// A number that the length of the derivative is not above, by the bounds of all factors so far, where each has one.
    pub bound_so_far: Option<Rational>,
}

/// A factor of a chain.
#[derive(Clone, Debug)]
pub struct LedgerFactor {
    /// Which.
    pub map: Map,
    /// The sizes of the matrix: how many numbers it makes of how many.
    pub sizes: [usize; 2],
    /// A number that its norm is not above, whatever the numbers of all that is not given, and by which rules.
    pub at_most: Option<(Rational, Vec<&'static ProofRule>)>,
    /// What it does to lengths at the given numbers.
    pub stretch: Option<Stretch>,
}

/// What a factor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Map {
    /// The derivative of one vector by another, transposed on the way from a number back: its place among the factors.
    Jacobian {
        /// Its place.
        place: usize,
        /// Whether it is transposed.
        is_transposed: bool,
    },
    /// A vector or matrix that the derivative is multiplied by from the left.
    Left(WholeId),
    /// … and from the right.
    Right(WholeId),
    /// An array that it is multiplied by entry by entry.
    EachEntry(WholeId),
}

/// How much a matrix stretches.
#[derive(Clone, Debug)]
pub enum Stretch {
    /// Its singular values, the largest first.
    All(Vec<Value>),
    /// Bounds of the largest alone: the matrix is large.
    Largest {
        /// It is not below this,
        at_least: Value,
        /// … and not above this,
        at_most: Value,
        /// … by this.
        by: LargestBound,
    },
}

impl Stretch {
    /// The largest singular value and the smallest; the smallest only where it is known.
    pub fn ends(&self) -> (Option<&Value>, Option<&Value>) {
        match self {
            Self::All(values) => (values.first(), values.last().filter(|_| values.len() > 1)),
            Self::Largest { .. } => (None, None),
        }
    }
}

/// How many directions are nearly lost on the way, and where.
#[derive(Clone, Debug)]
pub struct LostDirections {
    /// So many singular values of the product of the factors are below the limit,
    pub lost: usize,
    /// … of so many,
    pub of: usize,
    /// … after this row of the ledger, where the product has that many directions.
    pub after: usize,
    /// The row after which the first was lost.
    pub first: usize,
    /// The largest singular value of the product.
    pub largest: Value,
    /// The smallest.
    pub smallest: Value,
}

/// What a program in a format makes of the derivatives on a way.
#[derive(Clone, Debug)]
pub struct ArrayInFormat {
    /// How it was carried out.
    pub carried: Carried,
    /// What became of each derivative, in the order of the derivation's adjoints; nothing where it has no numbers.
    pub held: Vec<Option<HeldArray>>,
    /// What was lost on the way, in the order in which it is computed: only where a derivative is wrong.
    pub lost: Vec<(QuantityId, Seen)>,
    /// What repairs the last derivative: each was carried out.
    pub repairs: Vec<Repair>,
}

/// What a format holds of an array.
#[derive(Clone, Debug, PartialEq)]
pub struct HeldArray {
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
    /// How far they are from the true ones, all together, relative to the length of those; nothing where that is infinite.
    pub error: Option<f64>,
    /// The length of all entries together.
    pub length: f64,
    /// Whether they are wrong: infinite or NaN, or further off than half the digits of the format.
    pub is_wrong: bool,
}

/// A change with which a derivative comes out right.
#[derive(Clone, Debug, PartialEq)]
pub struct Repair {
    /// What is changed.
    pub change: Change,
    /// What comes out.
    pub held: HeldArray,
}

/// What a repair changes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Change {
    /// Sums are kept in this format.
    Accumulate(&'static Format),
    /// Neighbours are added first.
    Pairwise,
    /// Of exponentials that are divided by their sum, the largest exponent is taken away first.
    Shift,
    /// The loss is multiplied by two to this power.
    Scale(i32),
}

/// One entry, worked out.
#[derive(Clone, Debug)]
pub struct EntryByHand {
    /// Its indices, from 1.
    pub at: Vec<u64>,
    /// What it is, its sums written out.
    pub symbols: EntryId,
    /// The numbers of what stands in it: entries of quantities, and functions of them.
    pub numbers: FxHashMap<EntryId, Value>,
    /// What it comes to.
    pub value: Value,
}

/// Part of a derivative.
#[derive(Clone, Debug)]
pub struct DerivedPart {
    /// The indices of what it is derived by; nothing for a whole axis.
    pub at: Vec<Option<u64>>,
    /// The part of the derivative.
    pub left: WholeId,
    /// What it is.
    pub right: WholeId,
    /// Its numbers, where they are known.
    pub numbers: Option<Array<Value>>,
}
