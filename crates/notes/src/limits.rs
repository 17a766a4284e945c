//! Limits: by continuity, by the slopes of what is 0 over 0, and by how fast the parts of a formula grow.

use chainrule::Judgement;
use chainrule::number::Value;
use chainrule::symbolic::function::rows::arithmetic::{ADD, DIVIDE, NEGATE, POWER};
use chainrule::symbolic::function::rows::exponential::LN;
use chainrule::symbolic::function::rows::power::SQRT;
use chainrule::symbolic::graph::{ExprId, Node, Scope, SymbolId, Walk};
use chainrule::value_of;
use chainrule::worksheet::Relation as Sign;
use chainrule_latex::lower::lower_below;
use chainrule_latex::tree::{Approach, Node as Piece, Toward};

use crate::continuity::{is_below_zero, is_continuous, is_smooth, put_in};
use crate::desk::Desk;
use crate::growth::growth;
use crate::line::{Finding, Role, Verdict};
use crate::numeric;
use crate::place::Place;
use crate::side::Side;
use crate::written::finished;

/// Slopes are taken so many times.
const MOST_SLOPES: usize = 4;

/// What a formula tends to.
#[derive(Clone, Copy, Debug)]
enum End {
    /// A number, or a formula of other names.
    At(ExprId),
    /// Beyond all bounds.
    Infinite { is_negative: bool },
}

/// Judges a limit against what stands behind the sign; nothing where the left side is none.
pub(crate) fn judge(desk: &mut Desk, left: &Side, right: &Side, place: &Place<'_>) -> Option<Finding> {
    let root = left.tree.root();
    let Piece::Limit { by, to, of } = left.tree.node(root).clone() else { return None };
    let undecided = |why: &str| Some(Finding::new(Role::Claim, Verdict::NotDecided).because(why));
    if !numeric::is_equality(place.relation) {
        return undecided("limits are compared with numbers, by an equality");
    }
    let lowered = lower_below(&left.tree, of, &mut desk.graph, &desk.functions);
    if lowered.is_opaque || !desk.spend(lowered.expr) {
        return undecided("it speaks of functions that this page does not define");
    }
    let symbol = desk.graph.intern(&by.canonical());
    let Some((expr, false)) = desk.written_out(lowered.expr) else {
        return undecided("it speaks of derivatives that this page does not define");
    };
    let end = match to {
        Approach::Infinity { is_negative } => at_infinity(desk, expr, symbol, is_negative),
        Approach::Point { at, toward } => {
            let at = lower_below(&left.tree, at, &mut desk.graph, &desk.functions);
            if at.is_opaque { None } else { at_point(desk, expr, symbol, at.expr, toward) }
        }
    };
    let Some(end) = end else { return undecided("how the formula behaves there could not be shown") };
    Some(compared(desk, left, end, right, place))
}

fn compared(desk: &mut Desk, left: &Side, end: End, right: &Side, place: &Place<'_>) -> Finding {
    let is_infinite = infinity(right);
    let claim = |verdict| Finding::new(Role::Claim, verdict);
    let spelled = |is_negative: bool| if is_negative { "-∞" } else { "∞" };
    match (end, is_infinite) {
        (End::Infinite { is_negative }, Some(is_minus)) if is_minus == is_negative => claim(Verdict::Proved),
        (End::Infinite { is_negative }, _) => claim(Verdict::Wrong)
            .value(spelled(is_negative))
            .because(format!("it grows beyond all bounds, to {}", spelled(is_negative))),
        (End::At(expr), Some(is_minus)) => {
            let infinity = spelled(is_minus);
            claim(Verdict::Wrong)
                .value(finished(desk, expr))
                .because(format!("it stays finite, and does not grow to {infinity}"))
        }
        (End::At(expr), None) => {
            if right.is_numeric
                && let Ok(value) = value_of(&mut desk.graph, expr)
            {
                let side = Side { expr, is_numeric: true, is_opaque: false, printed: None, ..left.clone() };
                return numeric::judge(desk, &side, &value, right, place.relation, Role::Claim);
            }
            match desk.judge(expr, right.expr, Sign::Equal) {
                Some((Judgement::Proved(_), how, false)) => claim(Verdict::Proved).because(how),
                Some((Judgement::Refuted(_), how, false)) if !right.is_opaque => {
                    claim(Verdict::Wrong).value(finished(desk, expr)).because(how)
                }
                _ => claim(Verdict::NotDecided)
                    .because("what it tends to could not be compared with the other side"),
            }
        }
    }
}

/// Whether a side is ∞, and then whether it is -∞.
pub(crate) fn infinity(side: &Side) -> Option<bool> {
    match side.tree.node(side.tree.root()) {
        Piece::Infinity => Some(false),
        Piece::Negate(inner) if matches!(side.tree.node(*inner), Piece::Infinity) => Some(true),
        _ => None,
    }
}

