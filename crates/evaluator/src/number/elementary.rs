//! The primitives over enclosures: argument reduction and Taylor series, every operation rounded outwards.
//!
//! Source of the reductions: Brent, Zimmermann: Modern Computer Arithmetic, chapter 4.

use std::cmp::Ordering;

use chainrule_symbolic::number::{Elementary, Rational};
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::ToPrimitive;

use super::dyadic::{Dyadic, Toward};
use super::{Enclosure, Scalar, Undefined};

/// Exponentials of arguments beyond `2^50` are not computed.
const LARGEST_EXPONENT: i64 = 50;

/// A primitive over intervals.
pub(super) fn apply(
    function: Elementary,
    arguments: &[Enclosure],
    bits: u32,
) -> Result<Enclosure, Undefined> {
    let Some(x) = arguments.first() else {
        return match function {
            Elementary::Pi => Ok(pi(bits)),
            _ => Err(Undefined::Unknown),
        };
    };
    let one = Enclosure::integer(1);
    match function {
        Elementary::Exp => rising(x, |x| exp(x, bits)),
        Elementary::Ln => rising(x, |x| ln(x, bits)),
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
            let half_pi = pi(bits + 8).times(&Enclosure::point(Dyadic::power_of_two(-1)), bits + 8);
            rising(x, |x| asin(x, bits + 8))
                .map(|asin| half_pi.sub(&asin, bits))
                .map_err(|_| Undefined::Domain(Elementary::Acos))
        }
        Elementary::Sinh => rising(x, |x| sinh(x, bits)),
        Elementary::Cosh => {
            let size = x.size();
            rising(&size, |x| {
                let grown = exp(x, bits + 8)?;
                halved(&grown.plus(&one.over(&grown, bits + 8)?, bits + 8), bits)
            })
        }
        Elementary::Tanh => rising(x, |x| tanh(x, bits)),
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
        Elementary::Pi => Ok(pi(bits)),
    }
}

/// A function that never falls, over an interval: its values at the ends.
fn rising(
    x: &Enclosure,
    at: impl Fn(&Dyadic) -> Result<Enclosure, Undefined>,
) -> Result<Enclosure, Undefined> {
    let low = at(&x.lower)?;
    if x.lower == x.upper {
        return Ok(low);
    }
    let high = at(&x.upper)?;
    Ok(Enclosure::between(low.lower, high.upper))
}

fn steps(x: &Enclosure, below: i64, at: i64, above: i64) -> Enclosure {
    match x.sign() {
        Some(Ordering::Less) => Enclosure::integer(below),
        Some(Ordering::Equal) => Enclosure::integer(at),
        Some(Ordering::Greater) => Enclosure::integer(above),
        None => Enclosure::between(Dyadic::integer(below), Dyadic::integer(above)),
    }
}

fn halved(x: &Enclosure, bits: u32) -> Result<Enclosure, Undefined> {
    Ok(x.times(&Enclosure::point(Dyadic::power_of_two(-1)), bits))
}

/// A series whose terms shrink at least by half each: the rest is no larger than the last term kept.
fn series(first: &Enclosure, bits: u32, mut next: impl FnMut(&Enclosure, i64) -> Enclosure) -> Enclosure {
    let Some(start) = first.size().upper.top() else { return first.clone() };
    let mut sum = first.clone();
    let mut term = first.clone();
    for n in 1.. {
        term = next(&term, n);
        sum = sum.plus(&term, bits);
        let small = term.size().upper.top().is_none_or(|top| top < start - i64::from(bits));
        if small {
            break;
        }
    }
    let rest = term.size().upper;
    sum.plus(&Enclosure::between(rest.neg(), rest), bits)
}

fn small(value: i64) -> Enclosure {
    Enclosure::integer(value)
}

/// ln 2 = 2·atanh(1/3).
fn ln2(bits: u32) -> Enclosure {
    let third = Enclosure::from_rational(&Rational::fraction(1, 3), bits + 8);
    atanh_series(&third, bits + 8).times(&small(2), bits)
}

/// π by Machin's formula, 16·atan(1/5) − 4·atan(1/239).
fn pi(bits: u32) -> Enclosure {
    let bits = bits + 16;
    let part = |d: i64| atan_series(&Enclosure::from_rational(&Rational::fraction(1, d), bits), bits);
    part(5).times(&small(16), bits).sub(&part(239).times(&small(4), bits), bits)
}

/// z + z³/3 + z⁵/5 + … for |z| up to about 1/2.
fn atanh_series(z: &Enclosure, bits: u32) -> Enclosure {
    odd_series(z, bits, false)
}

/// z − z³/3 + z⁵/5 − … for |z| up to about 1/2.
fn atan_series(z: &Enclosure, bits: u32) -> Enclosure {
    odd_series(z, bits, true)
}

