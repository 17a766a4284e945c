//! The rules: each takes an expression and computes what it equals.
//!
//! - [`Rule`]: a name from school, its statement, and the function that applies it;
//! - [`differentiation`]: the sum, product, quotient, power and chain rules;
//! - [`arithmetic`]: what removes `+ 0` and `· 1` again, one recorded step at a time;
//! - [`path`]: names of the rules that work over a whole network.
//!
//! Those that bring a result into the form a textbook prints stand in [`crate::finish`], and all of them in [`crate::RULES`].
//!
//! A rule can't be told its result. Replaying a step applies its rule again and compares.

pub mod arithmetic;
pub mod differentiation;
pub mod path;
mod setting;

pub use setting::{Rule, Setting};
