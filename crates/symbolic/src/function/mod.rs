//! The functions, one row each.
//!
//! - [`Function`] is a row; the rows stand in [`rows`], one file per family.
//! - [`find`] looks a spelling up; [`TABLE`] lists all rows; a row's [`id`] is its place in the table.
//!
//! A second table of functions anywhere in the house is a defect: add a field to the row instead.

mod build;
mod float;
mod interval;
mod row;
pub mod rows;

pub use build::{Build, Expressions};
pub use interval::{End, Interval};
pub use row::{
    Arity, Definition, Domain, Example, Function, Kernel, Kink, Monotonicity, Notation, Prime, Symbol,
};
pub use rows::TABLE;

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::graph::FunctionId;

/// The row with this name or spelling.
pub fn find(spelling: &str) -> Option<&'static Function> {
    // An index into the table by all its spellings: looked up, never walked.
    static INDEX: LazyLock<FxHashMap<&str, &'static Function>> = LazyLock::new(|| {
        let spellings =
            |row: &'static Function| row.spellings.iter().chain([&row.name]).map(move |&s| (s, row));
        TABLE.iter().flat_map(|&row| spellings(row)).collect()
    });
    INDEX.get(spelling).copied()
}

/// The id of a row: its place in the table.
pub fn id(function: &'static Function) -> FunctionId {
    FunctionId::from_index(function.place as usize)
}
