//! A worksheet, derived, verified, evaluated and judged: the report.
//!
//! - [`run()`]: reads, derives, verifies, evaluates, judges claims: what comes after what stands there, and a file has each part;
//! - [`Report`]: everything it found, as data; [`found`]: what was found in the types of those who found it, for tellers;
//! - `derived`, `pipeline`, `verification`: what is asked for, derived, evaluated and judged; [`refusal`], `kinks`, `no_derivative`: what has no
//!   number or no derivative;
//! - [`pattern`], `family_line`, [`finished`]: what repeats, and results as a textbook prints them;
//! - [`numerics`], [`layers`], [`mod@bounds`], [`mod@zero`], [`one_sided`]: what is said of a derivative's size;
//! - [`pins`], [`update`], [`by_hand`], [`claim`]: what the other statements ask for; `after_steps`: numbers after an update;
//! - [`mod@array`]: all of this for worksheets with declared shapes.
//!
//! Absent on purpose: files and printing, pages and formats.

#![warn(clippy::wildcard_enum_match_arm)]

mod after_steps;
pub mod array;
pub mod bounds;
pub mod by_hand;
pub mod claim;
mod derived;
mod digits;
mod exact_quantities;
pub mod factor_values;
mod family_line;
pub mod finished;
mod formulas;
mod forward;
pub mod found;
mod kinks;
pub mod layers;
mod no_derivative;
mod notations;
pub mod numerics;
mod one_expression;
pub mod one_sided;
mod options;
pub mod pattern;
pub mod pins;
mod pipeline;
mod program_inputs;
pub mod refusal;
pub mod report;
mod reported;
mod run;
pub mod top_paths;
pub mod typed;
mod undefined;
pub mod update;
mod verification;
mod warning;
mod without_value;
pub mod zero;
mod zero_factors;

pub use array::{
    ArrayDerivation, ArrayInFormat, ArrayReport, ArraySizes, Change, DerivedPart, HeldArray, LayerTable,
    LayerTableRow, LedgerFactor, LedgerRow, LostDirections, Map, Repair, Stretch,
};
pub use bounds::{BoundsReport, Enclosed, GivenUp};
pub use by_hand::{ByHandReport, HandDerivation, HandLine, HandProduct, HandUpdate};
pub use chainrule_worksheet::{ALL, PARTS, Part, Show, Steps};
pub use claim::{ClaimReport, Judgement};
pub use family_line::FamilyLine;
pub use formulas::{Formulas, value_of};
pub use numerics::{Level, Numerics};
pub use one_expression::{Derived, derive};
pub use options::Options;
pub use pattern::{Base, GroupReport, Judged, Maximum, OpenSizeReport, PatternBound, PatternReport};
pub use refusal::Refusal;
pub use report::{
    DerivationReport, FactorReport, FinishedReport, GradientReport, RankedPaths, Report, TopPathsReport,
    Warning,
};
pub use run::{Outcome, run, run_altered, run_source};
pub use update::{
    Kept, MOST_EXACT_DIGITS, MoveReport, Progress, RuleEquation, StepReport, TrainingReport, UpdateOutcome,
    UpdateReport,
};
