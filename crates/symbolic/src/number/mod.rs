//! Exact numbers.

mod elementary;
mod rational;

pub use elementary::Elementary;
pub use rational::{PowerError, Rational};
