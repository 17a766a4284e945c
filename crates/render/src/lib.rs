//! Expressions and documents as text and LaTeX.
//!
//! - [`Layout`]: a piece of mathematics as a tree of boxes; signs, parentheses, order and what is left out are in it;
//! - [`Typesetter`]: expressions to layouts, where all of that is decided, once for all formats;
//! - [`spelling`]: each format writes a layout down;
//! - [`Document`]: headings, equations with reasons, tables, notes;
//! - [`text`] and [`latex`]: documents as pages;
//! - [`look_alikes`]: two names never look alike in print;
//! - [`notation`]: LaTeX of the reader's own, let in only where it can do nothing but typeset.
//!
//! The text form of an expression is also input: reading what was printed gives the same expression.
//!
//! Absent on purpose: what a page says. That is for the report to know.

mod abridgement;
mod document;
pub mod latex;
pub mod layout;
pub mod look_alikes;
pub mod notation;
pub mod spelling;
pub mod text;
mod typesetter;

pub use abridgement::{Elision, LARGEST};
pub use document::{Block, Document, Inline, Line, Relation, Role, Row, Sizes, Span, Table};
pub use layout::{Layout, Number, Operator};
pub use typesetter::Typesetter;
