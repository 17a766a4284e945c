//! Numbers put in for names, compared one by one with the values that stand above.

use chainrule::number::Rational;
use chainrule::symbolic::graph::ExprId;
use chainrule_latex::lower::{Edit, lower_edited};
use chainrule_latex::tree::{Node, NodeId, Printed, Tree};

use crate::desk::Desk;
use crate::side::Side;
use crate::slips;

/// How the numbers that were put in agree with those given.
pub(crate) struct Aligned {
    pub(crate) right: usize,
    /// Whether each is the number given, if not at all of its digits.
    pub(crate) is_rounded: bool,
    /// How far the numbers that differ are apart, at most, as a part.
    pub(crate) is_far: bool,
    pub(crate) wrong: usize,
    pub(crate) slip: Option<String>,
}

/// A leaf of a formula: what it is worth, if that is known.
struct Leaf {
    value: Option<Rational>,
    expr: Option<ExprId>,
}

/// Both sides leaf by leaf, where they are built alike; nothing elsewhere.
pub(crate) fn aligned(desk: &mut Desk, left: &Side, right: &Side) -> Option<Aligned> {
    const LARGEST: usize = 400;
    if right.printed.is_some() || left.is_numeric || left.tree.len().max(right.tree.len()) > LARGEST {
        return None;
    }
    let mine = leaves(desk, &left.tree);
    let theirs = numbers(&right.tree);
    if mine.len() != theirs.len() || mine.is_empty() {
        return None;
    }
    let (mut agree, mut differ, mut slip) = (0, 0, None);
    let (mut is_rounded, mut is_far) = (false, false);
    for (leaf, printed) in mine.iter().zip(&theirs) {
        let Some(value) = &leaf.value else { return None };
        let half = Rational::fraction(1, 2);
        // The sign may stand before it.
        let is_same = (&value.abs() - &printed.value.abs()).abs() <= &printed.unit * &half;
        if is_same {
            is_rounded |= value.abs() != printed.value.abs();
            agree += 1;
            continue;
        }
        differ += 1;
        is_far |= (&value.abs() - &printed.value.abs()).abs() > &value.abs() * &Rational::fraction(1, 50);
        let other = desk
            .values
            .iter()
            .filter(|(id, given)| {
                Some(**id) != leaf.expr && given.last().is_some_and(|given| given.value == printed.value)
            })
            .map(|(id, _)| *id)
            .min();
        slip = Some(match (other, leaf.expr) {
            (Some(other), Some(expr)) if is_new_and_old(desk, other, expr) => {
                "the new weight instead of the old one".to_owned()
            }
            (Some(other), Some(expr)) if !is_near_miss(value, printed) => format!(
                "the value of {} instead of that of {}",
                crate::written::written(desk, other),
                crate::written::written(desk, expr)
            ),
            _ => slips::of_operand(value, printed),
        });
    }
    Some(Aligned { right: agree, is_rounded, is_far, wrong: differ, slip })
}

fn is_near_miss(value: &Rational, printed: &Printed) -> bool {
    slips::of_operand(value, printed) != slips::of_operand(&Rational::zero(), printed)
}

fn is_new_and_old(desk: &Desk, one: ExprId, other: ExprId) -> bool {
    let (one, other) = (crate::written::written(desk, one), crate::written::written(desk, other));
    let is_new = |text: &str| text.contains("new") || text.contains('+');
    let stem = |text: &str| text.chars().take_while(|c| c.is_alphanumeric()).collect::<String>();
    is_new(&one) && !is_new(&other) && stem(&one).starts_with(&stem(&other))
}

/// Whether a node counts as one leaf: a name, a derivative, a call of one name that has a value.
fn leaves(desk: &mut Desk, tree: &Tree) -> Vec<Leaf> {
    let mut found = Vec::new();
    let mut stack: Vec<NodeId> = vec![tree.root()];
    while let Some(id) = stack.pop() {
        match tree.node(id) {
            Node::Number(printed) => found.push(Leaf { value: Some(printed.value.clone()), expr: None }),
            Node::Name(_) | Node::Derivative { .. } | Node::Unknown(_) => {
                let expr = expr_of(desk, tree, id);
                let value = desk.value(expr).map(|given| given.value.clone());
                let value =
                    value.or_else(|| desk.evaluate(expr, None).ok().as_ref().and_then(crate::numbers::near));
                found.push(Leaf { value, expr: Some(expr) });
            }
            _ => {
                let mut children = tree.children(id);
                children.reverse();
                stack.extend(children);
            }
        }
    }
    found
}

/// The expression of one node of a tree.
fn expr_of(desk: &mut Desk, tree: &Tree, id: NodeId) -> ExprId {
    let mut part = Tree::default();
    // Nodes below come first: the tree up to here, with this node at its top.
    for node in 0..=id {
        part.push(tree.node(node).clone(), tree.place(node));
    }
    lower_edited(&part, &mut desk.graph, &desk.functions, None::<(NodeId, &Edit)>).expr
}

fn numbers(tree: &Tree) -> Vec<Printed> {
    let mut found = Vec::new();
    let mut stack: Vec<NodeId> = vec![tree.root()];
    while let Some(id) = stack.pop() {
        let is_signed = matches!(tree.node(id), Node::Negate(_));
        if let Some(printed) = tree.printed_at(id).filter(|_| !is_signed) {
            found.push(printed);
            continue;
        }
        let mut children = tree.children(id);
        children.reverse();
        stack.extend(children);
    }
    found
}
