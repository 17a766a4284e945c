//! Worksheets with declared shapes: `W in R^(3x2)`.
//!
//! - `declarations`: which worksheets these are, and the shapes they declare;
//! - `inferred`: the same read off the indices of sheets of numbers; `counted`: which of these count layers;
//! - `ast`, `reader`, `brackets`, `raised`: expressions as they are written; statements have no order, so shapes come later;
//! - `programs`, `words`: calls as programs write them, and words that are no quantities;
//! - `families`, `members`: arrays with an index that counts layers, written out into members;
//! - `window`: indices that are sums of letters; `identity`: `I` without a size;
//! - `open_range`: indices without a range; `literals`: arrays that are written out; `lines`: rows and whole arrays under an index;
//! - `statements`, `definitions`, `givens`, `queries`, `in_words`: what each statement says; `given_members`, `given_entries`, `values`, `file`: numbers;
//! - `elaborate`, `product`, `call`, `extreme`, `parts`, `formula`: expressions with shapes; where two readings fit, both are shown;
//! - `kronecker`: claims about stacked columns; `stacked`: those columns as arrays;
//! - `complaint`: what is said where shapes do not fit; `stands_for`: names that could be entries or products.

mod ast;
mod brackets;
mod call;
mod complaint;
mod counted;
mod declarations;
mod definitions;
mod elaborate;
mod elaboration;
mod extreme;
mod families;
mod file;
mod formula;
mod given_entries;
mod given_members;
mod givens;
mod identity;
mod in_words;
mod inferred;
mod kronecker;
mod lines;
mod literals;
mod members;
mod open_letters;
mod open_range;
mod parted;
mod parts;
mod product;
mod programs;
mod queries;
mod raised;
mod reader;
mod running;
mod stacked;
mod stands_for;
mod statements;
mod values;
mod vocabulary;
mod window;
mod words;

pub(crate) use declarations::declares_shapes;
pub(crate) use inferred::with_shapes;
pub use statements::files_named;
pub(crate) use statements::{Said, read};
