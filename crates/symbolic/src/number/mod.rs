//! Exact numbers.
//!
//! - [`Rational`]: the only numbers an expression holds;
//! - [`parse_decimal`]: numbers as people write them, exact;
//! - [`terminating`] and [`scientific`]: how they are written out;
//! - [`Elementary`]: the primitives that every number system implements itself.

mod decimal;
mod elementary;
mod literal;
mod rational;

pub use decimal::{Scientific, scientific, terminating};
pub use elementary::Elementary;
pub use literal::{LiteralError, MAX_DIGITS, parse_decimal};
pub use rational::{MAX_BITS, PowerError, Rational};