fn odd_series(z: &Enclosure, bits: u32, alternating: bool) -> Enclosure {
    let square = z.to_the(2, bits).expect("a whole power from 0 on is defined");
    let square = if alternating { Scalar::neg(&square) } else { square };
    let mut power = z.clone();
    series(z, bits, |_, n| {
        power = power.times(&square, bits);
        power.over(&small(2 * n + 1), bits).expect("an odd number is not zero")
    })
}

fn exp(x: &Dyadic, bits: u32) -> Result<Enclosure, Undefined> {
    let Some(top) = x.top() else { return Ok(small(1)) };
    if top > LARGEST_EXPONENT {
        return Err(Undefined::TooLarge);
    }
    let work = bits + 40 + u32::try_from(top.max(0)).unwrap_or(0);
    let ln2 = ln2(work);
    let point = Enclosure::point(x.clone());
    let turns = point.over(&ln2, work)?.middle(work).nearest_integer().unwrap_or_default();
    let whole = Enclosure::point(Dyadic::from_bigint(&turns));
    let rest = point.sub(&ln2.times(&whole, work), work);
    // e^r = (e^(r/2^8))^(2^8): the series then needs few terms.
    const HALVINGS: u32 = 8;
    let reduced = rest.times(&Enclosure::point(Dyadic::power_of_two(-i64::from(HALVINGS))), work);
    let mut value = series(&small(1), work, |term, n| {
        term.times(&reduced, work).over(&small(n), work).expect("n is not zero")
    });
    for _ in 0..HALVINGS {
        value = value.times(&value, work);
    }
    let shift = turns.to_i64().ok_or(Undefined::TooLarge)?;
    Ok(value.times(&Enclosure::point(Dyadic::power_of_two(shift)), bits))
}

fn ln(x: &Dyadic, bits: u32) -> Result<Enclosure, Undefined> {
    if x.sign() != Ordering::Greater {
        return Err(Undefined::Logarithm);
    }
    let work = bits + 80;
    // x = m·2^e with m between 3/4 and 3/2, so that nothing cancels near 1.
    let mut exponent = x.top().unwrap_or(0);
    let mut m = x.mul(&Dyadic::power_of_two(-exponent), u32::MAX, Toward::Down);
    let one_and_a_half = Dyadic::integer(3).mul(&Dyadic::power_of_two(-1), 8, Toward::Down);
    if m > one_and_a_half {
        exponent += 1;
        m = m.mul(&Dyadic::power_of_two(-1), u32::MAX, Toward::Down);
    }
    let m = Enclosure::point(m);
    let z = m.sub(&small(1), work).over(&m.plus(&small(1), work), work)?;
    let ln_m = atanh_series(&z, work).times(&small(2), work);
    if exponent == 0 {
        return Ok(ln_m.times(&small(1), bits));
    }
    Ok(ln_m.plus(&ln2(work).times(&small(exponent), work), bits))
}

fn sqrt(x: &Dyadic, bits: u32) -> Result<Enclosure, Undefined> {
    if x.sign() == Ordering::Less {
        return Err(Undefined::SquareRoot);
    }
    if x.sign() == Ordering::Equal {
        return Ok(small(0));
    }
    Ok(Enclosure::between(x.sqrt(bits, Toward::Down), x.sqrt(bits, Toward::Up)))
}

/// The sine (`shift` 0) or cosine (`shift` 1). Over an interval: the value in the middle, widened by half the width,
/// since neither changes faster than its argument.
fn circular(x: &Enclosure, bits: u32, shift: u32) -> Enclosure {
    let whole = Enclosure::between(Dyadic::integer(-1), Dyadic::integer(1));
    let top = x.size().upper.top().unwrap_or(0);
    if top > 100_000 {
        return whole;
    }
    let work = bits + 40 + u32::try_from(top.max(0)).unwrap_or(0);
    let middle = x.middle(work);
    let spread = x.upper.add(&middle.neg(), 64, Toward::Up).max(middle.add(&x.lower.neg(), 64, Toward::Up));
    let point = Enclosure::point(middle);
    let half_pi = pi(work).times(&Enclosure::point(Dyadic::power_of_two(-1)), work);
    let Ok(turns) = point.over(&half_pi, work) else { return whole };
    let turns: BigInt = turns.middle(work).nearest_integer().unwrap_or_default();
    let rest = point.sub(&half_pi.times(&Enclosure::point(Dyadic::from_bigint(&turns)), work), work);
    let quadrant = (&turns + BigInt::from(shift)).mod_floor(&BigInt::from(4)).to_u32().unwrap_or(0);
    let square = Scalar::neg(&rest.to_the(2, work).unwrap_or_else(|_| small(0)));
    let value = if quadrant % 2 == 0 {
        series(&rest, work, |term, n| {
            term.times(&square, work).over(&small(2 * n * (2 * n + 1)), work).expect("not zero")
        })
    } else {
        series(&small(1), work, |term, n| {
            term.times(&square, work).over(&small((2 * n - 1) * 2 * n), work).expect("not zero")
        })
    };
    let value = if quadrant >= 2 { Scalar::neg(&value) } else { value };
    let spread = Enclosure::between(spread.neg(), spread);
    value.plus(&spread, bits).intersect(&whole)
}

