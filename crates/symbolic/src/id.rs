//! The three kinds of ids a graph hands out.

use std::fmt;

/// An expression: the index of its node in the graph. A child's id is always smaller than its parent's.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExprId(pub(crate) u32);

/// A name: a quantity of the network, or a parameter of a user's function.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SymbolId(pub(crate) u32);

/// A function: a row of the table of built-in functions, or a function of the user's own.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FunctionId(pub(crate) u32);

macro_rules! id {
    ($name:ident) => {
        impl $name {
            /// Position in the arena that made it, for tables indexed by id.
            pub fn index(self) -> usize {
                self.0 as usize
            }

            /// The id at a position. Positions come from the same arena's `index`.
            pub fn from_index(index: usize) -> Self {
                Self(u32::try_from(index).expect("an arena holds fewer than 2^32 entries"))
            }
        }

        impl From<$name> for usize {
            fn from(id: $name) -> Self {
                id.index()
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(formatter, concat!(stringify!($name), "({})"), self.0)
            }
        }
    };
}

id!(ExprId);
id!(SymbolId);
id!(FunctionId);
