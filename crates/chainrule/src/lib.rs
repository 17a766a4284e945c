//! Worksheet text in, a worked and verified report out.
//!
//! ```
//! let options = chainrule::Options::default();
//! let outcome = chainrule::run("neuron.chain", "a = sigmoid(w*x)\nderive da/dw\ngiven w = 0, x = 2", &options);
//! let report = outcome.report.expect("the worksheet has no error");
//! assert_eq!(report.exit_code(), 0);
//! assert!(chainrule::page(&report, &options).text(80, false, false).contains("σ'"));
//! ```
//!
//! - [`run`]: reads, derives, verifies, evaluates, judges claims;
//! - [`Report`]: everything it found, as data; [`page`] tells it, as text or LaTeX, and [`json`] writes it for programs.
//!
//! Absent on purpose: files and printing.

mod asked;
mod bounds;
mod by_hand;
mod claim;
mod digits;
mod factor_values;
mod family_line;
mod json;
mod kinks;
mod no_derivative;
mod notations;
mod numerics;
mod one_sided;
mod page;
mod pattern;
mod pins;
mod refusal;
mod report;
mod run;
mod top_paths;
mod update;
mod value;
mod verification;
mod zero;
mod zero_factors;

pub use bounds::{BoundsReport, Enclosed};
pub use by_hand::{ByHandReport, HandDerivation, HandLine, HandProduct, HandUpdate};
pub use chainrule_diagnostic as diagnostic;
pub use chainrule_evaluator::ledger::Order;
pub use chainrule_evaluator::number::format::{ALL_FORMATS, Format};
pub use chainrule_evaluator::number::{DecimalRounding, Digits, Ties};
pub use chainrule_evaluator::top_paths::MOST_TOP_PATHS;
pub use chainrule_render as render;
pub use chainrule_symbolic as symbolic;
pub use claim::{ClaimReport, Judgement};
pub use family_line::FamilyLine;
pub use json::{json, json_schema};
pub use numerics::{Level, Numerics};
pub use page::page;
pub use pattern::{Base, GroupReport, Judged, Maximum, OpenSizeReport, PatternBound, PatternReport};
pub use refusal::Refusal;
pub use report::{DerivationReport, FactorReport, GradientReport, Report, Warning};
pub use run::{Options, Outcome, run, run_source};
pub use top_paths::{RankedPaths, TopPathsReport};
pub use update::{
    Kept, MOST_EXACT_DIGITS, MoveReport, Progress, RuleEquation, StepReport, TrainingReport, UpdateOutcome,
    UpdateReport,
};
