//! What is certain of singular values, given directions that nearly make the columns of A·V orthogonal.
//!
//! Singular values are in order, and `σᵢ(B·C) ≤ σᵢ(B)·‖C‖`. With G = A·V and ‖Vᵀ·V − I‖ ≤ h those of A lie from
//! σᵢ(G)/√(1 + h) to σᵢ(G)/√(1 − h). With the columns of G by their lengths, G = Y·D, and ‖Yᵀ·Y − I‖ ≤ f, those of G lie from
//! dᵢ·√(1 − f) to dᵢ·√(1 + f). Columns so short that nothing is known of their angles are left out of Y: by Weyl's bound that
//! moves no singular value by more than their length together.

use std::cmp::Ordering;

use super::{root, squares};
use crate::Enclosure;
use crate::dyadic::{Dyadic, Toward};
use crate::inner_product::Line;

/// The singular values of the matrix with these columns, the largest first.
pub(super) fn from_directions(
    columns: &[Vec<Enclosure>],
    directions: &[Vec<Dyadic>],
    bits: u32,
) -> Option<Vec<Enclosure>> {
    let vectors: Vec<Vec<Enclosure>> = directions
        .iter()
        .map(|direction| direction.iter().map(|entry| Enclosure::at(entry.clone())).collect())
        .collect();
    let skew = skew(&vectors, &vec![Enclosure::integer(1); vectors.len()], bits, true);
    let images = images(columns, &vectors, bits);
    let lengths: Vec<Enclosure> = images.iter().map(|image| root(&squares(image, bits), bits)).collect();
    // Where the shortest columns spoil what is known of the others, more of them are left out.
    let precision = i64::from(bits);
    let tried = [precision - 24, precision / 2].map(|places| of_images(&images, &lengths, places, bits));
    let found = tried.into_iter().flatten().min_by(|one, other| one.0.cmp(&other.0))?;
    let one = Enclosure::integer(1);
    let spread = Enclosure::between(skew.neg(), skew);
    let divisor = root(&one.plus(&spread, bits), bits);
    if divisor.holds_zero() {
        return None;
    }
    let scaled = found.1.into_iter().map(|value| value.over(&divisor, bits).ok());
    scaled.collect()
}

/// A·V, column by column.
fn images(columns: &[Vec<Enclosure>], vectors: &[Vec<Enclosure>], bits: u32) -> Vec<Vec<Enclosure>> {
    let height = columns.first().map_or(0, Vec::len);
    let rows: Vec<Line<'_>> =
        (0..height).map(|row| Line::of(columns.iter().map(|column| &column[row]))).collect();
    vectors
        .iter()
        .map(|vector| {
            let vector = Line::of(vector);
            rows.iter().map(|row| row.times(&vector, bits)).collect()
        })
        .collect()
}

/// How far columns of these lengths are from orthonormal: a bound of ‖Yᵀ·Y − I‖ by its rows.
fn skew(columns: &[Vec<Enclosure>], lengths: &[Enclosure], bits: u32, with_lengths: bool) -> Dyadic {
    let one = Enclosure::integer(1);
    let mut sums = vec![Dyadic::zero(); columns.len()];
    let lines: Vec<Line<'_>> = columns.iter().map(Line::of).collect();
    for left in 0..columns.len() {
        let first = if with_lengths { left } else { left + 1 };
        for right in first..columns.len() {
            let inner_product = lines[left].times(&lines[right], bits);
            let inner_product = if left == right { inner_product.sub(&one, bits) } else { inner_product };
            let scale = lengths[left].times(&lengths[right], bits);
            let size = match inner_product.size().over(&scale, bits) {
                Ok(size) => size.upper().clone(),
                Err(_) => Dyadic::integer(1),
            };
            sums[left] = sums[left].add(&size, bits, Toward::Up);
            if left != right {
                sums[right] = sums[right].add(&size, bits, Toward::Up);
            }
        }
    }
    sums.into_iter().max().unwrap_or_else(Dyadic::zero)
}

/// The singular values of the matrix with these columns, those shorter than the longest by more than so many binary places
/// left out; and how far the others are from orthogonal.
fn of_images(
    images: &[Vec<Enclosure>],
    lengths: &[Enclosure],
    places: i64,
    bits: u32,
) -> Option<(Dyadic, Vec<Enclosure>)> {
    let longest = lengths.iter().map(Enclosure::upper).max()?;
    let least = longest.mul(&Dyadic::power_of_two(-places), bits, Toward::Up);
    let is_kept = |length: &Enclosure| *length.lower() > least && length.sign() == Some(Ordering::Greater);
    let (mut kept, mut kept_lengths, mut left_out) = (Vec::new(), Vec::new(), Enclosure::integer(0));
    for (image, length) in images.iter().zip(lengths) {
        if is_kept(length) {
            kept.push(image.clone());
            kept_lengths.push(length.clone());
        } else {
            left_out = left_out.plus(&length.times(length, bits), bits);
        }
    }
    let left_out = root(&left_out, bits).upper().clone();
    let skew = skew(&kept, &kept_lengths, bits, false);
    if skew >= Dyadic::integer(1) {
        return None;
    }
    let stretch =
        root(&Enclosure::integer(1).plus(&Enclosure::between(skew.neg(), skew.clone()), bits), bits);
    let mut lower: Vec<&Dyadic> = kept_lengths.iter().map(Enclosure::lower).collect();
    let mut upper: Vec<&Dyadic> = kept_lengths.iter().map(Enclosure::upper).collect();
    lower.sort_by(|one, other| other.cmp(one));
    upper.sort_by(|one, other| other.cmp(one));
    let mut values: Vec<Enclosure> = lower
        .into_iter()
        .zip(upper)
        .map(|(low, high)| {
            let low = low.mul(stretch.lower(), bits, Toward::Down).add(&left_out.neg(), bits, Toward::Down);
            let high = high.mul(stretch.upper(), bits, Toward::Up).add(&left_out, bits, Toward::Up);
            Enclosure::between(if low.sign().is_lt() { Dyadic::zero() } else { low }, high)
        })
        .collect();
    values.resize(images.len(), Enclosure::between(Dyadic::zero(), left_out));
    Some((skew, values))
}
