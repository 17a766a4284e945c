//! Numbers put into derivations, and the judges of every step.
//!
//! - [`program`]: operations over registers, run in any arithmetic: what a program makes of a network;
//! - [`ledger`]: a product factor by factor, in every format; [`verdict`]: what is wrong with it and what repairs it;
//! - [`top_paths`]: the paths that carry most of a gradient;
//! - [`training`]: a network, its gradients and an update rule as one program, run step after step;
//!
//! Absent on purpose: text, and the rows' own derivatives as judges.

pub mod ledger;
mod numbers;
pub mod top_paths;
pub mod training;
pub mod verdict;

pub use numbers::{Numbers, NumbersByPrecision, highest_precision};
