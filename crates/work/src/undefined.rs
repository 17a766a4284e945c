//! What is said where the given values lead out of a domain.

use chainrule_diagnostic::code::Code;
use chainrule_diagnostic::{Diagnostic, code};
use chainrule_evaluator::highest_precision;
use chainrule_number::MAX_BITS;
use chainrule_number::PRECISIONS;
use chainrule_number::{Edge, Undefined};
use chainrule_program::Failure;
use chainrule_symbolic::graph::{SymbolId, Walk};
use chainrule_worksheet::Worksheet;

/// What is said of a derivative without a value.
pub(crate) fn undefined_derivative(worksheet: &Worksheet, target: SymbolId, failure: Failure) -> Diagnostic {
    let mut wrong = undefined(worksheet, target, failure);
    let name = worksheet.graph.name(target);
    let (with, _) = with_and_help(worksheet, failure);
    wrong.message = format!("{with}a derivative of `{name}` needs {}", failure.why);
    wrong
}

/// What stands before what is needed, and what helps: a formula that has no value by itself, no other values mend.
pub(crate) fn with_and_help(worksheet: &Worksheet, failure: Failure) -> (&'static str, &'static str) {
    let has_values = !worksheet.values.is_empty() || !worksheet.pins.is_empty();
    if has_values && !Walk::symbols(&worksheet.graph, failure.at, |_| ()).is_empty() {
        ("with the given values ", "change the values, or the formula")
    } else {
        ("", "change the formula")
    }
}

/// What is said of a quantity without a value.
pub(crate) fn undefined(worksheet: &Worksheet, symbol: SymbolId, failure: Failure) -> Diagnostic {
    let place = worksheet
        .spans
        .get(&failure.at)
        .or_else(|| worksheet.places.get(&symbol))
        .copied()
        .unwrap_or_default();
    let name = worksheet.graph.name(symbol);
    let (with, help) = with_and_help(worksheet, failure);
    let wrong =
        Diagnostic::error(code_of(failure.why), place, format!("{with}`{name}` needs {}", failure.why))
            .help(help);
    if failure.why == Undefined::TooLarge {
        return wrong.note(format!("an exact number may have up to {MAX_BITS} binary digits"));
    }
    if failure.why.is_not_told() {
        let bits = PRECISIONS[highest_precision(&worksheet.network)];
        return wrong
            .note(format!(
                "computed with up to {bits} binary digits: nearer to the edge nothing is told apart"
            ))
            .help("write the formula so that nothing cancels, such as `sigmoid(-z)` for `1 - sigmoid(z)`");
    }
    wrong
}

/// Under which code it is explained that something has no value.
pub(crate) fn code_of(why: Undefined) -> &'static Code {
    match why {
        Undefined::DivisionByZero | Undefined::NotTold(Edge::Divisor) => &code::DIVISION_BY_ZERO,
        Undefined::TooLarge | Undefined::BeyondExponents => &code::NUMBER_TOO_LARGE,
        Undefined::Logarithm
        | Undefined::SquareRoot
        | Undefined::Domain(_)
        | Undefined::Power
        | Undefined::NotRational
        | Undefined::Kink
        | Undefined::TooFewDigits
        | Undefined::NotTold(_)
        | Undefined::Unknown => &code::OUTSIDE_DOMAIN,
    }
}
