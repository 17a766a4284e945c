//! Stated derivatives, checked against all else that a worksheet says: against what follows from the given values and from
//! the other stated derivatives, against the bounds of their link and of all ways between their two quantities, and
//! against each other where they follow from one unknown number.
//!
//! - `Check`: all that is looked at; `in_order`: goes through them, inner ones first;
//! - `reach`: what a derivative can reach, by the bounds of its factors;
//! - `needs`: what a number presupposes of what has no value;
//! - `one_function`: slopes of one open function at one argument;
//! - `proportions`: derivatives that are multiples of one unknown number;
//! - `wording`: what is said.
//!
//! What contradicts is an error, and nothing is worked out from it. What does not is used, and the page says that it is
//! stated, not derived.

mod check;
mod in_order;
mod needs;
mod one_function;
mod proportions;
mod reach;
mod wording;

use chainrule_diagnostic::{Diagnostic, Source};
use chainrule_evaluator::NumbersByPrecision;
use chainrule_number::Value;
use chainrule_symbolic::derivation::PathCount;
use chainrule_symbolic::graph::ExprId;
use chainrule_worksheet::Worksheet;

use check::Check;
pub use needs::Need;

/// What is known of a stated derivative.
#[derive(Clone, Debug)]
pub struct Stated {
    /// The derivative.
    pub derivative: ExprId,
    /// Its number.
    pub value: Value,
    /// In how many ways the one quantity reaches the other; nothing for the slope of a function.
    pub ways: Option<PathCount>,
    /// What its number presupposes.
    pub need: Option<Need>,
}

/// Checks all stated derivatives, and tells what is known of each.
pub fn check(
    source: &Source,
    worksheet: &mut Worksheet,
    precisions: &mut NumbersByPrecision,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Stated> {
    if worksheet.pins.is_empty() {
        return Vec::new();
    }
    Check::new(source, worksheet, precisions).all(diagnostics)
}
