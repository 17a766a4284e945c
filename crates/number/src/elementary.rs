//! The primitives over enclosures: argument reduction and Taylor series, every operation rounded outwards.
//!
//! Source of the reductions: Brent, Zimmermann: Modern Computer Arithmetic, chapter 4.

use std::cmp::Ordering;

use crate::Elementary;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::ToPrimitive;

use super::dyadic::{Dyadic, Toward};
use super::error_function::erf;
use super::exponential::exp;
use super::rising::{rising, sqrt};
use super::series::Series;
use super::{Enclosure, Scalar, Undefined, constant};

/// A primitive over intervals.
pub(super) fn apply(
    function: Elementary,
    arguments: &[Enclosure],
    bits: u32,
) -> Result<Enclosure, Undefined> {
    let Some(x) = arguments.first() else {
        return if let Elementary::Pi = function { Ok(constant::pi(bits)) } else { Err(Undefined::Unknown) };
    };
    let one = Enclosure::integer(1);
    match function {
        Elementary::Exp => exp_over(x, bits),
        Elementary::Ln => ln_over(x, bits),
        Elementary::Sqrt => rising(x, |x| sqrt(x, bits)),
        Elementary::Sin => Ok(circular(x, bits, 0)),
        Elementary::Cos => Ok(circular(x, bits, 1)),
        Elementary::Tan => {
            let (sin, cos) = (circular(x, bits + 8, 0), circular(x, bits + 8, 1));
            sin.over(&cos, bits)
        }
        Elementary::Atan => rising(x, |x| Ok(atan(&Enclosure::point(x.clone()), bits))),
        Elementary::Asin => rising(x, |x| asin(x, bits)),
        Elementary::Acos => {
            let half_pi = constant::pi(bits + 8).times(&Enclosure::point(Dyadic::power_of_two(-1)), bits + 8);
            rising(x, |x| asin(x, bits + 8))
                .map(|asin| half_pi.sub(&asin, bits))
                .map_err(|_| Undefined::Domain(Elementary::Acos))
        }
        Elementary::Sinh => rising(x, |x| sinh(x, bits)),
        Elementary::Cosh => {
            let size = x.size();
            rising(&size, |x| {
                let grown = exp(x, bits + 8)?;
                Ok(halved(&grown.plus(&one.over(&grown, bits + 8)?, bits + 8), bits))
            })
        }
        Elementary::Tanh => tanh_over(x, bits),
        Elementary::Asinh => rising(x, |x| {
            let point = Enclosure::point(x.clone());
            let root = root_of_square_plus(&point, 1, bits + 16)?;
            atanh_series_or_log(&point, &root, bits)
        }),
        Elementary::Acosh => rising(x, |x| acosh(x, bits)),
        Elementary::Atanh => rising(x, |x| atanh(x, bits)),
        Elementary::Erf => rising(x, |x| erf(x, bits)),
        Elementary::Abs => Ok(x.size()),
        Elementary::Sign => Ok(steps(x, -1, 0, 1)),
        Elementary::Step => Ok(steps(x, 0, 0, 1)),
        Elementary::Min | Elementary::Max => {
            let is_min = function == Elementary::Min;
            let pick = |a: Dyadic, b: &Dyadic| if (a < *b) == is_min { a } else { b.clone() };
            Ok(arguments[1..].iter().fold(x.clone(), |best, other| {
                Enclosure::between(pick(best.lower, &other.lower), pick(best.upper, &other.upper))
            }))
        }
        Elementary::Pi => Ok(constant::pi(bits)),
    }
}

fn steps(x: &Enclosure, below: i64, at: i64, above: i64) -> Enclosure {
    match x.sign() {
        Some(Ordering::Less) => Enclosure::integer(below),
        Some(Ordering::Equal) => Enclosure::integer(at),
        Some(Ordering::Greater) => Enclosure::integer(above),
        None => Enclosure::between(Dyadic::integer(below), Dyadic::integer(above)),
    }
}

fn halved(x: &Enclosure, bits: u32) -> Enclosure {
    x.times(&Enclosure::point(Dyadic::power_of_two(-1)), bits)
}

/// z + z³/3 + z⁵/5 + … for |z| up to 1/2.
fn atanh_series(z: &Enclosure, bits: u32) -> Enclosure {
    odd_series(Series::Arctangent, z, bits, false)
}

