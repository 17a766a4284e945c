//! The layers that a derivative passes, and what its factors of each kind multiply to.

use chainrule_evaluator::ledger::Ledger;
use chainrule_symbolic::derivation::{Calculus, FactorId, Form};
use chainrule_symbolic::function::rows::arithmetic::{MULTIPLY, NEGATE};
use chainrule_symbolic::graph::{ExprId, Graph, Node, SymbolId};
use rustc_hash::FxHashMap;

use crate::reported::derivation::DerivationReport;

/// What a factor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The slope of a function.
    Slope,
    /// A leaf.
    Weight,
    /// Anything else.
    Other,
}

/// What the factors of one kind come to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// Their kind.
    pub kind: Kind,
    /// How many there are.
    pub count: usize,
    /// The logarithm of their product to base 10.
    pub log10: f64,
}

/// How many layers a derivative passes, along the way that passes most: the factors that hold a slope or whose form is left
/// open; all factors where none does.
pub(crate) fn passed(graph: &Graph, calculus: &Calculus, derivation_report: &DerivationReport) -> usize {
    match &derivation_report.derivation.form {
        Form::Same | Form::Independent { .. } => 0,
        Form::Paths(paths) => {
            let counts = paths.iter().map(|path| {
                let layers = path.factors.iter().filter(|&&id| is_layer(graph, calculus, id)).count();
                if layers == 0 { path.factors.len() } else { layers }
            });
            counts.max().unwrap_or(0)
        }
        Form::Backpropagation(adjoints) => {
            let mut deepest: FxHashMap<SymbolId, [usize; 2]> = FxHashMap::default();
            let mut most = [0, 0];
            for adjoint in adjoints {
                let mut here = [0, 0];
                for term in &adjoint.terms {
                    let above = deepest.get(&term.user).copied().unwrap_or_default();
                    let layer = usize::from(is_layer(graph, calculus, term.factor));
                    here = [here[0].max(above[0] + layer), here[1].max(above[1] + 1)];
                }
                deepest.insert(adjoint.of, here);
                most = here;
            }
            if most[0] == 0 { most[1] } else { most[0] }
        }
    }
}

fn is_layer(graph: &Graph, calculus: &Calculus, id: FactorId) -> bool {
    let factor = calculus.factor(id);
    factor.working.is_none() || is_slope(graph, factor.result, 2)
}

/// Whether a slope is among the factors of an expression.
fn is_slope(graph: &Graph, expr: ExprId, deep: usize) -> bool {
    let mut level = vec![expr];
    for _ in 0..=deep {
        let mut next = Vec::new();
        for id in level {
            let Node::Apply { function, primes, arguments } = graph.node(id) else { continue };
            if primes > 0 {
                return true;
            }
            let row = graph.builtin(function);
            if (row == Some(&MULTIPLY) || row == Some(&NEGATE)) && arguments.len() <= MOST_FACTORS {
                next.extend_from_slice(arguments);
            }
        }
        level = next;
    }
    false
}

/// Longer products within one factor are not looked through.
const MOST_FACTORS: usize = 16;

/// What the factors of each kind come to; nothing for kinds of which there are none.
pub(crate) fn shares(graph: &Graph, calculus: &Calculus, ledger: &Ledger) -> Vec<Share> {
    let mut shares =
        [Kind::Slope, Kind::Weight, Kind::Other].map(|kind| Share { kind, count: 0, log10: 0.0 });
    for (&id, &log10) in ledger.factors.iter().zip(ledger.sizes()) {
        let factor = calculus.factor(id);
        let kind = match graph.node(factor.result) {
            Node::Symbol(symbol) if calculus.network().is_leaf(symbol) => Kind::Weight,
            Node::Apply { primes, .. } if primes > 0 => Kind::Slope,
            Node::Symbol(_) | Node::Number(_) | Node::Derivative { .. } | Node::Apply { .. } => Kind::Other,
        };
        if let Some(share) = shares.iter_mut().find(|share| share.kind == kind) {
            share.count += 1;
            share.log10 += log10;
        }
    }
    shares.into_iter().filter(|share| share.count > 0).collect()
}
