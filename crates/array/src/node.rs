//! The nodes of both kinds of expressions: arrays as wholes, and their generic entries.

use chainrule_number::Rational;
use chainrule_symbolic::graph::FunctionId;

use crate::shape::{Shape, Size, SizeId};
use crate::word::{Over, Word};

macro_rules! id {
    ($(#[$doc:meta] $name:ident),*) => {$(
        #[$doc]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// Position in its table.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

id!(
    /// An array as a whole.
    WholeId,
    /// An entry, with its indices.
    EntryId,
    /// A quantity: a leaf, or what a definition computes.
    QuantityId,
    /// An index that is spoken of: free, or of a sum that has been opened.
    Letter
);

/// An array as a whole, as it is written.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Whole {
    /// An exact number.
    Number(Rational),
    /// A size as a number.
    Size(Size),
    /// A quantity.
    Quantity(QuantityId),
    /// A vector of ones.
    Ones(Size),
    /// The identity matrix.
    Identity(Size),
    /// Some rows of the identity matrix, one after the other.
    Rows {
        /// The first, from 1.
        from: u64,
        /// How many.
        count: u64,
        /// Of how many.
        of: Size,
    },
    /// A vector that is 1 at one index, counted from 1, and 0 elsewhere.
    OneHot(u64, Size),
    /// A function of numbers, entry by entry; operands are of one shape, or numbers.
    Apply {
        /// A row of the table of functions.
        function: FunctionId,
        /// How often it is derived.
        primes: u8,
        /// Its operands.
        arguments: Vec<WholeId>,
    },
    /// A vector as every row, or every column, of a matrix: what an added bias is.
    Spread {
        /// The vector.
        vector: WholeId,
        /// `EachRow` where it is every row, `EachColumn` where it is every column.
        over: Over,
        /// How many rows, or columns.
        count: Size,
    },
    /// The product of linear algebra.
    Product(WholeId, WholeId),
    /// The transpose.
    Transpose(WholeId),
    /// A word for arrays.
    Word {
        /// The word.
        word: Word,
        /// Of what it is taken.
        over: Over,
        /// Its operands.
        arguments: Vec<WholeId>,
    },
    /// An array by its generic entry, in which its own indices are bound, the last one innermost: what is no expression of
    /// vectors and matrices, such as `k[j]*x[i+j-1]` summed over j.
    Entries {
        /// The sizes of its indices.
        axes: Vec<Size>,
        /// The entry.
        body: EntryId,
    },
    /// One entry of a quantity, or one of its rows: nothing stands for a whole axis.
    Part {
        /// The quantity.
        of: QuantityId,
        /// The indices, from 1.
        at: Vec<Option<u64>>,
    },
}

/// Where an entry stands along one axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Index {
    /// The index of the sum so many sums further out: equal sums are equal, whatever their letters.
    Bound(u32),
    /// A letter.
    Letter(Letter),
    /// A number, from 1.
    At(u64),
    /// The number that a size by letter is: the last entry is `x[n]`.
    Size(SizeId),
}

/// An entry of an array, or an expression over entries.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Entry {
    /// An exact number.
    Number(Rational),
    /// A size as a number.
    Size(Size),
    /// An entry of a quantity; the quantity itself, if it is a number.
    Of(QuantityId, Vec<Index>),
    /// 1 where both indices are equal, else 0.
    Delta(Index, Index),
    /// An entry of some rows of the identity matrix: 1 where the row, counted from its first, is the column, else 0.
    Selected {
        /// The first row, from 1.
        from: u64,
        /// The row and the column.
        at: [Index; 2],
        /// How many rows.
        count: u64,
    },
    /// 1 where indices, each so many times, and a number add up to 0, else 0: `x[i+1]` is the sum of `x[k]` over all k,
    /// each times 1 where `k - i - 1` is 0.
    Aligned {
        /// The indices, each once, with how many times they count.
        terms: Vec<(i64, Index)>,
        /// The number.
        constant: i64,
    },
    /// The sum over an index from 1 to a size.
    Sum(Size, EntryId),
    /// A function of numbers.
    Apply {
        /// A row of the table of functions.
        function: FunctionId,
        /// How often it is derived.
        primes: u8,
        /// Its operands.
        arguments: Vec<EntryId>,
    },
    /// A derivative that is not worked out, by an entry of a quantity that counts as free here.
    Derivative {
        /// Of what.
        of: EntryId,
        /// By an entry of this.
        by: QuantityId,
        /// … with these indices.
        at: Vec<Index>,
    },
}

/// What a quantity is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
    /// Declared, with or without a value.
    Leaf,
    /// Computed by a definition.
    Defined(WholeId),
    /// The derivative of a quantity by another.
    Adjoint {
        /// Of what.
        of: QuantityId,
        /// By what.
        by: QuantityId,
    },
}

/// A quantity.
#[derive(Clone, Debug)]
pub struct Quantity {
    /// Its name in canonical form; empty for a part of an expression that counts as a quantity of its own.
    pub name: String,
    /// Its shape.
    pub shape: Shape,
    /// What it is.
    pub role: Role,
}

/// What an entry is made of, where nothing is asked about those that are not made of others.
pub enum Made {
    /// Of no other entry: a number, a size, an entry of a quantity, a δ.
    Alone,
    /// As [`Entry::Sum`].
    Sum(Size, EntryId),
    /// As [`Entry::Apply`].
    Apply {
        /// The function.
        function: FunctionId,
        /// How often it is derived.
        primes: u8,
        /// What it is put to.
        arguments: Vec<EntryId>,
    },
    /// A derivative that is not worked out, of this entry.
    Derivative(EntryId),
}

impl Entry {
    /// The indices that stand in it itself, and not in what it is made of.
    pub fn own_indices(&self) -> Vec<Index> {
        match self {
            Self::Of(_, indices) | Self::Derivative { at: indices, .. } => indices.clone(),
            Self::Delta(left, right) => vec![*left, *right],
            Self::Selected { at, .. } => at.to_vec(),
            Self::Aligned { terms, .. } => terms.iter().map(|(_, index)| *index).collect(),
            Self::Number(_) | Self::Size(_) | Self::Sum(..) | Self::Apply { .. } => Vec::new(),
        }
    }

    /// What it is made of.
    pub fn made(&self) -> Made {
        match self {
            Self::Number(_)
            | Self::Size(_)
            | Self::Of(..)
            | Self::Delta(..)
            | Self::Selected { .. }
            | Self::Aligned { .. } => Made::Alone,
            Self::Sum(size, body) => Made::Sum(*size, *body),
            Self::Apply { function, primes, arguments } => {
                Made::Apply { function: *function, primes: *primes, arguments: arguments.clone() }
            }
            Self::Derivative { of, .. } => Made::Derivative(*of),
        }
    }
}

/// The entries below a node.
pub fn children(node: &Entry) -> Vec<EntryId> {
    match node.made() {
        Made::Alone => Vec::new(),
        Made::Sum(_, body) => vec![body],
        Made::Apply { arguments, .. } => arguments,
        Made::Derivative(of) => vec![of],
    }
}

/// Letters as indices.
pub fn indices(letters: &[Letter]) -> Vec<Index> {
    letters.iter().map(|&letter| Index::Letter(letter)).collect()
}