/// z − z³/3 + z⁵/5 − … for |z| up to 1/2.
fn atan_series(z: &Enclosure, bits: u32) -> Enclosure {
    odd_series(Series::Arctangent, z, bits, true)
}

/// z times a series in z²: as precise relative to z as the series is.
fn odd_series(series: Series, z: &Enclosure, bits: u32, alternating: bool) -> Enclosure {
    z.times(&series.over(&square(z, bits), bits, alternating), bits)
}

fn square(z: &Enclosure, bits: u32) -> Enclosure {
    let size = z.size();
    size.times(&size, bits)
}

/// The exponential over an interval; where that is narrow its growth is bounded instead of computed again.
fn exp_over(x: &Enclosure, bits: u32) -> Result<Enclosure, Undefined> {
    let low = exp(&x.lower, bits)?;
    let width = x.upper.add(&x.lower.neg(), 64, Toward::Up);
    match width.top() {
        None => Ok(low),
        // e^w ≤ 1 + w + w² ≤ 1 + w·(1 + 2^-16) for w from 0 to 2^-16.
        Some(top) if top < NARROW => {
            let growth = slightly_more(&width).add(&Dyadic::integer(1), bits, Toward::Up);
            Ok(Enclosure::between(low.lower, low.upper.mul(&growth, bits, Toward::Up)))
        }
        Some(_) => Ok(Enclosure::between(low.lower, exp(&x.upper, bits)?.upper)),
    }
}

/// Intervals narrower than two to this power are evaluated at one end.
const NARROW: i64 = -17;

/// w·(1 + 2^-16), rounded up.
fn slightly_more(w: &Dyadic) -> Dyadic {
    w.add(&w.mul(&Dyadic::power_of_two(-16), 64, Toward::Up), 64, Toward::Up)
}

/// The logarithm over an interval: ln(a + w) ≤ ln a + w/a.
fn ln_over(x: &Enclosure, bits: u32) -> Result<Enclosure, Undefined> {
    let low = ln(&x.lower, bits)?;
    let width = x.upper.add(&x.lower.neg(), 64, Toward::Up);
    if width.sign() == Ordering::Equal {
        return Ok(low);
    }
    let growth = width.div(&x.lower, 64, Toward::Up);
    if growth.top().is_some_and(|top| top < NARROW) {
        return Ok(Enclosure::between(low.lower, low.upper.add(&growth, bits, Toward::Up)));
    }
    Ok(Enclosure::between(low.lower, ln(&x.upper, bits)?.upper))
}

/// The hyperbolic tangent over an interval: from the end nearer to zero it grows by at most the slope there.
fn tanh_over(x: &Enclosure, bits: u32) -> Result<Enclosure, Undefined> {
    let width = x.upper.add(&x.lower.neg(), 64, Toward::Up);
    if x.lower.sign() != Ordering::Greater && x.upper.sign() == Ordering::Less {
        return Ok(Scalar::neg(&tanh_over(&Scalar::neg(x), bits)?));
    }
    match width.top() {
        Some(top) if top < NARROW && x.lower.sign() == Ordering::Greater => {
            let low = tanh(&x.lower, bits)?;
            let slope =
                Dyadic::integer(1).add(&low.lower.mul(&low.lower, bits, Toward::Down).neg(), 64, Toward::Up);
            let growth = slope.mul(&width, 64, Toward::Up);
            Ok(Enclosure::between(
                low.lower,
                low.upper.add(&growth, bits, Toward::Up).min(Dyadic::integer(1)),
            ))
        }
        Some(_) | None => rising(x, |x| tanh(x, bits)),
    }
}

fn ln(x: &Dyadic, bits: u32) -> Result<Enclosure, Undefined> {
    if x.sign() != Ordering::Greater {
        return Err(Undefined::Logarithm);
    }
    let work = bits + 32;
    // x = m·2^e with m between 3/4 and 3/2, so that nothing cancels near 1.
    let mut exponent = x.top().unwrap_or(0);
    let mut m = x.mul(&Dyadic::power_of_two(-exponent), u32::MAX, Toward::Down);
    let one_and_a_half = Dyadic::integer(3).mul(&Dyadic::power_of_two(-1), 8, Toward::Down);
    if m > one_and_a_half {
        exponent += 1;
        m = m.mul(&Dyadic::power_of_two(-1), u32::MAX, Toward::Down);
    }
    let m = Enclosure::point(m);
    let z = m.sub(&Enclosure::integer(1), work).over(&m.plus(&Enclosure::integer(1), work), work)?;
    let ln_m = atanh_series(&z, work).times(&Enclosure::integer(2), work);
    if exponent == 0 {
        return Ok(ln_m.times(&Enclosure::integer(1), bits));
    }
    Ok(ln_m.plus(&constant::ln2(work).times(&Enclosure::integer(exponent), work), bits))
}

