//! What the rows of the table build formulas with.

use chainrule_number::Rational;

use crate::id::{ExprId, FunctionId};

/// Builds an expression from the function's arguments.
pub type Build = fn(&mut dyn Expressions, &[ExprId]) -> ExprId;

/// Where a formula is built: the table knows nothing else of a graph.
pub trait Expressions {
    /// A number.
    fn number(&mut self, value: Rational) -> ExprId;

    /// A function put to arguments.
    fn apply(&mut self, function: FunctionId, arguments: &[ExprId]) -> ExprId;
}
