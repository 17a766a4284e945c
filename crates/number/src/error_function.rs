//! The error function over enclosures.

use std::cmp::Ordering;

use num_bigint::BigInt;

use super::dyadic::{Dyadic, Toward};
use super::exponential::exp;
use super::rising::{rising, sqrt};
use super::{Enclosure, Scalar, Undefined, constant};

/// erf(x) = 2/√π · e^(−x²) · Σ 2^n x^(2n+1) / (1·3·…·(2n+1)): all terms of one sign. Far out, 1 − erfc(x) with
/// erfc(x) < e^(−x²), or by the series for erfc where that has enough digits.
///
/// Source: NIST DLMF 7.6.2, 7.8 and 7.12.
pub(super) fn erf(x: &Dyadic, bits: u32) -> Result<Enclosure, Undefined> {
    let Some(top) = x.top() else { return Ok(Enclosure::integer(0)) };
    let unit = Enclosure::between(Dyadic::integer(-1), Dyadic::integer(1));
    let size = Enclosure::point(x.abs());
    let square = size.to_the(2, bits + 32)?;
    // e^(−x²) < 2^−bits where x² > bits·ln 2, and ln 2 < 0.6932.
    let far = top > 20 || square.lower > Dyadic::integer((i64::from(bits) + 16) * 6_932 / 10_000 + 1);
    let value = if far {
        let tail =
            if top > 20 { Dyadic::power_of_two(-(1 << 30)) } else { exp(&square.lower.neg(), 64)?.upper };
        Enclosure::between(Dyadic::integer(1).add(&tail.neg(), bits, Toward::Down), Dyadic::integer(1))
    } else if let Some(tail) = tail(&size, &square, bits)? {
        let one = Enclosure::integer(1);
        one.add(&Scalar::neg(&tail), bits)?
    } else {
        let work = bits + 32;
        // The sum is about e^(x²) and is multiplied by e^(−x²): so many digits behind the point are not needed.
        let places = work.saturating_sub(size_of_decay(&square)).max(32) + 32;
        let sum =
            size.times(&growing_series(&square.times(&Enclosure::integer(2), work), work, places), work);
        let decay = rising(&Scalar::neg(&square), |x| exp(x, work))?;
        let root = rising(&constant::pi(work), |x| sqrt(x, work))?;
        Enclosure::integer(2).over(&root, work)?.times(&decay, work).times(&sum, bits)
    };
    let value = if x.sign() == Ordering::Less { Scalar::neg(&value) } else { value };
    Ok(value.intersect(&unit))
}

/// e^(−x²) is about two to this power, with a minus: where that is of any use, far out is another case.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "x² is no larger than a few times the precision"
)]
fn size_of_decay(square: &Enclosure) -> u32 {
    (square.lower.to_f64().max(0.0) * std::f64::consts::LOG2_E) as u32
}

/// 1 − erf(x) = e^(−x²)/(x·√π) · (1 − u + 1·3·u² − 1·3·5·u³ + …) with u = 1/(2x²), for x > 0: as many digits as 1 − erf(x) has
/// within so many bits of 1. What is left out of the sum is smaller than the first term that is. Nothing where its terms
/// grow before they are small enough.
///
/// Source: NIST DLMF 7.12.1.
fn tail(size: &Enclosure, square: &Enclosure, bits: u32) -> Result<Option<Enclosure>, Undefined> {
    let decay = size_of_decay(square);
    let digits = (bits + 64).saturating_sub(decay);
    // The smallest term is about e^(−x²).
    if decay < 64 || digits + 16 > decay {
        return Ok(None);
    }
    let u = Enclosure::integer(1).over(&square.times(&Enclosure::integer(2), digits + 32), digits + 32)?;
    let Some(sum) = alternating_series(&u, digits) else { return Ok(None) };
    let root = rising(&constant::pi(digits + 32), |x| sqrt(x, digits + 32))?;
    let decay = rising(&Scalar::neg(square), |x| exp(x, digits + 32))?;
    let below = size.times(&root, digits + 32);
    Ok(Some(decay.over(&below, digits + 32)?.times(&sum, digits)))
}

/// 1 − u + 1·3·u² − 1·3·5·u³ + …, in fixed point with so many binary places, each term between two bounds.
fn alternating_series(u: &Enclosure, places: u32) -> Option<Enclosure> {
    let lower = u.lower.units(places);
    let upper = u.upper.units(places) + 1u32;
    let one = BigInt::from(1) << places;
    let (mut least, mut most) = (one.clone(), one.clone());
    let (mut low, mut high) = (one.clone(), one.clone());
    for n in 1i64.. {
        least = (least * &lower * (2 * n - 1)) >> places;
        let next = ((&most * &upper * (2 * n - 1)) >> places) + 1;
        if next >= most && most > BigInt::from(4) {
            return None;
        }
        most = next;
        if n % 2 == 0 {
            low += &least;
            high += &most;
        } else {
            low -= &most;
            high -= &least;
        }
        if most <= BigInt::from(4) {
            low -= &most;
            high += &most;
            break;
        }
    }
    let exponent = -i64::from(places);
    Some(Enclosure::rounded(Dyadic::scaled(low, exponent), Dyadic::scaled(high, exponent), places))
}

/// 1 + u/3 + u²/(3·5) + u³/(3·5·7) + …, in fixed point with so many binary places, each term between two bounds.
fn growing_series(u: &Enclosure, bits: u32, places: u32) -> Enclosure {
    let lower = u.lower.units(bits);
    let upper = u.upper.units(bits) + 1u32;
    let one = BigInt::from(1) << places;
    let (mut least, mut most) = (one.clone(), one.clone());
    let (mut low, mut high) = (one.clone(), one);
    for n in 1i64.. {
        least = ((least * &lower) >> bits) / (2 * n + 1);
        most = ((most * &upper) >> bits) / (2 * n + 1) + 2;
        low += &least;
        high += &most;
        // Once u/(2n+3) is below 1/2 the rest is no larger than the last term.
        if most <= BigInt::from(4) && u.upper < Dyadic::integer(n) {
            high += &most;
            break;
        }
    }
    let exponent = -i64::from(places);
    Enclosure::rounded(Dyadic::scaled(low, exponent), Dyadic::scaled(high, exponent), bits)
}
