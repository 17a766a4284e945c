//! Expressions as ids into an append-only, hash-consed arena.
//!
//! - [`Graph`] owns every node; equal expressions have equal ids.
//! - A child's id is smaller than its parent's: algorithms are loops over ids, and no depth can overflow a stack.
//! - Insertion never rewrites. `x + 0` stays until a recorded step removes it.
//!
//! Absent on purpose: evaluation, printing, and any state outside a `Graph`.

mod closed;
mod locality;
mod name;
mod name_table;
mod node;
mod nodes;
mod signed_number;
mod store;
mod taken_apart;
mod walk;

pub use crate::id::{ExprId, FunctionId, SymbolId};
pub(crate) use locality::{hash_of, hash_of_indices};
pub use name::Name;
pub use name_table::NameTable;
pub use node::{Node, Scope};
pub use store::{Graph, UserFunction};
pub use walk::{Rewriter, Walk};
