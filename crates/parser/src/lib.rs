//! Worksheet text to networks and questions.
//!
//! - [`lexer`]: text to tokens;
//! - [`expression`]: tokens to expressions, by one precedence loop;
//! - [`markdown`]: the worksheets inside a Markdown file;
//! - [`read`]: a whole worksheet to a [`Worksheet`] or to diagnostics, all errors in one run.
//!
//! Absent on purpose: derivatives worked out, numbers evaluated, files.

pub mod expression;
mod family;
mod id_tables;
pub mod lexer;
pub mod markdown;
mod read;
mod resolve;
mod statements;
mod update_rules;
mod worksheet;

pub use family::{MOST_INDICES, MOST_INSTANCES};
pub use id_tables::SpanTable;
pub use lexer::Relation;
pub use read::{DEFAULT_SIZE, MOST_BYTES, MOST_STATEMENTS, NotText, Reading, decode, read, read_at};
pub use resolve::updates::MOST_STEPS;
pub use update_rules::{BuiltInRule, UPDATE_RULES};
pub use worksheet::{
    After, Arithmetic, Bound, Claim, GivenRange, GivenValue, NUMBER_FORMATS, Notation, OpenSize, Pin,
    PrintedDecimal, PrintedOperands, Query, Rounding, Update, Worksheet,
};
