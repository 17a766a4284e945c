//! What derivations of one target share: each adjoint is made once.

use std::sync::Arc;

use super::Adjoint;
use crate::graph::{ExprId, SymbolId};

/// Where adjoints start from, and through which stated derivatives they lead: what an adjoint depends on besides the
/// quantity that it is of. Every user of a quantity that depends on `by` depends on `by` too, so that the adjoint is
/// the same whatever `by` is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Origin {
    pub(super) target: SymbolId,
    pub(super) shortcuts: Vec<(SymbolId, SymbolId)>,
}

/// An adjoint, and what it is with everything put in: shared, so the whole is linear in the network.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub(super) adjoint: Arc<Adjoint>,
    pub(super) whole: ExprId,
}
