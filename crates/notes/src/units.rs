//! Numbers with their units: `4 \text{ bytes} \times 1000 = 4000 \text{ bytes}`.

use chainrule::symbolic::graph::{ExprId, Node, Rewriter};
use chainrule::value_of;
use chainrule_latex::tree::Node as Piece;

use crate::desk::Desk;
use crate::line::{Finding, Role};
use crate::numeric;
use crate::place::Place;
use crate::side::Side;

/// Judges two multiples of one word by their numbers; nothing where they are something else.
pub(crate) fn judge(desk: &mut Desk, left: &Side, right: &Side, place: &Place<'_>) -> Option<Finding> {
    if left.is_numeric {
        return behind_number(desk, left, right, place);
    }
    let unit = only_word(desk, left.expr)?;
    if only_word(desk, right.expr) != Some(unit)
        || desk.formulas.contains_key(&unit)
        || desk.value(unit).is_some()
    {
        return None;
    }
    let one = without(desk, left, unit)?;
    let mut other = without(desk, right, unit)?;
    if let Piece::Product(factors) = right.tree.node(right.tree.root())
        && let &[number, word] = factors.as_slice()
        && matches!(right.tree.node(word), Piece::Name(_))
    {
        other.printed = right.tree.printed_at(number);
    }
    let value = value_of(&mut desk.graph, one.expr).ok()?;
    Some(numeric::judge(desk, &one, &value, &other, place.relation, Role::Claim))
}

/// `4 \cdot 3 = 12 \text{ parameters}`
fn behind_number(desk: &mut Desk, left: &Side, right: &Side, place: &Place<'_>) -> Option<Finding> {
    let unit = only_word(desk, right.expr)?;
    if desk.formulas.contains_key(&unit) || desk.value(unit).is_some() || left.printed.is_some() {
        return None;
    }
    let Piece::Product(factors) = right.tree.node(right.tree.root()) else { return None };
    let &[number, word] = factors.as_slice() else { return None };
    let (Piece::Name(_), Some(printed)) = (right.tree.node(word), right.tree.printed_at(number)) else {
        return None;
    };
    let mut other = without(desk, right, unit)?;
    other.printed = Some(printed);
    let value = value_of(&mut desk.graph, left.expr).ok()?;
    Some(numeric::judge(desk, left, &value, &other, place.relation, Role::Claim))
}

/// The one name in an expression, where it is a word.
fn only_word(desk: &Desk, expr: ExprId) -> Option<ExprId> {
    let names = desk.names_in(expr);
    let &name = names.iter().next().filter(|_| names.len() == 1)?;
    let Node::Symbol(symbol) = desk.graph.node(name) else { return None };
    let text = desk.graph.name(symbol);
    let is_word = text.as_str().chars().count() > 1 && text.as_str().chars().all(char::is_alphabetic);
    (is_word && !chainrule_latex::is_greek(text.as_str())).then_some(name)
}

/// A side with 1 for its unit, where it is a multiple of it.
fn without(desk: &mut Desk, side: &Side, unit: ExprId) -> Option<Side> {
    let mut at = |number: i64| {
        let mut put_in = Rewriter::new();
        let number = desk.graph.integer(number);
        put_in.replace(unit, number);
        put_in.apply(&mut desk.graph, side.expr)
    };
    let (one, three) = (at(1), at(3));
    let (value, threefold) = (value_of(&mut desk.graph, one).ok()?, value_of(&mut desk.graph, three).ok()?);
    let (number, threefold) = (crate::numbers::near(&value)?, crate::numbers::near(&threefold)?);
    if &number * &chainrule::number::Rational::from_integer(3) != threefold {
        return None;
    }
    Some(Side { expr: one, is_numeric: true, printed: None, ..side.clone() })
}
