//! Formulas as notes write them, read into expressions.
//!
//! - [`page`]: the formulas of a Markdown file, a notebook or a TeX file, and where they stand;
//! - [`token`], [`macros`]: their tokens, with the author's own macros expanded;
//! - [`rows`]: rows, claims, sides and the relations between them;
//! - [`reader`]: one side as a [`tree::Tree`], every occurrence with its place; [`names`]: what must be known for that;
//! - [`lower`]: the tree as an expression of a graph.
//!
//! Absent on purpose: what a claim is, and whether it is true.

mod alphabet;
mod connecting;
mod formula;
mod indexed;
mod layout;
pub mod lower;
pub mod macros;
pub mod names;
pub mod page;
mod parts;
mod printed;
pub mod reader;
pub mod rows;
mod series;
mod shape;
pub mod token;
pub mod tree;

pub use alphabet::is_greek;
pub use connecting::is_connecting;
pub use formula::{Formula, bare_name_of, name_of};
pub use names::{Names, function_named};
pub use reader::{Failure, Unread};
