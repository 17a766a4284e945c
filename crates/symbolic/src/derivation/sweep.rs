//! What derivations of one target share: each adjoint is made once.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::put_back::{longer_product, product_of, sum_of};
use super::{Adjoint, Between, Calculus, Form, Term};
use crate::graph::{ExprId, Graph, Scope, SymbolId};

/// Where adjoints start from, and through which stated derivatives they lead: what an adjoint depends on besides the
/// quantity that it is of. Every user of a quantity that depends on `by` depends on `by` too, so that the adjoint is
/// the same whatever `by` is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Origin {
    pub(super) target: SymbolId,
    pub(super) shortcuts: Vec<(SymbolId, SymbolId)>,
}

/// An adjoint, and what it is with everything put in: shared, so the whole is linear in the network.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub(super) adjoint: Arc<Adjoint>,
    pub(super) whole: ExprId,
}

impl Calculus {
    /// Adjoints, from the target back to `by`; those that an earlier derivation of the target met are taken from it.
    pub(super) fn backwards(
        &mut self,
        graph: &mut Graph,
        target: SymbolId,
        between: &Between,
        shortcuts: FxHashMap<SymbolId, SymbolId>,
    ) -> (Form, ExprId) {
        let count = between.quantities().len();
        let mut shortcuts: Vec<_> = shortcuts.into_iter().collect();
        shortcuts.sort_unstable();
        let origin = Origin { target, shortcuts };
        let mut sweep = self.sweeps.remove(&origin).unwrap_or_default();
        let mut known: Vec<Option<Known>> =
            between.quantities().iter().map(|quantity| sweep.get(quantity).cloned()).collect();
        let mut terms: Vec<Vec<(usize, Term)>> = vec![Vec::new(); count];
        let mut adjoints = Vec::with_capacity(count);
        let target_expr = graph.symbol(target);
        for place in (0..count).rev() {
            let of = between.quantities()[place];
            if place < count - 1 {
                if known[place].is_none() {
                    let own = std::mem::take(&mut terms[place]);
                    let new = self.adjoint_of(graph, target_expr, of, own, &known);
                    sweep.insert(of, new.clone());
                    known[place] = Some(new);
                }
                adjoints.extend(known[place].as_ref().map(|known| Arc::clone(&known.adjoint)));
            }
            for input in between.inputs(place) {
                let at = input.place as usize;
                if known[at].is_none() {
                    let factor = self.factor_for(graph, of, between.quantities()[at], input.edge);
                    terms[at].push((place, Term { user: of, factor }));
                }
            }
        }
        self.sweeps.insert(origin, sweep);
        let result = known[0].as_ref().expect("the adjoint of `by` comes last").whole;
        (Form::Backpropagation(adjoints), result)
    }

    /// One adjoint, from its terms with the places of their users; the last place is the target's.
    fn adjoint_of(
        &self,
        graph: &mut Graph,
        target: ExprId,
        of: SymbolId,
        terms: Vec<(usize, Term)>,
        known: &[Option<Known>],
    ) -> Known {
        let name = graph.derivative(target, of, Scope::Total);
        let mut chain = Vec::with_capacity(terms.len());
        let mut product = Vec::with_capacity(terms.len());
        let mut whole = Vec::with_capacity(terms.len());
        for &(place, term) in &terms {
            let factor = self.factor(term.factor);
            if place + 1 == known.len() {
                chain.push(factor.name);
                product.push(factor.result);
                whole.push(factor.result);
                continue;
            }
            let upstream = graph.derivative(target, term.user, Scope::Total);
            let value = known[place].as_ref().expect("users come before what they use").whole;
            chain.push(product_of(graph, &[upstream, factor.name]));
            product.push(product_of(graph, &[upstream, factor.result]));
            whole.push(longer_product(graph, value, factor.result));
        }
        let (chain, product, whole) = (sum_of(graph, &chain), sum_of(graph, &product), sum_of(graph, &whole));
        let terms = terms.into_iter().map(|(_, term)| term).collect();
        Known { adjoint: Arc::new(Adjoint { of, name, terms, chain, product }), whole }
    }
}
