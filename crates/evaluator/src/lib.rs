//! Numbers put into derivations, and the judges of every step.
//!
//! - [`number`]: the number systems;
//! - [`Kernel`]: expressions written out in primitives; [`evaluate()`]: one loop over ids for any number system;
//! - [`judge`]: every step of a working, by dual numbers; [`chain_judge`]: the chain over the network, modulo a prime.
//! - [`top_paths`]: the paths that carry most of a gradient.
//!
//! Absent on purpose: text, and the rows' own derivatives as judges.

pub mod bound;
pub mod chain_judge;
pub mod counterexample;
mod evaluate;
pub mod identity;
pub mod judge;
mod kernel;
pub mod number;
mod numbers;
mod template;
pub mod top_paths;

pub use evaluate::{Failure, evaluate};
pub use kernel::Kernel;
pub use numbers::{Numbers, NumbersByPrecision, PRECISIONS};
pub use template::Templates;