/// The sine (`shift` 0) or cosine (`shift` 1). Over an interval: the value in the middle, widened by half the width,
/// since neither changes faster than its argument.
fn circular(x: &Enclosure, bits: u32, shift: u32) -> Enclosure {
    let whole = Enclosure::between(Dyadic::integer(-1), Dyadic::integer(1));
    let top = x.size().upper.top().unwrap_or(0);
    if top > 100_000 {
        return whole;
    }
    // Wider than a turn, it holds every value: the digits of pi that a number of this size takes are not worth their while.
    if x.upper.add(&x.lower.neg(), 64, Toward::Down) > Dyadic::integer(7) {
        return whole;
    }
    let work = bits + 40 + u32::try_from(top.max(0)).unwrap_or(0);
    let middle = x.middle(work);
    let spread = x.upper.add(&middle.neg(), 64, Toward::Up).max(middle.add(&x.lower.neg(), 64, Toward::Up));
    let point = Enclosure::point(middle);
    let half_pi = constant::pi(work).times(&Enclosure::point(Dyadic::power_of_two(-1)), work);
    let Ok(turns) = point.over(&half_pi, work) else { return whole };
    let turns: BigInt = turns.middle(work).nearest_integer().unwrap_or_default();
    let rest = point.sub(&half_pi.times(&Enclosure::point(Dyadic::from_bigint(&turns)), work), work);
    let quadrant = (&turns + BigInt::from(shift)).mod_floor(&BigInt::from(4)).to_u32().unwrap_or(0);
    let value = if quadrant % 2 == 0 {
        odd_series(Series::Sine, &rest, bits + 24, true)
    } else {
        Series::Cosine.over(&square(&rest, bits + 24), bits + 24, true)
    };
    let value = if quadrant >= 2 { Scalar::neg(&value) } else { value };
    let spread = Enclosure::between(spread.neg(), spread);
    value.plus(&spread, bits).intersect(&whole)
}

fn atan(x: &Enclosure, bits: u32) -> Enclosure {
    let work = bits + 32;
    let one = Enclosure::integer(1);
    if x.size().lower > Dyadic::integer(1) {
        let half_pi = constant::pi(work).times(&Enclosure::point(Dyadic::power_of_two(-1)), work);
        let inverse = one.over(x, work).expect("an argument beyond 1 is not zero");
        let rest = atan(&inverse, work);
        let signed = if x.sign() == Some(Ordering::Less) { Scalar::neg(&half_pi) } else { half_pi };
        return signed.sub(&rest, bits);
    }
    // atan(x) = 2·atan(x / (1 + √(1 + x²))), twice.
    let mut z = x.clone();
    for _ in 0..2 {
        let root = root_of_square_plus(&z, 1, work).unwrap_or_else(|_| one.clone());
        z = z.over(&one.plus(&root, work), work).expect("1 + a root is not zero");
    }
    atan_series(&z, work).times(&Enclosure::integer(4), bits)
}

/// √(x² + c), where that is defined.
fn root_of_square_plus(x: &Enclosure, c: i64, bits: u32) -> Result<Enclosure, Undefined> {
    let square = x.to_the(2, bits)?.plus(&Enclosure::integer(c), bits);
    let square = if square.lower.sign() == Ordering::Less && square.upper.sign() != Ordering::Less {
        Enclosure::between(Dyadic::zero(), square.upper)
    } else {
        square
    };
    rising(&square, |x| sqrt(x, bits))
}

