//! Vectors, matrices and sums that stay sums: the calculus of the generic entry.
//!
//! - [`Arrays`]: the arena of arrays as wholes ([`Whole`]) and of their entries ([`Entry`]);
//! - `definition`: from a whole to its entry; `derive`, `tidy`: the derivative of an entry, rule by rule;
//! - `reading`: from an entry back to vectors and matrices, with the transposes that follow from which index is summed;
//! - [`chain`]: the chain rule over the entries of what lies between;
//! - [`written_out`]: a name for every entry, for programs;
//! - [`word`]: the words for arrays; functions of numbers and their derivatives stand in the one table of `symbolic`.
//!
//! Nothing here costs more for larger arrays: an index stands for all its values.
//!
//! Expressions are walked by recursion, whose depth is bounded: readers refuse what is nested deeper than
//! [`MOST_DEPTH`].
//!
//! Absent on purpose: text, numbers of entries, and who judges the lines.

mod arena;
mod at_place;
pub mod chain;
mod contraction;
mod definition;
mod derive;
mod domain;
mod entry;
mod factoring;
mod general;
mod index_names;
mod index_number;
mod literal;
mod long_sums;
mod means;
mod monomial;
mod node;
mod noted;
mod numbered;
mod one_line;
mod operand;
mod partial;
mod pinned;
mod powers;
mod put_together;
mod quotient_by_name;
mod read_by;
mod reading;
mod reading_notes;
mod replacement;
mod rule;
mod shape;
mod shorter;
mod sign;
mod size_sum;
mod sizes;
mod slope;
mod slope_by_value;
mod tidy;
mod whole;
pub mod word;
pub mod written_out;

pub use arena::{
    Arrays, Entry, EntryId, Index, Letter, Made, Quantity, QuantityId, Role, Whole, WholeId, children,
};
pub use derive::Line;
pub use general::{GeneralRun, MemberStatement, StatementPart, Told};
pub use literal::LiteralEntry;
pub use pinned::Pinned;
pub use read_by::ReadBy;
pub use reading::read;
pub use rule::{ArrayRule, Rules};
pub use shape::{Shape, Size, SizeId};
pub use size_sum::{SizeSum, sum_in_whole_numbers};
pub use tidy::SumFact;

/// How deep what a reader writes may be nested.
pub const MOST_DEPTH: u32 = 100;
