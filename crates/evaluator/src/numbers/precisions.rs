//! The numbers of a worksheet at several working precisions.

use chainrule_number::{PRECISIONS, Rational, USUAL_PRECISION};
use chainrule_symbolic::graph::{ExprId, Graph};
use chainrule_symbolic::network::Network;

use super::{Known, Numbers};

/// The steps that a precision may take, about: the quantities, or half the edges where those are more, each times the
/// square of the bits.
const MOST_STEPS: u64 = 1 << 35;

/// The place in [`PRECISIONS`] of the highest that is used for a network.
pub fn highest_precision(network: &Network) -> usize {
    let count = network.order().len().max(network.edge_count() / 2);
    let count = u64::try_from(count).unwrap_or(u64::MAX);
    let is_used =
        |bits: u32| bits <= USUAL_PRECISION || count.saturating_mul(u64::from(bits).pow(2)) <= MOST_STEPS;
    PRECISIONS.iter().rposition(|&bits| is_used(bits)).unwrap_or(0)
}

/// The numbers of a worksheet at each working precision, computed when they are first asked for.
#[derive(Debug)]
pub struct NumbersByPrecision {
    stated: Vec<(ExprId, ExprId)>,
    /// What expressions are proved to be, though their digits do not tell it.
    proved: Vec<(ExprId, Rational)>,
    /// By place in [`PRECISIONS`]: those that were asked for.
    numbers: Vec<Option<Numbers>>,
    /// The place of the lowest precision that is used.
    lowest: usize,
}

impl NumbersByPrecision {
    /// Over the same stated numbers as [`Numbers::new`].
    pub fn new(stated: Vec<(ExprId, ExprId)>) -> Self {
        Self { stated, proved: Vec::new(), numbers: Vec::new(), lowest: 0 }
    }

    /// What is stated.
    pub fn stated(&self) -> &[(ExprId, ExprId)] {
        &self.stated
    }

    /// From here on an expression has the value that it is proved to have.
    pub fn prove(&mut self, expr: ExprId, value: Rational) {
        self.proved.push((expr, value));
        self.numbers.clear();
    }

    /// Leaves out the lowest precisions, as long as they do not tell whether a quantity has a value: `ln(1 - sigmoid(200))`
    /// has one, though 128 binary digits do not tell its argument from 0.
    pub fn settle(&mut self, graph: &mut Graph, network: &Network) {
        while self.lowest < highest_precision(network) {
            let failures = &self.at(graph, network, self.lowest).failures;
            if !failures.iter().any(|(_, failure)| failure.why.is_not_told()) {
                break;
            }
            self.lowest += 1;
        }
    }

    /// The numbers at the precision with this place in [`PRECISIONS`], or at the nearest that is used.
    pub fn at(&mut self, graph: &mut Graph, network: &Network, place: usize) -> &mut Numbers {
        let place = place.min(highest_precision(network)).max(self.lowest);
        if self.numbers.len() <= place {
            self.numbers.resize_with(place + 1, || None);
        }
        let (coarser, from_here) = self.numbers.split_at_mut(place);
        let known = Known { stated: &self.stated, proved: &self.proved };
        from_here[0].get_or_insert_with(|| match coarser.iter().rev().flatten().next() {
            Some(coarser) => coarser.finer(graph, network, known, PRECISIONS[place]),
            None => Numbers::knowing(graph, network, known, PRECISIONS[place]),
        })
    }
}
