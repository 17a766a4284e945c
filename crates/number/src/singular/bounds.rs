//! Bounds of the largest singular value that cost no more than looking at each entry a few times.

use super::{root, squares};
use crate::Enclosure;
use crate::dyadic::{Dyadic, Toward};
use crate::inner_product::Line;

/// By what the largest singular value is bounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LargestBound {
    /// The square root of the sum of the squares of all entries.
    Frobenius,
    /// The square root of the largest sum of sizes along a row times the largest along a column.
    RowsAndColumns,
}

/// A number that the largest singular value of a matrix is not above, and by what: the better of two bounds.
pub fn largest_at_most(columns: usize, entries: &[Enclosure], bits: u32) -> (Dyadic, LargestBound) {
    let frobenius = root(&squares(entries, bits), bits).upper().clone();
    let (mut of_rows, mut of_columns) = (Dyadic::zero(), vec![Dyadic::zero(); columns]);
    for row in entries.chunks(columns.max(1)) {
        let mut sum = Dyadic::zero();
        for (entry, column) in row.iter().zip(&mut of_columns) {
            let size = entry.size();
            sum = sum.add(size.upper(), bits, Toward::Up);
            *column = column.add(size.upper(), bits, Toward::Up);
        }
        of_rows = of_rows.max(sum);
    }
    let of_columns = of_columns.into_iter().max().unwrap_or_else(Dyadic::zero);
    let both = of_rows.mul(&of_columns, bits, Toward::Up).sqrt(bits, Toward::Up);
    if both < frobenius { (both, LargestBound::RowsAndColumns) } else { (frobenius, LargestBound::Frobenius) }
}

/// How often a direction is improved.
const TURNS: usize = 24;

/// A number that the largest singular value of a matrix is not below: by how much it stretches one direction.
pub fn largest_at_least(columns: usize, entries: &[Enclosure], bits: u32) -> Dyadic {
    let top = entries.iter().filter_map(|entry| entry.size().upper().top()).max().unwrap_or(0);
    let floats: Vec<f64> = entries.iter().map(|entry| entry.scaled(-top).middle(64).to_f64()).collect();
    let mut direction = vec![1.0; columns];
    for _ in 0..TURNS {
        let mut next = vec![0.0; columns];
        for row in floats.chunks(columns.max(1)) {
            let image: f64 = row.iter().zip(&direction).map(|(entry, coordinate)| entry * coordinate).sum();
            for (sum, entry) in next.iter_mut().zip(row) {
                *sum += entry * image;
            }
        }
        let largest = next.iter().fold(0.0, |most: f64, coordinate| most.max(coordinate.abs()));
        if !(largest > 0.0 && largest.is_finite()) {
            break;
        }
        direction = next.into_iter().map(|coordinate| coordinate / largest).collect();
    }
    let exactly = |coordinate: &f64| {
        crate::Rational::from_f64(*coordinate).map_or_else(
            || Enclosure::integer(0),
            |exact| Enclosure::at(Dyadic::from_rational(&exact, bits, Toward::Down)),
        )
    };
    let direction: Vec<Enclosure> = direction.iter().map(exactly).collect();
    let weights = Line::of(&direction);
    let image: Vec<Enclosure> =
        entries.chunks(columns.max(1)).map(|row| Line::of(row).times(&weights, bits)).collect();
    let stretch = root(&squares(&image, bits), bits).over(&root(&squares(&direction, bits), bits), bits);
    stretch.map_or_else(|_| Dyadic::zero(), |enclosure| enclosure.lower().clone())
}