fn asin(x: &Dyadic, bits: u32) -> Result<Enclosure, Undefined> {
    let work = bits + 32;
    let one = Dyadic::integer(1);
    match x.abs().cmp(&one) {
        Ordering::Greater => Err(Undefined::Domain(Elementary::Asin)),
        Ordering::Equal => {
            let half = constant::pi(work).times(&Enclosure::point(Dyadic::power_of_two(-1)), bits);
            Ok(if x.sign() == Ordering::Less { Scalar::neg(&half) } else { half })
        }
        Ordering::Less => {
            let point = Enclosure::point(x.clone());
            // 1 − x² as (1 − x)(1 + x): exact near the ends. Far from them nothing cancels, and a number near 0 is not
            // written out beside 1.
            let exact = if x.top().is_none_or(|top| top < -1) { work } else { u32::MAX >> 1 };
            let below = Enclosure::integer(1).sub(&point, exact);
            let above = Enclosure::integer(1).plus(&point, exact);
            let root = rising(&below.times(&above, work), |x| sqrt(x, work))?;
            Ok(atan(&point.over(&root, work)?, bits))
        }
    }
}

fn sinh(x: &Dyadic, bits: u32) -> Result<Enclosure, Undefined> {
    let work = bits + 16;
    let point = Enclosure::point(x.clone());
    if x.top().is_none_or(|top| top < 0) {
        return Ok(odd_series(Series::Sine, &point, work, false));
    }
    let grown = exp(x, work)?;
    Ok(halved(&grown.sub(&Enclosure::integer(1).over(&grown, work)?, work), bits))
}

fn tanh(x: &Dyadic, bits: u32) -> Result<Enclosure, Undefined> {
    let work = bits + 16;
    let unit = Enclosure::between(Dyadic::integer(-1), Dyadic::integer(1));
    if x.top().is_none_or(|top| top < 0) {
        let sinh = sinh(x, work)?;
        let root = root_of_square_plus(&sinh, 1, work)?;
        return Ok(sinh.over(&root, bits)?.intersect(&unit));
    }
    // 1 − 2/(e^(2|x|) + 1)
    if x.top().is_some_and(|top| top > 40) {
        let least = Dyadic::integer(1).add(&Dyadic::power_of_two(-(1 << 40)).neg(), bits, Toward::Down);
        let size = Enclosure::between(least, Dyadic::integer(1));
        return Ok(if x.sign() == Ordering::Less { Scalar::neg(&size) } else { size });
    }
    let twice = x.abs().mul(&Dyadic::integer(2), u32::MAX, Toward::Down);
    let grown = exp(&twice, work)?;
    let size = Enclosure::integer(1)
        .sub(&Enclosure::integer(2).over(&grown.plus(&Enclosure::integer(1), work), work)?, bits);
    let value = if x.sign() == Ordering::Less { Scalar::neg(&size) } else { size };
    Ok(value.intersect(&unit))
}

/// asinh(x) from x and √(x² + 1): atanh(x/√…) near 0, ln(x + √…) beyond.
fn atanh_series_or_log(x: &Enclosure, root: &Enclosure, bits: u32) -> Result<Enclosure, Undefined> {
    let work = bits + 16;
    if x.size().upper.top().is_none_or(|top| top < -1) {
        return Ok(atanh_series(&x.over(root, work)?, work));
    }
    let sum = x.size().plus(root, work);
    let value = rising(&sum, |x| ln(x, bits))?;
    Ok(if x.sign() == Some(Ordering::Less) { Scalar::neg(&value) } else { value })
}

fn acosh(x: &Dyadic, bits: u32) -> Result<Enclosure, Undefined> {
    if *x < Dyadic::integer(1) {
        return Err(Undefined::Domain(Elementary::Acosh));
    }
    // 2·asinh(√((x − 1)/2)): nothing cancels near 1.
    let work = bits + 32;
    let half = Enclosure::point(x.clone()).sub(&Enclosure::integer(1), work);
    let half = halved(&half, work);
    let root = rising(&half, |x| sqrt(x, work))?;
    let whole = rising(&root, |x| {
        let point = Enclosure::point(x.clone());
        atanh_series_or_log(&point, &root_of_square_plus(&point, 1, work)?, work)
    })?;
    Ok(whole.times(&Enclosure::integer(2), bits))
}

fn atanh(x: &Dyadic, bits: u32) -> Result<Enclosure, Undefined> {
    if x.abs() >= Dyadic::integer(1) {
        return Err(Undefined::Domain(Elementary::Atanh));
    }
    let work = bits + 32;
    let point = Enclosure::point(x.clone());
    if x.top().is_none_or(|top| top < -1) {
        return Ok(atanh_series(&point, work));
    }
    let ratio =
        Enclosure::integer(1).plus(&point, work).over(&Enclosure::integer(1).sub(&point, work), work)?;
    Ok(halved(&rising(&ratio, |x| ln(x, work))?, bits))
}
