//! The types of the JSON report. Names and meanings are a promise: a change of either changes `schema`.
//!
//! - [`abridged`]: expressions that refer to long parts;
//! - [`derivation`], [`gradient`], [`factor`], [`finished`], [`pattern`], [`group`], [`top_paths`]: what was derived; [`bound`]: bounds;
//! - [`ledger`], [`verdict`]: products in number formats and what is wrong with them; [`value`]: numbers; [`list`]: what is written item by item;
//! - [`arrays`], [`array_claim`], [`array_layers`]: vectors and matrices, what was found of claims about them, and tables;
//! - [`zero`]: why a derivative is 0; [`update`], [`claim`]: gradient steps and claims; [`by_hand`]: the worksheet with each line rounded.

mod abridged;
mod array_claim;
mod array_layers;
mod arrays;
mod bound;
mod by_hand;
mod claim;
mod derivation;
mod factor;
mod finished;
mod gradient;
mod group;
mod ledger;
mod list;
mod path_count;
mod pattern;
mod proof_rule;
mod top_paths;
mod update;
mod value;
mod verdict;
mod zero;

use schemars::JsonSchema;
use serde::Serialize;

pub(crate) use abridged::{Abridged, LongPart};
pub(crate) use array_claim::{ArrayFinding, ArrayFound, ArrayLeaf, ArraySlip, SlipKind};
pub(crate) use array_layers::{ArrayLayer, ArrayLayers};
pub(crate) use arrays::{
    ArrayAdjoint, ArrayBound, ArrayDerivation, ArrayEntryByHand, ArrayFactor, ArrayFile, ArrayInFormat,
    ArrayKnown, ArrayLargest, ArrayLayout, ArrayLedgerFactor, ArrayLedgerRow, ArrayLine, ArrayLoss,
    ArrayLost, ArrayNumbers, ArrayPart, ArrayQuantity, ArrayRange, ArrayRepair, ArraySizes, ArrayVerified,
    Arrays, HeldArray,
};
pub(crate) use bound::{Bounds, Enclosure, FactorEnclosure, GivenUp, Inference, PartBound, Theorem, Why};
pub(crate) use by_hand::{ByHand, HandDerivation, HandLine, HandProduct};
pub(crate) use claim::{Because, Claim, ClaimSide, Doubt, Judgement, LeafValue};
pub(crate) use derivation::{Adjoint, AtKink, Derivation, Fold, Form, Path, Term, Verified, Worked};
pub(crate) use factor::{Coordinate, End, Fact, Factor, Interval, Must, Side, Slope, Step, Verdict, Working};
pub(crate) use finished::{Finished, FinishedLine};
pub(crate) use gradient::{Gradient, Leaf, SweptBack, ValuedAdjoint};
pub(crate) use group::{Group, GroupMember};
pub(crate) use ledger::{Extreme, Ledger, LedgerFormat, LedgerRow, Level, Order};
pub(crate) use list::List;
pub(crate) use path_count::PathCount;
pub(crate) use pattern::{
    AtEverySize, Pattern, PatternBound, PatternMaximum, PatternMembers, PatternOver, PatternPart,
};
pub(crate) use proof_rule::ProofRule;
pub(crate) use top_paths::{Obstacle, TopPath, TopPaths};
pub(crate) use update::{
    Batches, Course, Kept, Note, RuleArgument, RuleEquation, Training, TrainingEnd, Update, UpdateRule,
};
pub(crate) use value::{Held, Value};
pub(crate) use verdict::{
    Beyond, Blame, Cause, CauseKind, ChangedFormula, InFormat, Largest, LossScales, NeededWeight, NotANumber,
    Rearranged, Replaced, ReplacedIn, Saturation, Size, SizeVerdict, SteadyFormulas,
};
pub(crate) use zero::{Flat, FlatAt, Zero, ZeroFactor};

