//! Norms, functions of arrays, and what a limit tends to.

/// A node of a [`Tree`](crate::tree::Tree); those below it have smaller numbers.
pub type NodeId = usize;

/// A norm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Norm {
    /// Without an index: the length of a vector.
    Plain,
    /// `_1`
    One,
    /// `_2`
    Two,
    /// `_F`
    Frobenius,
}

/// A function of a whole array.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfArray {
    /// The softmax.
    Softmax,
    /// The trace.
    Trace,
    /// The determinant.
    Determinant,
    /// The matrix with a vector on its diagonal.
    Diagonal,
}

impl OfArray {
    /// The function that a word names.
    pub fn named(word: &str) -> Option<Self> {
        match word {
            "softmax" | "Softmax" => Some(Self::Softmax),
            "tr" | "Tr" | "trace" => Some(Self::Trace),
            "det" => Some(Self::Determinant),
            "diag" | "Diag" => Some(Self::Diagonal),
            _ => None,
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Softmax => "softmax",
            Self::Trace => "tr",
            Self::Determinant => "det",
            Self::Diagonal => "diag",
        }
    }
}

/// What a name tends to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Approach {
    /// A number.
    Point {
        /// The number.
        at: NodeId,
        /// From which side.
        toward: Toward,
    },
    /// ∞ or -∞.
    Infinity {
        /// Whether it is -∞.
        is_negative: bool,
    },
}

/// From which side a number is approached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Toward {
    /// From above: `0^+`.
    Above,
    /// From below.
    Below,
    /// From both.
    Both,
}
