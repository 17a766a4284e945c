//! A formula as it is shown.

use chainrule::Judgement;
use chainrule::render::{Notations, Typesetter};
use chainrule::symbolic::graph::ExprId;
use chainrule::worksheet::Relation;

use crate::desk::Desk;

/// A formula as it is shown.
pub(crate) fn written(desk: &Desk, expr: ExprId) -> String {
    const LONGEST: usize = 200;
    let notations = Notations::new();
    let text = Typesetter::new(&desk.graph, &notations).expression(expr).ascii();
    if text.chars().count() > LONGEST { text.chars().take(LONGEST).chain(['…']).collect() } else { text }
}

/// A formula as it is shown once it is finished: without what is left where one part was put in the place of another.
pub(crate) fn finished(desk: &mut Desk, expr: ExprId) -> String {
    let shorter =
        desk.with_formulas(&[], &|_| false, &[], |formulas| formulas.finished(expr)).unwrap_or(expr);
    let is_same = shorter == expr
        || matches!(desk.judge(expr, shorter, Relation::Equal), Some((Judgement::Proved(_), ..)));
    written(desk, if is_same { shorter } else { expr })
}
