//! Directions in which a matrix stretches: one-sided Jacobi rotations (Hestenes 1958), in floats first, then in as many digits
//! as are asked for.
//!
//! What is found here is a proposal and proves nothing.

use crate::Enclosure;
use crate::dyadic::{Dyadic, Toward};

/// Rotations in floats converge in fewer sweeps than this.
const SWEEPS: usize = 30;

/// … and those in more digits, which start from them, in fewer than this.
const FINE_SWEEPS: usize = 6;

/// Up to so many products a sweep in more digits is worth its time.
const MOST_FINE: usize = 1 << 17;

/// A column for each column of the matrix, nearly orthonormal.
pub(super) fn directions(columns: &[Vec<Enclosure>], bits: u32) -> Vec<Vec<Dyadic>> {
    let found = in_floats(columns);
    let mut directions: Vec<Vec<Dyadic>> =
        found.iter().map(|column| column.iter().map(|&entry| dyadic(entry)).collect()).collect();
    let height = columns.first().map_or(0, Vec::len);
    if columns.len() > 1 && height * columns.len() * columns.len() <= MOST_FINE {
        let middles: Vec<Vec<Dyadic>> =
            columns.iter().map(|column| column.iter().map(|entry| entry.middle(bits)).collect()).collect();
        // Each time twice as many digits are right.
        for _ in 0..2 {
            directions = straightened(&directions, bits);
        }
        for _ in 0..FINE_SWEEPS {
            if sweep(&middles, &mut directions, bits) {
                break;
            }
        }
        directions = straightened(&directions, bits);
    }
    directions
}

fn dyadic(value: f64) -> Dyadic {
    crate::Rational::from_f64(value)
        .map_or_else(Dyadic::zero, |exact| Dyadic::from_rational(&exact, 64, Toward::Down))
}

fn in_floats(columns: &[Vec<Enclosure>]) -> Vec<Vec<f64>> {
    let count = columns.len();
    let mut rotated: Vec<Vec<f64>> =
        columns.iter().map(|column| column.iter().map(|entry| entry.middle(64).to_f64()).collect()).collect();
    let mut directions: Vec<Vec<f64>> = (0..count)
        .map(|place| (0..count).map(|other| if other == place { 1.0 } else { 0.0 }).collect())
        .collect();
    let inner = |left: &[f64], right: &[f64]| left.iter().zip(right).map(|(a, b)| a * b).sum::<f64>();
    for _ in 0..SWEEPS {
        let mut is_done = true;
        for left in 0..count {
            for right in left + 1..count {
                let (alpha, beta) =
                    (inner(&rotated[left], &rotated[left]), inner(&rotated[right], &rotated[right]));
                let gamma = inner(&rotated[left], &rotated[right]);
                if gamma.abs() <= 1e-16 * (alpha * beta).sqrt() || !gamma.is_finite() {
                    continue;
                }
                is_done = false;
                let zeta = (beta - alpha) / (2.0 * gamma);
                let tangent = zeta.signum() / (zeta.abs() + zeta.mul_add(zeta, 1.0).sqrt());
                let cosine = 1.0 / tangent.mul_add(tangent, 1.0).sqrt();
                let turn = cosine * tangent;
                for all in [&mut rotated, &mut directions] {
                    let (first, second) = all.split_at_mut(right);
                    for (one, other) in first[left].iter_mut().zip(&mut second[0]) {
                        (*one, *other) = (cosine * *one - turn * *other, turn * *one + cosine * *other);
                    }
                }
            }
        }
        if is_done {
            break;
        }
    }
    directions
}

fn inner(left: &[Dyadic], right: &[Dyadic], bits: u32) -> Dyadic {
    left.iter().zip(right).fold(Dyadic::zero(), |sum, (one, other)| {
        sum.add(&one.mul(other, bits, Toward::Down), bits, Toward::Down)
    })
}

/// The columns of a matrix times each direction.
fn images(columns: &[Vec<Dyadic>], directions: &[Vec<Dyadic>], bits: u32) -> Vec<Vec<Dyadic>> {
    let height = columns.first().map_or(0, Vec::len);
    let image = |direction: &Vec<Dyadic>| {
        (0..height)
            .map(|row| {
                columns.iter().zip(direction).fold(Dyadic::zero(), |sum, (column, weight)| {
                    sum.add(&column[row].mul(weight, bits, Toward::Down), bits, Toward::Down)
                })
            })
            .collect()
    };
    directions.iter().map(image).collect()
}

/// One sweep of rotations; whether nothing was left to rotate.
fn sweep(columns: &[Vec<Dyadic>], directions: &mut [Vec<Dyadic>], bits: u32) -> bool {
    let down = Toward::Down;
    let one = Dyadic::integer(1);
    let mut rotated = images(columns, directions, bits);
    let least = Dyadic::power_of_two(-2 * i64::from(bits) + 16);
    let mut is_done = true;
    for left in 0..rotated.len() {
        for right in left + 1..rotated.len() {
            let (alpha, beta) =
                (inner(&rotated[left], &rotated[left], bits), inner(&rotated[right], &rotated[right], bits));
            let gamma = inner(&rotated[left], &rotated[right], bits);
            let scale = alpha.mul(&beta, bits, down).mul(&least, bits, down);
            if gamma.sign().is_eq() || gamma.mul(&gamma, bits, down) <= scale {
                continue;
            }
            is_done = false;
            let twice = gamma.add(&gamma, bits, down);
            let zeta = beta.add(&alpha.neg(), bits, down).div(&twice, bits, down);
            let size = zeta.abs();
            let hypotenuse =
                size.mul(&size, bits, down).add(&one, bits, down).sqrt(bits, down).add(&size, bits, down);
            let tangent = one.div(&hypotenuse, bits, down);
            let tangent = if zeta.sign().is_lt() { tangent.neg() } else { tangent };
            let length = tangent.mul(&tangent, bits, down).add(&one, bits, down).sqrt(bits, down);
            let cosine = one.div(&length, bits, down);
            let turn = cosine.mul(&tangent, bits, down);
            for all in [&mut rotated[..], &mut *directions] {
                let (first, second) = all.split_at_mut(right);
                for (one, other) in first[left].iter_mut().zip(&mut second[0]) {
                    let turned =
                        cosine.mul(one, bits, down).add(&turn.mul(other, bits, down).neg(), bits, down);
                    *other = turn.mul(one, bits, down).add(&cosine.mul(other, bits, down), bits, down);
                    *one = turned;
                }
            }
        }
    }
    is_done
}

/// Directions that are more nearly orthonormal: V·(3·I − Vᵀ·V)/2 (Newton and Schulz).
fn straightened(directions: &[Vec<Dyadic>], bits: u32) -> Vec<Vec<Dyadic>> {
    let down = Toward::Down;
    let half = Dyadic::power_of_two(-1);
    let weights: Vec<Vec<Dyadic>> = directions
        .iter()
        .enumerate()
        .map(|(place, direction)| {
            directions
                .iter()
                .enumerate()
                .map(|(other, column)| {
                    let three = Dyadic::integer(if place == other { 3 } else { 0 });
                    let gap = three.add(&inner(direction, column, bits).neg(), bits, down);
                    gap.mul(&half, bits, down)
                })
                .collect()
        })
        .collect();
    images(directions, &weights, bits)
}
