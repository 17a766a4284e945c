//! Numbers put into derivations, and the judges of every step.
//!
//! - [`number`]: the number systems;
//! - [`Kernel`]: expressions written out in primitives; [`evaluate()`]: one loop over ids for any number system;
//! - [`program`]: operations over registers, run in any arithmetic: what a program makes of a network;
//! - [`ledger`]: a product factor by factor, in every format; [`verdict`]: what is wrong with it and what repairs it;
//! - [`judge`]: every step of a working, by dual numbers; [`chain_judge`]: the chain over the network, modulo a prime;
//!   [`put_back_judge`]: the factors put back; [`pattern_judge`]: a chain written with ∏ and Σ, against the one written out;
//! - [`top_paths`]: the paths that carry most of a gradient;
//! - [`training`]: a network, its gradients and an update rule as one program, run step after step;
//! - [`bound`], [`identity`], [`counterexample`]: inequalities and equations over leaves without values, proved or refuted;
//! - [`theorem`]: bounds on derivatives, each with its reason.
//!
//! Absent on purpose: text, and the rows' own derivatives as judges.

pub mod bound;
pub mod chain_judge;
pub mod counterexample;
mod evaluate;
pub mod identity;
pub mod judge;
mod kernel;
pub mod ledger;
pub mod number;
mod numbers;
pub mod pattern_judge;
pub mod program;
pub mod put_back_judge;
mod template;
pub mod theorem;
pub mod top_paths;
pub mod training;
pub mod verdict;

pub use evaluate::{Failure, evaluate};
pub use kernel::Kernel;
pub use numbers::{Numbers, NumbersByPrecision, PRECISIONS, USUAL_PRECISION, highest_precision};
pub use template::Templates;
