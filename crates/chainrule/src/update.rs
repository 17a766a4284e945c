//! One gradient-descent step, in exact arithmetic and in each number format.

use chainrule_diagnostic::{Diagnostic, code};
use chainrule_evaluator::Numbers;
use chainrule_evaluator::number::{FORMATS, Format, Held, Scalar, Value};
use chainrule_parser::Worksheet;
use chainrule_symbolic::derivation::Calculus;
use chainrule_symbolic::graph::SymbolId;
use chainrule_symbolic::number::Rational;

/// A gradient-descent step, worked out.
#[derive(Clone, Debug)]
pub struct UpdateReport {
    /// The leaf that moves.
    pub weight: SymbolId,
    /// The quantity whose gradient it follows.
    pub loss: SymbolId,
    /// The weight before.
    pub old: Value,
    /// The learning rate.
    pub rate: Value,
    /// The gradient.
    pub gradient: Value,
    /// Learning rate times gradient.
    pub step: Value,
    /// The weight after, in exact arithmetic.
    pub new: Value,
    /// What each float format keeps of it.
    pub kept: Vec<Kept>,
}

/// What one float format keeps of a step.
#[derive(Clone, Debug)]
pub struct Kept {
    /// The format.
    pub format: &'static Format,
    /// The weight before, as held.
    pub old: Held,
    /// The gradient, as held.
    pub gradient: Held,
    /// The weight after, as held; nothing where an infinity stands in the way.
    pub new: Option<Held>,
    /// Whether the step is lost: it is not zero, and the weight does not move.
    pub lost: bool,
}

pub(crate) fn all(
    worksheet: &mut Worksheet,
    calculus: &mut Calculus,
    numbers: &mut Numbers,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<UpdateReport> {
    let mut reports = Vec::new();
    for update in worksheet.updates.clone() {
        let weight = worksheet.graph.symbol(update.weight);
        let derivation = calculus.derive(&mut worksheet.graph, update.loss, update.weight);
        let old = numbers.value(&mut worksheet.graph, weight);
        let rate = numbers.value(&mut worksheet.graph, update.step);
        let gradient = numbers.derivation(&mut worksheet.graph, calculus, &derivation);
        let name = worksheet.graph.name(update.weight).to_string();
        let (Ok(old), Ok(rate), Ok(gradient)) = (&old, &rate, &gradient) else {
            let mut missing = Vec::new();
            for (what, is_missing) in [
                (format!("a value for `{name}`"), old.is_err()),
                ("a number for the learning rate".to_owned(), rate.is_err()),
                (
                    format!("the numbers that ∂{}/∂{name} needs", worksheet.graph.name(update.loss)),
                    gradient.is_err(),
                ),
            ] {
                if is_missing {
                    missing.push(what);
                }
            }
            diagnostics.push(
                Diagnostic::error(
                    &code::MISSING_VALUE,
                    update.span,
                    format!("this update needs {}", missing.join(" and ")),
                )
                .help("state them with `given`"),
            );
            continue;
        };
        let bits = numbers.bits();
        let Ok(step) = rate.mul(gradient, bits) else { continue };
        let Ok(new) = old.add(&step.neg(), bits) else { continue };
        let kept = FORMATS.iter().filter_map(|&format| keep(format, old, rate, gradient)).collect();
        reports.push(UpdateReport {
            weight: update.weight,
            loss: update.loss,
            old: old.clone(),
            rate: rate.clone(),
            gradient: gradient.clone(),
            step,
            new,
            kept,
        });
    }
    reports
}

/// Carries a step out in a format: every operand and every result is rounded to it.
fn keep(format: &'static Format, old: &Value, rate: &Value, gradient: &Value) -> Option<Kept> {
    let held = |value: &Value| format.round_value(value);
    let (old, rate, gradient) = (held(old)?, held(rate)?, held(gradient)?);
    let step = format.mul(rate, gradient);
    let new = format.sub(old, step);
    let is_finite = |held: &Held| held.finite().is_some();
    let new = (is_finite(&step) && is_finite(&old)).then_some(new);
    Some(Kept { format, old, gradient, new, lost: new == Some(old) })
}

/// Whether a number is below zero; nothing where it is not certain.
pub(crate) fn is_negative(value: &Value) -> Option<bool> {
    match value {
        Value::Exact(exact) => Some(exact < &Rational::zero()),
        Value::Enclosed(enclosure) => enclosure.sign().map(|sign| sign == std::cmp::Ordering::Less),
    }
}
