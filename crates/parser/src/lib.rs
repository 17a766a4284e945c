//! Worksheet text to networks and questions.
//!
//! - [`lexer`]: text to tokens;
//! - [`expression`]: tokens to expressions, by one precedence loop;
//! - [`markdown`]: the worksheets inside a Markdown file;
//! - [`read`]: a whole worksheet to a [`Worksheet`] or to diagnostics, all errors in one run.
//!
//! Absent on purpose: derivatives worked out, numbers evaluated, files.

pub mod expression;
pub mod lexer;
pub mod markdown;
mod read;
mod resolve;
mod statements;
mod worksheet;

pub use lexer::Relation;
pub use read::{MOST_BYTES, MOST_STATEMENTS, NotText, Reading, decode, read};
pub use worksheet::{Bound, Claim, GivenRange, GivenValue, Notation, Pin, Query, Update, Worksheet};
