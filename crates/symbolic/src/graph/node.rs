//! What an expression is made of.

use super::{ExprId, FunctionId, SymbolId};
use chainrule_number::Rational;

/// One node of the graph, borrowed from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Node<'graph> {
    /// An exact number.
    Number(&'graph Rational),
    /// A named quantity.
    Symbol(SymbolId),
    /// A function put to its arguments. `+` and `*` are functions too, of any number of arguments, in the order written.
    Apply {
        /// Which function.
        function: FunctionId,
        /// How many primes it carries: 0 for `f(x)`, 1 for `f'(x)`. Only functions of one argument carry primes.
        primes: u8,
        /// What it is put to.
        arguments: &'graph [ExprId],
    },
    /// A derivative that is not worked out (yet).
    Derivative {
        /// The expression derived.
        of: ExprId,
        /// The quantity it is derived by.
        by: SymbolId,
        /// What varies along with `by`.
        scope: Scope,
    },
}

/// What varies along with the quantity a derivative is taken by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// Every quantity computed from it, through the whole network: `∂L/∂w` of the field's texts.
    Total,
    /// Nothing: the other names of the expression are held fixed. The local derivative of one quantity by one of its inputs.
    Local,
}
