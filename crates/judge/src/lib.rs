//! The judges of derivations: none of them looks at the rows' derivatives, and none knows how a derivation was found.
//!
//! - [`step`]: every step of a working, by dual numbers;
//! - [`chain`]: the chain over the network, modulo a prime; [`put_back`]: the factors put back;
//! - [`pattern`]: a chain written with ∏ and Σ, against the one written out.
//!
//! Absent on purpose: text, proofs, and numbers of a worksheet.

pub mod array;
pub mod chain;
mod field;
pub mod pattern;
pub mod put_back;
pub mod step;
