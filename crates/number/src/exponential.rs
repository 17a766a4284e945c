//! The exponential of a binary number.
//!
//! Source: Brent, Zimmermann: Modern Computer Arithmetic, chapter 4.

use std::cmp::Ordering;

use num_bigint::{BigInt, BigUint};
use num_integer::Integer;
use num_traits::ToPrimitive;

use super::dyadic::Dyadic;
use super::series::{Series, Sum};
use super::{Enclosure, Undefined, constant, fixed};

/// Exponentials of arguments from `2^61` on are not computed.
const LARGEST_EXPONENT: i64 = 60;

/// What is below two to the negative of this is enclosed with 0.
const TINY: i64 = 1 << 60;

/// e^x = 2^k · (e^(r/2^h))^(2^h) with r = x − k·ln 2 from 0 to ln 2, in fixed point.
pub(super) fn exp(x: &Dyadic, bits: u32) -> Result<Enclosure, Undefined> {
    let Some(top) = x.top() else { return Ok(Enclosure::integer(1)) };
    if top > LARGEST_EXPONENT {
        // Beyond -2^61 the exponential is below 2^(-2^61).
        return if x.sign() == Ordering::Less {
            Ok(Enclosure::between(Dyadic::zero(), Dyadic::power_of_two(-TINY)))
        } else {
            Err(Undefined::BeyondExponents)
        };
    }
    let halvings = (6 + bits / 64).min(48);
    let places = bits + 2 * halvings + 24;
    // |k| is less than 2^(top + 1.6) + 1, and at most 1 where x is below 1: with three places more, k times the error
    // of ln 2 and what was cut off x are less than two units.
    let reach = u32::try_from(top.max(0)).unwrap_or(0) + 3;
    let (turns, sum) = match fixed::exp(x, places, reach, halvings) {
        Some(exp) => exp,
        None => long_exp(x, places, reach, halvings)?,
    };
    Ok(sum.enclosure(turns - i64::from(places), bits))
}

/// How often ln 2 goes into `x`, and the exponential of the rest, for numbers of any size.
pub(super) fn long_exp(x: &Dyadic, places: u32, reach: u32, halvings: u32) -> Result<(i64, Sum), Undefined> {
    let (turns, rest) = x.units(places + reach).div_mod_floor(&constant::ln2_units(places + reach));
    let rest = (rest >> (reach + halvings)).to_biguint().unwrap_or_default();
    let (units, terms) = fixed::long_exp(&rest, places, halvings)
        .unwrap_or_else(|| exp_of_any_length(&rest, places, halvings));
    let error = (0..halvings).fold(Series::error(terms, 2), |error, _| Series::error_of_square(error));
    let turns = turns.to_i64().ok_or(Undefined::BeyondExponents)?;
    Ok((turns, Sum { units: Dyadic::scaled(units, 0), error }))
}

/// The exponential series at `u` units, squared so many times, and how many terms it has.
pub(super) fn exp_of_any_length(u: &BigUint, places: u32, halvings: u32) -> (BigInt, u64) {
    let (mut units, terms) = Series::Exponential.terms(u, places, false);
    for _ in 0..halvings {
        units = (&units * &units) >> places;
    }
    (units, terms)
}
