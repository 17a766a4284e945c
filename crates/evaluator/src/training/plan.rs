//! What a step of training is made of.

use chainrule_symbolic::graph::{ExprId, SymbolId};
use chainrule_symbolic::network::{Order, UpdateRule};
use rustc_hash::FxHashMap;

use chainrule_number::Value;

/// What a step is made of.
#[derive(Debug)]
pub struct Plan<'a> {
    /// The quantity whose gradient is followed.
    pub loss: SymbolId,
    /// The leaves that move, in their order.
    pub weights: &'a [SymbolId],
    /// Whether they move at once.
    pub order: Order,
    /// How they move.
    pub rule: &'a UpdateRule,
    /// The numbers of the rule's arguments, in order.
    pub arguments: &'a [Value],
    /// Other quantities to compute.
    pub watched: &'a [SymbolId],
    /// Leaves whose numbers change from step to step, whatever the weights: the cases of batches.
    pub data: &'a [SymbolId],
    /// Numbers of leaves and stated derivatives.
    pub stated: &'a FxHashMap<ExprId, Value>,
}
