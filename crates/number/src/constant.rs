//! π and ln 2 to any precision, each computed once where it is short.

use std::sync::OnceLock;

use num_bigint::BigInt;
use num_traits::{One, Zero};

use super::Enclosure;
use super::dyadic::{Dyadic, Size};
use super::series::Sum;

/// Constants are kept with so many places, each when it is first needed: enough for every working precision.
const KEPT_PLACES: [u32; 6] = [768, 1536, 3072, 6144, 12_288, 24_576];

/// A constant as it is kept.
type Kept = [OnceLock<BigInt>; KEPT_PLACES.len()];

/// By how many units a constant may be wrong.
pub(super) const ERROR: u32 = 2;

/// Multiples of inverse tangents of fractions `1/k`.
struct Machin {
    parts: &'static [(i64, u64)],
    circular: bool,
}

/// π = 16·atan(1/5) − 4·atan(1/239), by Machin.
static PI: Machin = Machin { parts: &[(16, 5), (-4, 239)], circular: true };

/// ln 2 = 18·atanh(1/26) − 2·atanh(1/4801) + 8·atanh(1/8749).
static LN2: Machin = Machin { parts: &[(18, 26), (-2, 4801), (8, 8749)], circular: false };

/// Constants up to so many places are kept in machine words too: π takes two digits more.
const SHORT_PLACES: u32 = 254;

/// ln 2 in units of 2^-places, wrong by at most [`ERROR`] of them.
pub(super) fn ln2_units(places: u32) -> BigInt {
    static KEPT: Kept = [const { OnceLock::new() }; KEPT_PLACES.len()];
    kept(&KEPT, &LN2, places)
}

/// As [`ln2_units`], where it is short.
pub(super) fn short_ln2_units(places: u32) -> Option<Size> {
    static KEPT: OnceLock<Size> = OnceLock::new();
    short(&KEPT, ln2_units, places)
}

fn pi_units(places: u32) -> BigInt {
    static KEPT: Kept = [const { OnceLock::new() }; KEPT_PLACES.len()];
    kept(&KEPT, &PI, places)
}

fn short_pi_units(places: u32) -> Option<Size> {
    static KEPT: OnceLock<Size> = OnceLock::new();
    short(&KEPT, pi_units, places)
}

/// π.
pub(super) fn pi(bits: u32) -> Enclosure {
    enclosed(short_pi_units, pi_units, bits)
}

/// ln 2.
pub(super) fn ln2(bits: u32) -> Enclosure {
    enclosed(short_ln2_units, ln2_units, bits)
}

fn enclosed(short: impl Fn(u32) -> Option<Size>, long: impl Fn(u32) -> BigInt, bits: u32) -> Enclosure {
    let places = bits + 8;
    let units = match short(places) {
        Some(units) => Dyadic::from_size(units, 0),
        None => Dyadic::scaled(long(places), 0),
    };
    Sum { units, error: u128::from(ERROR) }.enclosure(-i64::from(places), bits)
}

fn short(kept: &OnceLock<Size>, units: impl Fn(u32) -> BigInt, places: u32) -> Option<Size> {
    // What is cut twice is cut as if at once.
    let all = || Dyadic::scaled(units(SHORT_PLACES), 0).short_units(0).map_or(Size::ZERO, |(_, size)| size);
    (places <= SHORT_PLACES).then(|| *kept.get_or_init(all) >> ((SHORT_PLACES - places) as usize))
}

fn kept(kept: &Kept, constant: &Machin, places: u32) -> BigInt {
    // Cut by one place or more, the kept error of 2 units is at most 1, and cutting adds less than 1.
    match kept.iter().zip(KEPT_PLACES).find(|&(_, most)| places < most) {
        Some((kept, most)) => kept.get_or_init(|| constant.units(most)) >> (most - places),
        None => constant.units(places),
    }
}

impl Machin {
    /// The constant in units of 2^-places, wrong by at most 2.
    ///
    /// In each series a power falls short by less than 2 of the finer units, a term by less than 2, and what is left out
    /// when a power rounds to zero by less than 2. The multiples sum to at most 28 and the terms number fewer than the
    /// places: less than 2^6·(places + 1) finer units, which the guard makes less than one.
    fn units(&self, places: u32) -> BigInt {
        let guard = 8 + (32 - places.leading_zeros());
        let mut sum = BigInt::zero();
        for &(multiple, k) in self.parts {
            let mut part = BigInt::zero();
            let mut power = (BigInt::one() << (places + guard)) / k;
            let mut n = 0u64;
            while !power.is_zero() {
                let term = &power / (2 * n + 1);
                if self.circular && n % 2 == 1 {
                    part -= term;
                } else {
                    part += term;
                }
                power /= k * k;
                n += 1;
            }
            sum += part * multiple;
        }
        sum >> guard
    }
}
