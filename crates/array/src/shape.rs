//! Sizes and shapes.

/// A size by letter: `n` of `x in R^n`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SizeId(pub u32);

/// How many entries an axis has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Size {
    /// So many.
    Number(u64),
    /// As many as a letter says, which stays open.
    Letter(SizeId),
}

/// How entries are arranged.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    /// One number.
    Number,
    /// A column of numbers with one index.
    Vector(Size),
    /// A vector that is transposed: it stands only inside products and claims.
    Row(Size),
    /// Rows and columns.
    Matrix(Size, Size),
    /// Three and more indices: it is spoken of by entries.
    Tensor(Vec<Size>),
}

impl Shape {
    /// The shape with these axes.
    pub fn of_axes(axes: &[Size]) -> Self {
        match axes {
            [] => Self::Number,
            [only] => Self::Vector(*only),
            [rows, columns] => Self::Matrix(*rows, *columns),
            [..] => Self::Tensor(axes.to_vec()),
        }
    }

    /// The sizes of its indices, in order.
    pub fn axes(&self) -> Vec<Size> {
        match self {
            Self::Number => Vec::new(),
            Self::Vector(size) | Self::Row(size) => vec![*size],
            Self::Matrix(rows, columns) => vec![*rows, *columns],
            Self::Tensor(axes) => axes.clone(),
        }
    }

    /// The shape of the transpose; nothing where there is none.
    pub fn transposed(&self) -> Option<Self> {
        Some(match self {
            Self::Number => Self::Number,
            Self::Vector(size) => Self::Row(*size),
            Self::Row(size) => Self::Vector(*size),
            Self::Matrix(rows, columns) => Self::Matrix(*columns, *rows),
            Self::Tensor(_) => return None,
        })
    }

    /// The shape of a product of linear algebra; nothing where the two do not fit.
    pub fn times(&self, other: &Self) -> Option<Self> {
        Some(match (self, other) {
            (Self::Number, shape) | (shape, Self::Number) => shape.clone(),
            (Self::Row(a), Self::Vector(b)) if a == b => Self::Number,
            (Self::Vector(a), Self::Row(b)) => Self::Matrix(*a, *b),
            (Self::Matrix(a, b), Self::Vector(c)) if b == c => Self::Vector(*a),
            (Self::Row(a), Self::Matrix(b, c)) if a == b => Self::Row(*c),
            (Self::Matrix(a, b), Self::Matrix(c, d)) if b == c => Self::Matrix(*a, *d),
            (Self::Row(_) | Self::Vector(_) | Self::Matrix(..) | Self::Tensor(_), _) => return None,
        })
    }

    /// Whether it is one number.
    pub fn is_number(&self) -> bool {
        *self == Self::Number
    }

    /// Whether rows and columns are equally many.
    pub fn is_square(&self) -> bool {
        matches!(self, Self::Matrix(rows, columns) if rows == columns)
    }
}