/// Everything that `chainrule run` found in one worksheet.
#[derive(JsonSchema, Serialize)]
pub(crate) struct Report<'a> {
    /// The number of this layout. It changes when a field changes its meaning or goes; new fields may come.
    pub schema: u32,
    /// The quantities that the worksheet defines, in the order written.
    pub quantities: List<'a, Quantity<'a>>,
    /// Definitions of members of a family that follow each other, written once with their index.
    pub family_lines: List<'a, FamilyLine>,
    /// Definitions over indices as they were typed, their sums as sums.
    pub typed: List<'a, TypedDefinition>,
    /// The derivations, in the order asked for.
    pub derivations: List<'a, Derivation<'a>>,
    /// The gradients by so many leaves that they are derived in one sweep, in the order asked for.
    pub gradients: List<'a, Gradient<'a>>,
    /// The factors that derivations and gradients cite, each once.
    pub factors: List<'a, Factor<'a>>,
    /// How factors are worked out, each working once for all factors that share it under other names.
    pub workings: List<'a, Working>,
    /// The formulas behind the primed functions in the factors, each once.
    pub slopes: List<'a, Slope>,
    /// The lines of backpropagation that derivations cite, each once.
    pub adjoints: List<'a, Adjoint<'a>>,
    /// The long sums and products to which expressions refer, each once; there where any does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub long_parts: Option<Vec<LongPart>>,
    /// Derivations by all members of a family, written once for all.
    pub groups: List<'a, Group>,
    /// Derivations at every size, where the worksheet leaves one open with `let N`.
    pub at_every_size: List<'a, AtEverySize>,
    /// The single gradient steps, an entry for each weight that moves.
    pub updates: Vec<Update>,
    /// The updates of many steps, or in a number format.
    pub training: Vec<Training>,
    /// The worksheet worked out by hand, where `--round` asks for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by_hand: Option<ByHand>,
    /// What a worksheet with declared shapes says, derived.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arrays: Option<Arrays>,
    /// The claims, as judged.
    pub claims: Vec<Claim>,
    /// The rules that the steps cite.
    pub rules: Vec<Rule>,
    /// What there is to beware of.
    pub warnings: List<'a, Warning>,
}

/// An expression. The text is worksheet text: reading it gives the same expression.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct Expression {
    /// In ASCII, as the worksheet language writes it.
    pub text: String,
    /// For LaTeX's math mode, with amsmath; there where `--with-latex` asks for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latex: Option<String>,
}

/// A quantity and what it is computed from.
#[derive(JsonSchema, Serialize)]
pub(crate) struct Quantity<'a> {
    /// Its name in canonical form: `w11^{(2)}`.
    pub name: &'a str,
    /// Its name in LaTeX.
    pub latex: String,
    /// Its formula; null where the form is left open.
    pub formula: Option<Expression>,
    /// The names it depends on, in the order a reader meets them.
    pub inputs: Vec<&'a str>,
    /// Its number, where that is known and the worksheet has no more quantities than a page shows with their numbers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
}

/// The definitions of members of a family that follow each other, as one; each was compared with it.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct FamilyLine {
    /// `z[l]`
    pub name: Expression,
    /// `w[l]*a[l-1] + b[l]`; null where the form is left open.
    pub formula: Option<Expression>,
    /// What it depends on, in the order a reader meets it.
    pub inputs: Vec<Expression>,
    /// The index.
    pub index: String,
    /// Its lowest value.
    pub low: i64,
    /// Its highest value.
    pub high: i64,
    /// The place of the first member written among the quantities, from 0; the others follow it, with the index going up
    /// or down.
    pub first: usize,
}

/// A definition over indices as it was typed.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct TypedDefinition {
    /// `z[i]`
    pub name: Expression,
    /// `sum(w[i,j]*x[j] for j in 1..40) + b[i]`
    pub formula: Expression,
    /// What its own indices run over; empty where it defines one quantity.
    pub ranges: Vec<TypedRange>,
    /// How many terms its widest sum has; 0 where it has none.
    pub terms: u64,
    /// The place of the first thing that it defines among the quantities, from 0; the others follow it, the last index
    /// fastest.
    pub first: usize,
    /// How many it defines.
    pub count: usize,
}

/// An index and what it runs over.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct TypedRange {
    /// The index.
    pub index: String,
    /// Its lowest value, by other indices perhaps.
    pub low: Expression,
    /// Its highest value.
    pub high: Expression,
}

/// A rule of calculus or arithmetic.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct Rule {
    /// By which steps cite it.
    pub id: String,
    /// Its name in school.
    pub name: String,
    /// What it states.
    pub statement: String,
}

/// Something to beware of in the worksheet.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub(crate) struct Warning {
    /// Under which `chainrule explain` has a page on it.
    pub code: String,
    /// What it is.
    pub message: String,
    /// Where it begins: the line, from 1.
    pub line: usize,
    /// … and the column in characters, from 1.
    pub column: usize,
    /// Where it ends: the line,
    pub end_line: usize,
    /// … and the column behind its last character.
    pub end_column: usize,
    /// What to know about it.
    pub notes: Vec<String>,
    /// What to type instead.
    pub help: Vec<String>,
}
