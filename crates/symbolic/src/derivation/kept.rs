//! What is kept of chains and of wholes for the next ones.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::chain::Origin;
use super::record::Adjoint;
use crate::graph::{ExprId, SymbolId};

/// What chains of one origin share: each adjoint is made once, whatever is derived by.
#[derive(Debug, Default)]
pub(super) struct Origins {
    pub(super) adjoints: FxHashMap<Arc<Origin>, FxHashMap<SymbolId, Known>>,
}

/// An adjoint, and what it is with everything put in: shared, so the whole is linear in the network.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub(super) adjoint: Arc<Adjoint>,
    pub(super) whole: ExprId,
}

/// Derivatives of one target, with everything put in.
#[derive(Debug, Default)]
pub(super) struct Wholes {
    /// By what is derived by.
    pub(super) derivatives: FxHashMap<SymbolId, ExprId>,
    /// How many were put together one by one.
    pub(super) apart: usize,
}
