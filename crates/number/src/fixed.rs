//! Fixed point in machine words: the sums of [`Series`] and the exponential without the heap, digit for digit those of the
//! plain arithmetic on big integers.

use num_bigint::{BigInt, BigUint};

use super::constant;
use super::dyadic::{Dyadic, Size};
use super::series::{Series, Sum};
use super::words::{Words, add, divided, from_integer, product, square, to_integer};

/// Words of the longest numbers that a [`Size`] holds.
const MOST: usize = Size::LIMBS;

/// The sum of a series at `u` units, as [`Series::sum`]; nothing where `u` is above 1 or the words are too short.
pub(super) fn sum(series: Series, u: &Size, places: u32, slack: u128, alternating: bool) -> Option<Sum> {
    if u.bit_len() > places as usize {
        return None;
    }
    let (positive, negative, terms) = match places {
        0..=126 => wide(series_sums(series, &narrow::<2>(u), places, alternating)),
        127..=190 => wide(series_sums(series, &narrow::<3>(u), places, alternating)),
        191..=254 => series_sums(series, &narrow::<4>(u), places, alternating),
        255.. => return None,
    };
    // The first term is 1, and the others of an alternating series are smaller.
    let units = Dyadic::from_size(Size::from_limbs(positive).wrapping_sub(Size::from_limbs(negative)), 0);
    Some(Sum { units, error: Series::error(terms, slack) })
}

/// `e^x` in units of 2^-places and a power of two: how often ln 2 goes into `x`, and the exponential of the rest, of which
/// 2^-halvings is put into the series. `reach` places more hold `x` itself. Nothing where the words are too short.
pub(super) fn exp(x: &Dyadic, places: u32, reach: u32, halvings: u32) -> Option<(i64, Sum)> {
    let ln2 = constant::short_ln2_units(places + reach)?;
    let (negative, size) = x.short_units(places + reach)?;
    let (turns, rest) = if size < ln2 { (Size::ZERO, size) } else { size.div_rem(ln2) };
    let turns = i64::try_from(turns).ok()?;
    // Of something negative the quotient is rounded down too, and the rest is not negative.
    let (turns, rest) = match (negative, rest.is_zero()) {
        (false, _) => (turns, rest),
        (true, true) => (-turns, rest),
        (true, false) => (-turns - 1, ln2 - rest),
    };
    let u: Size = rest >> ((reach + halvings) as usize);
    let (units, terms) = match places {
        0..=126 => exp_units(&narrow::<2>(&u), places, halvings),
        127..=190 => exp_units(&narrow::<3>(&u), places, halvings),
        191..=254 => exp_units(&narrow::<4>(&u), places, halvings),
        255.. => return None,
    };
    let mut error = Series::error(terms, 2);
    for _ in 0..halvings {
        error = Series::error_of_square(error);
    }
    Some((turns, Sum { units: Dyadic::from_size(units, 0), error }))
}

fn exp_units<const LENGTH: usize>(u: &Words<LENGTH>, places: u32, halvings: u32) -> (Size, u64) {
    let (mut power, _, terms) = series_sums(Series::Exponential, u, places, false);
    for _ in 0..halvings {
        power = product(&power, &power, places);
    }
    (Size::from_limbs(widened(&power)), terms)
}

/// As [`sum`], of more places than a [`Size`] has: what the terms come to, and how many there are.
pub(super) fn long_sum(series: Series, u: &BigUint, places: u32, alternating: bool) -> Option<(BigInt, u64)> {
    match places {
        255..=382 => long_sum_in::<6>(series, u, places, alternating),
        383..=510 => long_sum_in::<8>(series, u, places, alternating),
        511..=766 => long_sum_in::<12>(series, u, places, alternating),
        767..=1022 => long_sum_in::<16>(series, u, places, alternating),
        1023..=1278 => long_sum_in::<20>(series, u, places, alternating),
        _ => None,
    }
}

fn long_sum_in<const LENGTH: usize>(
    series: Series,
    u: &BigUint,
    places: u32,
    alternating: bool,
) -> Option<(BigInt, u64)> {
    let u = Some(u).filter(|u| u.bits() <= u64::from(places))?;
    let (positive, negative, terms) = series_sums::<LENGTH>(series, &from_integer(u), places, alternating);
    Some((BigInt::from(to_integer(&positive)) - BigInt::from(to_integer(&negative)), terms))
}

/// The sum of the exponential series at `u` units up to 1/2, squared so many times, of more places than a [`Size`] has; and
/// how many terms there are.
pub(super) fn long_exp(u: &BigUint, places: u32, halvings: u32) -> Option<(BigInt, u64)> {
    match places {
        255..=382 => Some(long_exp_in::<6>(u, places, halvings)),
        383..=510 => Some(long_exp_in::<8>(u, places, halvings)),
        511..=766 => Some(long_exp_in::<12>(u, places, halvings)),
        767..=1022 => Some(long_exp_in::<16>(u, places, halvings)),
        1023..=1278 => Some(long_exp_in::<20>(u, places, halvings)),
        _ => None,
    }
}

fn long_exp_in<const LENGTH: usize>(u: &BigUint, places: u32, halvings: u32) -> (BigInt, u64) {
    let (mut power, _, terms) = series_sums::<LENGTH>(Series::Exponential, &from_integer(u), places, false);
    for _ in 0..halvings {
        power = square(&power, places);
    }
    (BigInt::from(to_integer(&power)), terms)
}

