//! How an entry was read as vectors and matrices: what became of each index.

use crate::node::WholeId;

/// What became of an index, or of factors on the same indices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReadBy {
    /// It is summed over the row index of a matrix that multiplies another factor.
    OverRowIndex {
        /// The matrix.
        of: WholeId,
        /// Whether it stands transposed in the reading.
        transposed: bool,
    },
    /// It is summed over the column index of a matrix that multiplies another factor.
    OverColumnIndex {
        /// The matrix.
        of: WholeId,
        /// Whether it stands transposed in the reading.
        transposed: bool,
    },
    /// Each row of a matrix is added up.
    RowsAddedUp(WholeId),
    /// Each column of a matrix is added up.
    ColumnsAddedUp(WholeId),
    /// All entries of a vector are added up.
    AllAddedUp(WholeId),
    /// The index of the rows stands on one vector, that of the columns on the other.
    Outer([WholeId; 2]),
    /// Factors on the same indices.
    EntryByEntry,
    /// A vector beside `δ`: nothing stands beside the diagonal.
    Diagonal,
}

impl ReadBy {
    /// Under which JSON names it.
    pub fn id(self) -> &'static str {
        match self {
            Self::OverRowIndex { .. } => "summed-over-row-index",
            Self::OverColumnIndex { .. } => "summed-over-column-index",
            Self::RowsAddedUp(_) => "rows-added-up",
            Self::ColumnsAddedUp(_) => "columns-added-up",
            Self::AllAddedUp(_) => "all-added-up",
            Self::Outer(_) => "outer-product",
            Self::EntryByEntry => "entry-by-entry",
            Self::Diagonal => "diagonal",
        }
    }
}
