//! Families: statements that stand for many, and sums and products over indices.
//!
//! - [`index`]: whole-number arithmetic over indices, `l-1`; [`index_reader`] reads it;
//! - [`index_written`]: the same written down, by letters and values;
//! - [`clause`]: `for l in 1..N`, and going through all values;
//! - [`draft`]: a statement read once, with placeholders for what differs from instance to instance;
//! - [`program`]: the draft as a list of instructions; [`machine`] carries them out for each instance;
//! - [`random`]: numbers drawn for the members of a family.

pub mod clause;
pub mod draft;
pub mod index;
pub mod index_reader;
pub mod index_written;
pub mod machine;
pub mod program;
pub mod random;

pub use clause::{MOST_INDICES, MOST_INSTANCES};
