//! Changes of the right side with which a claim about arrays holds.

use chainrule_latex::tree::{Node, Tree};

/// So many changes are tried.
const MOST: usize = 8;

/// A side with one change that is easily made by mistake, and what it is called.
pub(super) fn changed(tree: &Tree) -> Vec<(Tree, &'static str)> {
    let mut found = Vec::new();
    if let Node::Sum(terms) = tree.node(tree.root()) {
        for (place, &term) in terms.iter().enumerate() {
            let mut changed = tree.clone();
            let mut terms = terms.clone();
            let at = tree.place(term);
            terms[place] = match tree.node(term) {
                Node::Negate(inner) => *inner,
                _ => changed.push(Node::Negate(term), at),
            };
            changed.push(Node::Sum(terms), tree.place(tree.root()));
            found.push((changed, "the sign of a term"));
        }
    }
    for id in tree.below(tree.root()) {
        let Node::Product(factors) = tree.node(id) else { continue };
        if factors.iter().any(|factor| tree.dots.contains(factor)) {
            continue;
        }
        let mut changed = tree.clone();
        changed.set(id, Node::Product(factors.iter().rev().copied().collect()));
        found.push((changed, "the order of the factors"));
    }
    found.truncate(MOST);
    found
}
