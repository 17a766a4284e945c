//! The formulas of a page as they are written.

use chainrule_latex::tree::{Name, Tree};
use rustc_hash::FxHashMap;

/// The formulas of names as they are written, by the names that they are of.
pub(crate) type Trees = FxHashMap<String, (Name, Tree)>;
