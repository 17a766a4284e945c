//! Derivatives over chains some links of which are stated.

use chainrule_symbolic::derivation::{Calculus, Derivation, FactorId, Form};
use chainrule_symbolic::function::rows::arithmetic::{ADD, MULTIPLY};
use chainrule_symbolic::graph::{ExprId, Graph, SymbolId};
use rustc_hash::{FxHashMap, FxHashSet};

/// The derivative with the stated links by their names and the others by what they are; nothing where none is stated.
pub(crate) fn written(
    graph: &mut Graph,
    calculus: &Calculus,
    derivation: &Derivation,
    pinned: &FxHashSet<ExprId>,
) -> Option<ExprId> {
    let is_pinned = |id: &FactorId| pinned.contains(&calculus.factor(*id).name);
    let factor = |id: FactorId| {
        let factor = calculus.factor(id);
        if pinned.contains(&factor.name) { factor.name } else { factor.result }
    };
    match &derivation.form {
        Form::Same | Form::Independent { .. } => None,
        Form::Paths(paths) => {
            if !paths.iter().flat_map(|path| &path.factors).any(is_pinned) {
                return None;
            }
            let products: Vec<ExprId> = paths
                .iter()
                .map(|path| {
                    let factors: Vec<ExprId> = path.factors.iter().map(|&id| factor(id)).collect();
                    graph.call(&MULTIPLY, &factors)
                })
                .collect();
            Some(graph.call(&ADD, &products))
        }
        Form::Backpropagation(adjoints) => {
            let mut terms = adjoints.iter().flat_map(|adjoint| &adjoint.terms);
            if !terms.any(|term| is_pinned(&term.factor)) {
                return None;
            }
            let mut known: FxHashMap<SymbolId, ExprId> = FxHashMap::default();
            for adjoint in adjoints {
                let products: Vec<ExprId> = adjoint
                    .terms
                    .iter()
                    .map(|term| {
                        let upstream = known.get(&term.user).copied();
                        let factors: Vec<ExprId> =
                            upstream.into_iter().chain([factor(term.factor)]).collect();
                        graph.call(&MULTIPLY, &factors)
                    })
                    .collect();
                known.insert(adjoint.of, graph.call(&ADD, &products));
            }
            known.get(&derivation.by).copied()
        }
    }
}
