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
//! - [`run`]: reads, derives, verifies, evaluates, judges claims; [`derive()`]: the same for one expression and one name;
//! - [`Report`]: everything it found, as data; [`page`] tells it, in any of the formats of [`render`], [`json`] writes it for programs,
//!   [`write_json`] piece by piece, and [`plot`] draws it;
//! - [`function_page`]: what is known of one function.
//!
//! Absent on purpose: files and printing.

#![warn(clippy::wildcard_enum_match_arm)]

pub use chainrule_diagnostic as diagnostic;
pub use chainrule_evaluator::ledger::Order;
pub use chainrule_evaluator::top_paths::MOST_TOP_PATHS;
pub use chainrule_json::{json, json_schema, write as write_json};
pub use chainrule_number as number;
pub use chainrule_number::format::{ALL_FORMATS, Format};
pub use chainrule_number::{DecimalRounding, Digits, Ties};
pub use chainrule_page::{claim_reason, function_list, function_page, judgement_reason, page};
pub use chainrule_plot as plot;
pub use chainrule_render as render;
pub use chainrule_render::array::JacobianLayout;
pub use chainrule_symbolic as symbolic;
pub use chainrule_work::FamilyLine;
pub use chainrule_work::Refusal;
pub use chainrule_work::array::{ArrayDifference, ArrayDoubt, ArrayGround, LikelySlip, SlipKind};
pub use chainrule_work::claim::{By, ClaimReport, Doubt, Ground, Judgement, Refutation};
pub use chainrule_work::found::SumOrder;
pub use chainrule_work::{ALL, PARTS, Part, Show, Steps};
pub use chainrule_work::{
    ArrayDerivation, ArrayInFormat, ArrayReport, ArraySizes, Change, HeldArray, LayerTable, LayerTableRow,
    LedgerFactor, LedgerRow, LostDirections, Map, Repair, Stretch,
};
pub use chainrule_work::{Base, GroupReport, Judged, Maximum, OpenSizeReport, PatternBound, PatternReport};
pub use chainrule_work::{BoundsReport, Enclosed, GivenUp};
pub use chainrule_work::{ByHandReport, HandDerivation, HandLine, HandProduct, HandUpdate};
pub use chainrule_work::{DerivationReport, FactorReport, GradientReport, Report, Warning};
pub use chainrule_work::{Derived, Options, Outcome, derive, run, run_source};
pub use chainrule_work::{Formulas, value_of};
pub use chainrule_work::{
    Kept, MOST_EXACT_DIGITS, MoveReport, Progress, RuleEquation, StepReport, TrainingReport, UpdateOutcome,
    UpdateReport,
};
pub use chainrule_work::{Level, Numerics};
pub use chainrule_work::{RankedPaths, TopPathsReport};
pub use chainrule_worksheet as worksheet;
