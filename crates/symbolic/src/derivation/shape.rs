//! The shapes of definitions: everything about them but the names.
//!
//! Networks repeat themselves: `z7 = w7*a6 + b7` is `z8 = w8*a7 + b8` under other names, and so is its derivative by
//! its first input. A definition is written as a list of numbers in which its names count as they are met, which is their
//! place among the inputs of the quantity. Definitions with the same list have the same shape.

use hashbrown::HashTable;
use rustc_hash::FxHashMap;

use crate::graph::{ExprId, FunctionId, Graph, Node, SymbolId};
use crate::network::{Definition, Network};

/// The place of a shape among those met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct ShapeId(u32);

/// The shapes met so far.
#[derive(Debug, Default)]
pub(super) struct Shapes {
    index: HashTable<ShapeId>,
    /// The lists of all shapes, one after another.
    lists: Vec<u32>,
    ends: Vec<usize>,
    /// By symbol, what is known of its definition.
    definitions: Vec<Known>,
    /// Functions of the worksheet's own that compute from their parameters alone.
    closed: FxHashMap<FunctionId, bool>,
    scratch: Vec<u32>,
}

/// What is known of the definition of a quantity, in 4 bytes: two more than the place of its shape, or one of the two
/// below.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Known(u32);

impl Known {
    const NOTHING: Self = Self(0);
    /// It is like no other: it holds derivatives, or functions that read more than their arguments.
    const SINGLE: Self = Self(1);

    fn from_shape(shape: Option<ShapeId>) -> Self {
        shape.map_or(Self::SINGLE, |shape| Self(shape.0 + 2))
    }

    /// Its shape, if it has one and that is known.
    fn shape(self) -> Option<ShapeId> {
        self.0.checked_sub(2).map(ShapeId)
    }
}

impl Shapes {
    /// The shape of the definition of a quantity, where it has one. Cost: linear in the definition, once.
    pub(super) fn of(&mut self, graph: &Graph, network: &Network, child: SymbolId) -> Option<ShapeId> {
        if self.definitions.len() <= child.index() {
            self.definitions.resize(network.symbol_count().max(child.index() + 1), Known::NOTHING);
        }
        let known = self.definitions[child.index()];
        if known != Known::NOTHING {
            return known.shape();
        }
        let shape = self.read(graph, network, child);
        self.definitions[child.index()] = Known::from_shape(shape);
        shape
    }

    /// Lets go of which definition has which shape: each is read again when it is asked for. The shapes stay.
    pub(super) fn forget_definitions(&mut self) {
        self.definitions = Vec::new();
    }

    /// Whether the definition of a quantity, read again, has this shape.
    pub(super) fn fits(
        &mut self,
        graph: &Graph,
        network: &Network,
        child: SymbolId,
        shape: Option<ShapeId>,
    ) -> bool {
        self.read(graph, network, child) == shape
    }

    fn read(&mut self, graph: &Graph, network: &Network, child: SymbolId) -> Option<ShapeId> {
        let Definition::Formula(expr) = network.definition(child) else { return None };
        let mut list = std::mem::take(&mut self.scratch);
        list.clear();
        let is_shared = self.write(graph, network.inputs(child), expr, &mut list);
        let shape = is_shared.then(|| self.find_or_add(&list));
        self.scratch = list;
        shape
    }

    fn list(&self, shape: ShapeId) -> &[u32] {
        let place = shape.0 as usize;
        let start = if place == 0 { 0 } else { self.ends[place - 1] };
        &self.lists[start..self.ends[place]]
    }

    fn find_or_add(&mut self, list: &[u32]) -> ShapeId {
        let hash = crate::graph::hash_of(&list);
        if let Some(&shape) = self.index.find(hash, |&shape| self.list(shape) == list) {
            return shape;
        }
        let shape = ShapeId(index(self.ends.len()));
        self.lists.extend_from_slice(list);
        self.ends.push(self.lists.len());
        let Self { index, lists, ends, .. } = self;
        index.insert_unique(hash, shape, |&other| {
            let place = other.0 as usize;
            let start = if place == 0 { 0 } else { ends[place - 1] };
            crate::graph::hash_of(&&lists[start..ends[place]])
        });
        shape
    }

    /// Writes a definition; whether it can be shared.
    fn write(&mut self, graph: &Graph, inputs: &[SymbolId], root: ExprId, list: &mut Vec<u32>) -> bool {
        let mut met = Places::new();
        let mut places = Places::new();
        for &input in inputs {
            places.add(input);
        }
        let mut stack = vec![root];
        while let Some(id) = stack.pop() {
            match graph.node(id) {
                // Equal numbers have equal ids in one graph.
                Node::Number(_) => list.extend([NUMBER, index(id.index())]),
                Node::Symbol(symbol) => {
                    let Some(place) = places.of(symbol) else { return false };
                    list.extend([NAME, place]);
                }
                Node::Apply { function, primes, arguments } => {
                    if let Some(number) = met.of(id) {
                        list.extend([MET, number]);
                        continue;
                    }
                    if graph.builtin(function).is_none() && !graph.is_closed(function, &mut self.closed) {
                        return false;
                    }
                    met.add(id);
                    list.extend([APPLY, index(function.index()), u32::from(primes), index(arguments.len())]);
                    stack.extend(arguments.iter().rev());
                }
                Node::Derivative { .. } => return false,
            }
        }
        true
    }
}

// What a part of a list starts with.
const MET: u32 = 0;
const NUMBER: u32 = 1;
const NAME: u32 = 2;
const APPLY: u32 = 3;

fn index(value: usize) -> u32 {
    u32::try_from(value).expect("ids and counts are below 2^32")
}

/// The places of a few things in the order in which they were added: short lists are searched, long ones looked up.
struct Places<T> {
    listed: Vec<T>,
    table: FxHashMap<T, u32>,
}

impl<T: Copy + Eq + std::hash::Hash> Places<T> {
    /// Lists up to this length are searched.
    const LONGEST_SEARCHED: usize = 16;

    fn new() -> Self {
        Self { listed: Vec::new(), table: FxHashMap::default() }
    }

    fn add(&mut self, item: T) {
        self.listed.push(item);
        if self.listed.len() > Self::LONGEST_SEARCHED {
            let old_length = self.table.len();
            self.table.extend(
                (index(old_length)..).zip(&self.listed[old_length..]).map(|(place, &item)| (item, place)),
            );
        }
    }

    fn of(&self, item: T) -> Option<u32> {
        if self.listed.len() > Self::LONGEST_SEARCHED {
            return self.table.get(&item).copied();
        }
        self.listed.iter().position(|&other| other == item).map(index)
    }
}
