//! Expressions written out: in primitives, which every number system can evaluate, or in rows with float kernels.

use chainrule_symbolic::derivation;
use chainrule_symbolic::function::Definition;
use chainrule_symbolic::graph::{ExprId, Graph, Node, Rewriter, Walk};
use chainrule_symbolic::rule::differentiation;
use rustc_hash::FxHashSet;

/// Writes functions out by their definitions, and remembers what it has written out.
#[derive(Debug, Default)]
pub struct Kernel {
    rewriter: Rewriter,
    kept: FxHashSet<ExprId>,
    into: Into,
}

/// How far functions are written out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Into {
    /// Down to sums, products, quotients, powers and primitives.
    #[default]
    Primitives,
    /// Down to rows: the user's own functions, and derivatives.
    Rows,
    /// Down to what has a float kernel: the user's own functions, and derivatives without one.
    Kernels,
}

impl Kernel {
    /// Nothing is written out yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// As [`Kernel::new`], but these expressions stay as they are: their numbers are stated.
    pub fn keeping(kept: FxHashSet<ExprId>) -> Self {
        Self { rewriter: Rewriter::default(), kept, into: Into::Primitives }
    }

    /// As [`Kernel::keeping`], but functions and derivatives that have a float kernel stay as they are too.
    pub fn in_kernels(kept: FxHashSet<ExprId>) -> Self {
        Self { rewriter: Rewriter::default(), kept, into: Into::Kernels }
    }

    /// As [`Kernel::keeping`], but functions of the table stay as they are too; their derivatives are written out.
    pub fn in_rows(kept: FxHashSet<ExprId>) -> Self {
        Self { rewriter: Rewriter::default(), kept, into: Into::Rows }
    }

    /// The expression with every function written out in sums, products, quotients, powers and primitives. Derivatives
    /// stay as they are.
    pub fn of(&mut self, graph: &mut Graph, root: ExprId) -> ExprId {
        let mut at = root;
        loop {
            let mut found = false;
            for id in Walk::rewritable(graph, at) {
                if self.kept.contains(&id) {
                    continue;
                }
                if let Some(written) = written_out(graph, id, self.into) {
                    // What a definition brings in may itself be written out, in the next round.
                    self.rewriter.replace(id, written);
                    found = true;
                }
            }
            if !found {
                return at;
            }
            let mut rewriter = std::mem::take(&mut self.rewriter);
            at = rewriter.apply(graph, at);
        }
    }
}

fn written_out(graph: &mut Graph, id: ExprId, into: Into) -> Option<ExprId> {
    let Node::Apply { function, primes, arguments } = graph.node(id) else { return None };
    if let Some(row) = graph.builtin(function) {
        let stays = match into {
            Into::Primitives => false,
            Into::Rows => primes == 0,
            Into::Kernels => primes == 0 || (primes == 1 && row.derivative_kernel.is_some()),
        };
        if stays {
            return None;
        }
    }
    if primes > 0 {
        return derivation::formula(graph, id);
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
