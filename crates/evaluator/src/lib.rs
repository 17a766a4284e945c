//! Numbers put into derivations, and the judges of every step.
//!
//! - [`number`]: the number systems.

pub mod number;
