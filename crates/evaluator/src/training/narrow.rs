//! Doubles rounded to narrower formats.

use crate::number::{Format, Rounded};

impl Format {
    /// The nearest number of the format to a double, as a double; ties go to the even one.
    pub(super) fn round_double(&self, value: f64) -> f64 {
        if value == 0.0 || !value.is_finite() {
            return value;
        }
        let largest_exponent = (1i32 << (self.exponent_bits - 1)) - 1;
        let exponent = exponent_of(value).max(1 - largest_exponent);
        let unit = exponent + 1 - i32::try_from(self.precision).expect("a format has few bits");
        // Scaling by a power of two is exact: the scaled number has its last place at 1, and is small.
        let rounded = scale(scale(value, -unit).round_ties_even(), unit);
        if exponent_of(rounded) > largest_exponent { f64::INFINITY.copysign(value) } else { rounded }
    }
}

impl Rounded {
    /// As a double.
    pub(super) fn to_f64(&self) -> f64 {
        match self {
            Self::Finite(value) => value.to_f64(),
            Self::Infinite { negative: false } => f64::INFINITY,
            Self::Infinite { negative: true } => f64::NEG_INFINITY,
        }
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

fn power_of_two(exponent: i32) -> f64 {
    f64::from_bits(u64::try_from(exponent + 1023).expect("a normal double") << 52)
}
