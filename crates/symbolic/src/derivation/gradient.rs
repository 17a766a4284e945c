//! The derivatives of one quantity by all that it is computed from, in one sweep.

use rustc_hash::FxHashMap;

use super::between::Between;
use super::put_back::{product_of, sum_of};
use super::{Adjoint, Calculus, FactorId, PathCount, Term};
use crate::graph::{ExprId, Graph, Scope, SymbolId};

/// The derivatives of one quantity by every quantity below it: each is a sum over the quantities that use it, so that one
/// sweep from the target back gives them all.
///
/// Cost: linear in the network below the target. Memory: 12 bytes a quantity and 8 bytes an edge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gradient {
    /// The quantity derived.
    pub target: SymbolId,
    quantities: Vec<SymbolId>,
    ends: Vec<u32>,
    summands: Vec<Summand>,
}

/// One summand of a derivative: the derivative by a quantity that uses it, times the factor between the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Summand {
    /// The place of the user, or nothing where it is the target itself.
    user: u32,
    /// The factor between the two.
    pub factor: FactorId,
}

/// The place of the target, which comes before all others.
const TARGET: u32 = u32::MAX;

impl Summand {
    /// The place of the user in the gradient, or nothing where it is the target itself.
    pub fn user(self) -> Option<usize> {
        (self.user != TARGET).then_some(self.user as usize)
    }
}

impl Gradient {
    /// The quantities derived by, those that use others first.
    pub fn quantities(&self) -> &[SymbolId] {
        &self.quantities
    }

    /// The summands of the derivative by the quantity at a place; all users stand at places before it.
    pub fn summands(&self, place: usize) -> &[Summand] {
        let start = if place == 0 { 0 } else { self.ends[place - 1] as usize };
        &self.summands[start..self.ends[place] as usize]
    }

    /// In how many ways each quantity reaches the target.
    pub fn count_paths(&self) -> Vec<PathCount> {
        let mut counts: Vec<PathCount> = Vec::with_capacity(self.quantities.len());
        for place in 0..self.quantities.len() {
            let count = self.summands(place).iter().fold(PathCount::ZERO, |sum, summand| {
                sum + summand.user().map_or(PathCount::ONE, |user| counts[user])
            });
            counts.push(count);
        }
        counts
    }

    /// The same with one summand left out: for tests of what judges it.
    #[must_use]
    pub fn without_summand(&self, at: usize) -> Self {
        let mut own = self.clone();
        own.summands.remove(at);
        for end in &mut own.ends {
            *end -= u32::from(*end as usize > at);
        }
        own
    }

    /// How many summands there are in all.
    pub fn summand_count(&self) -> usize {
        self.summands.len()
    }
}

/// Derivatives of one target, with everything put in.
#[derive(Debug, Default)]
pub(super) struct Wholes {
    known: FxHashMap<SymbolId, ExprId>,
    asked: usize,
}

/// So many derivatives of one target are put together one by one; then one sweep gives the rest.
const MOST_WHOLES_APART: usize = 24;

impl Calculus {
    /// The derivatives of `target` by all that it is computed from; nothing where the worksheet states derivatives over
    /// more than one edge: which of them count depends on what is derived by.
    pub fn gradient(&mut self, graph: &mut Graph, target: SymbolId) -> Option<Gradient> {
        if !self.shortcuts.is_empty() {
            return None;
        }
        let below = Between::new(&self.network, target, None, &FxHashMap::default(), &mut self.marks);
        Some(self.swept(graph, target, below))
    }

    /// The adjoints from `target` back to `by`, which comes last, through the stated derivatives that lie between; nothing
    /// where the target is `by`, or does not depend on it. They are the same whatever is shown of the derivation, and those
    /// that [`Calculus::gradient`] takes, where there is one.
    pub fn adjoints(&mut self, graph: &mut Graph, target: SymbolId, by: SymbolId) -> Option<Gradient> {
        if target == by {
            return None;
        }
        let shortcuts = self.shortcuts_between(target, by);
        let between = Between::new(&self.network, target, Some(by), &shortcuts, &mut self.marks);
        between.reaches(target).then(|| self.swept(graph, target, between))
    }

