//! One factor of a chain: the derivative of a quantity by one of its inputs.

use super::Working;
use crate::graph::{ExprId, SymbolId};

/// The place of a factor among those of a [`super::Calculus`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FactorId(pub(super) u32);

impl FactorId {
    /// Position among the factors.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// The local derivative along one edge of the network, worked out once however many paths use it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Factor {
    /// The quantity derived.
    pub child: SymbolId,
    /// The input it is derived by.
    pub parent: SymbolId,
    /// `∂child/∂parent`, or `∂⁺child/∂parent` where another way leads from `parent` to `child`.
    pub name: ExprId,
    /// How it is worked out, where the child has a formula.
    pub working: Option<Working>,
    /// What it is: the result of the working, or its own name where the form is left open or a number is stated.
    pub result: ExprId,
}
