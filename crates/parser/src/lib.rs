//! Worksheet text to networks and questions.
//!
//! - [`lexer`]: text to tokens;
//! - [`expression`]: tokens to expressions, by one precedence loop;
//! - [`read`]: a whole worksheet to a [`Worksheet`] or to diagnostics, all errors in one run.
//!
//! Absent on purpose: derivatives worked out, numbers evaluated, files.

pub mod expression;
mod family;
mod id_tables;
pub mod lexer;
mod read;
mod resolve;
mod statements;
mod worksheet;

pub use family::{MOST_INDICES, MOST_INSTANCES};
pub use id_tables::SpanTable;
pub use lexer::Relation;
pub use read::{DEFAULT_SIZE, MOST_BYTES, MOST_STATEMENTS, NotText, Reading, decode, read, read_at};
pub use worksheet::{
    Bound, Claim, GivenRange, GivenValue, Notation, OpenSize, Pin, Query, Update, Worksheet,
};
