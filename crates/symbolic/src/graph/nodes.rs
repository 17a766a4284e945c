//! Nodes as they are stored.

use chainrule_number::Rational;

use super::{ExprId, FunctionId, Node, Scope, SymbolId};

/// The nodes of one graph, by their places.
///
/// Memory: 8 bytes a node; besides, 8 bytes for two arguments or for a derivative, and 16 and 4 for each argument where
/// there are more.
#[derive(Debug, Default)]
pub(super) struct Nodes {
    packed: Vec<Packed>,
    arguments: Vec<ExprId>,
    applications: Vec<Application>,
    derivatives: Vec<(ExprId, SymbolId)>,
    numbers: Vec<Rational>,
}

/// A node without what lies elsewhere.
#[derive(Clone, Copy, Debug)]
enum Packed {
    /// The place of a number.
    Number(u32),
    Symbol(SymbolId),
    Unary {
        primes: u8,
        function: u16,
        argument: ExprId,
    },
    /// Where the two arguments begin.
    Binary {
        primes: u8,
        function: u16,
        start: u32,
    },
    /// The place of an application.
    Apply(u32),
    /// The place of what is derived and what it is derived by.
    Derivative {
        scope: Scope,
        place: u32,
    },
}

/// A function put to as many arguments as there may be, or one whose number is large.
#[derive(Clone, Copy, Debug)]
struct Application {
    function: FunctionId,
    primes: u8,
    start: u32,
    count: u32,
}

const _: () = assert!(size_of::<Packed>() == 8 && size_of::<Application>() == 16);

/// A number of entries as it is stored.
pub(super) fn small(count: usize) -> u32 {
    u32::try_from(count).expect("an arena holds fewer than 2^32 entries")
}

impl Nodes {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.packed.len()
    }

    /// Prepares for so many more.
    pub(super) fn reserve(&mut self, more: usize) {
        self.packed.reserve(more);
    }

    /// The node at a place.
    pub(super) fn get(&self, place: usize) -> Node<'_> {
        match &self.packed[place] {
            Packed::Number(number) => Node::Number(&self.numbers[*number as usize]),
            Packed::Symbol(symbol) => Node::Symbol(*symbol),
            Packed::Unary { primes, function, argument } => Node::Apply {
                function: FunctionId(u32::from(*function)),
                primes: *primes,
                arguments: std::slice::from_ref(argument),
            },
            Packed::Binary { primes, function, start } => Node::Apply {
                function: FunctionId(u32::from(*function)),
                primes: *primes,
                arguments: self.arguments_at(*start, 2),
            },
            Packed::Apply(application) => {
                let Application { function, primes, start, count } = self.applications[*application as usize];
                Node::Apply { function, primes, arguments: self.arguments_at(start, count) }
            }
            Packed::Derivative { scope, place } => {
                let (of, by) = self.derivatives[*place as usize];
                Node::Derivative { of, by, scope: *scope }
            }
        }
    }

    /// The children of the node at a place, in order.
    pub(super) fn children(&self, place: usize) -> &[ExprId] {
        match &self.packed[place] {
            Packed::Derivative { place, .. } => std::slice::from_ref(&self.derivatives[*place as usize].0),
            Packed::Number(_)
            | Packed::Symbol(_)
            | Packed::Unary { .. }
            | Packed::Binary { .. }
            | Packed::Apply(_) => match self.get(place) {
                Node::Apply { arguments, .. } => arguments,
                Node::Number(_) | Node::Symbol(_) | Node::Derivative { .. } => &[],
            },
        }
    }

    fn arguments_at(&self, start: u32, count: u32) -> &[ExprId] {
        &self.arguments[start as usize..start as usize + count as usize]
    }

    /// Stores a number behind all others.
    pub(super) fn push_number(&mut self, number: Rational) {
        self.packed.push(Packed::Number(small(self.numbers.len())));
        self.numbers.push(number);
    }

    /// Stores a node behind all others.
    pub(super) fn push(&mut self, node: Node<'_>) {
        let packed = match node {
            Node::Number(number) => return self.push_number(number.clone()),
            Node::Symbol(symbol) => Packed::Symbol(symbol),
            Node::Apply { function, primes, arguments } => self.application(function, primes, arguments),
            Node::Derivative { of, by, scope } => {
                let place = small(self.derivatives.len());
                self.derivatives.push((of, by));
                Packed::Derivative { scope, place }
            }
        };
        self.packed.push(packed);
    }

    fn application(&mut self, function: FunctionId, primes: u8, arguments: &[ExprId]) -> Packed {
        let start = small(self.arguments.len());
        match (u16::try_from(function.0), arguments) {
            (Ok(function), &[argument]) => Packed::Unary { primes, function, argument },
            (Ok(function), [_, _]) => {
                self.arguments.extend_from_slice(arguments);
                Packed::Binary { primes, function, start }
            }
            (Ok(_) | Err(_), _) => {
                self.arguments.extend_from_slice(arguments);
                let place = small(self.applications.len());
                self.applications.push(Application {
                    function,
                    primes,
                    start,
                    count: small(arguments.len()),
                });
                Packed::Apply(place)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Nodes;
    use crate::graph::{ExprId, FunctionId, Node, Scope, SymbolId};

    #[test]
    fn nodes_come_back_as_they_were_stored() {
        let ids: Vec<ExprId> = (0..5).map(ExprId).collect();
        let mut stored = vec![Node::Symbol(SymbolId(7))];
        for function in [0, 1, 0xFFFF, 0x1_0000, u32::MAX] {
            let function = FunctionId(function);
            stored.extend((0..5).map(|count| Node::Apply { function, primes: 3, arguments: &ids[..count] }));
        }
        for scope in [Scope::Total, Scope::Local] {
            stored.push(Node::Derivative { of: ids[4], by: SymbolId(9), scope });
        }
        let mut nodes = Nodes::default();
        for &node in &stored {
            nodes.push(node);
        }
        assert_eq!(nodes.len(), stored.len());
        for (place, &node) in stored.iter().enumerate() {
            assert_eq!(nodes.get(place), node);
            let children = match node {
                Node::Apply { arguments, .. } => arguments.to_vec(),
                Node::Derivative { of, .. } => vec![of],
                Node::Number(_) | Node::Symbol(_) => Vec::new(),
            };
            assert_eq!(nodes.children(place), children);
        }
    }
}
