//! Numbers put into derivations: what they come to, in every format and step after step.
//!
//! - [`Numbers`]: the numbers of a worksheet, at one working precision; [`NumbersByPrecision`]: at several;
//! - [`ledger`]: a product factor by factor, in every format; [`verdict`]: what is wrong with it and what repairs it;
//! - [`top_paths`]: the paths that carry most of a gradient;
//! - [`training`]: a network, its gradients and an update rule as one program, run step after step.
//!
//! Absent on purpose: text, and judges.

#![warn(clippy::wildcard_enum_match_arm)]

pub mod ledger;
mod numbers;
pub mod top_paths;
pub mod training;
pub mod verdict;

pub use numbers::{Numbers, NumbersByPrecision, highest_precision};
