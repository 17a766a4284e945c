//! A worksheet, derived, verified, evaluated and judged: the report.
//!
//! - [`run()`]: reads, derives, verifies, evaluates, judges claims;
//! - [`Report`]: everything it found, as data.
//!
//! Absent on purpose: files and printing, pages and formats.

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
pub mod refusal;
pub mod report;
mod run;
pub mod top_paths;
pub mod typed;
pub mod update;
mod verification;
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
