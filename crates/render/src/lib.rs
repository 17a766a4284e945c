//! Expressions and documents, written down in each format.
//!
//! - [`Layout`]: a piece of mathematics as a tree of boxes; signs, parentheses, order and what is left out are in it;
//! - [`Typesetter`]: expressions to layouts, where all of that is decided, once for all formats;
//! - [`spelling`]: each format writes a layout down;
//! - [`mod@array`]: vectors and matrices, and their entries, to layouts;
//! - [`Document`]: headings, equations with reasons, tables, notes;
//! - [`FORMATS`]: the formats, one entry and one file each, such as [`text`] and [`latex`]: documents as pages;
//! - [`look_alikes`]: two names never look alike on a page;
//! - [`notation`]: how readers want names to look, read into layouts.
//!
//! The text form of an expression is also input: reading what was printed gives the same expression.
//!
//! Absent on purpose: what a page says. That is for the report to know.

#![warn(clippy::wildcard_enum_match_arm)]

mod abridgement;
mod argument;
pub mod array;
mod document;
mod equations;
mod format;
mod format_name;
mod formats;
mod greek;
pub mod html;
mod inline;
pub mod latex;
pub mod layout;
pub mod look_alikes;
pub mod markdown;
pub mod notation;
pub mod pattern;
mod simple;
pub mod spelling;
pub mod text;
mod typesetter;
pub mod typst;
pub mod value;

pub use abridgement::{Elision, LARGEST};
pub use argument::{
    Chain, FactorLine, Forward, ForwardLine, Outcome, Product, ProductFactor, Section, Valued, Working,
};
pub use document::{Block, Document, Drawn, Row, Sizes, Table};
pub use format::{Format, Page, Setting, Settings};
pub use format_name::LATEX;
pub use formats::FORMATS;
pub use inline::{Inline, Line, Relation, Role, Span};
pub use layout::{Layout, Notation, Number, Operator};
pub use notation::Notations;
pub use typesetter::{Numbers, Typesetter};
