//! Expressions, functions, rules, networks and derivations: the heart of chainrule.
//!
//! In reading order:
//! - [`graph`]: expressions as ids into a hash-consed arena;
//! - [`function`]: one row per function, from which everything about it is derived;
//! - [`network`]: named quantities and what each is computed from;
//! - [`rule`]: the rules of calculus and arithmetic, each computing its own result; [`RULES`]: all of them, those of finishing too;
//! - [`derivation`]: the chain over quantities and the steps inside each factor, as data;
//! - [`finish`]: results brought into the form a textbook prints;
//! - [`greek`]: the names of letters; `id`: what stands for expressions, names and functions.
//!
//! Absent on purpose: source text, spans, output formats, floats as values, files.

#![warn(clippy::wildcard_enum_match_arm)]

pub mod derivation;
pub mod finish;
pub mod function;
pub mod graph;
pub mod greek;
mod id;
pub mod network;
pub mod rule;
mod rule_table;

pub use rule_table::RULES;
