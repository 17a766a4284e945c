//! The shape of a working: everything about it but the names.
//!
//! Networks repeat themselves: `z7 = w7*a6 + b7` is derived as `z8 = w8*a7 + b8` is. A step states something for all
//! values of its names, so a step that was judged is judged under every other choice of names.

use chainrule_symbolic::derivation::Working;
use chainrule_symbolic::graph::{ExprId, Graph, Node, Scope, SymbolId};
use chainrule_symbolic::network::{Definition, Network};
use rustc_hash::FxHashMap;

/// Expressions written as a list of numbers, with names numbered in the order met.
pub(super) type Shape = Vec<u32>;

/// Writes the shape of a working: two workings with the same shape are the same but for their names.
pub(super) fn of_working(graph: &Graph, network: &Network, working: &Working) -> Shape {
    let mut writer = Writer::new(graph, network, Vec::new());
    let by = writer.names.place(working.by());
    writer.shape.push(by);
    writer.write(working.start());
    writer.write(working.result());
    for step in working.steps() {
        writer.write(step.before());
        writer.write(step.after());
    }
    writer.shape
}

/// Writes the shape of the statement that the derivative of a quantity by one of its inputs is `result`; into a list
/// that may be used again.
pub(super) fn of_factor(
    graph: &Graph,
    network: &Network,
    [child, parent]: [SymbolId; 2],
    result: ExprId,
    list: Shape,
) -> Shape {
    let mut writer = Writer::new(graph, network, list);
    let [of, by] = [child, parent].map(|symbol| writer.names.place(symbol));
    writer.shape.extend([of, by]);
    match network.definition(child) {
        Definition::Formula(expr) => writer.write(expr),
        Definition::Input | Definition::Dependence => writer.shape.push(OPEN),
    }
    writer.write(result);
    writer.shape
}

/// Writes the shape of equations about the derivative by a name; into a list that may be used again.
pub(super) fn of_equations(
    graph: &Graph,
    network: &Network,
    by: SymbolId,
    equations: &[(ExprId, ExprId)],
    list: Shape,
) -> Shape {
    let mut writer = Writer::new(graph, network, list);
    let by = writer.names.place(by);
    writer.shape.push(by);
    for &(left, right) in equations {
        writer.write(left);
        writer.write(right);
    }
    writer.shape
}

struct Writer<'a> {
    graph: &'a Graph,
    network: &'a Network,
    shape: Shape,
    seen: Places<ExprId>,
    names: Places<SymbolId>,
}

/// Numbers given to things in the order met: a few are searched, many looked up.
struct Places<T> {
    met: Vec<T>,
    table: FxHashMap<T, u32>,
}

impl<T: Copy + Eq + std::hash::Hash> Places<T> {
    const MOST_SEARCHED: usize = 12;

    fn new() -> Self {
        Self { met: Vec::new(), table: FxHashMap::default() }
    }

    fn find(&self, item: T) -> Option<u32> {
        if self.table.is_empty() {
            self.met.iter().position(|&other| other == item).map(index)
        } else {
            self.table.get(&item).copied()
        }
    }

    /// The number of a thing, a new one where it was not met before.
    fn place(&mut self, item: T) -> u32 {
        if let Some(place) = self.find(item) {
            return place;
        }
        let new = index(self.met.len());
        self.met.push(item);
        if self.met.len() > Self::MOST_SEARCHED {
            let listed = self.table.len();
            self.table.extend(self.met[listed..].iter().copied().zip(index(listed)..));
        }
        new
    }
}

// What a list of numbers starts with, for each kind of expression.
const SEEN: u32 = 0;
const NUMBER: u32 = 1;
const NAME: u32 = 2;
const APPLY: u32 = 3;
const DERIVATIVE: u32 = 4;
const DEFINED: u32 = 5;
const OPEN: u32 = 6;

impl<'a> Writer<'a> {
    fn new(graph: &'a Graph, network: &'a Network, mut shape: Shape) -> Self {
        shape.clear();
        Self { graph, network, shape, seen: Places::new(), names: Places::new() }
    }

    fn write(&mut self, root: ExprId) {
        let mut stack = vec![root];
        while let Some(id) = stack.pop() {
            match self.graph.node(id) {
                Node::Apply { .. } | Node::Derivative { .. } => {
                    if let Some(number) = self.seen.find(id) {
                        self.shape.extend([SEEN, number]);
                        continue;
                    }
                    self.seen.place(id);
                }
                Node::Number(_) | Node::Symbol(_) => {}
            }
            match self.graph.node(id) {
                // Equal numbers have equal ids in one graph.
                Node::Number(_) => self.shape.extend([NUMBER, index(id.index())]),
                Node::Symbol(symbol) => {
                    let name = self.names.place(symbol);
                    self.shape.extend([NAME, name]);
                }
                Node::Apply { function, primes, arguments } => {
                    let count = index(arguments.len());
                    self.shape.extend([APPLY, index(function.index()), u32::from(primes), count]);
                    stack.extend(arguments.iter().rev());
                }
                Node::Derivative { of, by, scope } => {
                    let by = self.names.place(by);
                    self.shape.extend([DERIVATIVE, by, u32::from(scope == Scope::Total)]);
                    // What a name is computed from belongs to the derivative of the name.
                    if let Node::Symbol(symbol) = self.graph.node(of) {
                        match self.network.definition(symbol) {
                            Definition::Formula(expr) => {
                                self.shape.push(DEFINED);
                                stack.push(expr);
                            }
                            Definition::Input | Definition::Dependence => self.shape.push(OPEN),
                        }
                    }
                    stack.push(of);
                }
            }
        }
    }
}

fn index(value: usize) -> u32 {
    u32::try_from(value).expect("ids and counts are below 2^32")
}
