//! Results brought into the form a textbook prints, in recorded steps.
//!
//! A derivation ends in a product of factors, or a sum of such products: `(−(y/a − (1 − y)/(1 − a)))·σ'(z)·x`. What is
//! done to it from there is a list of [`Step`]s by rules ([`rules`]), each of which computes its own
//! right side: the slopes written out in the reader's names, sums made shorter from the inside out, the whole put
//! together as one fraction. Of the forms that are tried the shortest is kept.
//!
//! - [`finish`] and [`Finished`]: the lines, what they rest on, and the result;
//! - `product`, `algebra`, `build`: a number and factors with exponents, taken apart and put together;
//! - `sum`: like terms, common factors, fractions, multiplying out;
//! - `names`: quantities of the reader's that stand in a result;
//! - `needed`: what was asked for before something was cancelled;
//! - `way`, `attempt`, `step`: what is tried, one way through, pass by pass, and which rule is taken where;
//! - `cost`: how long an expression is to read.
//!
//! Absent on purpose: numbers. Values, verdicts and bounds are those of the factors, whatever the finished form is.

mod algebra;
mod attempt;
mod build;
mod cost;
mod names;
mod needed;
mod operations;
mod product;
pub mod rules;
mod step;
mod sum;
mod way;

pub use cost::cost;
pub use names::Named;
pub use needed::holds_by_definition;

use crate::derivation::{Fact, Line, Step};
use crate::graph::{ExprId, Graph, Node, SymbolId};
use crate::network::Network;
use attempt::Attempt;
use rustc_hash::FxHashSet;
use way::Way;

/// Larger results are left as they are.
const LARGEST: usize = 200;

/// A result in the form a textbook prints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finished {
    /// What it starts from: the factors put back.
    pub start: ExprId,
    /// The lines from there on, each with the steps that lead to it; the last is the finished form.
    pub lines: Vec<Line>,
    /// The quantities whose names were put in for what they are defined as.
    pub named: Vec<SymbolId>,
    /// What is needed for the start to be defined and can't be seen in the finished form.
    pub needed: Vec<Fact>,
}

impl Finished {
    /// The finished form.
    pub fn result(&self) -> ExprId {
        self.lines.last().map_or(self.start, |line| line.expr)
    }

    /// All steps, in order.
    pub fn steps(&self) -> impl Iterator<Item = &Step> {
        self.lines.iter().flat_map(|line| &line.steps)
    }
}

/// Brings the derivative of a target into the form a textbook prints; nothing where it has that form, or is too large.
///
/// Cost: bounded, whatever the size of the result.
pub fn finish(
    graph: &mut Graph,
    network: &Network,
    named: &Named,
    target: SymbolId,
    result: ExprId,
) -> Option<Finished> {
    few_parts(graph, result)?;
    let mut best: Option<(u64, Attempt)> = None;
    for &way in Way::ALL {
        let Some(attempt) = Attempt::by(graph, network, named, target, result, way) else { continue };
        let cost = cost(graph, attempt.result());
        if best.as_ref().is_none_or(|(least, _)| cost < *least) {
            best = Some((cost, attempt));
        }
    }
    let (_, attempt) = best?;
    let (lines, named) = attempt.into_parts();
    let after = lines.last()?.expr;
    if after == result {
        return None;
    }
    let needed = needed::dropped(graph, network, result, after);
    Some(Finished { start: result, lines, named, needed })
}

/// How many different parts a result has, where they are few enough for it to be finished. Cost: bounded.
pub fn few_parts(graph: &Graph, root: ExprId) -> Option<usize> {
    let mut seen = FxHashSet::from_iter([root]);
    let mut stack = vec![root];
    while let Some(id) = stack.pop() {
        if matches!(graph.node(id), Node::Derivative { .. }) {
            continue;
        }
        for &child in graph.children(id) {
            if seen.insert(child) {
                if seen.len() > LARGEST {
                    return None;
                }
                stack.push(child);
            }
        }
    }
    Some(seen.len())
}
