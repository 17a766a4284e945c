//! The functions, one row each.
//!
//! - [`Function`] is a row; the rows stand in [`rows`], one file per family.
//! - [`find`] looks a spelling up; [`TABLE`] lists all rows; a row's [`id`] is its place in the table.
//!
//! A second table of functions anywhere in the house is a defect: add a field to the row instead.

mod interval;
mod row;
pub mod rows;

pub use interval::{End, Interval};
pub use row::{
    Arity, Build, Definition, Domain, Example, Function, Kernel, Kink, Monotonicity, Notation, Prime,
};
pub use rows::TABLE;

use crate::graph::FunctionId;

/// The row with this name or spelling.
pub fn find(spelling: &str) -> Option<&'static Function> {
    TABLE.iter().copied().find(|row| row.name == spelling || row.spellings.contains(&spelling))
}

/// The id of a row: its place in the table.
pub fn id(function: &'static Function) -> FunctionId {
    let place =
        TABLE.iter().position(|row| std::ptr::eq(*row, function)).expect("every row stands in the table");
    FunctionId::from_index(place)
}
