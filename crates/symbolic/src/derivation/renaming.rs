//! Expressions under other names.

use rustc_hash::FxHashMap;

use super::definition_parts::DefinitionParts;
use crate::graph::{ExprId, FunctionId, Graph, Node, Scope, SymbolId, Walk};

/// Some expressions over the inputs of a quantity, made ready to be written with other names in place of those inputs.
///
/// Different names are to be put in for different names: then equal expressions stay equal and different ones stay
/// different, and whatever holds for all values of the names holds under the others.
#[derive(Clone, Debug)]
pub(super) struct Renaming {
    operations: Vec<Operation>,
    arguments: Vec<u32>,
    /// The places, among the operations, of the expressions asked for.
    roots: Vec<u32>,
    is_wide: bool,
}

#[derive(Clone, Copy, Debug)]
enum Operation {
    /// The same under all names.
    Fixed(ExprId),
    Name(Place),
    /// A wide operator of the definition, by its place among them: under other names it is that of another definition.
    Wide(u32),
    Apply {
        function: FunctionId,
        primes: u8,
        start: u32,
        count: u32,
    },
    Derivative {
        of: u32,
        by: Place,
        scope: Scope,
    },
}

/// Which name is meant.
#[derive(Clone, Copy, Debug)]
enum Place {
    /// The quantity itself.
    Own,
    /// An input, by its place.
    Input(u32),
    /// A name that stays.
    Fixed(SymbolId),
}

impl Place {
    fn symbol(self, child: SymbolId, inputs: &[SymbolId]) -> SymbolId {
        match self {
            Self::Own => child,
            Self::Input(place) => inputs[place as usize],
            Self::Fixed(symbol) => symbol,
        }
    }
}

impl Renaming {
    /// Makes expressions over a quantity and its inputs ready. Cost: linear in the expressions, wide operators of the
    /// quantity's definition apart.
    pub(super) fn of(graph: &Graph, roots: &[ExprId], parts: &DefinitionParts) -> Self {
        let place_of = |symbol: SymbolId| match parts.name(symbol) {
            Some(place) => Place::Input(place),
            None if symbol == parts.child => Place::Own,
            None => Place::Fixed(symbol),
        };
        let mut places: FxHashMap<ExprId, u32> = FxHashMap::default();
        let mut renaming =
            Self { operations: Vec::new(), arguments: Vec::new(), roots: Vec::new(), is_wide: false };
        for id in Walk::below_until(graph, roots, |id| parts.place(id).is_some()) {
            if let Some(place) = parts.place(id) {
                renaming.is_wide = true;
                places.insert(id, index(renaming.operations.len()));
                renaming.operations.push(Operation::Wide(place));
                continue;
            }
            let operation = match graph.node(id) {
                Node::Number(_) => Operation::Fixed(id),
                Node::Symbol(symbol) => Operation::Name(place_of(symbol)),
                Node::Apply { function, primes, arguments } => {
                    let start = index(renaming.arguments.len());
                    renaming.arguments.extend(arguments.iter().map(|argument| places[argument]));
                    Operation::Apply { function, primes, start, count: index(arguments.len()) }
                }
                Node::Derivative { of, by, scope } => {
                    Operation::Derivative { of: places[&of], by: place_of(by), scope }
                }
            };
            places.insert(id, index(renaming.operations.len()));
            renaming.operations.push(operation);
        }
        renaming.roots = roots.iter().map(|root| places[root]).collect();
        renaming
    }

    /// Whether wide operators stand in the expressions.
    pub(super) fn is_wide(&self) -> bool {
        self.is_wide
    }

    /// The expressions under the names of another quantity and its inputs, in the order in which they were asked for;
    /// `wide` are the wide operators of its definition, where any are needed. `made` is a list to be used again.
    /// Cost: linear in the expressions, wide operators apart.
    pub(super) fn put<'made>(
        &self,
        graph: &mut Graph,
        child: SymbolId,
        inputs: &[SymbolId],
        wide: &[ExprId],
        made: &'made mut Vec<ExprId>,
    ) -> impl Iterator<Item = ExprId> + use<'_, 'made> {
        made.clear();
        let mut arguments: Vec<ExprId> = Vec::new();
        for operation in &self.operations {
            let new = match *operation {
                Operation::Fixed(id) => id,
                Operation::Wide(place) => wide[place as usize],
                Operation::Name(place) => graph.symbol(place.symbol(child, inputs)),
                Operation::Apply { function, primes, start, count } => {
                    let places = &self.arguments[start as usize..(start + count) as usize];
                    arguments.clear();
                    arguments.extend(places.iter().map(|&place| made[place as usize]));
                    graph.apply_primed(function, primes, &arguments)
                }
                Operation::Derivative { of, by, scope } => {
                    graph.derivative(made[of as usize], by.symbol(child, inputs), scope)
                }
            };
            made.push(new);
        }
        let made: &'made Vec<ExprId> = made;
        self.roots.iter().map(|&root| made[root as usize])
    }
}

fn index(value: usize) -> u32 {
    u32::try_from(value).expect("ids and counts are below 2^32")
}
