//! Powers over ranges.

use chainrule_number::Rational;

use super::Range;
use chainrule_number::{Scalar, Undefined};

/// Ranges need no working precision.
const BITS: u32 = 64;

/// What `u^v` can reach: where u is positive, `exp(v·ln u)`; where it is 0, 0 for a positive v and 1 for v = 0; where it is
/// negative, the powers with a whole v.
pub(super) fn power(base: Range, exponent: Range) -> Result<Range, Undefined> {
    if exponent.is_point()
        && let Some(whole) = Rational::from_f64(exponent.lower).as_ref().and_then(Rational::to_i64)
    {
        return whole_power(base, whole);
    }
    [of_positive(base, exponent), of_zero(base, exponent), of_negative(base, exponent)]
        .into_iter()
        .flatten()
        .reduce(Range::hull)
        .ok_or(Undefined::Power)
}

/// A whole power.
fn whole_power(base: Range, exponent: i64) -> Result<Range, Undefined> {
    let Ok(small) = i32::try_from(exponent) else { return Ok(Range::ALL) };
    let interval = maryada::pown(base.interval(), small);
    let (is_odd, is_above_one) = (exponent % 2 != 0, exponent > 0);
    let (lower_open, upper_open) = if exponent == 0 {
        (false, false)
    } else if (is_odd && (is_above_one || !base.touches_zero())) || base.is_not_negative() {
        // Rising for positive exponents, falling for negative ones.
        if is_above_one { (base.lower_open, base.upper_open) } else { (base.upper_open, base.lower_open) }
    } else if base.is_not_positive() {
        // An odd power from below up to 0, with a negative exponent, falls too; an even one turns that round.
        if is_above_one || is_odd {
            (base.upper_open, base.lower_open)
        } else {
            (base.lower_open, base.upper_open)
        }
    } else {
        (false, false)
    };
    Range::of(interval, lower_open, upper_open)
}

/// The powers of the positive bases.
fn of_positive(base: Range, exponent: Range) -> Option<Range> {
    if base.upper <= 0.0 {
        return None;
    }
    // A range that is cut at 0 leaves 0 itself out.
    let base = if base.lower > 0.0 { base } else { Range { lower: 0.0, lower_open: true, ..base } };
    let logarithm = base.rising(maryada::log).ok()?;
    let power = exponent.mul(&logarithm, BITS).ok()?.rising(maryada::exp).ok()?;
    // However small, it is above 0.
    let power = Range { lower_open: power.lower_open || power.lower <= 0.0, ..power };
    // Each lies between the powers with the least and the largest exponent, which are exact for whole ones.
    let at = |end: f64| whole_power(base, Rational::from_f64(end)?.to_i64()?).ok();
    Some(match (at(exponent.lower), at(exponent.upper)) {
        (Some(least), Some(largest)) => power.intersect(least.hull(largest)),
        (_, _) => power,
    })
}

/// The powers of 0.
fn of_zero(base: Range, exponent: Range) -> Option<Range> {
    if !base.holds(0.0) {
        return None;
    }
    let zero = (exponent.upper > 0.0).then(|| Range::floats(0.0, 0.0));
    let one = exponent.holds(0.0).then(|| Range::floats(1.0, 1.0));
    zero.into_iter().chain(one).reduce(Range::hull)
}

/// The powers of the negative bases.
fn of_negative(base: Range, exponent: Range) -> Option<Range> {
    if base.lower >= 0.0 {
        return None;
    }
    let (mut first, mut last) = (exponent.lower.ceil(), exponent.upper.floor());
    if exponent.lower_open && first <= exponent.lower && first.is_finite() {
        first += 1.0;
    }
    if exponent.upper_open && last >= exponent.upper && last.is_finite() {
        last -= 1.0;
    }
    if first > last {
        return None;
    }
    let base = if base.upper < 0.0 { base } else { Range { upper: 0.0, upper_open: true, ..base } };
    if first >= last {
        let whole = Rational::from_f64(first).as_ref().and_then(Rational::to_i64);
        return Some(whole.map_or(Ok(Range::ALL), |whole| whole_power(base, whole)).unwrap_or(Range::ALL));
    }
    // Of an even exponent and an odd one, either sign.
    let size = of_positive(base.neg(), Range::floats(first, last)).unwrap_or(Range::ALL);
    Some(size.hull(size.neg()))
}

#[cfg(test)]
mod tests {
    use super::{Range, power};

    /// A range as `[0, 4)`.
    fn text(range: Range) -> String {
        let (left, right) =
            (if range.lower_open { '(' } else { '[' }, if range.upper_open { ')' } else { ']' });
        // −0 is 0.
        format!("{left}{}, {}{right}", range.lower + 0.0, range.upper + 0.0)
    }

    fn open(lower: f64, upper: f64) -> Range {
        Range { lower, upper, lower_open: true, upper_open: true }
    }

    fn of(base: Range, exponent: Range) -> String {
        power(base, exponent).map_or_else(|why| format!("{why:?}"), text)
    }

    #[test]
    fn negative_bases_have_whole_powers() {
        // (−3)³ is the least, and 2.6 … 2.9 has no whole number.
        assert_eq!(of(Range::floats(-3.0, -1.0), Range::floats(2.5, 3.2)), "[-27, -1]");
        assert_eq!(of(Range::floats(-3.0, -1.0), Range::floats(2.6, 2.9)), "Power");
        assert_eq!(of(Range::floats(-3.0, -1.0), open(2.0, 3.0)), "Power");
        assert_eq!(of(Range::floats(-3.0, -1.0), open(1.0, 3.0)), "[1, 9]");
        assert_eq!(of(Range::floats(-0.5, 2.0), Range::floats(1.0, 4.0)), "[-0.5, 16]");
        // Of several, either sign.
        assert_eq!(of(Range::floats(-2.0, -1.0), Range::floats(0.0, 3.0)), "[-8, 8]");
    }

    #[test]
    fn what_is_cut_at_zero_keeps_that_end_open() {
        let root = Range::floats(0.5, 0.5);
        assert_eq!(of(open(-5.0, 0.0), root), "Power");
        assert_eq!(of(Range::floats(-5.0, 0.0), root), "[0, 0]");
        assert_eq!(of(Range { upper_open: false, ..open(-5.0, 1.0) }, root), "[0, 1]");
        assert_eq!(of(open(0.0, 1.0), root), "(0, 1)");
        assert_eq!(of(Range::ALL, root), "[0, inf)");
    }

    #[test]
    fn powers_of_zero() {
        let zero = Range::floats(0.0, 0.0);
        assert_eq!(of(zero, Range::floats(0.0, 2.0)), "[0, 1]");
        assert_eq!(of(zero, Range { upper_open: false, ..open(0.0, 2.0) }), "[0, 0]");
        assert_eq!(of(zero, Range::floats(-3.0, -0.5)), "Power");
        assert_eq!(of(zero, Range::floats(0.0, 0.0)), "[1, 1]");
    }

    #[test]
    fn reached_ends_of_whole_powers_are_reached() {
        let below = Range { lower_open: false, ..open(-2.0, 0.0) };
        let one_over = |exponent| of(below, Range::floats(exponent, exponent));
        assert_eq!(one_over(-1.0), "(-inf, -0.5]");
        assert_eq!(one_over(-2.0), "[0.25, inf)");
        assert_eq!(one_over(3.0), "[-8, 0)");
        assert_eq!(one_over(2.0), "(0, 4]");
    }
}
