//! What an elaboration knows and what it gathers.

use chainrule_array::{Arrays, QuantityId, Size, SizeId};
use chainrule_diagnostic::Span;
use rustc_hash::{FxHashMap, FxHashSet};

/// Gives expressions their shapes.
pub(super) struct Elaboration<'a> {
    pub(super) text: &'a str,
    pub(super) arrays: &'a mut Arrays,
    pub(super) quantities: &'a FxHashMap<String, QuantityId>,
    pub(super) places: &'a FxHashMap<String, Span>,
    /// What letters at the ends of ranges stand for, where they are no sizes.
    pub(super) counts: &'a FxHashMap<String, i64>,
    /// The sizes that have numbers.
    pub(super) sizes: &'a [(SizeId, u64)],
    /// Indices that quantities hold, as vectors and matrices of 0 and 1.
    pub(super) chosen: &'a mut Vec<Chosen>,
    /// How far indices go of which nothing says it, as it was read.
    pub(super) ranges_read: &'a mut Vec<(String, Size)>,
    /// Names that nothing declares: they count as numbers.
    pub(super) numbers_by_default: &'a FxHashMap<String, Vec<Span>>,
    /// Names that have a value, and those of sizes.
    pub(super) valued: &'a FxHashSet<String>,
    /// Whether derivatives may stand in it.
    pub(super) derivatives: bool,
}

/// Rows, or entries, that a quantity chooses: `E[c[t],*]`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Chosen {
    /// What holds the indices.
    pub(super) by: QuantityId,
    /// Of how many.
    pub(super) size: Size,
    /// 1 at each index that is chosen, 0 elsewhere: a row for each index that is held.
    pub(super) places: QuantityId,
}
