//! Expressions and documents as text and LaTeX.
//!
//! - [`Math`]: a piece of mathematics, spelled for every target at once;
//! - [`Typesetter`]: expressions to [`Math`]; signs, parentheses and order are decided here, once, and each file of
//!   [`spelling`] only spells what was decided;
//! - [`Document`]: headings, equations with reasons, notes;
//! - [`text`] and [`latex`]: documents as pages.
//!
//! The text form of an expression is also input: reading what was printed gives the same expression.

mod document;
pub mod latex;
mod math;
pub mod spelling;
pub mod text;
mod typesetter;

pub use document::{Block, Document, Inline, Line, Piece, Relation, Role};
pub use math::Math;
pub use typesetter::{LARGEST, Typesetter};
