//! Inequalities that fail somewhere.

use chainrule::Judgement;
use chainrule::symbolic::function::Function;
use chainrule::symbolic::function::rows::hyperbolic::TANH;
use chainrule::symbolic::function::rows::logistic::SIGMOID;
use chainrule::symbolic::function::rows::trigonometric::{COS, SIN};
use chainrule::symbolic::graph::{ExprId, Node, Walk};
use chainrule::worksheet::Relation as Sign;
use chainrule_latex::tree::{Callee, Node as Piece};

use crate::desk::Desk;
use crate::line::{Finding, Role, Verdict};
use crate::side::Side;

/// Functions with bounds.
const BOUNDED: [&Function; 4] = [&SIGMOID, &TANH, &SIN, &COS];

/// An inequality that fails somewhere: wrong where it speaks of the range of a function, a condition elsewhere.
pub(crate) fn ordered(desk: &mut Desk, (left, right): (&Side, &Side), sign: Sign, how: &str) -> Finding {
    // What holds nowhere is no condition.
    let (one, other) = (left.expr, right.expr);
    if let Some(other_way) = against(sign)
        && !left.is_numeric
        && matches!(desk.judge(one, other, other_way), Some((Judgement::Proved(_), _, false)))
        && has_call(left)
    {
        return Finding::new(Role::Claim, Verdict::Wrong).because(how);
    }
    let is_bounded = |side: &Side| {
        (0..side.tree.len()).any(|id| match side.tree.node(id) {
            Piece::Call { function: Callee::Builtin(row), .. } => BOUNDED.contains(row),
            Piece::Call { function: Callee::Own(_), .. } => true,
            _ => false,
        })
    };
    let is_plain = |side: &Side| matches!(side.tree.node(side.tree.root()), Piece::Name(_));
    let about_function = (is_bounded(left) && right.is_numeric)
        || (is_bounded(right) && left.is_numeric)
        || (right.is_numeric && is_bounded_slope(desk, left));
    let free = free_names(desk, left.expr) + free_names(desk, right.expr);
    if about_function && free <= 1 {
        return Finding::new(Role::Claim, Verdict::Wrong).because(how);
    }
    // `|w|/4 < 1` is a condition on w; x² > 1 for all x is not.
    let is_curved = |side: &Side| {
        (0..side.tree.len()).any(|id| match side.tree.node(id) {
            Piece::Call { function: Callee::Builtin(row), .. } => row.symbol().is_some(),
            Piece::Call { .. } | Piece::Power(..) => true,
            Piece::Product(factors) => stands_twice(side, factors),
            _ => false,
        })
    };
    if desk.is_single
        && (!is_plain(left) || (has_call(right) && is_same(desk, left, right)))
        && (!is_plain(right) || (has_call(left) && is_same(desk, left, right)))
        && desk.values.is_empty()
        && (is_curved(left) || is_curved(right))
    {
        return Finding::new(Role::Claim, Verdict::Wrong).because(how);
    }
    Finding::new(Role::Condition, Verdict::None)
        .because("it does not hold for all values: it is read as a condition")
}

/// The relation that holds where another one does not.
fn against(sign: Sign) -> Option<Sign> {
    match sign {
        Sign::Less => Some(Sign::AtLeast),
        Sign::AtMost => Some(Sign::Greater),
        Sign::Greater => Some(Sign::AtMost),
        Sign::AtLeast => Some(Sign::Less),
        Sign::Equal | Sign::About => None,
    }
}

/// Whether a function of the table stands in a side.
fn has_call(side: &Side) -> bool {
    (0..side.tree.len()).any(|id| match side.tree.node(id) {
        Piece::Call { function: Callee::Builtin(row), .. } => row.symbol().is_some(),
        Piece::Call { .. } => true,
        _ => false,
    })
}

/// Whether two sides speak of the same names.
fn is_same(desk: &Desk, left: &Side, right: &Side) -> bool {
    desk.names_in(left.expr) == desk.names_in(right.expr)
}

/// How many names are left in an expression once it is written out.
fn free_names(desk: &mut Desk, expr: ExprId) -> usize {
    match desk.written_out(expr) {
        Some((written, false)) => desk.names_in(written).len(),
        _ => desk.names_in(expr).len(),
    }
}

/// Whether a side is made of the slope of a function whose slopes have bounds.
fn is_bounded_slope(desk: &mut Desk, side: &Side) -> bool {
    if !desk.has_derivative(side.expr) {
        return false;
    }
    let Some((written, false)) = desk.written_out(side.expr) else { return false };
    Walk::below(&desk.graph, &[written]).into_iter().any(|id| match desk.graph.node(id) {
        Node::Apply { function, .. } => {
            desk.graph.builtin(function).is_some_and(|row| BOUNDED.contains(&row))
        }
        _ => false,
    })
}

/// Whether one name stands in several factors: a(1 − a).
fn stands_twice(side: &Side, factors: &[usize]) -> bool {
    let mut seen = Vec::new();
    for &factor in factors {
        let mut names = Vec::new();
        for id in side.tree.below(factor) {
            if let Piece::Name(name) = side.tree.node(id)
                && !names.contains(name)
            {
                names.push(name.clone());
            }
        }
        if names.iter().any(|name| seen.contains(name)) {
            return true;
        }
        seen.extend(names);
    }
    false
}