/// The sums of the terms that are added and of those that are subtracted, and how many terms there are.
fn series_sums<const LENGTH: usize>(
    series: Series,
    u: &Words<LENGTH>,
    places: u32,
    alternating: bool,
) -> (Words<LENGTH>, Words<LENGTH>, u64) {
    let mut power = [0; LENGTH];
    power[places as usize / 64] = 1 << (places % 64);
    let mut positive = power;
    let mut negative = [0; LENGTH];
    let mut terms = 0;
    loop {
        terms += 1;
        power = product(&power, u, places);
        let term = divided(&power, series.divisor(terms));
        if series != Series::Arctangent {
            power = term;
        }
        if power == [0; LENGTH] {
            return (positive, negative, terms);
        }
        let side = if alternating && terms % 2 == 1 { &mut negative } else { &mut positive };
        add(side, &term);
    }
}

fn narrow<const LENGTH: usize>(size: &Size) -> Words<LENGTH> {
    let mut words = [0; LENGTH];
    words.copy_from_slice(&size.as_limbs()[..LENGTH]);
    words
}

fn widened<const LENGTH: usize>(words: &Words<LENGTH>) -> Words<MOST> {
    let mut all = [0; MOST];
    all[..LENGTH].copy_from_slice(words);
    all
}

fn wide<const LENGTH: usize>(
    (positive, negative, terms): (Words<LENGTH>, Words<LENGTH>, u64),
) -> (Words<MOST>, Words<MOST>, u64) {
    (widened(&positive), widened(&negative), terms)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::dyadic::Size;
    use super::super::exponential::{exp_of_any_length, long_exp};
    use super::super::series::{Series, Sum};
    use super::{BigUint, exp, long_sum, sum};
    use crate::Dyadic;

    fn same(sum: &Sum, plain: &Sum) {
        assert_eq!((sum.units.clone(), sum.error), (plain.units.clone(), plain.error));
    }

    const ALL: [Series; 4] = [Series::Exponential, Series::Sine, Series::Cosine, Series::Arctangent];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn sums(limbs in any::<[u64; 4]>(), places in 60u32..255, less in 0usize..30, alternating: bool) {
            let u = (Size::from_limbs(limbs) >> (256 - places as usize)) >> less;
            let plain = super::super::dyadic::whole(&u);
            for series in ALL {
                // The series of the exponential is put to 1/2 at most, that of the arctangent to 1/4.
                let by = match series {
                    Series::Exponential => 1,
                    Series::Sine | Series::Cosine => 0,
                    Series::Arctangent => 2,
                };
                let fast = sum(series, &(u >> by), places, 3, alternating).expect("short enough");
                same(&fast, &series.sum(&(&plain >> by), places, 3, alternating));
            }
        }

        #[test]
        fn exponentials(mantissa: i128, exponent in -200i64..-90, bits in 20u32..220) {
            let x = Dyadic::scaled(mantissa.into(), exponent);
            if let Some(top) = x.top() {
                let halvings = 6 + bits / 64;
                let places = bits + 2 * halvings + 24;
                let reach = u32::try_from(top.max(0)).unwrap() + 3;
                let plain = long_exp(&x, places, reach, halvings).expect("an exponent of moderate size");
                if let Some((turns, fast)) = exp(&x, places, reach, halvings) {
                    assert_eq!(turns, plain.0);
                    same(&fast, &plain.1);
                } else {
                    assert!(places + reach > 240 - reach);
                }
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]

        #[test]
        fn long_ones(limbs in any::<[u32; 42]>(), places in 255u32..1300, less in 2usize..40, alternating: bool) {
            let u = (BigUint::from_slice(&limbs) >> (42 * 32 - places as usize)) >> less;
            for series in ALL {
                match long_sum(series, &u, places, alternating) {
                    Some(fast) => assert_eq!(fast, series.terms(&u, places, alternating)),
                    None => assert!(places > 1278),
                }
            }
            // Squared nine times it is below e.
            let u = u >> 9;
            if let Some(fast) = super::long_exp(&u, places, 9) {
                assert_eq!(fast, exp_of_any_length(&u, places, 9));
            }
        }
    }

    #[test]
    fn long_borders() {
        for places in [255, 382, 383, 510, 511, 766, 767, 1022, 1023, 1278] {
            let one = BigUint::from(1u32) << places;
            for u in [BigUint::ZERO, BigUint::from(1u32), (&one >> 1) - 1u32, &one >> 2] {
                for series in ALL {
                    let fast = long_sum(series, &u, places, true).expect("short enough");
                    assert_eq!(fast, series.terms(&u, places, true));
                }
                let fast = super::long_exp(&u, places, 1).expect("short enough");
                assert_eq!(fast, exp_of_any_length(&u, places, 1));
            }
            assert!(long_sum(Series::Sine, &(&one << 1), places, true).is_none());
        }
        assert!(long_sum(Series::Sine, &BigUint::ZERO, 1279, true).is_none());
    }

    #[test]
    fn borders() {
        for places in [126, 127, 190, 191, 254] {
            let least = Size::ONE;
            let most = (Size::ONE << (places as usize)) - Size::ONE;
            for u in [Size::ZERO, least, most >> 2] {
                for series in ALL {
                    let fast = sum(series, &u, places, 1, true).expect("short enough");
                    same(&fast, &series.sum(&super::super::dyadic::whole(&u), places, 1, true));
                }
            }
        }
        assert!(sum(Series::Sine, &Size::ONE, 255, 1, true).is_none());
        assert!(sum(Series::Sine, &(Size::ONE << 128), 128, 1, true).is_none());
    }
}
