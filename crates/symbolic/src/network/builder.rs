//! Collecting definitions in any order.

use rustc_hash::FxHashMap;

use super::quantities::names_in;
use super::{Cycle, Definition, Network, cycle};
use crate::graph::{ExprId, Graph, SymbolId};

/// Collects what each quantity is computed from.
#[derive(Clone, Debug, Default)]
pub struct NetworkBuilder {
    listed: Vec<SymbolId>,
    definitions: FxHashMap<SymbolId, Listed>,
}

#[derive(Clone, Debug)]
enum Listed {
    Input,
    Formula(ExprId),
    Dependence(Vec<SymbolId>),
}

impl NetworkBuilder {
    /// Holds no quantities yet.
    pub fn new() -> Self {
        Self::default()
    }

    fn list(&mut self, symbol: SymbolId, listed: Listed) {
        if self.definitions.insert(symbol, listed).is_none() {
            self.listed.push(symbol);
        }
    }

    /// A quantity computed by an expression over others. Names in it that nothing defines are leaves.
    pub fn define(&mut self, symbol: SymbolId, expr: ExprId) {
        self.list(symbol, Listed::Formula(expr));
    }

    /// A quantity computed from others in a form left open.
    pub fn depend(&mut self, symbol: SymbolId, on: Vec<SymbolId>) {
        self.list(symbol, Listed::Dependence(on));
    }

    /// A leaf. Nothing happens where the symbol is a quantity already.
    pub fn input(&mut self, symbol: SymbolId) {
        if !self.definitions.contains_key(&symbol) {
            self.list(symbol, Listed::Input);
        }
    }

    /// Whether something defines this symbol already.
    pub fn defines(&self, symbol: SymbolId) -> bool {
        matches!(self.definitions.get(&symbol), Some(Listed::Formula(_) | Listed::Dependence(_)))
    }

    /// The network, with every quantity after its inputs.
    ///
    /// # Errors
    /// A quantity is computed from itself.
    pub fn finish(self, graph: &Graph) -> Result<Network, Cycle> {
        let Self { mut listed, definitions } = self;
        let mut kinds = vec![Definition::Input; graph.symbol_count()];
        let mut inputs = vec![Vec::new(); graph.symbol_count()];
        let mut known = vec![false; graph.symbol_count()];
        for symbol in &listed {
            known[symbol.index()] = true;
        }
        for position in 0..listed.len() {
            let symbol = listed[position];
            let (kind, names) = match &definitions[&symbol] {
                Listed::Input => (Definition::Input, Vec::new()),
                Listed::Formula(expr) => {
                    let names = names_in(graph, *expr, |_| Vec::new());
                    (Definition::Formula(*expr), names)
                }
                Listed::Dependence(on) => (Definition::Dependence, on.clone()),
            };
            for name in &names {
                if !std::mem::replace(&mut known[name.index()], true) {
                    listed.push(*name);
                }
            }
            kinds[symbol.index()] = kind;
            inputs[symbol.index()] = names;
        }
        Network::sorted(kinds, &inputs, &listed).map_err(|stuck| {
            let is_stuck = {
                let mut flags = vec![false; graph.symbol_count()];
                for symbol in &stuck {
                    flags[symbol.index()] = true;
                }
                move |symbol: SymbolId| flags[symbol.index()]
            };
            cycle::find(&stuck, is_stuck, |symbol| inputs[symbol.index()].clone())
        })
    }
}
