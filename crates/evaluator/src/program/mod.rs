//! Programs: operations over registers, written once from expressions and run in any arithmetic.
//!
//! - [`Program`]: the tape; [`Builder`]: expressions to instructions;
//! - [`NetworkWriter`]: a network's forward pass and its adjoints, which is what a page calls *a program*;
//! - [`Arithmetic`]: what a program is carried out in: doubles, narrower formats, exact fractions, enclosures.

mod arithmetic;
mod builder;
mod in_format;
mod in_turn;
mod narrow;
mod network;
mod sweep;
mod tape;

pub use arithmetic::{Arithmetic, Double, Enclosing, Exact, Narrow, Observed, Observing, rounded};
pub use builder::{Builder, Names, WithoutNumber};
pub(crate) use narrow::power_of_two;
pub use network::{MOST_INSTRUCTIONS, Meaning, NetworkWriter, Unwritten};
pub use tape::{Operator, Program, Register};
