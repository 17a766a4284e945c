//! The arena itself.

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;

use super::{ExprId, FunctionId, Name, NameTable, Node, Scope, SymbolId, locality};
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
    names: NameTable,
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

/// The node that stored parts are.
fn unpack<'graph>(arguments: &'graph [ExprId], numbers: &'graph [Rational], packed: Packed) -> Node<'graph> {
    match packed {
        Packed::Number(number) => Node::Number(&numbers[number as usize]),
        Packed::Symbol(symbol) => Node::Symbol(symbol),
        Packed::Apply { function, primes, start, count } => Node::Apply {
            function,
            primes,
            arguments: &arguments[start as usize..start as usize + count as usize],
        },
        Packed::Derivative { of, by, scope } => Node::Derivative { of, by, scope },
    }
}

/// A number of entries as it is stored.
fn small(count: usize) -> u32 {
    u32::try_from(count).expect("an arena holds fewer than 2^32 entries")
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
        unpack(&self.arguments, &self.numbers, self.nodes[id.index()])
    }

    /// Prepares for so many more names and so many more expressions that are no names. Only speed depends on it.
    pub fn reserve(&mut self, names: usize, exprs: usize) {
        self.names.reserve(names);
        self.symbol_exprs.reserve(names);
        self.nodes.reserve(names + exprs);
        let Self { index, nodes, arguments, numbers, .. } = self;
        index.reserve(exprs, |&other| locality::of_node(unpack(arguments, numbers, nodes[other.index()])));
    }

    /// The id of a node; where it is new, `keep` stores its parts.
    fn intern_node(&mut self, node: Node<'_>, keep: impl FnOnce(&mut Vec<ExprId>) -> Packed) -> ExprId {
        let Self { index, nodes, arguments, numbers, .. } = self;
        let entry = index.entry(
            locality::of_node(node),
            |&other| unpack(arguments, numbers, nodes[other.index()]) == node,
            |&other| locality::of_node(unpack(arguments, numbers, nodes[other.index()])),
        );
        match entry {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(free) => {
                let id = ExprId(small(nodes.len()));
                nodes.push(keep(arguments));
                free.insert(id);
                id
            }
        }
    }

    /// An exact number.
    pub fn number(&mut self, value: Rational) -> ExprId {
        let hash = locality::of_node(Node::Number(&value));
        if let Some(&id) = self.index.find(hash, |&other| self.node(other) == Node::Number(&value)) {
            return id;
        }
        let Self { index, nodes, arguments, numbers, .. } = self;
        let id = ExprId(small(nodes.len()));
        nodes.push(Packed::Number(small(numbers.len())));
        numbers.push(value);
        index.insert_unique(hash, id, |&other| {
            locality::of_node(unpack(arguments, numbers, nodes[other.index()]))
        });
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
        self.intern_node(Node::Apply { function, primes, arguments }, |all| {
            let start = small(all.len());
            all.extend_from_slice(arguments);
            Packed::Apply { function, primes, start, count: small(arguments.len()) }
        })
    }

    /// A built-in function put to arguments.
    pub fn call(&mut self, function: &'static Function, arguments: &[ExprId]) -> ExprId {
        self.apply(function::id(function), arguments)
    }

    /// A derivative that is not worked out.
    pub fn derivative(&mut self, of: ExprId, by: SymbolId, scope: Scope) -> ExprId {
        self.intern_node(Node::Derivative { of, by, scope }, |_| Packed::Derivative { of, by, scope })
    }

    /// The symbol of a canonical name, made where it is new.
    pub fn intern(&mut self, name: &str) -> SymbolId {
        SymbolId(self.names.intern(name))
    }

    /// The symbol of a canonical name, if the graph knows it.
    pub fn find_symbol(&self, name: &str) -> Option<SymbolId> {
        self.names.find(name).map(SymbolId)
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

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::Graph;
    use crate::function::rows::arithmetic::{ADD, MULTIPLY};
    use crate::graph::ExprId;

    #[test]
    fn equal_expressions_have_equal_ids_whatever_they_are_made_of() {
        let mut graph = Graph::new();
        let names: Vec<ExprId> = (0..120)
            .map(|at| {
                let symbol = graph.intern(&format!("x{at}"));
                graph.symbol(symbol)
            })
            .collect();
        // All pairs, runs that count up alike, and lists that differ in the middle only.
        let mut lists: Vec<Vec<ExprId>> = Vec::new();
        for &one in &names {
            lists.extend(names.iter().map(|&other| vec![one, other]));
            lists.push(vec![names[0], one, names[1]]);
            lists.push(vec![one]);
        }
        let mut plain: HashMap<(bool, &[ExprId]), ExprId> = HashMap::new();
        for _ in 0..2 {
            for list in &lists {
                for (is_sum, function) in [(true, &ADD), (false, &MULTIPLY)] {
                    let id = graph.call(function, list);
                    assert_eq!(*plain.entry((is_sum, list)).or_insert(id), id);
                }
            }
        }
        let mut ids: Vec<ExprId> = plain.into_values().collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), 2 * lists.len());
    }
}
