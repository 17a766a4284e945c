//! The chain rule itself: a derivative as a product of derivatives whose names line up.

use chainrule_latex::tree::{Name, Node, Tree};

use crate::side::Side;

/// How the names of a product of derivatives stand to those of the derivative before the sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Links {
    /// They line up, through these names.
    Meet(Vec<String>),
    /// They do not: behind the first name, the second one is taken up.
    Part(String, String),
}

/// A derivative of one name by another.
fn slope(tree: &Tree, id: usize) -> Option<(&Name, &Name)> {
    let Node::Derivative { of, by } = tree.node(id) else { return None };
    match tree.node(*of) {
        Node::Name(of) => Some((of, by)),
        _ => None,
    }
}

/// Looks whether `left = right` is the chain rule; nothing where it is something else.
pub(crate) fn links(left: &Side, right: &Side) -> Option<Links> {
    let (of, by) = slope(&left.tree, left.tree.root())?;
    let Node::Product(factors) = right.tree.node(right.tree.root()) else { return None };
    let mut slopes: Vec<(&Name, &Name)> =
        factors.iter().map(|&factor| slope(&right.tree, factor)).collect::<Option<_>>()?;
    let mut path = vec![of.canonical()];
    let mut at = of;
    while let Some(place) = slopes.iter().position(|(of, _)| *of == at) {
        let (_, next) = slopes.remove(place);
        at = next;
        path.push(at.canonical());
    }
    if slopes.is_empty() && at == by {
        return Some(Links::Meet(path));
    }
    let next = slopes.first().map_or_else(|| by.canonical(), |(of, _)| of.canonical());
    Some(Links::Part(at.canonical(), next))
}
