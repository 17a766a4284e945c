//! Walking and rewriting shared expressions without recursion.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{ExprId, Graph, Node, SymbolId};

/// The expressions reachable from some roots, each once, children before parents.
pub struct Walk;

impl Walk {
    /// All expressions below the roots (the roots included), children before parents.
    pub fn below(graph: &Graph, roots: &[ExprId]) -> Vec<ExprId> {
        Self::below_until(graph, roots, |_| false)
    }

    /// As [`Walk::below`], but does not enter expressions at which `stop` holds; those are still listed.
    pub fn below_until(graph: &Graph, roots: &[ExprId], stop: impl Fn(ExprId) -> bool) -> Vec<ExprId> {
        let mut seen = FxHashSet::default();
        let mut stack: Vec<ExprId> = Vec::new();
        for &root in roots {
            if seen.insert(root) {
                stack.push(root);
            }
        }
        while let Some(id) = stack.pop() {
            if stop(id) {
                continue;
            }
            for &child in graph.children(id) {
                if seen.insert(child) {
                    stack.push(child);
                }
            }
        }
        let mut order: Vec<ExprId> = seen.into_iter().collect();
        // A child's id is smaller than its parent's: sorted ids are a topological order.
        order.sort_unstable();
        order
    }

    /// Whether at most so many expressions stand below a root (the root included). Cost: at most linear in that number and in
    /// the children of one of them.
    pub fn has_at_most(graph: &Graph, root: ExprId, most: usize) -> bool {
        let mut seen = FxHashSet::from_iter([root]);
        let mut stack = vec![root];
        while let Some(id) = stack.pop() {
            for &child in graph.children(id) {
                if seen.len() > most {
                    return false;
                }
                if seen.insert(child) {
                    stack.push(child);
                }
            }
        }
        seen.len() <= most
    }

    /// All expressions below the roots (the roots included), children before parents, from left to right: an order that
    /// does not depend on what else the graph holds. Expressions at which `stop` holds are listed but not entered.
    pub fn in_reading_order(graph: &Graph, roots: &[ExprId], stop: impl Fn(ExprId) -> bool) -> Vec<ExprId> {
        let mut entered = FxHashSet::default();
        let mut order = Vec::new();
        let mut stack: Vec<(ExprId, bool)> = roots.iter().rev().map(|&root| (root, false)).collect();
        while let Some((id, left)) = stack.pop() {
            if left {
                order.push(id);
            } else if entered.insert(id) {
                stack.push((id, true));
                if !stop(id) {
                    stack.extend(graph.children(id).iter().rev().map(|&child| (child, false)));
                }
            }
        }
        order
    }

    /// All expressions below a root that can be rewritten: derivatives are listed but not entered, since the names
    /// inside them are bound.
    pub fn rewritable(graph: &Graph, root: ExprId) -> Vec<ExprId> {
        Self::rewritable_from(graph, &[root])
    }

    /// As [`Walk::rewritable`], below several roots.
    pub fn rewritable_from(graph: &Graph, roots: &[ExprId]) -> Vec<ExprId> {
        Self::below_until(graph, roots, |id| matches!(graph.node(id), Node::Derivative { .. }))
    }

    /// The names in an expression, each once, in the order a reader meets them. Derivatives are not entered: what
    /// they depend on is for the network to say. They are handed to `derivative` instead.
    pub fn symbols(graph: &Graph, root: ExprId, mut derivative: impl FnMut(ExprId)) -> Vec<SymbolId> {
        let mut seen = FxHashSet::default();
        let mut symbols = Vec::new();
        let mut stack = vec![root];
        while let Some(id) = stack.pop() {
            if !seen.insert(id) {
                continue;
            }
            match graph.node(id) {
                Node::Number(_) => {}
                Node::Symbol(symbol) => symbols.push(symbol),
                Node::Apply { arguments, .. } => stack.extend(arguments.iter().rev()),
                Node::Derivative { .. } => derivative(id),
            }
        }
        symbols
    }

    /// How many parts an expression has, written out: parts that are shared count wherever they stand.
    pub fn written_size(graph: &Graph, root: ExprId) -> usize {
        let mut sizes: FxHashMap<ExprId, usize> = FxHashMap::default();
        for id in Self::below(graph, &[root]) {
            let parts = graph.children(id).iter().map(|child| sizes.get(child).copied().unwrap_or(1));
            let size = parts.fold(1, usize::saturating_add);
            sizes.insert(id, size);
        }
        sizes.get(&root).copied().unwrap_or(1)
    }
}

/// Replaces expressions by others, everywhere below a root, sharing kept.
#[derive(Debug, Default)]
pub struct Rewriter {
    replaced: FxHashMap<ExprId, ExprId>,
}

impl Rewriter {
    /// Replaces nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks for `from` to be replaced by `to` wherever it stands.
    pub fn replace(&mut self, from: ExprId, to: ExprId) -> &mut Self {
        self.replaced.insert(from, to);
        self
    }

    /// The expression with the replacements made. Inside a derivative nothing is replaced: its names are bound.
    ///
    /// Results are remembered, so that rewriting many roots that share parts costs each part once.
    pub fn apply(&mut self, graph: &mut Graph, root: ExprId) -> ExprId {
        self.apply_asking(graph, root, |_| None)
    }

    /// The same, where each operator that was not met before is asked for what is to stand in its place.
    pub fn apply_asking(
        &mut self,
        graph: &mut Graph,
        root: ExprId,
        ask: impl Fn(ExprId) -> Option<ExprId>,
    ) -> ExprId {
        let mut stack = vec![root];
        let mut arguments = Vec::new();
        while let Some(&id) = stack.last() {
            if self.replaced.contains_key(&id) {
                stack.pop();
                continue;
            }
            let Node::Apply { function, primes, arguments: old } = graph.node(id) else {
                self.replaced.insert(id, id);
                stack.pop();
                continue;
            };
            if let Some(new) = ask(id) {
                self.replaced.insert(id, new);
                stack.pop();
                continue;
            }
            let before = stack.len();
            stack.extend(old.iter().filter(|&child| !self.replaced.contains_key(child)));
            if stack.len() > before {
                continue;
            }
            arguments.clear();
            arguments.extend(old.iter().map(|child| self.replaced[child]));
            let new = if arguments == old { id } else { graph.apply_primed(function, primes, &arguments) };
            self.replaced.insert(id, new);
            stack.pop();
        }
        self.replaced[&root]
    }
}
