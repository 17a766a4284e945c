//! Singular values of matrices, enclosed.
//!
//! - [`singular_values`]: all of them; `rotation` finds a matrix V with which the columns of A·V are nearly orthogonal, and
//!   nothing is taken on trust: `enclosed` follows from what the columns of A·V are in enclosures;
//! - [`largest_at_most`], [`largest_at_least`]: bounds of the largest that cost little however large a matrix is;
//! - [`largest_compared`]: the largest of a matrix of fractions against a fraction, exactly.

mod bounds;
mod enclosed;
mod exact;
mod rotation;

pub use bounds::{LargestBound, largest_at_least, largest_at_most};
pub use exact::largest_compared;

use crate::Enclosure;
use crate::dyadic::{Dyadic, Toward};
use crate::inner_product::Line;

/// A matrix whose smaller side has more entries is too large for all its singular values.
pub const MOST_SINGULAR_VALUES: usize = 64;

/// All singular values of a matrix given row after row, the largest first: as many as its smaller side has entries.
/// Nothing where that side is longer than [`MOST_SINGULAR_VALUES`], or so little is certain that nothing follows.
pub fn singular_values(columns: usize, entries: &[Enclosure], bits: u32) -> Option<Vec<Enclosure>> {
    let (lines, exponent) = shorter_side(columns, entries)?;
    if lines.len() > MOST_SINGULAR_VALUES {
        return None;
    }
    let directions = rotation::directions(&lines, bits);
    let values = enclosed::from_directions(&lines, &directions, bits)?;
    Some(values.into_iter().map(|value| value.scaled(exponent)).collect())
}

/// The rows or the columns of a matrix, whichever are fewer, scaled so that the largest entry is about 1, and the exponent
/// of 2 that they were scaled by.
fn shorter_side(columns: usize, entries: &[Enclosure]) -> Option<(Vec<Vec<Enclosure>>, i64)> {
    let rows = entries.len().checked_div(columns)?;
    let top = entries.iter().filter_map(|entry| entry.size().upper().top()).max().unwrap_or(0);
    let entry = |row: usize, column: usize| entries[row * columns + column].scaled(-top);
    let lines = if rows < columns {
        (0..rows).map(|row| (0..columns).map(|column| entry(row, column)).collect()).collect()
    } else {
        (0..columns).map(|column| (0..rows).map(|row| entry(row, column)).collect()).collect()
    };
    Some((lines, top))
}

/// The sum of the squares of a column.
fn squares(column: &[Enclosure], bits: u32) -> Enclosure {
    let sizes: Vec<Enclosure> = column.iter().map(Enclosure::size).collect();
    let sizes = Line::of(&sizes);
    sizes.times(&sizes, bits)
}

/// The square root of what is not negative.
fn root(of: &Enclosure, bits: u32) -> Enclosure {
    let lower = if of.lower().sign().is_lt() { Dyadic::zero() } else { of.lower().clone() };
    Enclosure::between(lower.sqrt(bits, Toward::Down), of.upper().sqrt(bits, Toward::Up))
}

#[cfg(test)]
mod tests;
