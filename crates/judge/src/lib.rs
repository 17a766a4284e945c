//! The judges of derivations: none of them derives by the rows' derivatives, and none knows how a derivation was found.
//!
//! - [`step`]: every step of a working, by dual numbers;
//! - [`chain`]: the chain over the network, modulo a prime (`field`); [`put_back`]: the factors put back;
//! - [`pattern`]: a chain written with ∏ and Σ, against the one written out;
//! - [`mod@array`]: derivations of vectors and matrices.
//!
//! Absent on purpose: text, proofs, and the evaluation of a worksheet: numbers that it gives are points to try, and no more.

#![warn(clippy::wildcard_enum_match_arm)]

pub mod array;
pub mod chain;
mod field;
pub mod pattern;
pub mod put_back;
pub mod step;
