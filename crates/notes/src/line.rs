//! What became of each relation of a page.

use std::ops::Range;

/// What a relation is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It says that something holds.
    Claim,
    /// It says what a name stands for.
    Definition,
    /// It gives a name its number.
    Given,
    /// A name gets a new value.
    Update,
    /// It asks for something, or supposes it.
    Condition,
    /// Numbers are put in for names.
    Substitution,
    /// It says what something tends to.
    Limit,
    /// None of these.
    None,
}

impl Role {
    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Claim => "claim",
            Self::Definition => "definition",
            Self::Given => "given",
            Self::Update => "update",
            Self::Condition => "condition",
            Self::Substitution => "substitution",
            Self::Limit => "limit",
            Self::None => "none",
        }
    }
}

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Both sides are the same number.
    Equal,
    /// It holds, by a proof.
    Proved,
    /// The printed number is the right one, rounded to its digits.
    PrintedDigits,
    /// Its digits are right, but cut off instead of rounded.
    Cut,
    /// It follows from numbers that were printed rounded.
    RoundedOperands,
    /// The power of ten is the nearest one.
    OrderOfMagnitude,
    /// It does not hold.
    Wrong,
    /// Neither could be shown.
    NotDecided,
    /// It was not understood.
    NotRead,
    /// There is nothing to judge.
    None,
}

impl Verdict {
    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Equal => "equal",
            Self::Proved => "proved",
            Self::PrintedDigits => "printed digits",
            Self::Cut => "cut",
            Self::RoundedOperands => "rounded operands",
            Self::OrderOfMagnitude => "order of magnitude",
            Self::Wrong => "wrong",
            Self::NotDecided => "not decided",
            Self::NotRead => "not read",
            Self::None => "none",
        }
    }

    /// Whether it says that the line is right.
    pub fn is_right(self) -> bool {
        match self {
            Self::Equal
            | Self::Proved
            | Self::PrintedDigits
            | Self::Cut
            | Self::RoundedOperands
            | Self::OrderOfMagnitude => true,
            Self::Wrong | Self::NotDecided | Self::NotRead | Self::None => false,
        }
    }
}

/// One relation of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The line in the file, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// Where it stands in the text that was read.
    pub place: Range<usize>,
    /// As it is written.
    pub latex: String,
    /// What it is there for.
    pub role: Role,
    /// The relation: `=`, `≈`, `≤`.
    pub relation: &'static str,
    /// What was found.
    pub verdict: Verdict,
    /// The right value, or the right formula.
    pub value: Option<String>,
    /// What may have happened.
    pub slip: Option<String>,
    /// Why.
    pub because: Option<String>,
    /// The line of the wrong result that this one is built on.
    pub built_on: Option<usize>,
    /// Whether a slip was looked for, where it is wrong.
    pub is_slip_sought: bool,
}

/// What was found, with its reasons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What the relation is there for.
    pub role: Role,
    /// What was found.
    pub verdict: Verdict,
    /// The right value, or the right formula.
    pub value: Option<String>,
    /// What may have happened.
    pub slip: Option<String>,
    /// Why.
    pub because: Option<String>,
    /// The line of the wrong result that this one is built on.
    pub built_on: Option<usize>,
    /// The right number, all of it.
    pub exact: Option<chainrule::number::Rational>,
}

impl Finding {
    /// A role and a verdict.
    pub fn new(role: Role, verdict: Verdict) -> Self {
        Self { role, verdict, value: None, slip: None, because: None, built_on: None, exact: None }
    }

    /// With a reason.
    #[must_use]
    pub fn because(mut self, why: impl Into<String>) -> Self {
        self.because = Some(why.into());
        self
    }

    /// With the right value.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = Some(value.into());
        self
    }

    /// With a slip, where there is one.
    #[must_use]
    pub fn slip(mut self, slip: Option<String>) -> Self {
        self.slip = slip;
        self
    }
}
