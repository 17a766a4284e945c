//! What became of a claim, as data: the tellers put it into words.

use chainrule_array::WholeId;
use chainrule_diagnostic::Span;
use chainrule_number::{Rational, Undefined, Value};
use chainrule_program::Observed;
use chainrule_proof::ProofRule;
use chainrule_proof::counterexample::Point;
use chainrule_symbolic::graph::{ExprId, SymbolId};
use chainrule_worksheet::{Claim, Relation};

use crate::after_steps::NoNumber;
use crate::reported::array_finding::{ArrayDifference, ArrayDoubt, ArrayGround};

/// What became of a claim.
#[derive(Clone, Debug, PartialEq)]
pub enum Judgement {
    /// It holds, on these grounds: those of all its relations, equal ones once.
    Proved(Vec<Ground>),
    /// As written it does not hold, but some numbers that round to its operands give what is claimed.
    Consistent {
        /// How it fails as written.
        as_written: Refutation,
        /// From where to where the side goes that is computed, its operands rounded as printed.
        reached: [Rational; 2],
    },
    /// It speaks of no numbers at all: nowhere are both sides defined. Counts as failed.
    Vacuous {
        /// Whether the leaves have ranges, so that it may say something outside them.
        within_ranges: bool,
    },
    /// It does not hold.
    Refuted(Refutation),
    /// Neither could be shown: counts as failed.
    Undecided(Doubt),
}

/// Why a relation holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Ground {
    /// By what.
    pub by: By,
    /// Whether one side is 0 and the other only to the digits printed.
    pub is_zero_as_printed: bool,
}

/// By what a relation is seen to hold.
#[derive(Clone, Debug, PartialEq)]
pub enum By {
    /// The numbers of both sides.
    Numbers {
        /// The left side.
        left: Observed,
        /// How it stands to the right one.
        relation: Relation,
        /// The right side.
        right: Observed,
    },
    /// Both sides are the same number: this one, where it is known.
    SameNumber(Option<Value>),
    /// Both sides are the same function of their leaves.
    SameFunction,
    /// What was found of vectors or matrices.
    Arrays(ArrayGround),
    /// Rules, the last one first.
    Rules(Vec<&'static ProofRule>),
}

impl From<By> for Judgement {
    fn from(by: By) -> Self {
        Self::Proved(vec![Ground { by, is_zero_as_printed: false }])
    }
}

/// Why a claim does not hold.
#[derive(Clone, Debug, PartialEq)]
pub enum Refutation {
    /// The numbers of both sides.
    Numbers([Observed; 2]),
    /// Both sides are the same number, at this point where they depend on leaves: one was to be less.
    SameNumber(Option<Point>),
    /// Both sides are the same function, which has a value at this point: one was to be less.
    SameFunction(Point),
    /// The sides differ at a point: numbers for leaves.
    DifferAt(Point),
    /// The sides stand the other way round at a point.
    FailsAt(Point),
    /// A side has no value.
    WithoutValue(Undefined),
    /// What a format holds of a side is no number.
    NotHeld {
        /// The name of the format.
        format: &'static str,
        /// An infinity or NaN.
        held: Observed,
    },
    /// What a quantity is after a step of an update is no number.
    AfterStep {
        /// The quantity.
        of: SymbolId,
        /// Why.
        why: NoNumber,
    },
    /// Two vectors or matrices differ.
    Arrays(ArrayDifference),
    /// No numbers that round to the operands give the result: they reach from here to there.
    NotReachable([Rational; 2]),
}

impl From<Refutation> for Judgement {
    fn from(refutation: Refutation) -> Self {
        Self::Refuted(refutation)
    }
}

/// Why neither a proof nor a counterexample was found.
#[derive(Clone, Debug, PartialEq)]
pub enum Doubt {
    /// The claim compares nothing.
    NothingCompared,
    /// What a number format holds is known of numbers only: every name needs a value. The format's name; nothing where
    /// `inf` or `nan` stands alone.
    NeedsNumbers(Option<&'static str>),
    /// Both sides are about these numbers, which no precision told apart.
    TooClose([Value; 2]),
    /// A side is beyond what exponents count.
    BeyondExponents,
    /// It was proved, but no numbers were found for which both sides are defined.
    PerhapsVacuous,
    /// It fails where one open function has different values at two places, and whether those are ever apart is not known.
    OneOpenFunction,
    /// Nothing certain was found of vectors or matrices.
    Arrays(ArrayDoubt),
    /// There are so many claims before it, and no more are judged.
    After(usize),
    /// No point was found at which both sides are numbers that can be compared.
    NoPoint,
    /// At a kink it speaks of a convention, and the derivative is another number.
    NotTheSlope {
        /// What the convention gives.
        taken: Value,
        /// The derivative.
        slope: Value,
    },
    /// The only points found at which it fails are at kinks, as this one: there conventions stand for the derivative.
    OnlyAtKink(Point),
    /// At the point found this stated derivative is another number by its own formula.
    AgainstPin(ExprId),
    /// The sides agree wherever they were tried.
    NotProvedEqual,
    /// It holds wherever it was tried. The number of steps, where those ended the search.
    NotProved {
        /// After how many steps the search was ended.
        ended_after: Option<usize>,
    },
    /// It does not hold as written, and it was not found what the operands reach.
    AsPrinted {
        /// How it fails as written.
        as_written: Refutation,
        /// Whether the side that is computed has a value for all numbers that round to its operands.
        is_defined: bool,
    },
}

impl From<Doubt> for Judgement {
    fn from(doubt: Doubt) -> Self {
        Self::Undecided(doubt)
    }
}

/// A claim and what became of it.
#[derive(Clone, Debug)]
pub struct ClaimReport {
    /// As written.
    pub text: String,
    /// Where.
    pub span: Span,
    /// The judgement of the claim as a whole.
    pub judgement: Judgement,
    /// The number format that rounds the exact value of something computed once, where a program would round each
    /// operation.
    pub rounds_once: Option<&'static str>,
    /// Whether it was decided by the number that a convention gives at a kink, where there is no derivative.
    pub by_convention: bool,
    /// The sides of a claim between arrays, and how they are compared.
    pub of_arrays: Option<([WholeId; 2], Relation)>,
}

impl ClaimReport {
    /// A claim of which no more is to be said than how it was judged.
    pub(crate) fn new(claim: &Claim, judgement: Judgement) -> Self {
        let (text, span) = (claim.text.clone(), claim.span);
        Self { text, span, judgement, rounds_once: None, by_convention: false, of_arrays: None }
    }

    /// Whether all that it claims was shown: of numbers that were printed rounded it claims no more than that they are
    /// consistent.
    pub fn holds(&self) -> bool {
        matches!(self.judgement, Judgement::Proved(_) | Judgement::Consistent { .. })
    }
}
