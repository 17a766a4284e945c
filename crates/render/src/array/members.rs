//! Sums over the members of a run.

use chainrule_array::GeneralRun;

use crate::layout::{Layout, Number, Operator};

/// A sum over the members of a run.
pub(super) fn over_members(body: &Layout, run: &GeneralRun) -> Layout {
    let number = |value: i64| Layout::number(Number::plain(&value.to_string()));
    body.over_index(Operator::Sum, &Layout::name(&run.letter), &number(run.from), &number(run.to))
}

/// Of so many terms it is looked for what they have in common.
pub(super) const FEWEST_AT_ONCE: usize = 4;
