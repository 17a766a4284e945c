//! Worksheets with declared shapes: `W in R^(3x2)`.
//!
//! - `declarations`: which worksheets these are, and the shapes they declare;
//! - `ast`, `reader`, `brackets`: expressions as they are written; statements have no order, so shapes come later;
//! - `statements`, `definitions`, `givens`, `asked`: what each statement says; `values`, `file`: numbers;
//! - `elaborate`, `product`, `call`, `parts`, `formula`: expressions with shapes; where two readings fit, both are shown;
//! - `complaint`: what is said where shapes do not fit.

mod ast;
mod brackets;
mod call;
mod complaint;
mod declarations;
mod definitions;
mod elaborate;
mod file;
mod formula;
mod givens;
mod parts;
mod product;
mod queries;
mod reader;
mod statements;
mod values;

pub(crate) use declarations::declares_shapes;
pub use statements::files_named;
pub(crate) use statements::{Said, read};
