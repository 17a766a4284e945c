//! The bits in which a format keeps its numbers: sign, exponent with its bias, significand without its leading one.

use super::{Binary, Format, Held, Specials};

impl Format {
    /// The bits of a number that this format holds. NaN is the quiet one with a plus sign.
    pub fn bits(&self, value: &Held) -> u64 {
        let fraction_bits = self.precision - 1;
        let ones = (1u64 << self.exponent_bits) - 1;
        let pack = |negative: bool, exponent: u64, fraction: u64| {
            (u64::from(negative) << (self.width() - 1)) | (exponent << fraction_bits) | fraction
        };
        match value {
            Held::Finite(number) if number.significand >> fraction_bits == 0 => {
                pack(number.negative, 0, number.significand)
            }
            Held::Finite(number) => {
                let top = number.exponent + self.last_place();
                let exponent = u64::try_from(top + self.bias()).unwrap_or(0);
                pack(number.negative, exponent, number.significand & ((1 << fraction_bits) - 1))
            }
            Held::Infinite { negative } => pack(*negative, ones, 0),
            Held::NotANumber => match self.specials {
                Specials::InfinitiesAndNans => pack(false, ones, 1 << (fraction_bits - 1)),
                Specials::OneNan => pack(false, ones, (1 << fraction_bits) - 1),
            },
        }
    }

    /// The number that these bits stand for; bits beyond the format's width are left out.
    pub fn held(&self, bits: u64) -> Held {
        let fraction_bits = self.precision - 1;
        let ones = (1u64 << self.exponent_bits) - 1;
        let negative = (bits >> (self.width() - 1)) & 1 == 1;
        let exponent = (bits >> fraction_bits) & ones;
        let fraction = bits & ((1 << fraction_bits) - 1);
        if exponent == ones {
            match self.specials {
                Specials::InfinitiesAndNans if fraction == 0 => return Held::Infinite { negative },
                Specials::InfinitiesAndNans => return Held::NotANumber,
                Specials::OneNan if fraction == (1 << fraction_bits) - 1 => return Held::NotANumber,
                Specials::OneNan => {}
            }
        }
        let smallest = self.smallest().exponent;
        if exponent == 0 {
            return Held::Finite(Binary { negative, significand: fraction, exponent: smallest });
        }
        let above = i32::try_from(exponent - 1).unwrap_or(0);
        let significand = fraction | (1 << fraction_bits);
        Held::Finite(Binary { negative, significand, exponent: smallest + above })
    }
}
