//! What a worksheet says: what readers fill, and what everything else works on.
//!
//! - [`Worksheet`]: expressions and the network, and with them what is given, asked, updated and claimed;
//! - [`ArraySheet`]: the same of a worksheet with declared shapes;
//! - [`DataFile`]: files of numbers that it names, as whoever runs it read them;
//! - [`Typed`]: definitions over indices, as they were typed;
//! - [`SpanTable`]: where all of it stands in the text.
//!
//! Absent on purpose: text and how it is read; derivatives worked out; numbers evaluated.

#![warn(clippy::wildcard_enum_match_arm)]

mod array_sheet;
mod data_file;
mod relation;
mod show;
mod span_table;
mod typed;
mod worksheet;

pub use array_sheet::{
    ArrayClaim, ArrayDefinition, ArrayQuery, ArraySheet, ArrayValue, ClaimIndex, RangeRead,
};
pub use data_file::{DataFile, UsedFile};
pub use relation::Relation;
pub use show::{ALL, PARTS, Part, Show, Steps};
pub use span_table::SpanTable;
pub use typed::{Typed, TypedDefinition, TypedRange, TypedReduction, TypedSum};
pub use worksheet::{
    After, Arithmetic, BY_HAND, Batches, Bound, Claim, GivenRange, GivenValue, Notation, OpenSize, Opened,
    Pin, PrintedDecimal, PrintedOperands, Query, Rounding, Rounds, Update, Worksheet, number_formats,
};
