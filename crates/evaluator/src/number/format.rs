//! Float formats as one rounding function.

use chainrule_symbolic::number::Rational;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Zero};

/// A binary float format with infinities, as IEEE 754 lays them out.
#[derive(Debug, PartialEq, Eq)]
pub struct Format {
    /// Its name: `f16`.
    pub name: &'static str,
    /// Bits of the exponent.
    pub exponent_bits: u32,
    /// Bits of the significand, the hidden one included.
    pub precision: u32,
}

/// IEEE 754 binary64.
pub static F64: Format = Format { name: "f64", exponent_bits: 11, precision: 53 };
/// IEEE 754 binary32.
pub static F32: Format = Format { name: "f32", exponent_bits: 8, precision: 24 };
/// bfloat16: the range of f32 with 8 bits of significand.
pub static BF16: Format = Format { name: "bf16", exponent_bits: 8, precision: 8 };
/// IEEE 754 binary16.
pub static F16: Format = Format { name: "f16", exponent_bits: 5, precision: 11 };

/// The formats shown, from the widest.
pub static FORMATS: &[&Format] = &[&F64, &F32, &BF16, &F16];

/// What a format holds of a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rounded {
    /// This number.
    Finite(Rational),
    /// Too large: an infinity.
    Infinite {
        /// Whether it is minus infinity.
        negative: bool,
    },
}

impl Format {
    fn smallest_exponent(&self) -> i64 {
        2 - (1i64 << (self.exponent_bits - 1))
    }

    /// The largest finite number.
    pub fn largest(&self) -> Rational {
        let top = (1i64 << (self.exponent_bits - 1)) - 1;
        let significand = (BigInt::one() << self.precision) - 1u32;
        Rational::from_binary(&significand, top - i64::from(self.precision) + 1)
    }

    /// The nearest number the format holds; ties go to the even one; subnormal numbers included.
    pub fn round(&self, value: &Rational) -> Rounded {
        if value.is_zero() {
            return Rounded::Finite(Rational::zero());
        }
        let size = value.abs();
        let exponent = floor_log2(&size).max(self.smallest_exponent());
        // The unit of the last place at this size; below the normal range it stays the smallest one.
        let unit = exponent - i64::from(self.precision) + 1;
        let scaled = if unit >= 0 {
            Rational::new(size.numerator().clone(), size.denominator() << unit.unsigned_abs())
        } else {
            Rational::new(size.numerator() << unit.unsigned_abs(), size.denominator().clone())
        }
        .expect("a denominator is never zero");
        let (mut whole, rest) = scaled.numerator().div_rem(scaled.denominator());
        let twice: BigInt = rest * 2u32;
        if twice > *scaled.denominator() || (twice == *scaled.denominator() && whole.is_odd()) {
            whole += 1u32;
        }
        if whole.is_zero() {
            return Rounded::Finite(Rational::zero());
        }
        let rounded = Rational::from_binary(&whole, unit);
        if rounded > self.largest() {
            return Rounded::Infinite { negative: value.is_negative() };
        }
        Rounded::Finite(if value.is_negative() { -rounded } else { rounded })
    }
}

/// The largest e with 2^e at most the number, which is above 0.
fn floor_log2(value: &Rational) -> i64 {
    let bits = |part: &BigInt| i64::try_from(part.bits()).unwrap_or(i64::MAX);
    let guess = bits(value.numerator()) - bits(value.denominator());
    if Rational::from_binary(&BigInt::one(), guess) <= *value { guess } else { guess - 1 }
}

#[cfg(test)]
mod tests {
    use super::{F16, F32, F64, Rounded};
    use chainrule_symbolic::number::Rational;

    fn number(rounded: Rounded) -> f64 {
        match rounded {
            Rounded::Finite(value) => value.to_f64(),
            Rounded::Infinite { negative } => {
                if negative {
                    f64::NEG_INFINITY
                } else {
                    f64::INFINITY
                }
            }
        }
    }

    #[test]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::float_cmp,
        reason = "the native conversion is the oracle"
    )]
    fn agrees_with_native_and_half() {
        let mut state = 0x9E37_79B9_7F4A_7C15u64;
        for _ in 0..20_000 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            // Exponents around the range of f32 and f16, subnormal ones included.
            let exponent = i32::try_from(state >> 56).unwrap() - 160;
            let value = (f64::from((state >> 20) as u32) - 2e9) * f64::from(exponent).exp2();
            let exact = Rational::from_f64(value).unwrap();
            assert_eq!(number(F64.round(&exact)), value);
            assert_eq!(number(F32.round(&exact)), f64::from(value as f32), "{value:e}");
            let half = half::f16::from_f32(value as f32);
            if Rational::from_f64(f64::from(value as f32)) == Some(exact.clone()) {
                assert_eq!(number(F16.round(&exact)), f64::from(half.to_f32()), "{value:e}");
            }
        }
    }

    #[test]
    fn f32_holds_7507500032_for_7507500000() {
        assert_eq!(
            F32.round(&Rational::from_integer(7_507_500_000)),
            Rounded::Finite(Rational::from_integer(7_507_500_032))
        );
        assert_eq!(F16.round(&Rational::from_integer(7_500_000)), Rounded::Infinite { negative: false });
    }
}
