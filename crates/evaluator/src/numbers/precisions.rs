//! The numbers of a worksheet at several working precisions.

use chainrule_symbolic::graph::{ExprId, Graph};
use chainrule_symbolic::network::Network;

use super::Numbers;

/// The working precisions tried, in bits, until enough digits are certain.
pub const PRECISIONS: &[u32] = &[128, 256, 512, 1024, 2048];

/// The numbers of a worksheet at each working precision, computed when they are first asked for.
#[derive(Debug)]
pub struct NumbersByPrecision {
    stated: Vec<(ExprId, ExprId)>,
    numbers: Vec<Numbers>,
    /// The place of the lowest precision that is used.
    lowest: usize,
}

impl NumbersByPrecision {
    /// Over the same stated numbers as [`Numbers::new`].
    pub fn new(stated: Vec<(ExprId, ExprId)>) -> Self {
        Self { stated, numbers: Vec::new(), lowest: 0 }
    }

    /// What is stated.
    pub fn stated(&self) -> &[(ExprId, ExprId)] {
        &self.stated
    }

    /// Leaves out the lowest precisions, as long as they do not tell whether a quantity has a value: `ln(1 - sigmoid(200))`
    /// has one, though 128 binary digits do not tell its argument from 0.
    pub fn settle(&mut self, graph: &mut Graph, network: &Network) {
        while self.lowest + 1 < PRECISIONS.len() {
            let failures = &self.at(graph, network, self.lowest).failures;
            if !failures.iter().any(|(_, failure)| failure.why.is_not_told()) {
                break;
            }
            self.lowest += 1;
        }
    }

    /// The numbers at the precision with this place in [`PRECISIONS`], or at the lowest that is used.
    pub fn at(&mut self, graph: &mut Graph, network: &Network, place: usize) -> &mut Numbers {
        let place = place.max(self.lowest);
        while self.numbers.len() <= place {
            let bits = PRECISIONS[self.numbers.len()];
            self.numbers.push(Numbers::new(graph, network, &self.stated, bits));
        }
        &mut self.numbers[place]
    }
}
