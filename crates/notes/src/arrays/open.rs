//! Derivatives that a page leaves open.

use chainrule_latex::tree::{Node, NodeId, Tree};
use rustc_hash::{FxHashMap, FxHashSet};

/// Whether a derivative is taken by something that what it is taken of does not lead to: the page may leave the way out, and
/// nothing is known of it then.
pub(super) fn has_unknown_derivative(formulas: &FxHashMap<String, Tree>, tree: &Tree) -> bool {
    (0..tree.len()).any(|id| match tree.node(id) {
        Node::Derivative { of, by } | Node::Gradient { of, by } => {
            let by = by.canonical();
            let mut open: Vec<String> =
                tree.below(*of).into_iter().filter_map(|id| name_at(tree, id)).collect();
            let mut seen: FxHashSet<String> = FxHashSet::default();
            while let Some(name) = open.pop() {
                if name == by {
                    return false;
                }
                if seen.insert(name.clone())
                    && let Some(formula) = formulas.get(&name)
                {
                    open.extend(super::names_of(formula));
                }
            }
            true
        }
        _ => false,
    })
}

fn name_at(tree: &Tree, id: NodeId) -> Option<String> {
    match tree.node(id) {
        Node::Name(name) => Some(name.canonical()),
        _ => None,
    }
}
