//! The operators: how tightly each binds, and to which side.

/// An operator while its right side is still being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `a + b`
    Add,
    /// `a - b`
    Subtract,
    /// `-a` at the start of a term: binds looser than a product, `-a·b` is `-(a·b)`.
    Negate,
    /// `a * b`
    Multiply,
    /// `2x`: a product without a sign.
    Juxtapose,
    /// `a / b`
    Divide,
    /// `-a` right after `*`, `/` or `^`: binds tighter than a product.
    NegateTightly,
    /// `a ^ b`, grouped from the right
    Power,
    /// `√a`
    Root,
}

/// The table: binding strength, and whether equal strengths group from the right.
const TABLE: &[(Operator, u8, bool)] = &[
    (Operator::Add, 1, false),
    (Operator::Subtract, 1, false),
    (Operator::Negate, 2, true),
    (Operator::Multiply, 3, false),
    (Operator::Juxtapose, 3, false),
    (Operator::Divide, 3, false),
    (Operator::NegateTightly, 4, true),
    (Operator::Power, 5, true),
    (Operator::Root, 6, true),
];

impl Operator {
    fn row(self) -> (u8, bool) {
        let (_, strength, right) = TABLE
            .iter()
            .find(|(operator, _, _)| *operator == self)
            .expect("every operator stands in the table");
        (*strength, *right)
    }

    /// Whether this operator, standing to the left, takes its right side before `next` does.
    pub fn takes_before(self, next: Self) -> bool {
        let (level, _) = self.row();
        let (other, right) = next.row();
        level > other || (level == other && !right)
    }

    /// Whether it stands before its only argument.
    pub fn is_prefix(self) -> bool {
        match self {
            Self::Negate | Self::NegateTightly | Self::Root => true,
            Self::Add | Self::Subtract | Self::Multiply | Self::Juxtapose | Self::Divide | Self::Power => {
                false
            }
        }
    }

    /// How it is written, for messages.
    pub fn spelling(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Subtract | Self::Negate | Self::NegateTightly => "-",
            Self::Multiply | Self::Juxtapose => "*",
            Self::Divide => "/",
            Self::Power => "^",
            Self::Root => "√",
        }
    }
}
