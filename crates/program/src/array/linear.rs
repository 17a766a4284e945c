//! Inverses and determinants by elimination.

use chainrule_number::{Rational, Scalar, Undefined};

use super::Array;

/// The inverse and the determinant of a square matrix. A pivot that is certainly not 0 is taken where there is one.
pub(super) fn inverse<S: Scalar>(matrix: &Array<S>, bits: u32) -> Result<(Array<S>, S), Undefined> {
    let size = matrix.axes[0];
    let zero = || S::from_rational(&Rational::zero(), bits);
    let one = || S::from_rational(&Rational::one(), bits);
    let mut rows: Vec<Vec<S>> = (0..size)
        .map(|row| {
            let mut all = matrix.entries[row * size..(row + 1) * size].to_vec();
            all.extend((0..size).map(|column| if column == row { one() } else { zero() }));
            all
        })
        .collect();
    let mut determinant = one();
    for column in 0..size {
        let pivot = (column..size)
            .find(|&row| one().div(&rows[row][column], bits).is_ok())
            .ok_or(Undefined::DivisionByZero)?;
        if pivot != column {
            rows.swap(pivot, column);
            determinant = determinant.neg();
        }
        determinant = determinant.mul(&rows[column][column], bits)?;
        let scale = one().div(&rows[column][column], bits)?;
        for entry in &mut rows[column] {
            *entry = entry.mul(&scale, bits)?;
        }
        let pivot_row = rows[column].clone();
        for (place, row) in rows.iter_mut().enumerate() {
            if place == column {
                continue;
            }
            let factor = row[column].neg();
            for (entry, other) in row.iter_mut().zip(&pivot_row) {
                *entry = entry.add(&factor.mul(other, bits)?, bits)?;
            }
        }
    }
    let entries = rows.into_iter().flat_map(|row| row.into_iter().skip(size)).collect();
    Ok((Array { axes: matrix.axes.clone(), entries }, determinant))
}

/// The determinant of a square matrix; 0 where a column is certainly 0 below the pivots.
pub(super) fn determinant<S: Scalar>(matrix: &Array<S>, bits: u32) -> Result<S, Undefined> {
    let size = matrix.axes[0];
    let one = || S::from_rational(&Rational::one(), bits);
    let mut rows: Vec<Vec<S>> =
        (0..size).map(|row| matrix.entries[row * size..(row + 1) * size].to_vec()).collect();
    let mut determinant = one();
    for column in 0..size {
        let pivot = (column..size).find(|&row| one().div(&rows[row][column], bits).is_ok());
        let Some(pivot) = pivot else {
            return if (column..size).all(|row| rows[row][column].is_certainly_zero()) {
                Ok(S::from_rational(&Rational::zero(), bits))
            } else {
                Err(Undefined::TooFewDigits)
            };
        };
        if pivot != column {
            rows.swap(pivot, column);
            determinant = determinant.neg();
        }
        determinant = determinant.mul(&rows[column][column], bits)?;
        let pivot_row = rows[column].clone();
        for row in &mut rows[column + 1..] {
            let factor = row[column].div(&pivot_row[column], bits)?.neg();
            for (entry, other) in row.iter_mut().zip(&pivot_row).skip(column) {
                *entry = entry.add(&factor.mul(other, bits)?, bits)?;
            }
        }
    }
    Ok(determinant)
}
