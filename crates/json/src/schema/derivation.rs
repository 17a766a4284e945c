//! A derivation in JSON: its chain and how it was verified.

use schemars::JsonSchema;
use serde::Serialize;

use super::bound::Bounds;
use super::factor::Coordinate;
use super::ledger::{Ledger, Level};
use super::list::List;
use super::path_count::PathCount;
use super::top_paths::TopPaths;
use super::value::{Float, Value};
use super::verdict::SizeVerdict;
use super::{Abridged, Expression, Finished, Pattern, Warning, Zero};

/// The derivative of one quantity by another.
#[derive(JsonSchema, Serialize)]
pub(crate) struct Derivation<'a> {
    /// The quantity derived.
    pub target: String,
    /// The quantity it is derived by.
    pub by: String,
    /// ∂target/∂by.
    pub name: Expression,
    /// Where the target is itself a derivative: which one its name stands for.
    pub stands_for: Option<Expression>,
    /// The derivation; null where a step of it was refuted.
    pub worked: Option<Worked<'a>>,
    /// What is known of its size; null where its number is known, or nothing is.
    pub bounds: Option<Bounds>,
    /// Points at which steps were refuted; empty where none was.
    pub refuted_at: Vec<Vec<Coordinate>>,
    /// Why it has no number although all that it is computed from has one; null where it has one, or something is not
    /// given.
    pub refused: Option<Warning>,
}

/// A derivation, worked out and verified.
#[derive(JsonSchema, Serialize)]
pub(crate) struct Worked<'a> {
    /// How many paths lead from `by` to `target`.
    pub paths: PathCount,
    /// The chain rule over the network.
    pub form: Form<'a>,
    /// What repeats in it, written once; null where nothing does.
    pub pattern: Option<Pattern>,
    /// The ids of its factors, each once, in the order met.
    pub factors: Vec<usize>,
    /// The factors put back, in the order of the chain.
    pub result: Abridged,
    /// The result in the form a textbook prints; null where it has that form already, or is too large.
    pub finished: Option<Finished>,
    /// Its number, where all is known.
    pub value: Option<Value>,
    /// Why it is 0; null where it is not, or is not known to be.
    pub zero: Option<Zero>,
    /// Where its number is a convention for a kink and not the derivative: what the slopes from both sides say; else null.
    pub at_kink: Option<AtKink>,
    /// The paths that carry most of it; null where they were not asked for.
    pub top_paths: Option<TopPaths>,
    /// The products factor by factor, one for each path while they are few.
    pub ledgers: Vec<Ledger<'a>>,
    /// For backpropagation: the sizes of the adjoints, level by level from the target back.
    pub levels: Vec<Level>,
    /// Of what size it is and what number formats make of it, where its number is known.
    pub size: Option<SizeVerdict>,
    /// How all of it was verified.
    pub verified: Verified,
}

/// What stands beside a number that is a convention for a kink.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(crate) enum AtKink {
    /// The slope is the same from both sides, and it is another number.
    Slope {
        /// The slope.
        slope: Value,
    },
    /// There is no derivative: the slopes from both sides differ.
    Kink {
        /// The slope from the left.
        left: Value,
        /// The slope from the right.
        right: Value,
    },
    /// There is no derivative: what is derived jumps.
    Jump {
        /// What it tends to from the left.
        left: Value,
        /// What it tends to from the right.
        right: Value,
    },
    /// There is no derivative: what is derived is a derivative that does not exist there.
    OfNothing,
}

/// What the chain rule says over the network.
#[derive(JsonSchema, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(crate) enum Form<'a> {
    /// A quantity by itself: 1.
    Same,
    /// The target does not depend on the quantity: 0.
    Independent {
        /// The leaves it does depend on.
        leaves: Vec<String>,
    },
    /// Few paths: the sum of the products along them.
    Paths {
        /// The paths.
        paths: Vec<Path<'a>>,
    },
    /// Many paths: from the target back, one line for each quantity.
    Backpropagation {
        /// The places of its lines among the report's `adjoints`, from the target back.
        adjoints: Vec<usize>,
    },
}

/// One way from the target back.
#[derive(JsonSchema, Serialize)]
pub(crate) struct Path<'a> {
    /// The ids of its factors, from the target on.
    pub factors: Vec<usize>,
    /// Neighbouring factors that read as one, from layer to layer.
    pub folds: List<'a, Fold>,
}

/// Two neighbouring factors of a path that read as one.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct Fold {
    /// The place of the first of the two on the path, from 0.
    pub first: usize,
    /// The name of the whole.
    pub name: Expression,
}

/// The derivative of a target by one quantity: the sum, over the quantities that use it, of the derivative by the user times
/// the factor between the two.
#[derive(JsonSchema, Serialize)]
pub(crate) struct Adjoint<'a> {
    /// By which quantity.
    pub by: &'a str,
    /// The summands.
    pub terms: Vec<Term<'a>>,
}

/// A summand of an adjoint.
#[derive(JsonSchema, Serialize)]
pub(crate) struct Term<'a> {
    /// The quantity that uses it.
    pub user: &'a str,
    /// The id of the factor between them.
    pub factor: usize,
}

/// How many steps were verified, and how.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct Verified {
    /// All steps judged, the chain over the network included.
    pub steps: usize,
    /// Those that hold exactly at every point tried.
    pub exact: usize,
    /// Those that hold within enclosures.
    pub enclosed: usize,
    /// Those that could not be tried.
    pub untested: usize,
    /// The widest enclosure, relative to its size.
    pub worst_width: Float,
}
