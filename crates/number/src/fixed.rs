//! Fixed point in machine words: the sums of [`Series`] and the exponential without the heap, digit for digit those of the
//! plain arithmetic on big integers.

use super::constant;
use super::dyadic::{Dyadic, Size};
use super::series::{Series, Sum};

/// Words of the longest numbers.
const MOST: usize = Size::LIMBS;

/// A number of units of 2^-places below 4, the lowest 64 binary digits first; so many that two digits stay free.
type Words<const LENGTH: usize> = [u64; LENGTH];

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

/// a·b, rounded down to a unit.
fn product<const LENGTH: usize>(a: &Words<LENGTH>, b: &Words<LENGTH>, places: u32) -> Words<LENGTH> {
    let mut whole = [0u64; 2 * MOST];
    for (place, &digit) in a.iter().enumerate() {
        // Powers become shorter from term to term.
        if digit == 0 {
            continue;
        }
        let mut carry = 0u64;
        for (to, &other) in whole[place..place + LENGTH].iter_mut().zip(b) {
            let sum = u128::from(digit) * u128::from(other) + u128::from(*to) + u128::from(carry);
            (*to, carry) = (low(sum), low(sum >> 64));
        }
        whole[place + LENGTH] = carry;
    }
    let (from, by) = (places as usize / 64, places % 64);
    let mut cut = [0; LENGTH];
    for (place, word) in cut.iter_mut().enumerate() {
        // Twice, since a word can't be shifted by all its digits at once.
        *word = (whole[from + place] >> by) | (whole[from + place + 1] << 1 << (63 - by));
    }
    cut
}

/// Rounded down; a divisor has at most 32 binary digits.
fn divided<const LENGTH: usize>(number: &Words<LENGTH>, divisor: u64) -> Words<LENGTH> {
    let mut quotient = [0; LENGTH];
    let mut rest = 0u64;
    for (word, &digits) in quotient.iter_mut().zip(number).rev() {
        if rest == 0 && digits == 0 {
            continue;
        }
        // By halves of a word: what is divided is below 2^32 times the divisor.
        let above = (rest << 32) | (digits >> 32);
        let below = ((above % divisor) << 32) | (digits & u64::from(u32::MAX));
        rest = below % divisor;
        *word = ((above / divisor) << 32) | (below / divisor);
    }
    quotient
}

fn add<const LENGTH: usize>(sum: &mut Words<LENGTH>, term: &Words<LENGTH>) {
    let mut carry = 0u64;
    for (to, &word) in sum.iter_mut().zip(term) {
        let whole = u128::from(*to) + u128::from(word) + u128::from(carry);
        (*to, carry) = (low(whole), low(whole >> 64));
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the lower half is asked for")]
fn low(whole: u128) -> u64 {
    whole as u64
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
    use super::super::exponential::long_exp;
    use super::super::series::{Series, Sum};
    use super::{exp, sum};
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
