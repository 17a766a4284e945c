//! Derivatives that have no number: an infinite link refuses its own derivation, and no other; a quantity without a value
//! refuses the derivatives of what is computed from it.
//!
//! - `program`: which operation has an infinite slope, and what a program makes of it;
//! - `finished`: the formula with common factors cancelled, where that has a number;
//! - `constant_power`: the power that is 1 whatever its base is;
//! - `beside`: the slopes to points just beside the given one.

mod beside;
mod constant_power;
mod finished;
mod program;

use chainrule_diagnostic::{Diagnostic, Source};
use chainrule_evaluator::NumbersByPrecision;
use chainrule_program::Failure;
use chainrule_render::{Notations, Typesetter};
use chainrule_symbolic::derivation::{Calculus, Derivation};
use chainrule_symbolic::graph::{ExprId, Graph, SymbolId};
use chainrule_worksheet::Worksheet;

use crate::undefined::{undefined, undefined_derivative, with_and_help};
use crate::warning::Warning;
use program::{Link, Outcome};

/// Longer expressions are not written into a message.
const LONGEST: usize = 60;

/// Why a derivation has no number.
#[derive(Clone, Debug)]
pub struct Refusal {
    /// What is said of it, at the operation where it fails.
    pub diagnostic: Diagnostic,
    /// The same with its place in lines and columns.
    pub told: Warning,
}

impl Refusal {
    /// What is said, with its place.
    pub fn new(source: &Source, diagnostic: Diagnostic) -> Self {
        let told = Warning::new(source, &diagnostic);
        Self { diagnostic, told }
    }
}

/// Why the derivation has no number, what a program gives, and what can be said in its place.
pub fn explained(
    source: &Source,
    worksheet: &mut Worksheet,
    calculus: &mut Calculus,
    precisions: &mut NumbersByPrecision,
    derivation: &Derivation,
    failure: Failure,
) -> Refusal {
    let mut wrong = undefined_derivative(worksheet, derivation.target, failure);
    wrong.help.clear();
    if failure.why.is_not_told() {
        return Refusal::new(source, undefined_derivative(worksheet, derivation.target, failure));
    }
    let name = written(&worksheet.graph, derivation.name);
    let run = program::run(worksheet, calculus, precisions, derivation);
    if let Some(run) = run {
        if let Some(link) = run.link {
            wrong.message = format!("`{name}` has no number here: {}", infinite(&worksheet.graph, &link));
            if let Some(span) = worksheet.spans.get(&link.operation).or(worksheet.places.get(&link.within)) {
                wrong.primary.span = *span;
            }
        }
        wrong.notes.extend(match run.outcome {
            Outcome::NotANumber(how) => Some(format!("a program gives NaN: {how}")),
            Outcome::Infinite { negative: false } => Some("a program gives ∞".to_owned()),
            Outcome::Infinite { negative: true } => Some("a program gives -∞".to_owned()),
            Outcome::Finite(value) => Some(format!("a program gives {value}")),
        });
    }
    if let Some(finished) = finished::by_cancelling(worksheet, calculus, precisions, derivation) {
        let graph = &worksheet.graph;
        let cancelled: Vec<String> =
            finished.cancelled.iter().map(|&expr| format!("`{}`", written(graph, expr))).collect();
        let cancelled = cancelled.join(" and ");
        let value = chainrule_render::value::number(&finished.value, None).ascii();
        if let Some(formula) = short(graph, finished.formula) {
            wrong.notes.push(format!(
                "with {cancelled} cancelled the formula is `{formula}`, for all values where {cancelled} is not 0: here it \
                 gives {value}"
            ));
        }
    }
    wrong.notes.extend(constant_power::zero_exponent(worksheet, calculus, precisions, derivation));
    wrong.notes.extend(beside::slopes_beside(worksheet, calculus, precisions, derivation));
    let (_, help) = with_and_help(worksheet, failure);
    Refusal::new(source, wrong.help(help))
}

/// Why quantities have no value, and what a program gives for them.
pub fn of_quantities(
    worksheet: &mut Worksheet,
    calculus: &mut Calculus,
    precisions: &mut NumbersByPrecision,
    failures: &[(SymbolId, Failure)],
) -> Vec<Diagnostic> {
    let failures = failures.iter();
    failures.map(|&(symbol, why)| of_quantity(worksheet, calculus, precisions, symbol, why)).collect()
}

fn of_quantity(
    worksheet: &mut Worksheet,
    calculus: &mut Calculus,
    precisions: &mut NumbersByPrecision,
    symbol: SymbolId,
    failure: Failure,
) -> Diagnostic {
    let wrong = undefined(worksheet, symbol, failure);
    if failure.why.is_not_told() {
        return wrong;
    }
    match program::forward(worksheet, calculus, precisions, symbol) {
        Some(value) if !value.is_finite() => {
            let given = if value.is_nan() {
                "NaN"
            } else if value > 0.0 {
                "∞"
            } else {
                "-∞"
            };
            wrong.note(format!("a program gives {given}"))
        }
        Some(_) | None => wrong,
    }
}

/// Why the derivative of a quantity that has no value has none: where it fails first, and what a program gives.
pub fn of_value(
    source: &Source,
    worksheet: &mut Worksheet,
    calculus: &mut Calculus,
    precisions: &mut NumbersByPrecision,
    derivation: &Derivation,
    (from, failure): (SymbolId, Failure),
) -> Refusal {
    let mut wrong = undefined(worksheet, from, failure);
    let why = std::mem::take(&mut wrong.message);
    wrong.help.clear();
    wrong.notes.clear();
    wrong.message = format!("`{}` has no number here: {why}", written(&worksheet.graph, derivation.name));
    if !failure.why.is_not_told()
        && let Some(run) = program::run(worksheet, calculus, precisions, derivation)
    {
        wrong.notes.push(match run.outcome {
            Outcome::NotANumber(_) => "a program gives NaN".to_owned(),
            Outcome::Infinite { negative: false } => "a program gives ∞".to_owned(),
            Outcome::Infinite { negative: true } => "a program gives -∞".to_owned(),
            Outcome::Finite(value) => {
                format!("a program gives {value}, the value of a formula that does not hold there")
            }
        });
    }
    Refusal::new(source, wrong)
}

/// `the slope of sqrt(x1^2 + x2^2) is infinite where its argument is 0`
fn infinite(graph: &Graph, link: &Link) -> String {
    let operation = match short(graph, link.operation) {
        Some(text) => format!("`{text}`"),
        None => format!("`{}`", link.function),
    };
    format!("the slope of {operation} is infinite where its argument is {}", link.argument)
}

fn short(graph: &Graph, expr: ExprId) -> Option<String> {
    Some(written(graph, expr)).filter(|text| text.chars().count() <= LONGEST)
}

fn written(graph: &Graph, expr: ExprId) -> String {
    Typesetter::new(graph, &Notations::new()).expression(expr).ascii()
}
