//! Collecting definitions in any order.

use std::sync::Arc;

use super::names::Names;
use super::quantities::{Adjacency, Stored};
use super::{Cycle, Definition, Families, Network, cycle};
use crate::graph::{ExprId, Graph, SymbolId};

/// Collects what each quantity is computed from.
#[derive(Clone, Debug, Default)]
pub struct NetworkBuilder {
    listed: Vec<SymbolId>,
    /// By symbol.
    definitions: Vec<Listed>,
    dependences: Vec<Vec<SymbolId>>,
    families: Families,
}

#[derive(Clone, Copy, Debug)]
enum Listed {
    Not,
    Input,
    Formula(ExprId),
    /// The place among the dependences.
    Dependence(u32),
}

impl NetworkBuilder {
    /// Holds no quantities yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The families of the network.
    pub fn families(&self) -> &Families {
        &self.families
    }

    /// The families of the network, to be added to.
    pub fn families_mut(&mut self) -> &mut Families {
        &mut self.families
    }

    fn list(&mut self, symbol: SymbolId, listed: Listed) {
        if self.definitions.len() <= symbol.index() {
            self.definitions.resize(symbol.index() + 1, Listed::Not);
        }
        let before = std::mem::replace(&mut self.definitions[symbol.index()], listed);
        if matches!(before, Listed::Not) {
            self.listed.push(symbol);
        }
    }

    /// A quantity computed by an expression over others. Names in it that nothing defines are leaves.
    pub fn define(&mut self, symbol: SymbolId, expr: ExprId) {
        self.list(symbol, Listed::Formula(expr));
    }

    /// A quantity computed from others in a form left open.
    pub fn depend(&mut self, symbol: SymbolId, on: Vec<SymbolId>) {
        let place = u32::try_from(self.dependences.len()).expect("a network has fewer than 2^32 quantities");
        self.list(symbol, Listed::Dependence(place));
        self.dependences.push(on);
    }

    /// A leaf. Nothing happens where the symbol is a quantity already.
    pub fn input(&mut self, symbol: SymbolId) {
        if matches!(self.listed_as(symbol), Listed::Not) {
            self.list(symbol, Listed::Input);
        }
    }

    /// Whether something defines this symbol already.
    pub fn defines(&self, symbol: SymbolId) -> bool {
        matches!(self.listed_as(symbol), Listed::Formula(_) | Listed::Dependence(_))
    }

    fn listed_as(&self, symbol: SymbolId) -> Listed {
        self.definitions.get(symbol.index()).copied().unwrap_or(Listed::Not)
    }

    /// The network, with every quantity after its inputs.
    ///
    /// # Errors
    /// A quantity is computed from itself.
    pub fn finish(mut self, graph: &Graph) -> Result<Network, Cycle> {
        let count = graph.symbol_count();
        self.definitions.resize(count, Listed::Not);
        let Self { mut listed, mut definitions, dependences, families } = self;
        let mut names = Names::new(graph);
        let mut kinds = vec![Stored::default(); count];
        // The names of each quantity, in the order of the list, and where they begin.
        let mut found: Vec<SymbolId> = Vec::new();
        let mut starts: Vec<u32> = vec![0; count];
        let mut counts: Vec<u32> = vec![0; count];
        let mut position = 0;
        while position < listed.len() {
            let symbol = listed[position];
            position += 1;
            let start = found.len();
            let definition = match definitions[symbol.index()] {
                Listed::Not | Listed::Input => Definition::Input,
                Listed::Formula(expr) => {
                    names.collect(graph, expr, |_| &[], &mut found);
                    Definition::Formula(expr)
                }
                Listed::Dependence(place) => {
                    found.extend_from_slice(&dependences[place as usize]);
                    Definition::Dependence
                }
            };
            kinds[symbol.index()] = definition.into();
            starts[symbol.index()] = u32::try_from(start).expect("a network holds fewer than 2^32 edges");
            counts[symbol.index()] =
                u32::try_from(found.len() - start).expect("a network holds fewer than 2^32 edges");
            for name in &found[start..] {
                let definition = &mut definitions[name.index()];
                if matches!(definition, Listed::Not) {
                    *definition = Listed::Input;
                    listed.push(*name);
                }
            }
        }
        let inputs = Adjacency::from_lists(counts.len(), found.len(), |index| {
            &found[starts[index] as usize..(starts[index] + counts[index]) as usize]
        });
        drop((found, starts, counts, definitions, names));
        Network::sorted(kinds, inputs, &listed, Arc::new(families)).map_err(|(inputs, stuck)| {
            let mut is_stuck = vec![false; count];
            for symbol in &stuck {
                is_stuck[symbol.index()] = true;
            }
            cycle::find(&stuck, |symbol| is_stuck[symbol.index()], |symbol| inputs.of(symbol))
        })
    }
}
