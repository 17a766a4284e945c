//! What stands inside one definition: its names by their places among the inputs, and its wide operators.

use rustc_hash::FxHashMap;

use crate::graph::{ExprId, Graph, SymbolId};
use crate::network::{Definition, Network, is_wide};

/// The names and the wide operators of the definition of one quantity.
#[derive(Clone, Debug)]
pub(super) struct DefinitionParts {
    pub(super) child: SymbolId,
    names: FxHashMap<SymbolId, u32>,
    /// In the order in which they are met from the top: definitions of one shape meet theirs in the same order.
    wide: Vec<ExprId>,
    places: FxHashMap<ExprId, u32>,
}

impl DefinitionParts {
    /// Reads the definition of a quantity. Cost: linear in it.
    pub(super) fn of(graph: &Graph, network: &Network, child: SymbolId) -> Self {
        let names = (0u32..).zip(network.inputs(child)).map(|(place, &name)| (name, place)).collect();
        let wide = match network.definition(child) {
            Definition::Formula(expr) => wide_in(graph, expr),
            Definition::Input | Definition::Dependence => Vec::new(),
        };
        let places = (0u32..).zip(&wide).map(|(place, &id)| (id, place)).collect();
        Self { child, names, wide, places }
    }

    /// The place of a name among the inputs.
    pub(super) fn name(&self, symbol: SymbolId) -> Option<u32> {
        self.names.get(&symbol).copied()
    }

    /// The place of a wide operator among those of the definition.
    pub(super) fn place(&self, operator: ExprId) -> Option<u32> {
        self.places.get(&operator).copied()
    }

    /// The wide operators, in the order met.
    pub(super) fn wide(&self) -> &[ExprId] {
        &self.wide
    }
}

fn wide_in(graph: &Graph, root: ExprId) -> Vec<ExprId> {
    let mut met = rustc_hash::FxHashSet::default();
    let mut wide = Vec::new();
    let mut stack = vec![root];
    while let Some(id) = stack.pop() {
        let children = graph.children(id);
        if children.is_empty() || !met.insert(id) {
            continue;
        }
        if is_wide(graph, id) {
            wide.push(id);
        }
        stack.extend(children.iter().rev());
    }
    wide
}
