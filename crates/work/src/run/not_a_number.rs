//! Numbers that a worksheet states and that are none: `given x = 1/0`.

use chainrule_diagnostic::{Diagnostic, Span};
use chainrule_evaluator::Numbers;
use chainrule_number::Undefined;
use chainrule_symbolic::graph::{ExprId, Graph};
use chainrule_worksheet::Worksheet;

use crate::undefined::code_of;

/// Refuses every value and every derivative that is stated as something without a value.
pub(crate) fn refuse(worksheet: &mut Worksheet, numbers: &mut Numbers, diagnostics: &mut Vec<Diagnostic>) {
    let Worksheet { graph, values, pins, .. } = worksheet;
    for given in values.iter() {
        let name = graph.symbol(given.symbol);
        let subject = format!("`{}`", graph.name(given.symbol));
        diagnostics.extend(wrong(graph, numbers, (name, given.value), given.span, &subject));
    }
    for pin in pins.iter() {
        let stated = (pin.derivative, pin.value);
        diagnostics.extend(wrong(graph, numbers, stated, pin.span, "this derivative"));
    }
}

fn wrong(
    graph: &mut Graph,
    numbers: &mut Numbers,
    (of, value): (ExprId, ExprId),
    place: Span,
    subject: &str,
) -> Option<Diagnostic> {
    if numbers.is_at_hand(graph, of) {
        return None;
    }
    let failure = numbers.value(graph, value).err()?;
    if failure.why == Undefined::Unknown || failure.why.is_not_told() {
        return None;
    }
    let message = format!("what {subject} is given is no number: it needs {}", failure.why);
    Some(Diagnostic::error(code_of(failure.why), place, message).help("state a number"))
}