    /// One sweep over what lies below a target.
    fn swept(&mut self, graph: &mut Graph, target: SymbolId, below: Between) -> Gradient {
        let count = below.quantities().len() - 1;
        // Where the summands of each quantity end: counted first, then filled from the target back.
        let mut ends = vec![0u32; count];
        for place in 0..=count {
            for input in below.inputs(place) {
                ends[count - 1 - input.place as usize] += 1;
            }
        }
        let mut next = Vec::with_capacity(count);
        let mut sum = 0;
        for end in &mut ends {
            next.push(sum);
            sum += *end;
            *end = sum;
        }
        let blank = Summand { user: TARGET, factor: FactorId(0) };
        let mut summands = vec![blank; sum as usize];
        for place in (0..=count).rev() {
            let child = below.quantities()[place];
            let user = if place == count {
                TARGET
            } else {
                u32::try_from(count - 1 - place).expect("fewer than 2^32 quantities")
            };
            for input in below.inputs(place) {
                let parent = below.quantities()[input.place as usize];
                let factor = self.factor_for(graph, child, parent, input.edge);
                let slot = &mut next[count - 1 - input.place as usize];
                summands[*slot as usize] = Summand { user, factor };
                *slot += 1;
            }
        }
        let mut quantities = below.into_quantities();
        quantities.pop();
        quantities.reverse();
        Gradient { target, quantities, ends, summands }
    }

    /// One line of backpropagation: the derivative by the quantity at a place of a gradient.
    pub fn adjoint(&self, graph: &mut Graph, gradient: &Gradient, place: usize) -> Adjoint {
        let target = graph.symbol(gradient.target);
        let of = gradient.quantities[place];
        let name = graph.derivative(target, of, Scope::Total);
        let mut terms = Vec::new();
        let (mut chain, mut product) = (Vec::new(), Vec::new());
        for summand in gradient.summands(place) {
            let factor = self.factor(summand.factor);
            let (name, result) = (factor.name, factor.result);
            terms.push(Term { user: factor.child, factor: summand.factor });
            match summand.user() {
                None => {
                    chain.push(name);
                    product.push(result);
                }
                Some(user) => {
                    let upstream = graph.derivative(target, gradient.quantities[user], Scope::Total);
                    chain.push(product_of(graph, &[upstream, name]));
                    product.push(product_of(graph, &[upstream, result]));
                }
            }
        }
        let (chain, product) = (sum_of(graph, &chain), sum_of(graph, &product));
        Adjoint { of, name, terms, chain, product }
    }

    /// Whether the gradient comes out the same when it is taken again. Cost: that of taking it, the factors being known.
    pub fn gradient_replays(&mut self, graph: &mut Graph, gradient: &Gradient) -> bool {
        self.gradient(graph, gradient.target).as_ref() == Some(gradient)
    }

    /// What the derivative by each quantity of a gradient is, with everything put in: shared, so that the whole is linear
    /// in the network.
    pub fn written_out(&self, graph: &mut Graph, gradient: &Gradient) -> Vec<ExprId> {
        let mut wholes: Vec<ExprId> = Vec::with_capacity(gradient.quantities.len());
        for place in 0..gradient.quantities.len() {
            let mut terms = Vec::new();
            for summand in gradient.summands(place) {
                let result = self.factor(summand.factor).result;
                terms.push(match summand.user() {
                    None => result,
                    Some(user) => super::put_back::longer_product(graph, wholes[user], result),
                });
            }
            wholes.push(sum_of(graph, &terms));
        }
        wholes
    }

    /// What one derivative is, everything put in. Where many of one target are asked for, one sweep gives them all.
    pub(super) fn whole(&mut self, graph: &mut Graph, target: SymbolId, by: SymbolId) -> ExprId {
        let wholes = self.wholes.entry(target).or_default();
        if let Some(&known) = wholes.known.get(&by) {
            return known;
        }
        wholes.asked += 1;
        if wholes.asked == MOST_WHOLES_APART
            && let Some(gradient) = self.gradient(graph, target)
        {
            let written = self.written_out(graph, &gradient);
            let known = &mut self.wholes.entry(target).or_default().known;
            for (&quantity, whole) in gradient.quantities().iter().zip(written) {
                known.entry(quantity).or_insert(whole);
            }
            if let Some(&whole) = known.get(&by) {
                return whole;
            }
        }
        let whole = self.derive(graph, target, by).result;
        self.wholes.entry(target).or_default().known.insert(by, whole);
        whole
    }
}
