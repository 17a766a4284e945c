//! Expressions as lists of operations, put to numbers of any kind.
//!
//! - [`Kernel`]: expressions written out in primitives;
//! - [`Templates`]: functions written out once, and put to arguments of any number system after that;
//! - [`Program`]: the tape; [`Builder`]: expressions to instructions; [`Formula`]: one expression as a tape, in primitives;
//! - [`NetworkWriter`]: a network's forward pass and its adjoints, which is what a page calls *a program*;
//! - [`Arithmetic`]: what a program is carried out in: doubles, narrower formats, exact fractions, enclosures;
//! - [`mod@array`]: the same for arrays, as wholes and by entries.
//!
//! Absent on purpose: text, worksheets, and who asks.

#![warn(clippy::wildcard_enum_match_arm)]

mod arithmetic;
mod arithmetics;
pub mod array;
mod builder;
mod formula;
mod in_format;
mod in_turn;
mod kernel;
mod network;
mod primitive;
mod sweep;
mod tape;
mod template;

pub use arithmetic::{Arithmetic, Observed, Observing};
pub use arithmetics::{Double, Enclosing, Exact, Narrow, rounded};
pub use builder::{Builder, Names, WithoutNumber};
pub use formula::{Failure, Formula};
pub use kernel::Kernel;
pub use network::{MOST_INSTRUCTIONS, Meaning, NetworkWriter, Unwritten};
pub use primitive::primitive;
pub use tape::{Operator, Program, Register};
pub use template::Templates;
