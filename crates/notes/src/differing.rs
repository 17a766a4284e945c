//! A second formula of a name, which may be a slip in the first.

use chainrule::symbolic::graph::ExprId;

use crate::desk::Desk;
use crate::formula_slips::slip_of;
use crate::line::{Finding, Role, Verdict};
use crate::side::Side;
use crate::written::written;

/// Where a formula stands.
pub(crate) fn on_line(line: usize) -> String {
    if line == 0 { "given first".to_owned() } else { format!("on line {line}") }
}

/// Another formula of a name that has one: not decided where a small slip makes it the one that it has.
pub(crate) fn differing(desk: &mut Desk, name: ExprId, left: &Side, right: &Side) -> Option<Finding> {
    let before = *desk.formulas.get(&name)?;
    if right.is_opaque || before.is_opaque {
        return None;
    }
    let (formula, false) = desk.written_out(left.expr)? else { return None };
    let (slip, _) = slip_of(desk, (left, right), formula)?;
    let name = written(desk, name);
    differs(&name, before.line, &slip)
}

/// What is said of a formula that a small slip makes the one from further up.
pub(crate) fn differs(name: &str, line: usize, slip: &str) -> Option<Finding> {
    let is_small = ["the sign", "a factor of 2", "an index", "rows and columns"]
        .iter()
        .any(|start| slip.starts_with(start));
    is_small.then(|| {
        Finding::new(Role::Definition, Verdict::NotDecided).because(format!(
            "`{name}` has the formula {} already, and this one differs from it: {slip}",
            on_line(line)
        ))
    })
}
