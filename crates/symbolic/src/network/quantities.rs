//! The network itself.

use std::sync::Arc;

use super::Families;
use crate::graph::{ExprId, Graph, Node, SymbolId, Walk};

/// What a quantity is computed from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Definition {
    /// Nothing: a leaf, such as a weight or an input.
    Input,
    /// An expression over other quantities.
    Formula(ExprId),
    /// Other quantities, in a form left open: `L(O31)`.
    Dependence,
}

/// Named quantities in an order where inputs come before their users. A copy costs nothing: it shares all of it.
///
/// Memory: 28 bytes a quantity and 8 bytes an edge.
#[derive(Clone, Debug)]
pub struct Network {
    tables: Arc<Tables>,
}

#[derive(Debug)]
struct Tables {
    /// By symbol; symbols that are no quantities (parameters of functions) are `Input` with no users.
    definitions: Vec<Stored>,
    order: Vec<SymbolId>,
    /// Longest way down to a leaf, by symbol.
    levels: Vec<u32>,
    /// Place in `order`, by symbol.
    ranks: Vec<u32>,
    /// Place among the quantities as they were listed, by symbol: that of definitions as they were written.
    written: Vec<u32>,
    inputs: Adjacency,
    users: Adjacency,
    families: Arc<Families>,
}

/// A definition as it is kept: 0 for a leaf, 1 for a form left open, otherwise two more than the number of the formula.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Stored(u32);

impl From<Definition> for Stored {
    fn from(definition: Definition) -> Self {
        match definition {
            Definition::Input => Self(0),
            Definition::Dependence => Self(1),
            Definition::Formula(formula) => Self(formula.0 + 2),
        }
    }
}

impl From<Stored> for Definition {
    fn from(Stored(number): Stored) -> Self {
        match number {
            0 => Self::Input,
            1 => Self::Dependence,
            _ => Self::Formula(ExprId(number - 2)),
        }
    }
}

/// Lists of neighbours, one after another in one vector.
#[derive(Clone, Debug, Default)]
pub(super) struct Adjacency {
    starts: Vec<u32>,
    neighbours: Vec<SymbolId>,
}

impl Adjacency {
    pub(super) fn of(&self, symbol: SymbolId) -> &[SymbolId] {
        let index = symbol.index();
        if index + 1 >= self.starts.len() {
            return &[];
        }
        &self.neighbours[self.starts[index] as usize..self.starts[index + 1] as usize]
    }

    /// The lists of so many symbols, with so many neighbours in all.
    pub(super) fn from_lists<'list>(
        symbols: usize,
        neighbours: usize,
        list: impl Fn(usize) -> &'list [SymbolId],
    ) -> Self {
        let mut starts = Vec::with_capacity(symbols + 1);
        let mut all = Vec::with_capacity(neighbours);
        starts.push(0);
        for index in 0..symbols {
            all.extend_from_slice(list(index));
            starts.push(u32::try_from(all.len()).expect("a network holds fewer than 2^32 edges"));
        }
        Self { starts, neighbours: all }
    }

    /// The same edges, seen from the other end; each list in the given order of the symbols.
    fn reversed(&self, order: &[SymbolId]) -> Self {
        let count = self.starts.len() - 1;
        let mut starts = vec![0u32; count + 1];
        for neighbour in &self.neighbours {
            starts[neighbour.index() + 1] += 1;
        }
        for index in 0..count {
            starts[index + 1] += starts[index];
        }
        let mut reversed = Self { starts, neighbours: vec![SymbolId::from_index(0); self.neighbours.len()] };
        reversed.put_in_order(self, order);
        reversed
    }

    /// Puts each list in the given order of the symbols; these are the edges of the other, seen from their other end.
    fn put_in_order(&mut self, other: &Self, order: &[SymbolId]) {
        // Each list is filled while its start moves to its end, which is where the next list starts.
        for &symbol in order {
            for neighbour in other.of(symbol) {
                let place = &mut self.starts[neighbour.index()];
                self.neighbours[*place as usize] = symbol;
                *place += 1;
            }
        }
        debug_assert!(
            self.starts.len() < 2 || self.starts.iter().rev().nth(1) == self.starts.last(),
            "all lists are full"
        );
        self.starts.rotate_right(1);
        self.starts[0] = 0;
    }
}

