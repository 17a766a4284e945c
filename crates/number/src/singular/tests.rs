use super::{LargestBound, largest_at_least, largest_at_most, singular_values};
use crate::{Dual, Enclosure, Rational, Scalar};

fn matrix(numbers: &[(i64, i64)]) -> Vec<Enclosure> {
    numbers
        .iter()
        .map(|&(above, below)| Enclosure::from_rational(&Rational::fraction(above, below), 128))
        .collect()
}

fn holds(value: &Enclosure, truth: f64, width: f64) {
    let (low, high) = (value.lower().to_f64(), value.upper().to_f64());
    assert!(low <= truth + 1e-14 * truth && truth <= high + 1e-14 * truth, "{low} … {high}, not {truth}");
    assert!(high - low <= width * truth.max(1e-30), "{low} … {high} is wide");
}

/// By `mpmath.svd_r` with 40 digits.
#[test]
fn singular_values_are_enclosed() {
    let entries = matrix(&[(1, 1), (-1, 1), (1, 2), (2, 1), (0, 1), (-1, 2)]);
    let values = singular_values(3, &entries, 128).expect("values");
    holds(&values[0], 2.294_681_772_506_732, 1e-25);
    holds(&values[1], 1.111_051_557_275_972, 1e-25);
    let values = singular_values(2, &matrix(&[(1, 1), (1, 1), (1, 1), (1, 1)]), 128).expect("values");
    holds(&values[0], 2.0, 1e-25);
    assert!(values[1].lower().sign().is_eq() && values[1].upper().to_f64() < 1e-25);
    // Hilbert's matrix of 6 rows: the smallest is 10⁷ times smaller than the largest.
    let hilbert: Vec<(i64, i64)> = (0..36).map(|place| (1, place / 6 + place % 6 + 1)).collect();
    let values = singular_values(6, &matrix(&hilbert), 128).expect("values");
    holds(&values[0], 1.618_899_858_924_339, 1e-20);
    holds(&values[5], 1.082_799_484_565_549_8e-7, 1e-20);
    let values = singular_values(2, &matrix(&[(3, 1), (0, 1), (0, 1), (-4, 1)]), 128).expect("values");
    assert_eq!(values[0].exact(), Some(Rational::from_integer(4)));
}

#[test]
fn bounds_hold_the_largest() {
    let entries = matrix(&[(1, 1), (-1, 1), (1, 2), (2, 1), (0, 1), (-1, 2)]);
    let truth = 2.294_681_772_506_732;
    let (most, by) = largest_at_most(3, &entries, 128);
    assert_eq!(by, LargestBound::Frobenius);
    assert!(most.to_f64() >= truth && most.to_f64() < 2.6);
    let least = largest_at_least(3, &entries, 128).to_f64();
    assert!(least <= truth && least > truth - 1e-9, "{least}");
    let (most, by) = largest_at_most(2, &matrix(&[(1, 1), (0, 1), (0, 1), (1, 1)]), 128);
    assert_eq!((most.to_f64(), by), (1.0, LargestBound::RowsAndColumns));
}

/// d‖A‖/dA[1,1] is u[1]·v[1]; by mpmath.
#[test]
fn the_largest_moves_as_its_vectors_say() {
    let entries: Vec<Dual<Enclosure>> = matrix(&[(1, 1), (2, 1), (3, 1), (4, 1)])
        .into_iter()
        .enumerate()
        .map(|(place, value)| if place == 0 { Dual::variable(value) } else { Dual::constant(value) })
        .collect();
    let norm = Dual::spectral_norm(2, &entries, 128).expect("a norm");
    holds(&norm.value, 5.464_985_704_219_043, 1e-25);
    holds(&norm.slope, 0.233_042_460_131_696_82, 1e-20);
    // Of the identity it is not simple.
    let entries: Vec<Dual<Enclosure>> =
        matrix(&[(1, 1), (0, 1), (0, 1), (1, 1)]).into_iter().map(Dual::variable).collect();
    assert!(Dual::spectral_norm(2, &entries, 128).is_err());
}
