//! Documents: what stands around the formulas.
//!
//! - [`Document`] is a list of [`Block`]s;
//! - [`Inline`] is running text with formulas in it.

mod block;
mod inline;

pub use block::{Align, Block, Document, Line, Note, Table};
pub use inline::{Inline, Role, Span};
