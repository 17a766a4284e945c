//! The arena itself.

use std::sync::Arc;

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;

use super::nodes::{Nodes, small};
use super::{ExprId, FunctionId, Name, NameTable, Node, Scope, SymbolId, locality};
use crate::function::{self, Expressions, Function};
use chainrule_number::Rational;

/// Owns all expressions, names and user functions of one worksheet.
///
/// A finished graph is frozen behind an [`Arc`]. Whoever needs a few more expressions to show it, such as a page, adds them to
/// a graph [over][`Graph::over`] it: the ids of the two agree, and the finished one stays as it is. A graph is never copied.
#[derive(Debug, Default)]
pub struct Graph {
    /// The frozen graph below, with how much it holds.
    base: Option<Base>,
    nodes: Nodes,
    index: HashTable<ExprId>,
    /// By symbol: the id plus one of the expression that is nothing but it.
    symbol_exprs: Vec<u32>,
    names: NameTable,
    functions: Vec<UserFunction>,
}

/// A frozen graph under another.
#[derive(Debug)]
struct Base {
    graph: Arc<Graph>,
    nodes: usize,
    symbols: usize,
    functions: usize,
}

/// A function the worksheet defines: `swish(z) = z*sigmoid(z)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserFunction {
    /// As the reader calls it.
    pub name: String,
    /// Its parameters, in order.
    pub parameters: Vec<SymbolId>,
    /// What it computes from them.
    pub body: ExprId,
}

impl Expressions for Graph {
    fn number(&mut self, value: Rational) -> ExprId {
        Self::number(self, value)
    }

    fn apply(&mut self, function: FunctionId, arguments: &[ExprId]) -> ExprId {
        Self::apply(self, function, arguments)
    }
}

impl Graph {
    /// An empty graph.
    pub fn new() -> Self {
        Self::default()
    }

    /// A graph that holds all that a frozen one holds, under the same ids, and what is added to it. Cost: none that depends
    /// on the size of either.
    pub fn over(graph: &Arc<Self>) -> Self {
        let base = Base {
            graph: Arc::clone(graph),
            nodes: graph.len(),
            symbols: graph.symbol_count(),
            functions: graph.function_count(),
        };
        Self { base: Some(base), ..Self::default() }
    }

    /// Number of expressions held.
    pub fn len(&self) -> usize {
        self.first_own() + self.nodes.len()
    }

    /// Whether it holds no expression.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The index of the first expression that is not the frozen graph's.
    fn first_own(&self) -> usize {
        self.base.as_ref().map_or(0, |base| base.nodes)
    }

    fn frozen(&self) -> Option<&Self> {
        self.base.as_ref().map(|base| &*base.graph)
    }

    /// The graph that stores a node, and the node's place in it.
    fn place(&self, id: ExprId) -> (&Self, usize) {
        let (mut graph, mut index) = (self, id.index());
        while let Some(base) = &graph.base {
            if index >= base.nodes {
                index -= base.nodes;
                break;
            }
            graph = &base.graph;
        }
        (graph, index)
    }

