//! The largest singular value of a matrix of fractions, compared with a fraction exactly.

use std::cmp::Ordering;

use crate::Rational;

/// Larger matrices are not looked at.
const MOST_COLUMNS: usize = 16;

/// How the largest singular value of a matrix, its entries row after row, stands to a number: by the signs of `c²·I − Aᵀ·A`,
/// which is eliminated in fractions. Nothing for large matrices.
pub fn largest_compared(columns: usize, entries: &[Rational], number: &Rational) -> Option<Ordering> {
    let rows = entries.len().checked_div(columns)?;
    if number.is_negative() {
        return Some(Ordering::Greater);
    }
    // The shorter side counts.
    let line = |place: usize| -> Vec<&Rational> {
        if rows < columns {
            entries[place * columns..(place + 1) * columns].iter().collect()
        } else {
            entries.iter().skip(place).step_by(columns).collect()
        }
    };
    let count = rows.min(columns);
    if count > MOST_COLUMNS {
        return None;
    }
    let square = number * number;
    let mut left: Vec<Vec<Rational>> = (0..count)
        .map(|one| {
            (0..count)
                .map(|other| {
                    let products = line(one).into_iter().zip(line(other)).map(|(a, b)| a * b);
                    let sum = products.fold(Rational::zero(), |sum, product| &sum + &product);
                    let whole = if one == other { square.clone() } else { Rational::zero() };
                    &whole - &sum
                })
                .collect()
        })
        .collect();

    while !left.is_empty() {
        // Of a matrix without negative directions a diagonal entry of 0 has a row of zeros.
        if left.iter().enumerate().any(|(place, row)| row[place].is_negative()) {
            return Some(Ordering::Greater);
        }
        let Some(pivot) = (0..left.len()).find(|&place| left[place][place].is_positive()) else {
            let is_zero = left.iter().flatten().all(Rational::is_zero);
            return Some(if is_zero { Ordering::Equal } else { Ordering::Greater });
        };
        let pivot_row = left.remove(pivot);
        for row in &mut left {
            let factor = row[pivot].checked_div(&pivot_row[pivot])?;
            for (entry, other) in row.iter_mut().zip(&pivot_row) {
                *entry = &*entry - &(&factor * other);
            }
            row.remove(pivot);
        }
    }
    Some(Ordering::Less)
}
