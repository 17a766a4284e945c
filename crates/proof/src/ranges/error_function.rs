//! The error function at floats, rounded outwards.
//!
//! erf x = 2/√π·e^(-x²)·Σ x·(2x²)ⁿ/(1·3·…·(2n+1)): all terms have the sign of x, so that nothing cancels, and floats with a
//! step outwards after each operation enclose the sum (Abramowitz and Stegun, 7.1.6).

use chainrule_number::{Elementary, Enclosure, Rational, Scalar, Toward};
use maryada::Interval;

use super::range::toward;

/// The exponent of the smallest positive float, and some more.
const SMALLEST_FLOAT: i64 = -1100;

/// From here on erf is nearer to 1 than half the distance of floats there: 1 - erf 6 is below 2.2·10⁻¹⁷.
const NEAR_ONE: f64 = 6.0;

/// Below this the sum is its first term but for what floats tell: digits are worked out there.
const NEAR_ZERO: f64 = 1e-6;

/// A bound of erf at a float, from one side.
pub(super) fn at(x: f64, side: Toward) -> f64 {
    let distance = x.abs();
    if distance >= NEAR_ONE {
        let inner = 1.0_f64.next_down();
        let is_outer = (x > 0.0) == (side == Toward::Up);
        return if x.is_infinite() || is_outer { x.signum() } else { inner.copysign(x) };
    }
    if distance < NEAR_ZERO {
        return in_digits(x, side);
    }
    let (lower, upper) = of_positive(distance);
    match (x > 0.0, side) {
        (true, Toward::Down) => lower,
        (true, Toward::Up) => upper,
        (false, Toward::Down) => -upper,
        (false, Toward::Up) => -lower,
    }
}

/// Bounds of erf at a float between those two.
fn of_positive(x: f64) -> (f64, f64) {
    let square = ((x * x).next_down(), (x * x).next_up());
    let (mut lower, mut upper) = (x, x);
    let (mut least, mut most) = (x, x);
    let mut odd = 3.0;
    loop {
        least = (least * (2.0 * square.0) / odd).next_down().next_down().max(0.0);
        most = (most * (2.0 * square.1) / odd).next_up().next_up();
        lower = (lower + least).next_down();
        upper = (upper + most).next_up();
        // What is left out is below this term once each is less than half of the one before.
        if 2.0 * square.1 < odd / 2.0 && most < upper * f64::EPSILON / 16.0 {
            upper = (upper + most).next_up();
            break;
        }
        odd += 2.0;
    }
    let scale = std::f64::consts::FRAC_2_SQRT_PI;
    let decay = |square: f64, side: Toward| {
        let power = maryada::exp(Interval::new(-square, -square));
        if side == Toward::Down { power.inf() } else { power.sup() }
    };
    let lower = ((scale.next_down() * decay(square.1, Toward::Down)).next_down() * lower).next_down();
    let upper = ((scale.next_up() * decay(square.0, Toward::Up)).next_up() * upper).next_up();
    (lower.max(0.0), upper.min(1.0))
}

fn in_digits(x: f64, side: Toward) -> f64 {
    let bound = if side == Toward::Down { -1.0 } else { 1.0 };
    let Some(exact) = Rational::from_f64(x) else { return bound };
    let point = Enclosure::from_rational(&exact, 128);
    match Enclosure::elementary(Elementary::Erf, &[point], 64) {
        Ok(value) => {
            let end = if side == Toward::Down { value.lower() } else { value.upper() };
            // |erf x| stays below 2|x|: enough where the value is too small for a float.
            if end.top().is_some_and(|top| top < SMALLEST_FLOAT) {
                return if side == Toward::Down { 2.0 * x.min(0.0) } else { 2.0 * x.max(0.0) };
            }
            end.to_rational().map_or(bound, |end| toward(&end, side))
        }
        Err(_) => bound,
    }
}

#[cfg(test)]
mod tests {
    use super::{Toward, at, in_digits};

    #[test]
    fn the_sum_encloses_what_the_digits_say() {
        let mut x = 1.3e-6;
        while x < 6.0 {
            for signed in [x, -x] {
                let (lower, upper) = (at(signed, Toward::Down), at(signed, Toward::Up));
                assert!(lower <= in_digits(signed, Toward::Down), "{signed}");
                assert!(upper >= in_digits(signed, Toward::Up), "{signed}");
                assert!(upper - lower <= 1e-13 * signed.abs().max(1e-3), "{signed}: {lower} {upper}");
            }
            x *= 1.0917;
        }
        assert_eq!((at(7.0, Toward::Down), at(7.0, Toward::Up)), (1.0_f64.next_down(), 1.0));
        assert_eq!((at(-7.0, Toward::Down), at(-7.0, Toward::Up)), (-1.0, -(1.0_f64.next_down())));
    }
}
