//! The shape of a working: everything about it but the names.
//!
//! Networks repeat themselves: `z7 = w7*a6 + b7` is derived as `z8 = w8*a7 + b8` is. A step states something for all
//! values of its names, so a step that was judged is judged under every other choice of names.

use chainrule_symbolic::derivation::Working;
use chainrule_symbolic::graph::{ExprId, Graph, Node, Scope, SymbolId};
use chainrule_symbolic::network::{Definition, Network};
use rustc_hash::FxHashMap;

/// All expressions of a working written as a list of numbers, with names numbered in the order met.
pub(super) type Shape = Vec<u32>;

/// Writes the shape of a working: two workings with the same shape are the same but for their names.
pub(super) fn of(graph: &Graph, network: &Network, working: &Working) -> Shape {
    let mut writer =
        Writer { graph, network, shape: Vec::new(), seen: FxHashMap::default(), names: FxHashMap::default() };
    let by = writer.name(working.by());
    writer.shape.push(by);
    writer.write(working.start());
    writer.write(working.result());
    for step in working.steps() {
        writer.write(step.before());
        writer.write(step.after());
    }
    writer.shape
}

struct Writer<'a> {
    graph: &'a Graph,
    network: &'a Network,
    shape: Shape,
    seen: FxHashMap<ExprId, u32>,
    names: FxHashMap<SymbolId, u32>,
}

// What a list of numbers starts with, for each kind of expression.
const SEEN: u32 = 0;
const NUMBER: u32 = 1;
const NAME: u32 = 2;
const APPLY: u32 = 3;
const DERIVATIVE: u32 = 4;
const DEFINED: u32 = 5;
const OPEN: u32 = 6;

impl Writer<'_> {
    fn name(&mut self, symbol: SymbolId) -> u32 {
        let next = u32::try_from(self.names.len()).expect("fewer than 2^32 names");
        *self.names.entry(symbol).or_insert(next)
    }

    fn write(&mut self, root: ExprId) {
        let mut stack = vec![root];
        while let Some(id) = stack.pop() {
            let next = u32::try_from(self.seen.len()).expect("fewer than 2^32 expressions");
            if let Some(&own) = self.seen.get(&id) {
                self.shape.extend([SEEN, own]);
                continue;
            }
            self.seen.insert(id, next);
            match self.graph.node(id) {
                // Equal numbers have equal ids in one graph.
                Node::Number(_) => self.shape.extend([NUMBER, index(id.index())]),
                Node::Symbol(symbol) => {
                    let name = self.name(symbol);
                    self.shape.extend([NAME, name]);
                }
                Node::Apply { function, primes, arguments } => {
                    let count = index(arguments.len());
                    self.shape.extend([APPLY, index(function.index()), u32::from(primes), count]);
                    stack.extend(arguments.iter().rev());
                }
                Node::Derivative { of, by, scope } => {
                    let by = self.name(by);
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
