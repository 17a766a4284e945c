//! Tokens to expressions.
//!
//! - `operator`: the table of operators and how tightly they bind;
//! - [`Reader`]: one precedence loop with explicit stacks, so that no depth of brackets overflows anything;
//! - [`Known`]: what the names of the worksheet are, gathered before any expression is read;
//! - `quotient`: `dL/dw` and its kin, which look like divisions and are derivatives.

mod call;
mod known;
mod literal;
mod operator;
mod quotient;
mod reader;

pub use call::later;
pub use known::Known;
pub(crate) use known::nearest;
pub use reader::{MOST_DEPTH, Reader, Wrong};
