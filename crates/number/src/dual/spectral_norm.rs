//! How the largest singular value moves with the entries: by the characteristic polynomial, whose coefficients are polynomials
//! in the entries. No singular vector is looked at.

use super::Dual;
use crate::{Rational, Scalar, Undefined};

/// Beyond so many columns the coefficients lose too many digits.
const MOST_COLUMNS: usize = 8;

/// The largest singular value of a matrix of dual numbers, row after row, given that of their values.
///
/// # Errors
/// The matrix is too large, or its largest singular value is not simple: then there is no derivative.
pub(super) fn largest_of_dual<S: Scalar>(
    columns: usize,
    entries: &[Dual<S>],
    largest: S,
    bits: u32,
) -> Result<Dual<S>, Undefined> {
    if entries.iter().all(|entry| entry.slope.is_certainly_zero()) {
        return Ok(Dual::constant(largest));
    }
    let rows = entries.len() / columns.max(1);
    let count = rows.min(columns);
    if count > MOST_COLUMNS {
        return Err(Undefined::TooLarge);
    }
    let line = |place: usize| -> Vec<&Dual<S>> {
        if rows < columns {
            entries[place * columns..(place + 1) * columns].iter().collect()
        } else {
            entries.iter().skip(place).step_by(columns).collect()
        }
    };
    let number = |value: i64| Dual::<S>::from_rational(&Rational::from_integer(value), bits);
    let mut gram = Vec::with_capacity(count * count);
    for one in 0..count {
        for other in 0..count {
            gram.push(Dual::inner_product(line(one).into_iter().zip(line(other)), bits)?);
        }
    }
    // λⁿ + c₁·λⁿ⁻¹ + …: M₁ = I, cₖ = −tr(B·Mₖ)/k, Mₖ₊₁ = B·Mₖ + cₖ·I (Faddeev and LeVerrier).
    let mut coefficients = vec![number(1)];
    let mut iterate: Vec<Dual<S>> =
        (0..count * count).map(|place| number(i64::from(place % (count + 1) == 0))).collect();
    for turn in 1..=count {
        // A polynomial of a symmetric matrix is symmetric: its rows are its columns.
        let mut next = Dual::matrix_product(count, &gram, &iterate, bits)?;
        let mut trace = number(0);
        for place in 0..count {
            trace = trace.add(&next[place * (count + 1)], bits)?;
        }
        let divisor = number(i64::try_from(turn).unwrap_or(i64::MAX));
        let coefficient = trace.div(&divisor, bits)?.neg();
        for place in 0..count {
            let at = place * (count + 1);
            next[at] = next[at].add(&coefficient, bits)?;
        }
        coefficients.push(coefficient);
        iterate = next;
    }
    // p(λ(ε), ε) = 0: λ' = −∂p/∂ε / ∂p/∂λ.
    let square = largest.mul(&largest, bits)?;
    let zero = || S::from_rational(&Rational::zero(), bits);
    let (mut moved, mut value, mut slope) = (zero(), zero(), zero());
    for coefficient in &coefficients {
        slope = slope.mul(&square, bits)?.add(&value, bits)?;
        value = value.mul(&square, bits)?.add(&coefficient.value, bits)?;
        moved = moved.mul(&square, bits)?.add(&coefficient.slope, bits)?;
    }
    let twice = largest.add(&largest, bits)?;
    let slope = moved.neg().div(&slope, bits)?.div(&twice, bits)?;
    Ok(Dual { value: largest, slope })
}