impl Network {
    /// Sorts quantities; the builder has made sure that every neighbour is within `definitions`.
    /// On a cycle, the quantities that could not be sorted.
    pub(super) fn sorted(
        definitions: Vec<Stored>,
        inputs: Adjacency,
        listed: &[SymbolId],
        families: Arc<Families>,
    ) -> Result<Self, (Adjacency, Vec<SymbolId>)> {
        let mut users = inputs.reversed(listed);
        let mut missing: Vec<u32> = definitions
            .iter()
            .enumerate()
            .map(|(index, _)| {
                let count = inputs.of(SymbolId::from_index(index)).len();
                u32::try_from(count).expect("a network holds fewer than 2^32 edges")
            })
            .collect();
        let mut levels = vec![0u32; definitions.len()];
        let mut order: Vec<SymbolId> = Vec::with_capacity(listed.len());
        order.extend(listed.iter().copied().filter(|symbol| missing[symbol.index()] == 0));
        let mut next = 0;
        while next < order.len() {
            let symbol = order[next];
            next += 1;
            for &user in users.of(symbol) {
                levels[user.index()] = levels[user.index()].max(levels[symbol.index()] + 1);
                missing[user.index()] -= 1;
                if missing[user.index()] == 0 {
                    order.push(user);
                }
            }
        }
        if order.len() < listed.len() {
            let stuck = listed.iter().copied().filter(|symbol| missing[symbol.index()] > 0).collect();
            return Err((inputs, stuck));
        }
        let written = ranks(listed, definitions.len());
        let ranks = ranks(&order, definitions.len());
        users.put_in_order(&inputs, &order);
        let tables = Tables { definitions, order, levels, ranks, written, inputs, users, families };
        Ok(Self { tables: Arc::new(tables) })
    }

    /// The families, and which quantities are members of them.
    pub fn families(&self) -> &Families {
        &self.tables.families
    }

    /// What a quantity is computed from.
    pub fn definition(&self, symbol: SymbolId) -> Definition {
        self.tables.definitions.get(symbol.index()).copied().unwrap_or_default().into()
    }

    /// The formula of a quantity, where it has one.
    pub fn formula(&self, symbol: SymbolId) -> Option<ExprId> {
        match self.definition(symbol) {
            Definition::Formula(formula) => Some(formula),
            Definition::Dependence | Definition::Input => None,
        }
    }

    /// The quantities a quantity is computed from, each once, in the order a reader meets them.
    pub fn inputs(&self, symbol: SymbolId) -> &[SymbolId] {
        self.tables.inputs.of(symbol)
    }

    /// The quantities computed from a quantity, in the order of [`Network::order`].
    pub fn users(&self, symbol: SymbolId) -> &[SymbolId] {
        self.tables.users.of(symbol)
    }

    /// Whether a quantity is computed from another at once. Cost: logarithmic in the number of the other's users.
    pub fn has_edge(&self, child: SymbolId, parent: SymbolId) -> bool {
        self.users(parent).binary_search_by_key(&self.rank(child), |&user| self.rank(user)).is_ok()
    }

    /// All quantities, inputs before their users.
    pub fn order(&self) -> &[SymbolId] {
        &self.tables.order
    }

    /// A quantity's place in [`Network::order`].
    pub fn rank(&self, symbol: SymbolId) -> u32 {
        self.tables.ranks.get(symbol.index()).copied().unwrap_or(0)
    }

    /// Whether a symbol is a quantity of the network.
    pub fn has(&self, symbol: SymbolId) -> bool {
        self.order().get(self.rank(symbol) as usize) == Some(&symbol)
    }

    /// A quantity's place among those listed. Definitions are listed as they were written, so that the order of two of
    /// them does not depend on what else there is.
    pub fn place_written(&self, symbol: SymbolId) -> u32 {
        self.tables.written.get(symbol.index()).copied().unwrap_or(u32::MAX)
    }

    /// The number of the first edge into a quantity; the next edges into it follow, in the order of
    /// [`Network::inputs`].
    pub fn first_edge(&self, symbol: SymbolId) -> usize {
        self.tables.inputs.starts.get(symbol.index()).map_or(0, |&start| start as usize)
    }

    /// The number of edges.
    pub fn edge_count(&self) -> usize {
        self.tables.inputs.neighbours.len()
    }

    /// The length of the longest way from a quantity down to a leaf. A quantity's level is above its inputs'.
    pub fn level(&self, symbol: SymbolId) -> u32 {
        self.tables.levels.get(symbol.index()).copied().unwrap_or(0)
    }

