//! What is known of the quantities of a network.

use chainrule_symbolic::graph::{ExprId, Graph};
use chainrule_symbolic::network::{Definition, Network};

use crate::ranges::{LeafRange, Program, Range, Ranges};

/// Networks with more quantities are not gone through.
const MOST_QUANTITIES: usize = 20_000;

/// The ranges of leaves as given, and of quantities as they follow.
#[derive(Clone, Debug, Default)]
pub struct Ground {
    /// Of every name of which something is known.
    pub ranges: Ranges,
    given: Vec<ExprId>,
}

impl Ground {
    /// From the ranges given for leaves, quantity by quantity.
    pub fn new(graph: &mut Graph, network: &Network, given: Ranges) -> Self {
        let mut names: Vec<ExprId> = given.keys().copied().collect();
        names.sort_unstable();
        let mut ground = Self { ranges: given, given: names };
        if network.order().len() > MOST_QUANTITIES {
            return ground;
        }
        for &symbol in network.order() {
            let Definition::Formula(formula) = network.definition(symbol) else { continue };
            let name = graph.symbol(symbol);
            let range = ground.reach(graph, formula);
            if range != Range::ALL {
                ground.ranges.insert(name, LeafRange::of_range(range));
            }
        }
        ground
    }

    /// What an expression can reach.
    pub fn reach(&self, graph: &mut Graph, expr: ExprId) -> Range {
        Program::new(graph, expr).reach(&self.ranges).unwrap_or(Range::ALL)
    }

    /// Whether a name has a range in the worksheet itself.
    pub fn is_given(&self, name: ExprId) -> bool {
        self.given.binary_search(&name).is_ok()
    }
}
