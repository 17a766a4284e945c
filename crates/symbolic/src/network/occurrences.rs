//! Where names stand in wide operators.
//!
//! A sum of n terms has n derivatives, and each of them concerns one term or a few. Which those are is found once for
//! the sum, so that deriving it by all its names costs what it holds, not its square.

use rustc_hash::FxHashMap;

use super::Network;
use crate::graph::{ExprId, Graph, SymbolId, Walk};

/// Operators with more arguments than this are wide: no rule looks into them unless for the arguments that vary.
pub const WIDEST_SEARCHED: usize = 64;

/// So many names an argument may hold on average: beyond, they are not listed, and the arguments are asked one by one.
const MOST_NAMES_AN_ARGUMENT: usize = 64;

/// Whether an expression is a wide operator.
pub fn is_wide(graph: &Graph, id: ExprId) -> bool {
    graph.children(id).len() > WIDEST_SEARCHED
}

/// Which arguments of the wide operators of a network hold which names; each operator is read once.
#[derive(Clone, Debug, Default)]
pub struct Occurrences {
    read: FxHashMap<ExprId, Option<Occurring>>,
}

/// What the arguments of one operator hold.
#[derive(Clone, Debug)]
struct Occurring {
    /// Names, and which arguments vary with them, by their places.
    places: FxHashMap<SymbolId, Vec<u32>>,
    has_derivatives: bool,
}

impl Occurrences {
    /// No operator is read yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The places of the arguments that vary with a name, in their order, where the expression is a wide operator whose
    /// names are listed. Cost: linear in the operator, once.
    pub(crate) fn of(
        &mut self,
        graph: &Graph,
        network: &Network,
        operator: ExprId,
        name: SymbolId,
    ) -> Option<&[u32]> {
        if !is_wide(graph, operator) {
            return None;
        }
        let occurring = self
            .read
            .entry(operator)
            .or_insert_with(|| Occurring::read(graph, network, operator))
            .as_ref()?;
        Some(occurring.places.get(&name).map_or(&[], Vec::as_slice))
    }

    /// Whether an expression is a wide operator that was read and holds no derivative: nothing in it can be taken apart.
    pub(crate) fn is_plain(&self, id: ExprId) -> bool {
        matches!(self.read.get(&id), Some(Some(occurring)) if !occurring.has_derivatives)
    }
}

impl Occurring {
    /// Reads all arguments; nothing where they hold too many names.
    fn read(graph: &Graph, network: &Network, operator: ExprId) -> Option<Self> {
        let arguments = graph.children(operator);
        let mut left = arguments.len() * MOST_NAMES_AN_ARGUMENT;
        let mut occurring = Self { places: FxHashMap::default(), has_derivatives: false };
        for (place, &argument) in (0u32..).zip(arguments) {
            let mut own_derivatives = false;
            let symbols = Walk::symbols(graph, argument, |_| own_derivatives = true);
            occurring.has_derivatives |= own_derivatives;
            let names = if own_derivatives { network.names_in(graph, argument) } else { symbols };
            left = left.checked_sub(names.len())?;
            for name in names {
                occurring.places.entry(name).or_default().push(place);
            }
        }
        Some(occurring)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Dependence, NetworkBuilder};
    use super::{Occurrences, WIDEST_SEARCHED, is_wide};
    use crate::function::rows::arithmetic::{ADD, MULTIPLY};
    use crate::graph::{ExprId, Graph, SymbolId};

    /// Terms `w3·x5`, with names chosen so that some stand in many terms and some in none.
    fn wide(graph: &mut Graph, count: usize) -> (ExprId, Vec<SymbolId>) {
        let names: Vec<SymbolId> = (0..count).map(|place| graph.intern(&format!("x{place}"))).collect();
        let name = |graph: &mut Graph, place: usize| graph.symbol(names[place % count]);
        let terms: Vec<ExprId> = (0..count)
            .map(|place| {
                let (left, right) = (name(graph, place * place), name(graph, place / 3));
                graph.call(&MULTIPLY, &[left, right])
            })
            .collect();
        (graph.call(&ADD, &terms), names)
    }

    #[test]
    fn the_places_are_those_of_a_search() {
        for count in [WIDEST_SEARCHED, WIDEST_SEARCHED + 1, 200] {
            let mut graph = Graph::new();
            let (sum, names) = wide(&mut graph, count);
            let network = NetworkBuilder::new().finish(&graph).expect("no cycle");
            let mut occurrences = Occurrences::new();
            for name in names {
                let found = occurrences.of(&graph, &network, sum, name);
                assert_eq!(found.is_some(), is_wide(&graph, sum));
                let searched: Vec<u32> = (0u32..)
                    .zip(graph.children(sum))
                    .filter(|&(_, &term)| Dependence::on(name).holds(&graph, &network, term))
                    .map(|(place, _)| place)
                    .collect();
                if let Some(found) = found {
                    assert_eq!(found, searched);
                }
                let mut dependence = Dependence::on(name);
                assert_eq!(dependence.holds(&graph, &network, sum), !searched.is_empty());
                assert_eq!(dependence.places(&graph, &network, sum), searched);
            }
        }
    }
}
