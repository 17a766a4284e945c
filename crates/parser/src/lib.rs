//! Worksheet text to networks and questions.
//!
//! - [`lexer`]: text to tokens;
//! - [`expression`]: tokens to expressions, by one precedence loop;
//! - [`read`]: a whole worksheet to a [`Worksheet`] or to diagnostics, all errors in one run.
//!
//! Absent on purpose: derivatives worked out, numbers evaluated, files.

pub mod expression;
pub mod lexer;
mod read;
mod resolve;
mod statements;
mod update_rules;
mod worksheet;

pub use lexer::Relation;
pub use read::{MOST_BYTES, MOST_STATEMENTS, NotText, Reading, decode, read};
pub use resolve::updates::MOST_STEPS;
pub use update_rules::{BuiltInRule, UPDATE_RULES};
pub use worksheet::{
    After, Arithmetic, Bound, Claim, GivenRange, GivenValue, Notation, Pin, Query, Update, Worksheet,
};
