//! Worksheets with declared shapes: `W in R^(3x2)`.
//!
//! - `declarations`: which worksheets these are, and the shapes they declare;
//! - `ast`, `reader`, `brackets`: expressions as they are written; statements have no order, so shapes come later;
//! - `families`, `members`: arrays with an index that counts layers, written out into members;
//! - `window`: indices that are sums of letters; `identity`: `I` without a size;
//! - `statements`, `definitions`, `givens`, `queries`, `words`: what each statement says; `values`, `file`: numbers;
//! - `elaborate`, `product`, `call`, `parts`, `formula`: expressions with shapes; where two readings fit, both are shown;
//! - `complaint`: what is said where shapes do not fit.

mod ast;
mod brackets;
mod call;
mod complaint;
mod declarations;
mod definitions;
mod elaborate;
mod families;
mod file;
mod formula;
mod givens;
mod identity;
mod members;
mod parts;
mod product;
mod queries;
mod reader;
mod statements;
mod values;
mod window;
mod words;

pub(crate) use declarations::declares_shapes;
pub use statements::files_named;
pub(crate) use statements::{Said, read};
