//! Expressions written out: in primitives, which every number system can evaluate, or in rows, which have float kernels.

use chainrule_symbolic::derivation;
use chainrule_symbolic::function::Definition;
use chainrule_symbolic::graph::{ExprId, Graph, Node};
use chainrule_symbolic::rule::differentiation;
use rustc_hash::{FxHashMap, FxHashSet};

/// Writes functions out by their definitions, and remembers what it has written out.
#[derive(Debug, Default)]
pub struct Kernel {
    /// What each expression is, written out.
    done: FxHashMap<ExprId, ExprId>,
    kept: FxHashSet<ExprId>,
    into: Into,
    /// Whether derivatives are written by formulas in which nothing cancels, where their rows have one.
    is_steady: bool,
}

/// How far functions are written out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Into {
    /// Down to sums, products, quotients, powers and primitives.
    #[default]
    Primitives,
    /// Down to rows: the user's own functions, and derivatives.
    Rows,
    /// Down to the functions of the table and their derivatives: the user's own functions alone.
    Builtin,
}

impl Kernel {
    /// Nothing is written out yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// As [`Kernel::new`], but these expressions stay as they are: their numbers are stated.
    pub fn keeping(kept: FxHashSet<ExprId>) -> Self {
        Self { kept, ..Self::default() }
    }

    /// As [`Kernel::keeping`], but functions of the table stay as they are too; their derivatives are written out.
    pub fn in_rows(kept: FxHashSet<ExprId>) -> Self {
        Self { kept, into: Into::Rows, ..Self::default() }
    }

    /// The same, but derivatives are written by formulas in which nothing cancels, where their rows have one.
    #[must_use]
    pub fn steady(mut self) -> Self {
        self.is_steady = true;
        self
    }

    /// Only the user's own functions are written out, and further primes of them.
    pub fn without_own_functions() -> Self {
        Self { into: Into::Builtin, ..Self::default() }
    }

    /// The expression with every function written out in sums, products, quotients, powers and primitives. Derivatives
    /// stay as they are.
    ///
    /// One pass, arguments first: what is written out is never written out again inside what stands around it.
    pub fn of(&mut self, graph: &mut Graph, root: ExprId) -> ExprId {
        let mut stack = vec![root];
        // What an expression was written out to, whose own functions are being written out.
        let mut written: FxHashMap<ExprId, ExprId> = FxHashMap::default();
        let mut arguments = Vec::new();
        while let Some(&id) = stack.last() {
            if self.done.contains_key(&id) {
                stack.pop();
                continue;
            }
            if let Some(next) = written.get(&id) {
                self.done.insert(id, self.done[next]);
                stack.pop();
                continue;
            }
            let Node::Apply { function, primes, arguments: old } = graph.node(id) else {
                self.done.insert(id, id);
                stack.pop();
                continue;
            };
            if self.kept.contains(&id) {
                self.done.insert(id, id);
                stack.pop();
                continue;
            }
            let before = stack.len();
            stack.extend(old.iter().filter(|&child| !self.done.contains_key(child)));
            if stack.len() > before {
                continue;
            }
            arguments.clear();
            arguments.extend(old.iter().map(|child| self.done[child]));
            let new = if arguments == old { id } else { graph.apply_primed(function, primes, &arguments) };
            let next = if self.kept.contains(&new) {
                None
            } else {
                written_out(graph, new, self.into, self.is_steady)
            };
            match next {
                None => {
                    self.done.insert(id, new);
                    self.done.insert(new, new);
                    stack.pop();
                }
                // What a definition brings in may itself be written out.
                Some(next) => {
                    written.insert(id, next);
                    stack.push(next);
                }
            }
        }
        self.done[&root]
    }
}

fn written_out(graph: &mut Graph, id: ExprId, into: Into, is_steady: bool) -> Option<ExprId> {
    let Node::Apply { function, primes, arguments } = graph.node(id) else { return None };
    if graph.builtin(function).is_some() {
        let stays = match into {
            Into::Primitives => false,
            Into::Rows => primes == 0,
            Into::Builtin => true,
        };
        if stays {
            return None;
        }
    }
    if primes > 0 {
        let steady = graph.builtin(function).and_then(|row| row.steady_slope);
        return match steady {
            Some(build) if is_steady && primes == 1 => {
                let arguments = arguments.to_vec();
                Some(build(graph, &arguments))
            }
            Some(_) | None => derivation::formula(graph, id),
        };
    }
    let arguments = arguments.to_vec();
    match graph.builtin(function) {
        None => differentiation::inlined(graph, function, &arguments),
        Some(row) => match row.definition {
            Definition::Formula(build) => Some(build(graph, &arguments)),
            Definition::Primitive(_) | Definition::Arithmetic => None,
        },
    }
}