fn at_point(desk: &mut Desk, expr: ExprId, symbol: SymbolId, at: ExprId, toward: Toward) -> Option<End> {
    if let Some(end) = by_continuity(desk, expr, symbol, at) {
        return Some(End::At(end));
    }
    if let Some(end) = by_slopes(desk, expr, symbol, at) {
        return Some(End::At(end));
    }
    // x = a ± 1/t, and t grows.
    let variable = desk.graph.symbol(symbol);
    let one = desk.graph.integer(1);
    let part = desk.graph.call(&DIVIDE, &[one, variable]);
    let mut from = |is_above: bool| {
        let step = if is_above { part } else { desk.graph.call(&NEGATE, &[part]) };
        let near = desk.graph.call(&ADD, &[at, step]);
        let expr = put_in(desk, expr, symbol, near);
        at_infinity(desk, expr, symbol, false)
    };
    match toward {
        Toward::Above => from(true),
        Toward::Below => from(false),
        Toward::Both => match (from(true)?, from(false)?) {
            (End::Infinite { is_negative: one }, End::Infinite { is_negative: other }) if one == other => {
                Some(End::Infinite { is_negative: one })
            }
            (End::At(one), End::At(other))
                if matches!(desk.judge(one, other, Sign::Equal), Some((Judgement::Proved(_), _, false))) =>
            {
                Some(End::At(one))
            }
            _ => None,
        },
    }
}

/// The value at the point itself, where nothing in the formula jumps.
fn by_continuity(desk: &mut Desk, expr: ExprId, symbol: SymbolId, at: ExprId) -> Option<ExprId> {
    let is_smooth = Walk::below(&desk.graph, &[expr]).into_iter().all(|id| match desk.graph.node(id) {
        Node::Apply { function, primes, .. } => desk
            .graph
            .builtin(function)
            .is_some_and(|row| is_continuous(row) && primes == 0 || is_smooth(row)),
        Node::Symbol(_) | Node::Number(_) => true,
        Node::Derivative { .. } => false,
    });
    if !is_smooth {
        return None;
    }
    let end = put_in(desk, expr, symbol, at);
    // Of a formula with other names every part that is divided by must be no number that is 0.
    let parts = Walk::below(&desk.graph, &[end]);
    for id in parts {
        if divisor(desk, id).is_some_and(|below| desk.names_in(below).is_empty() && is_zero(desk, below)) {
            return None;
        }
        if desk.names_in(id).is_empty() && value_of(&mut desk.graph, id).is_err() {
            return None;
        }
    }
    let is_defined = desk.names_in(end).is_empty() || !divides_by_name(desk, end);
    is_defined.then_some(end)
}

/// What a quotient divides by.
fn divisor(desk: &Desk, id: ExprId) -> Option<ExprId> {
    match desk.graph.node(id) {
        Node::Apply { function, .. } if desk.graph.builtin(function) == Some(&DIVIDE) => {
            desk.graph.children(id).get(1).copied()
        }
        Node::Apply { .. } | Node::Symbol(_) | Node::Number(_) | Node::Derivative { .. } => None,
    }
}

/// Whether a number is 0, or has no value.
fn is_zero(desk: &mut Desk, expr: ExprId) -> bool {
    match value_of(&mut desk.graph, expr) {
        Ok(Value::Exact(exact)) => exact.is_zero(),
        Ok(value @ Value::Enclosed(_)) => value.is_negative().is_none(),
        Err(_) => true,
    }
}

fn divides_by_name(desk: &Desk, expr: ExprId) -> bool {
    Walk::below(&desk.graph, &[expr]).into_iter().any(|id| match desk.graph.node(id) {
        Node::Apply { function, .. } => desk.graph.builtin(function).is_some_and(|row| {
            let inner = desk.graph.children(id).last().copied();
            (row == &DIVIDE || row == &LN || row == &SQRT || row == &POWER)
                && inner.is_some_and(|inner| !desk.names_in(inner).is_empty())
        }),
        Node::Symbol(_) | Node::Number(_) | Node::Derivative { .. } => false,
    })
}

/// Of what is 0 over 0 at the point: the quotient of the slopes.
fn by_slopes(desk: &mut Desk, expr: ExprId, symbol: SymbolId, at: ExprId) -> Option<ExprId> {
    let mut expr = expr;
    for _ in 0..MOST_SLOPES {
        let Node::Apply { function, .. } = desk.graph.node(expr) else { return None };
        if desk.graph.builtin(function) != Some(&DIVIDE) {
            return None;
        }
        let &[above, below] = desk.graph.children(expr) else { return None };
        let zero = desk.graph.integer(0);
        for part in [above, below] {
            let expr = put_in(desk, part, symbol, at);
            let judged = desk.judge(expr, zero, Sign::Equal);
            if !matches!(judged, Some((Judgement::Proved(_), _, false))) {
                return None;
            }
        }
        let mut slopes = Vec::new();
        for part in [above, below] {
            let slope = desk.graph.derivative(part, symbol, Scope::Total);
            let (slope, false) = desk.written_out(slope)? else { return None };
            slopes.push(slope);
        }
        expr = desk.graph.call(&DIVIDE, &slopes);
        if let Some(end) = by_continuity(desk, expr, symbol, at) {
            return Some(end);
        }
    }
    None
}

fn at_infinity(desk: &mut Desk, expr: ExprId, symbol: SymbolId, is_negative: bool) -> Option<End> {
    let variable = desk.graph.symbol(symbol);
    let expr = if is_negative {
        let other = desk.graph.call(&NEGATE, &[variable]);
        put_in(desk, expr, symbol, other)
    } else {
        expr
    };
    let zero = desk.graph.integer(0);
    match growth(desk, expr, variable)? {
        None => Some(End::At(zero)),
        Some(growth) if growth.rate < 0.0 || (growth.rate == 0.0 && growth.power < 0.0) => {
            Some(End::At(zero))
        }
        Some(growth) if growth.rate == 0.0 && growth.power == 0.0 => Some(End::At(growth.factor)),
        Some(growth) => Some(End::Infinite { is_negative: is_below_zero(desk, growth.factor)? }),
    }
}
