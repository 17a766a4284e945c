//! Equations and inequalities over leaves without values, proved or refuted.
//!
//! - [`bound`], [`identity`], [`counterexample`]: inequalities, equations, and points at which they fail; `budget`: how much work that may take;
//! - [`ranges`]: what expressions can reach over boxes;
//! - [`theorem`]: bounds on derivatives, each with its reason;
//! - [`norm`]: bounds of the norms of vectors and matrices.
//!
//! Absent on purpose: text, the judges of steps, and the numbers of a worksheet.

#![warn(clippy::wildcard_enum_match_arm)]

pub mod bound;
mod budget;
pub mod counterexample;
pub mod identity;
pub mod norm;
pub mod ranges;
pub mod rule;
pub mod theorem;

pub use rule::ProofRule;
