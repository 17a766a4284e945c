//! The error function over enclosures.

use std::cmp::Ordering;

use num_bigint::BigInt;

use super::dyadic::{Dyadic, Toward};
use super::elementary::{rising, small, sqrt};
use super::exponential::exp;
use super::{Enclosure, Scalar, Undefined, constant};

/// erf(x) = 2/√π · e^(−x²) · Σ 2^n x^(2n+1) / (1·3·…·(2n+1)): all terms of one sign. Far out, 1 − erfc(x) with
/// erfc(x) < e^(−x²).
///
/// Source: NIST DLMF 7.6.2 and 7.8.
pub(super) fn erf(x: &Dyadic, bits: u32) -> Result<Enclosure, Undefined> {
    let Some(top) = x.top() else { return Ok(small(0)) };
    let unit = Enclosure::between(Dyadic::integer(-1), Dyadic::integer(1));
    let size = Enclosure::point(x.abs());
    let square = size.to_the(2, bits + 32)?;
    // e^(−x²) < 2^−bits where x² > bits·ln 2, and ln 2 < 0.6932.
    let far = top > 20 || square.lower > Dyadic::integer((i64::from(bits) + 16) * 6_932 / 10_000 + 1);
    let value = if far {
        let tail =
            if top > 20 { Dyadic::power_of_two(-(1 << 30)) } else { exp(&square.lower.neg(), 64)?.upper };
        Enclosure::between(Dyadic::integer(1).add(&tail.neg(), bits, Toward::Down), Dyadic::integer(1))
    } else {
        let work = bits + 32;
        // The sum is about e^(x²) and is multiplied by e^(−x²): so many digits behind the point are not needed.
        let spared = square.lower.to_f64().max(0.0) * std::f64::consts::LOG2_E;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "far out is another case"
        )]
        let places = work.saturating_sub(spared as u32).max(32) + 32;
        let sum = size.times(&growing_series(&square.times(&small(2), work), work, places), work);
        let decay = rising(&Scalar::neg(&square), |x| exp(x, work))?;
        let root = rising(&constant::pi(work), |x| sqrt(x, work))?;
        small(2).over(&root, work)?.times(&decay, work).times(&sum, bits)
    };
    let value = if x.sign() == Ordering::Less { Scalar::neg(&value) } else { value };
    Ok(value.intersect(&unit))
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