    /// The node behind an id.
    pub fn node(&self, id: ExprId) -> Node<'_> {
        let (graph, place) = self.place(id);
        graph.nodes.get(place)
    }

    /// The id of a node that is kept by its parts, if the graph holds it.
    fn find(&self, node: Node<'_>, hash: u64) -> Option<ExprId> {
        let mut graph = self;
        loop {
            let first = graph.first_own();
            let same = |&other: &ExprId| graph.nodes.get(other.index() - first) == node;
            if let Some(&id) = graph.index.find(hash, same) {
                return Some(id);
            }
            graph = graph.frozen()?;
        }
    }

    /// Prepares for so many more names and so many more expressions that are no names. Only speed depends on it.
    pub fn reserve(&mut self, names: usize, exprs: usize) {
        self.names.reserve(names);
        self.symbol_exprs.reserve(names);
        self.nodes.reserve(names + exprs);
        let first = self.first_own();
        let Self { index, nodes, .. } = self;
        index.reserve(exprs, |&other| locality::of_node(nodes.get(other.index() - first)));
    }

    /// The id of a node, stored where it is new.
    fn intern_node(&mut self, node: Node<'_>) -> ExprId {
        let hash = locality::of_node(node);
        if let Some(id) = self.frozen().and_then(|frozen| frozen.find(node, hash)) {
            return id;
        }
        let first = self.first_own();
        let Self { index, nodes, .. } = self;
        let entry = index.entry(
            hash,
            |&other| nodes.get(other.index() - first) == node,
            |&other| locality::of_node(nodes.get(other.index() - first)),
        );
        match entry {
            Entry::Occupied(entry) => *entry.get(),
            Entry::Vacant(free) => {
                let id = ExprId(small(first + nodes.len()));
                nodes.push(node);
                free.insert(id);
                id
            }
        }
    }

    /// An exact number.
    pub fn number(&mut self, value: Rational) -> ExprId {
        let hash = locality::of_node(Node::Number(&value));
        if let Some(id) = self.find(Node::Number(&value), hash) {
            return id;
        }
        let first = self.first_own();
        let Self { index, nodes, .. } = self;
        let id = ExprId(small(first + nodes.len()));
        nodes.push_number(value);
        index.insert_unique(hash, id, |&other| locality::of_node(nodes.get(other.index() - first)));
        id
    }

    /// A small whole number.
    pub fn integer(&mut self, value: i64) -> ExprId {
        self.number(Rational::from_integer(value))
    }

    /// The expression that is nothing but a name.
    pub fn symbol(&mut self, symbol: SymbolId) -> ExprId {
        if let Some(id) = self.find_symbol_expr(symbol) {
            return id;
        }
        let id = ExprId::from_index(self.len());
        self.nodes.push(Node::Symbol(symbol));
        if self.symbol_exprs.len() <= symbol.index() {
            self.symbol_exprs.resize(symbol.index() + 1, 0);
        }
        self.symbol_exprs[symbol.index()] = id.0 + 1;
        id
    }

    /// The expression that is nothing but a name, if it stands in the graph.
    pub fn find_symbol_expr(&self, symbol: SymbolId) -> Option<ExprId> {
        let expr = self.symbol_exprs.get(symbol.index()).and_then(|id| id.checked_sub(1)).map(ExprId);
        expr.or_else(|| self.frozen()?.find_symbol_expr(symbol))
    }

    /// A function put to arguments.
    pub fn apply(&mut self, function: FunctionId, arguments: &[ExprId]) -> ExprId {
        self.apply_primed(function, 0, arguments)
    }

    /// A derivative of a function put to its argument: `f'(x)` with one prime.
    pub fn apply_primed(&mut self, function: FunctionId, primes: u8, arguments: &[ExprId]) -> ExprId {
        self.intern_node(Node::Apply { function, primes, arguments })
    }

    /// A built-in function put to arguments.
    pub fn call(&mut self, function: &'static Function, arguments: &[ExprId]) -> ExprId {
        self.apply(function::id(function), arguments)
    }

    /// Several terms or factors under a sum or a product; one alone is itself.
    pub fn together(&mut self, function: &'static Function, parts: &[ExprId]) -> ExprId {
        if let &[only] = parts { only } else { self.call(function, parts) }
    }

    /// A derivative that is not worked out.
    pub fn derivative(&mut self, of: ExprId, by: SymbolId, scope: Scope) -> ExprId {
        self.intern_node(Node::Derivative { of, by, scope })
    }

    /// The symbol of a canonical name, made where it is new.
    pub fn intern(&mut self, name: &str) -> SymbolId {
        if let Some(symbol) = self.frozen().and_then(|frozen| frozen.find_symbol(name)) {
            return symbol;
        }
        SymbolId(small(self.first_own_symbol()) + self.names.intern(name))
    }

    /// The number of the first name that is not the frozen graph's.
    fn first_own_symbol(&self) -> usize {
        self.base.as_ref().map_or(0, |base| base.symbols)
    }

    /// The symbol of a canonical name, if the graph knows it.
    pub fn find_symbol(&self, name: &str) -> Option<SymbolId> {
        let symbol = self.names.find(name).map(|number| SymbolId(small(self.first_own_symbol()) + number));
        symbol.or_else(|| self.frozen()?.find_symbol(name))
    }

    /// The name of a symbol.
    pub fn name(&self, symbol: SymbolId) -> Name<'_> {
        let (mut graph, mut number) = (self, symbol.index());
        while let Some(base) = &graph.base {
            if number >= base.symbols {
                number -= base.symbols;
                break;
            }
            graph = &base.graph;
        }
        Name::from_canonical(graph.names.get(number))
    }

    /// Number of symbols held.
    pub fn symbol_count(&self) -> usize {
        self.first_own_symbol() + self.names.len()
    }

    /// Number of functions of the user's own.
    fn function_count(&self) -> usize {
        self.base.as_ref().map_or(0, |base| base.functions) + self.functions.len()
    }

    /// Adds a function of the user's own.
    pub fn define_function(&mut self, function: UserFunction) -> FunctionId {
        let id = FunctionId::from_index(function::TABLE.len() + self.function_count());
        self.functions.push(function);
        id
    }

    /// The built-in row of a function, or `None` for a function of the user's own.
    pub fn builtin(&self, function: FunctionId) -> Option<&'static Function> {
        function::TABLE.get(function.index()).copied()
    }

    /// A function of the user's own, or `None` for a built-in one.
    pub fn user_function(&self, function: FunctionId) -> Option<&UserFunction> {
        let position = function.index().checked_sub(function::TABLE.len())?;
        match &self.base {
            Some(base) if position < base.functions => base.graph.user_function(function),
            Some(base) => self.functions.get(position - base.functions),
            None => self.functions.get(position),
        }
    }

    /// The functions of the user's own, in the order in which they were added.
    pub fn user_functions(&self) -> impl Iterator<Item = &UserFunction> {
        let first = function::TABLE.len();
        (first..first + self.function_count())
            .filter_map(|index| self.user_function(FunctionId::from_index(index)))
    }

    /// The name by which a function is called.
    pub fn function_name(&self, function: FunctionId) -> &str {
        match self.builtin(function) {
            Some(row) => row.name,
            None => &self.user_function(function).expect("ids come from this graph").name,
        }
    }

    /// The children of a node, in order.
    pub fn children(&self, id: ExprId) -> &[ExprId] {
        let (graph, place) = self.place(id);
        graph.nodes.children(place)
    }
}

#[cfg(test)]
mod tests;