fn atan(x: &Enclosure, bits: u32) -> Enclosure {
    let work = bits + 32;
    let one = small(1);
    if x.size().lower > Dyadic::integer(1) {
        let half_pi = pi(work).times(&Enclosure::point(Dyadic::power_of_two(-1)), work);
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
    atan_series(&z, work).times(&small(4), bits)
}

/// √(x² + c), where that is defined.
fn root_of_square_plus(x: &Enclosure, c: i64, bits: u32) -> Result<Enclosure, Undefined> {
    let square = x.to_the(2, bits)?.plus(&small(c), bits);
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
            let half = pi(work).times(&Enclosure::point(Dyadic::power_of_two(-1)), bits);
            Ok(if x.sign() == Ordering::Less { Scalar::neg(&half) } else { half })
        }
        Ordering::Less => {
            let point = Enclosure::point(x.clone());
            // 1 − x² as (1 − x)(1 + x): exact near the ends.
            let below = small(1).sub(&point, u32::MAX >> 1);
            let above = small(1).plus(&point, u32::MAX >> 1);
            let root = rising(&below.times(&above, work), |x| sqrt(x, work))?;
            Ok(atan(&point.over(&root, work)?, bits))
        }
    }
}

fn sinh(x: &Dyadic, bits: u32) -> Result<Enclosure, Undefined> {
    let work = bits + 16;
    let point = Enclosure::point(x.clone());
    if x.top().is_none_or(|top| top < 0) {
        let square = point.to_the(2, work)?;
        return Ok(series(&point, work, |term, n| {
            term.times(&square, work).over(&small(2 * n * (2 * n + 1)), work).expect("not zero")
        }));
    }
    let grown = exp(x, work)?;
    halved(&grown.sub(&small(1).over(&grown, work)?, work), bits)
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
    let twice = x.abs().mul(&Dyadic::integer(2), u32::MAX, Toward::Down);
    let grown = exp(&twice, work)?;
    let size = small(1).sub(&small(2).over(&grown.plus(&small(1), work), work)?, bits);
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
    let half = Enclosure::point(x.clone()).sub(&small(1), work);
    let half = halved(&half, work)?;
    let root = rising(&half, |x| sqrt(x, work))?;
    let whole = rising(&root, |x| {
        let point = Enclosure::point(x.clone());
        atanh_series_or_log(&point, &root_of_square_plus(&point, 1, work)?, work)
    })?;
    Ok(whole.times(&small(2), bits))
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
    let ratio = small(1).plus(&point, work).over(&small(1).sub(&point, work), work)?;
    halved(&rising(&ratio, |x| ln(x, work))?, bits)
}

/// erf(x) = 2/√π · e^(−x²) · Σ 2^n x^(2n+1) / (1·3·…·(2n+1)): all terms of one sign. Far out, 1 − erfc(x) with
/// erfc(x) < e^(−x²).
///
/// Source: NIST DLMF 7.6.2 and 7.8.
fn erf(x: &Dyadic, bits: u32) -> Result<Enclosure, Undefined> {
    let Some(top) = x.top() else { return Ok(small(0)) };
    let unit = Enclosure::between(Dyadic::integer(-1), Dyadic::integer(1));
    let size = Enclosure::point(x.abs());
    let square = size.to_the(2, bits + 32)?;
    let far = top > 20 || square.lower > Dyadic::integer(i64::from(bits) + 16);
    let value = if far {
        let tail =
            if top > 20 { Dyadic::power_of_two(-(1 << 30)) } else { exp(&square.lower.neg(), 64)?.upper };
        Enclosure::between(Dyadic::integer(1).add(&tail.neg(), bits, Toward::Down), Dyadic::integer(1))
    } else {
        let work = bits + 32;
        let twice = square.times(&small(2), work);
        let mut sum = size.clone();
        let mut term = size;
        for n in 1.. {
            term = term.times(&twice, work).over(&small(2 * n + 1), work)?;
            sum = sum.plus(&term, work);
            // Once 2x²/(2n+3) is below 1/2 the rest is no larger than the last term.
            let shrinking = twice.upper < Dyadic::integer(n);
            let tiny = term.upper.top().is_none_or(|t| t < sum.upper.top().unwrap_or(0) - i64::from(work));
            if shrinking && tiny {
                break;
            }
        }
        let rest = term.upper;
        let sum = sum.plus(&Enclosure::between(Dyadic::zero(), rest), work);
        let decay = rising(&Scalar::neg(&square), |x| exp(x, work))?;
        let root = rising(&pi(work), |x| sqrt(x, work))?;
        small(2).over(&root, work)?.times(&decay, work).times(&sum, bits)
    };
    let value = if x.sign() == Ordering::Less { Scalar::neg(&value) } else { value };
    Ok(value.intersect(&unit))
}
