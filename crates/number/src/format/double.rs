//! Doubles: the nearest to a number, and rounded to narrower formats.

use crate::{Dyadic, F64, Format, Overflow, Specials};

impl Dyadic {
    /// The double nearest to it, whatever its exponent: ±∞ and 0 where it lies beyond the doubles.
    pub fn to_f64(&self) -> f64 {
        F64.round_dyadic(self).to_f64()
    }
}

impl Format {
    /// The nearest number of the format to a double, as a double; ties go to the even one. As [`Format::round_f64`],
    /// and as fast as training needs it.
    pub fn round_double(&self, value: f64) -> f64 {
        if self.specials != Specials::InfinitiesAndNans || self.overflow != Overflow::ToInfinity {
            return self.round_f64(value).to_f64();
        }
        if value == 0.0 || !value.is_finite() {
            return value;
        }
        let exponent = exponent_of(value).max(self.smallest_exponent());
        let unit = exponent + 1 - i32::try_from(self.precision).expect("a format has few bits");
        // Scaling by a power of two is exact: the scaled number has its last place at 1, and is small.
        let rounded = scale(scale(value, -unit).round_ties_even(), unit);
        if exponent_of(rounded) > self.largest_exponent() { f64::INFINITY.copysign(value) } else { rounded }
    }
}

/// The e with 2^e ≤ |value| < 2^(e+1), of a number that is normal as a double; −1023 for those below.
fn exponent_of(value: f64) -> i32 {
    i32::try_from((value.to_bits() >> 52) & 0x7FF).expect("11 bits") - 1023
}

/// value·2^exponent, for exponents of up to 2 000 either way.
fn scale(value: f64, exponent: i32) -> f64 {
    let half = exponent / 2;
    value * power_of_two(half) * power_of_two(exponent - half)
}

/// 2^exponent, of a normal double.
pub fn power_of_two(exponent: i32) -> f64 {
    f64::from_bits(u64::try_from(exponent + 1023).expect("a normal double") << 52)
}

#[cfg(test)]
mod tests {
    use crate::ALL_FORMATS;

    #[test]
    fn agrees_with_the_one_rounding_function() {
        let mut state = 0x2545_F491_4F6C_DD1Du64;
        for _ in 0..200_000 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            // Few significant bits, so that ties come up; exponents from below the smallest to beyond the largest.
            let exponent = i32::try_from(state >> 56).expect("8 bits") - 160;
            let bits = (state >> 20) & 0xFFF;
            let value =
                (f64::from(u32::try_from(bits).expect("12 bits")) - 2048.0) * f64::from(exponent).exp2();
            for format in ALL_FORMATS {
                let (fast, slow) = (format.round_double(value), format.round_f64(value).to_f64());
                assert!(
                    fast.to_bits() == slow.to_bits() || (fast.is_nan() && slow.is_nan()),
                    "{} of {value:e}: {fast:e} and {slow:e}",
                    format.name
                );
            }
        }
    }
}
