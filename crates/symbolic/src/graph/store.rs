//! The arena itself.

use std::hash::{Hash, Hasher};

use hashbrown::HashTable;
use rustc_hash::FxHasher;

use super::name::NameArena;
use super::{ExprId, FunctionId, Name, Node, Scope, SymbolId};
use crate::function::{self, Function};
use crate::number::Rational;

/// Owns all expressions, names and user functions of one worksheet.
///
/// Cloning is possible for tests; the engine never does it.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    nodes: Vec<Packed>,
    arguments: Vec<ExprId>,
    numbers: Vec<Rational>,
    index: HashTable<ExprId>,
    /// By symbol: the id plus one of the expression that is nothing but it.
    symbol_exprs: Vec<u32>,
    names: NameArena,
    symbol_index: HashTable<SymbolId>,
    functions: Vec<UserFunction>,
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

/// A node as stored: arguments lie in one shared vector, numbers in another.
#[derive(Clone, Copy, Debug)]
enum Packed {
    Number(u32),
    Symbol(SymbolId),
    Apply { function: FunctionId, primes: u8, start: u32, count: u32 },
    Derivative { of: ExprId, by: SymbolId, scope: Scope },
}

/// The hash of anything hashable: the same on every run.
pub(crate) fn hash_of(value: &impl Hash) -> u64 {
    let mut hasher = FxHasher::default();
    value.hash(&mut hasher);
    hasher.finish()
}

impl Graph {
    /// An empty graph.
    pub fn new() -> Self {
        Self::default()
    }

    /// Number of expressions held.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether it holds no expression.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The node behind an id.
    pub fn node(&self, id: ExprId) -> Node<'_> {
        self.unpack(self.nodes[id.index()])
    }

    fn unpack(&self, packed: Packed) -> Node<'_> {
        match packed {
            Packed::Number(number) => Node::Number(&self.numbers[number as usize]),
            Packed::Symbol(symbol) => Node::Symbol(symbol),
            Packed::Apply { function, primes, start, count } => Node::Apply {
                function,
                primes,
                arguments: &self.arguments[start as usize..start as usize + count as usize],
            },
            Packed::Derivative { of, by, scope } => Node::Derivative { of, by, scope },
        }
    }

    fn node_hash(node: Node<'_>) -> u64 {
        match node {
            Node::Number(number) => hash_of(&(0u8, number)),
            Node::Symbol(symbol) => hash_of(&(1u8, symbol)),
            Node::Apply { function, primes, arguments } => hash_of(&(2u8, function, primes, arguments)),
            Node::Derivative { of, by, scope } => hash_of(&(3u8, of, by, scope)),
        }
    }

    fn find(&self, node: Node<'_>, hash: u64) -> Option<ExprId> {
        self.index.find(hash, |&id| self.node(id) == node).copied()
    }

    fn push(&mut self, packed: Packed, hash: u64) -> ExprId {
        let id = ExprId::from_index(self.nodes.len());
        self.nodes.push(packed);
        let Self { index, nodes, arguments, numbers, .. } = self;
        index.insert_unique(hash, id, |&other| {
            // Rehashing on growth reads the parts, not `self`, which is borrowed.
            match nodes[other.index()] {
                Packed::Number(number) => Self::node_hash(Node::Number(&numbers[number as usize])),
                Packed::Symbol(symbol) => Self::node_hash(Node::Symbol(symbol)),
                Packed::Apply { function, primes, start, count } => Self::node_hash(Node::Apply {
                    function,
                    primes,
                    arguments: &arguments[start as usize..start as usize + count as usize],
                }),
                Packed::Derivative { of, by, scope } => Self::node_hash(Node::Derivative { of, by, scope }),
            }
        });
        id
    }

    /// An exact number.
    pub fn number(&mut self, value: Rational) -> ExprId {
        let hash = Self::node_hash(Node::Number(&value));
        if let Some(id) = self.find(Node::Number(&value), hash) {
            return id;
        }
        let number = u32::try_from(self.numbers.len()).expect("an arena holds fewer than 2^32 entries");
        self.numbers.push(value);
        self.push(Packed::Number(number), hash)
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
        let id = ExprId::from_index(self.nodes.len());
        self.nodes.push(Packed::Symbol(symbol));
        if self.symbol_exprs.len() <= symbol.index() {
            self.symbol_exprs.resize(symbol.index() + 1, 0);
        }
        self.symbol_exprs[symbol.index()] = id.0 + 1;
        id
    }

    /// The expression that is nothing but a name, if it stands in the graph.
    pub fn find_symbol_expr(&self, symbol: SymbolId) -> Option<ExprId> {
        self.symbol_exprs.get(symbol.index())?.checked_sub(1).map(ExprId)
    }

    /// A function put to arguments.
    pub fn apply(&mut self, function: FunctionId, arguments: &[ExprId]) -> ExprId {
        self.apply_primed(function, 0, arguments)
    }

    /// A derivative of a function put to its argument: `f'(x)` with one prime.
    pub fn apply_primed(&mut self, function: FunctionId, primes: u8, arguments: &[ExprId]) -> ExprId {
        let node = Node::Apply { function, primes, arguments };
        let hash = Self::node_hash(node);
        if let Some(id) = self.find(node, hash) {
            return id;
        }
        let start = u32::try_from(self.arguments.len()).expect("an arena holds fewer than 2^32 entries");
        let count = u32::try_from(arguments.len()).expect("an arena holds fewer than 2^32 entries");
        self.arguments.extend_from_slice(arguments);
        self.push(Packed::Apply { function, primes, start, count }, hash)
    }

    /// A built-in function put to arguments.
    pub fn call(&mut self, function: &'static Function, arguments: &[ExprId]) -> ExprId {
        self.apply(function::id(function), arguments)
    }

    /// A derivative that is not worked out.
    pub fn derivative(&mut self, of: ExprId, by: SymbolId, scope: Scope) -> ExprId {
        let node = Node::Derivative { of, by, scope };
        let hash = Self::node_hash(node);
        self.find(node, hash).unwrap_or_else(|| self.push(Packed::Derivative { of, by, scope }, hash))
    }

    /// The symbol of a canonical name, made where it is new.
    pub fn intern(&mut self, name: &str) -> SymbolId {
        if let Some(symbol) = self.find_symbol(name) {
            return symbol;
        }
        let symbol = SymbolId::from_index(self.names.len());
        self.names.push(name);
        let Self { symbol_index, names, .. } = self;
        symbol_index.insert_unique(hash_of(&name), symbol, |&other| hash_of(&names.get(other.index())));
        symbol
    }

    /// The symbol of a canonical name, if the graph knows it.
    pub fn find_symbol(&self, name: &str) -> Option<SymbolId> {
        self.symbol_index.find(hash_of(&name), |&symbol| self.names.get(symbol.index()) == name).copied()
    }

    /// The name of a symbol.
    pub fn name(&self, symbol: SymbolId) -> Name<'_> {
        Name::from_canonical(self.names.get(symbol.index()))
    }

    /// Number of symbols held.
    pub fn symbol_count(&self) -> usize {
        self.names.len()
    }

    /// Adds a function of the user's own.
    pub fn define_function(&mut self, function: UserFunction) -> FunctionId {
        let id = FunctionId::from_index(function::TABLE.len() + self.functions.len());
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
        self.functions.get(position)
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
        match &self.nodes[id.index()] {
            Packed::Number(_) | Packed::Symbol(_) => &[],
            Packed::Apply { start, count, .. } => {
                &self.arguments[*start as usize..(*start + *count) as usize]
            }
            Packed::Derivative { of, .. } => std::slice::from_ref(of),
        }
    }
}
