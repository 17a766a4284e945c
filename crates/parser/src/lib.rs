//! Worksheet text to networks and questions.
//!
//! - [`read`]: a whole worksheet to a [`chainrule_worksheet::Worksheet`] or to diagnostics, all errors in one run;
//! - `token`: what a text is made of; [`lexer`]: text to tokens; `statements`: tokens to statements; `worded_questions`: those in words; `show`: those about the page;
//! - `resolve`: statements to a network and questions; `family`: those that stand for many; `arrays`: those of worksheets with declared shapes;
//! - [`expression`]: tokens to expressions, by one precedence loop; below it `wrong`, `depth`, `literal`: what an error is, how deep a formula may be, numbers;
//!   `elsewhere`: functions by the names they have in programs; `in_pairs`: the largest of many;
//! - `foreign`, `beginning`, `follow_on`: what to say of lines that are no statements;
//! - [`layout`](fn@layout): a worksheet laid out canonically;
//! - [`markdown`]: the worksheets inside a Markdown file.
//!
//! Absent on purpose: derivatives worked out, numbers other than fractions in indices, sizes and ranges, files.

mod arrays;
mod beginning;
mod depth;
mod elsewhere;
pub mod expression;
mod family;
mod follow_on;
mod foreign;
mod id_tables;
mod in_pairs;
mod layout;
pub mod lexer;
mod literal;
pub mod markdown;
mod read;
mod resolve;
mod show;
mod statements;
mod token;
mod update_rules;
mod worded_questions;
mod wrong;

pub use arrays::files_named;
pub use family::{MOST_INDICES, MOST_INSTANCES};
pub use layout::{NotLaidOut, layout};
pub use read::{MOST_BYTES, MOST_STATEMENTS, NotText, Reading, decode, read, read_at, read_with};
pub use resolve::DEFAULT_SIZE;
pub use resolve::updates::MOST_STEPS;
pub use update_rules::{BuiltInRule, UPDATE_RULES};
