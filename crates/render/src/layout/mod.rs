//! Formulas as laid out, before any format spells them.
//!
//! - [`Layout`] is an arena of [`Piece`]s; children come before parents, so every format is a loop.
//! - [`Typesetter`] lays out expressions of a graph; [`Layout`]'s own functions put layouts together.
//! - [`Notations`] holds how the reader wants names typeset.
//!
//! Absent on purpose: any spelling. A format asks no question about precedence.

mod arena;
mod compose;
mod names;
mod notations;
mod number;
mod precedence;
mod typesetter;
mod value;

pub use arena::{Fence, Layout, Name, Operator, Piece, PieceId, Relation, Span};
pub use notations::{Notations, Target};
pub use typesetter::Typesetter;
pub use value::Value;

pub(crate) use names::raised;
