//! A factor in JSON, how it is worked out, and the formulas behind primed functions.

use schemars::JsonSchema;
use serde::Serialize;

use super::value::{Float, Value};
use super::{Abridged, Expression};

/// The local derivative along one edge of the network.
#[derive(JsonSchema, Serialize)]
pub(crate) struct Factor<'a> {
    /// By which paths and terms name it; the same in all derivations of the report.
    pub id: usize,
    /// The quantity derived.
    pub child: &'a str,
    /// The input it is derived by.
    pub parent: &'a str,
    /// ∂child/∂parent.
    pub name: Expression,
    /// What it is; its own name where the form is left open.
    pub result: Abridged,
    /// The id of the working that leads there; null where the form is left open.
    pub working: Option<usize>,
    /// The judgement of the result as a whole; null where the form is left open.
    pub verdict: Option<Verdict>,
    /// Its number, where it is known.
    pub value: Option<Value>,
    /// Whether the worksheet states that number: then it is not derived.
    pub stated: bool,
}

/// How a factor is worked out, in the names of the first factor that needed it. The others that have it are worked out in the
/// same way under other names: each was compared with it.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct Working {
    /// By which factors name it.
    pub id: usize,
    /// The id of the factor in whose names it is written.
    pub factor: usize,
    /// The steps.
    pub steps: Vec<Step>,
    /// What holds of the factor, and what was taken for granted.
    pub facts: Vec<Fact>,
}

/// An equation by one rule.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct Step {
    /// The id of the rule.
    pub rule: String,
    /// What stood there.
    pub before: Side,
    /// What it equals by the rule.
    pub after: Side,
    /// How it was judged; null where only the whole was.
    pub verdict: Option<Verdict>,
}

/// A side of a step.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[serde(untagged)]
pub(crate) enum Side {
    /// An expression.
    Expression(Abridged),
    /// The derivative of the definition of a quantity, where that has too many terms or factors to be written anew in each
    /// working: it stands among the quantities.
    OfDefinition {
        /// The quantity.
        definition_of: String,
        /// What its definition is derived by.
        by: String,
    },
}

/// What became of an equation that was judged by evaluating both sides.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(crate) enum Verdict {
    /// The sides are the same number at every point tried.
    Exact,
    /// The sides lie in enclosures that meet at every point tried.
    Enclosed {
        /// The widest of them, relative to its size.
        width: Float,
    },
    /// The sides differ.
    Refuted {
        /// At this point.
        at: Vec<Coordinate>,
    },
    /// No point was found at which both sides are defined.
    Untested {
        /// Why.
        why: String,
    },
}

/// One coordinate of a point.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct Coordinate {
    /// The quantity.
    pub name: String,
    /// Its exact value, a fraction.
    pub value: String,
}

/// The formula of a primed function: σ'(Z) = σ(Z)·(1 − σ(Z)).
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct Slope {
    /// σ'(Z)
    pub primed: Expression,
    /// σ(Z)·(1 − σ(Z))
    pub formula: Expression,
    /// The formula with the worksheet's names for what it contains.
    pub named: Expression,
    /// Conventions that it rests on.
    pub rests_on: Vec<Fact>,
    /// How it was judged.
    pub verdict: Verdict,
}

/// Something that holds, or that was taken for granted.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(crate) enum Fact {
    /// A proven range: 0 < σ'(Z) ≤ 1/4.
    Range {
        /// Of what.
        of: Abridged,
        /// The range.
        range: Interval,
    },
    /// Needed for the derivation to be defined.
    Condition {
        /// Of what.
        of: Abridged,
        /// What it must be.
        must: Must,
        /// The range it must lie in, for `lie-within`.
        range: Option<Interval>,
    },
    /// A convention for the derivative at a kink.
    Convention {
        /// Of which function.
        function: String,
        /// At which argument.
        at: i64,
        /// What the derivative is taken to be.
        derivative: String,
        /// Whose convention it is.
        source: String,
    },
    /// A convention for the derivatives of `min` and `max` where their arguments are equal: 1/2 by each.
    Tie {
        /// `min` or `max`.
        function: String,
        /// The primed function whose formula it stands in; null where the worksheet has it.
        inside: Option<Expression>,
    },
}

/// What an expression must be.
#[derive(Clone, Copy, Debug, JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Must {
    /// Not zero.
    BeNonzero,
    /// Above zero.
    BePositive,
    /// In the range beside.
    LieWithin,
    /// A whole number.
    BeWhole,
    /// A power that is defined: with a positive base, with a base of 0 and an exponent that is not negative, or with a
    /// negative base and a whole exponent.
    BeDefined,
}

/// An interval; null for an end without bound.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct Interval {
    /// The lower end.
    pub lower: Option<End>,
    /// The upper end.
    pub upper: Option<End>,
}

/// An end of an interval.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct End {
    /// The bound, a fraction.
    pub value: String,
    /// Whether the bound itself is left out.
    pub open: bool,
}
