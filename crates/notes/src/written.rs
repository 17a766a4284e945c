//! A formula as it is shown.

use chainrule::render::{Notations, Typesetter};
use chainrule::symbolic::graph::ExprId;

use crate::desk::Desk;

/// A formula as it is shown.
pub(crate) fn written(desk: &Desk, expr: ExprId) -> String {
    const LONGEST: usize = 200;
    let notations = Notations::new();
    let text = Typesetter::new(&desk.graph, &notations).expression(expr).ascii();
    if text.chars().count() > LONGEST { text.chars().take(LONGEST).chain(['…']).collect() } else { text }
}