    /// Whether a quantity is computed from nothing.
    pub fn is_leaf(&self, symbol: SymbolId) -> bool {
        matches!(self.definition(symbol), Definition::Input)
    }

    /// Number of symbols the tables of this network cover.
    pub fn symbol_count(&self) -> usize {
        self.tables.definitions.len()
    }

    /// The names an expression varies with, each once, in the order a reader meets them. The derivative of an open
    /// dependence varies with whatever the dependence varies with.
    pub fn names_in(&self, graph: &Graph, expr: ExprId) -> Vec<SymbolId> {
        names_in(graph, expr, |symbol| self.inputs(symbol).to_vec())
    }

    /// Whether a derivative of an open dependence is the same whether or not the other inputs of the dependence are held
    /// fixed: none of them is computed from what it is derived by. Where that takes too long to see, it is not said.
    pub fn moves_alone(&self, graph: &Graph, derivative: ExprId) -> bool {
        const MOST_VISITED: usize = 10_000;
        let Node::Derivative { by, .. } = graph.node(derivative) else { return false };
        let mut at = derivative;
        while let Node::Derivative { of, .. } = graph.node(at) {
            at = of;
        }
        let Node::Symbol(dependence) = graph.node(at) else { return false };
        let mut stack: Vec<SymbolId> =
            self.inputs(dependence).iter().copied().filter(|&input| input != by).collect();
        let mut seen: rustc_hash::FxHashSet<SymbolId> = stack.iter().copied().collect();
        while let Some(symbol) = stack.pop() {
            if symbol == by || seen.len() > MOST_VISITED {
                return false;
            }
            stack.extend(self.inputs(symbol).iter().copied().filter(|&input| seen.insert(input)));
        }
        true
    }

    /// The network with one more quantity, which no other uses: a derivative that is itself to be derived.
    #[must_use]
    pub fn with(&self, graph: &Graph, symbol: SymbolId, expr: ExprId) -> Self {
        let count = graph.symbol_count().max(self.tables.definitions.len());
        let mut definitions = self.tables.definitions.clone();
        definitions.resize(count, Stored::default());
        definitions[symbol.index()] = Definition::Formula(expr).into();
        let names = self.names_in(graph, expr);
        let edges = self.tables.inputs.neighbours.len() + names.len();
        let inputs = Adjacency::from_lists(count, edges, |index| {
            let other = SymbolId::from_index(index);
            if other == symbol { names.as_slice() } else { self.tables.inputs.of(other) }
        });
        let mut levels = self.tables.levels.clone();
        levels.resize(count, 0);
        levels[symbol.index()] = names.iter().map(|name| levels[name.index()] + 1).max().unwrap_or(0);
        let mut order = self.tables.order.clone();
        order.extend(names.iter().copied().filter(|name| name.index() >= self.tables.definitions.len()));
        order.push(symbol);
        let ranks = ranks(&order, count);
        let mut written = self.tables.written.clone();
        written.resize(count, u32::MAX);
        let users = inputs.reversed(&order);
        let families = Arc::clone(&self.tables.families);
        let tables = Tables { definitions, order, levels, ranks, written, inputs, users, families };
        Self { tables: Arc::new(tables) }
    }
}

/// Each symbol's place in the order.
fn ranks(order: &[SymbolId], count: usize) -> Vec<u32> {
    let mut ranks = vec![0; count];
    for (rank, symbol) in (0u32..).zip(order) {
        ranks[symbol.index()] = rank;
    }
    ranks
}

/// The names an expression varies with; `inputs` says what an open dependence varies with.
pub(super) fn names_in(
    graph: &Graph,
    expr: ExprId,
    inputs: impl Fn(SymbolId) -> Vec<SymbolId>,
) -> Vec<SymbolId> {
    let mut derivatives = Vec::new();
    let mut names = Walk::symbols(graph, expr, |derivative| derivatives.push(derivative));
    if derivatives.is_empty() {
        return names;
    }
    let mut seen: rustc_hash::FxHashSet<SymbolId> = names.iter().copied().collect();
    for derivative in derivatives {
        let mut at = derivative;
        while let Node::Derivative { of, .. } = graph.node(at) {
            at = of;
        }
        if let Node::Symbol(symbol) = graph.node(at) {
            names.extend(inputs(symbol).into_iter().filter(|&input| seen.insert(input)));
        }
    }
    names
}
