//! Steps along a gradient: one, worked out exactly and in each number format, or many.
//!
//! - `Known`: the numbers that an update starts from;
//! - `step`: one step; `formats`: what each number format keeps of it;
//! - `training`: many steps;
//! - `equations`: the rule as the page shows it;
//! - [`Progress`]: who is told how far a long run is.

mod equations;
mod formats;
pub(crate) mod progress;
mod starting_numbers;
mod step;
mod training;

use chainrule_diagnostic::{Diagnostic, code};
use chainrule_evaluator::Numbers;
use chainrule_number::Value;
use chainrule_symbolic::derivation::Calculus;
use chainrule_symbolic::graph::SymbolId;
use chainrule_worksheet::{Update, Worksheet};

use crate::after_steps::AfterValues;
pub use crate::after_steps::NoNumber;
pub use equations::RuleEquation;
pub use formats::Kept;
pub use formats::flips_sign;
pub use progress::Progress;
use starting_numbers::StartingNumbers;
pub use step::{MoveReport, StepReport};
pub use training::{MOST_EXACT_DIGITS, TrainingReport};

/// An update, carried out.
#[derive(Clone, Debug)]
pub struct UpdateReport {
    /// As the worksheet asks for it.
    pub update: Update,
    /// The numbers of the rule's arguments, in order.
    pub arguments: Vec<Value>,
    /// The rule, as equations.
    pub equations: Vec<RuleEquation>,
    /// The leaves of the loss that stay as they are, in the order of the network.
    pub fixed: Vec<SymbolId>,
    /// What came of it.
    pub outcome: UpdateOutcome,
}

/// What came of an update.
#[derive(Clone, Debug)]
pub enum UpdateOutcome {
    /// One step, in exact arithmetic.
    Step(StepReport),
    /// Steps in a number format, or many exact ones.
    Training(TrainingReport),
}

/// Carries out every update. One that has no value at the given numbers is refused, and takes no other with it.
pub(crate) fn all(
    worksheet: &mut Worksheet,
    calculus: &mut Calculus,
    numbers: &mut Numbers,
    progress: Option<&Progress>,
    (diagnostics, refused): (&mut Vec<Diagnostic>, &mut Vec<Diagnostic>),
) -> (Vec<UpdateReport>, AfterValues) {
    let mut reports = Vec::new();
    let mut after = AfterValues::default();
    for (place, update) in worksheet.updates.clone().into_iter().enumerate() {
        let is_training = update.steps.is_some() || update.arithmetic.is_some() || !update.watched.is_empty();
        let afters: Vec<_> = worksheet.afters.iter().copied().filter(|after| after.update == place).collect();
        let outcome =
            StartingNumbers::of(worksheet, calculus, numbers, &update, &afters).and_then(|starting| {
                let outcome = if is_training {
                    let training =
                        training::carry_out(worksheet, calculus, &starting, &update, &afters, progress)?;
                    after.extend(training.1);
                    UpdateOutcome::Training(training.0)
                } else {
                    let bits = numbers.bits();
                    let step = step::carry_out_told(worksheet, calculus, &starting, &update, &afters, bits)?;
                    after.extend(step.1);
                    UpdateOutcome::Step(step.0)
                };
                Ok((starting, outcome))
            });
        match outcome {
            Ok((starting, outcome)) => {
                let StartingNumbers { arguments, fixed, .. } = starting;
                let equations = equations::rule_equations(&mut worksheet.graph, &update.rule);
                reports.push(UpdateReport { update, arguments, equations, fixed, outcome });
            }
            Err(wrong) => {
                let is_undefined = wrong.code == &code::OUTSIDE_DOMAIN;
                if is_undefined { &mut *refused } else { &mut *diagnostics }.push(*wrong);
                after.extend(afters.iter().map(|after| (after.symbol, Err(NoNumber::Unknown))));
            }
        }
    }
    (reports, after)
}
