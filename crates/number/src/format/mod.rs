//! Float formats: what each holds, as one correctly rounded function.
//!
//! - [`Format`]: exponent bits, precision, and what stands where IEEE 754 has its infinities and NaNs;
//! - [`Held`]: a number that a format holds, signed zeros, infinities and NaN included;
//! - `rounding`: to the nearest number held, ties to the even one, from fractions, dyadics and enclosures of any size;
//! - `arithmetic`: sums, products, quotients and square roots, each rounded once;
//! - `encoding`: the bits in which a format keeps its numbers.
//!
//! Sources: IEEE 754-2019; for the 8-bit formats Micikevicius et al., OCP 8-bit Floating Point Specification (OFP8), revision 1.0.

mod arithmetic;
mod double;
mod encoding;
mod held;
mod rounding;

pub use double::power_of_two;
pub use held::{Binary, Held};

/// A binary float format.
#[derive(Debug, PartialEq, Eq)]
pub struct Format {
    /// Its name: `f16`.
    pub name: &'static str,
    /// What it is, in a few words.
    pub title: &'static str,
    /// Bits of the exponent.
    pub exponent_bits: u32,
    /// Bits of the significand, the hidden one included.
    pub precision: u32,
    /// What stands at the largest exponent.
    pub specials: Specials,
    /// What becomes of a number that is too large.
    pub overflow: Overflow,
}

/// What stands at the largest exponent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Specials {
    /// Infinities and NaNs, as IEEE 754 has them.
    InfinitiesAndNans,
    /// Numbers, but for the one pattern of ones, which is NaN: there are no infinities.
    OneNan,
}

/// What becomes of a number that is too large for a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overflow {
    /// An infinity.
    ToInfinity,
    /// NaN: the format has no infinities.
    ToNan,
    /// The largest number; an infinity becomes that too.
    ToLargest,
}

/// IEEE 754 binary64, double precision.
pub static F64: Format = ieee("f64", "IEEE 754 binary64, double precision", 11, 53);
/// IEEE 754 binary32, single precision.
pub static F32: Format = ieee("f32", "IEEE 754 binary32, single precision", 8, 24);
/// TensorFloat-32: the range of f32 with 11 bits of significand.
pub static TF32: Format = ieee("tf32", "TensorFloat-32, the range of f32 with 11 bits of significand", 8, 11);
/// bfloat16: the range of f32 with 8 bits of significand.
pub static BF16: Format = ieee("bf16", "bfloat16, the range of f32 with 8 bits of significand", 8, 8);
/// IEEE 754 binary16, half precision.
pub static F16: Format = ieee("f16", "IEEE 754 binary16, half precision", 5, 11);
/// OCP fp8 with 5 bits of exponent; too large becomes an infinity.
pub static E5M2: Format = ieee("e5m2", "OCP fp8 with 5 bits of exponent", 5, 3);
/// OCP fp8 with 5 bits of exponent, saturating.
pub static E5M2_SATURATING: Format = Format {
    name: "e5m2-sat",
    title: "OCP fp8 with 5 bits of exponent, saturating",
    overflow: Overflow::ToLargest,
    ..E5M2
};
/// OCP fp8 with 4 bits of exponent and no infinities; too large becomes NaN.
pub static E4M3: Format = Format {
    name: "e4m3",
    title: "OCP fp8 with 4 bits of exponent",
    exponent_bits: 4,
    precision: 4,
    specials: Specials::OneNan,
    overflow: Overflow::ToNan,
};
/// OCP fp8 with 4 bits of exponent and no infinities, saturating.
pub static E4M3_SATURATING: Format = Format {
    name: "e4m3-sat",
    title: "OCP fp8 with 4 bits of exponent, saturating",
    overflow: Overflow::ToLargest,
    ..E4M3
};

/// All formats, from the widest.
pub static ALL_FORMATS: &[&Format] =
    &[&F64, &F32, &TF32, &BF16, &F16, &E5M2, &E5M2_SATURATING, &E4M3, &E4M3_SATURATING];

/// The formats that gradient steps are shown in, from the widest.
pub static FORMATS: &[&Format] = &[&F64, &F32, &BF16, &F16];

const fn ieee(name: &'static str, title: &'static str, exponent_bits: u32, precision: u32) -> Format {
    Format {
        name,
        title,
        exponent_bits,
        precision,
        specials: Specials::InfinitiesAndNans,
        overflow: Overflow::ToInfinity,
    }
}

impl Format {
    /// The format with this name.
    pub fn find(name: &str) -> Option<&'static Self> {
        ALL_FORMATS.iter().copied().find(|format| format.name == name)
    }

    /// Bits that a number takes, its sign included.
    pub fn width(&self) -> u32 {
        self.exponent_bits + self.precision
    }

    /// What is added to exponents where they are kept.
    fn bias(&self) -> i32 {
        (1 << (self.exponent_bits - 1)) - 1
    }

    /// The exponent of the smallest normal number.
    pub fn smallest_exponent(&self) -> i32 {
        1 - self.bias()
    }

    /// The exponent of the largest number.
    pub fn largest_exponent(&self) -> i32 {
        match self.specials {
            Specials::InfinitiesAndNans => self.bias(),
            Specials::OneNan => self.bias() + 1,
        }
    }

    /// The exponent of the last place of a number whose leading digit has this exponent; below the normal numbers it
    /// stays that of the smallest ones.
    fn unit(&self, top: i64) -> i64 {
        top.max(i64::from(self.smallest_exponent())) - i64::from(self.precision) + 1
    }

    /// The significand of the largest number.
    fn largest_significand(&self) -> u64 {
        let ones = (1u64 << self.precision) - 1;
        match self.specials {
            Specials::InfinitiesAndNans => ones,
            // The pattern of ones is NaN.
            Specials::OneNan => ones - 1,
        }
    }

    /// The largest number.
    pub fn largest(&self) -> Binary {
        let exponent = self.largest_exponent() - self.last_place();
        Binary { negative: false, significand: self.largest_significand(), exponent }
    }

    /// The smallest number above zero that has the full precision.
    pub fn smallest_normal(&self) -> Binary {
        let significand = 1u64 << (self.precision - 1);
        Binary { negative: false, significand, exponent: self.smallest_exponent() - self.last_place() }
    }

    /// The smallest number above zero.
    pub fn smallest(&self) -> Binary {
        Binary { negative: false, significand: 1, exponent: self.smallest_exponent() - self.last_place() }
    }

    /// How many places lie behind the leading one.
    fn last_place(&self) -> i32 {
        i32::try_from(self.precision).unwrap_or(i32::MAX) - 1
    }

    /// What division by zero and infinite arguments lead to: an infinity, or what stands for one.
    pub fn infinity(&self, negative: bool) -> Held {
        match self.overflow {
            Overflow::ToInfinity => Held::Infinite { negative },
            Overflow::ToNan => Held::NotANumber,
            Overflow::ToLargest => Held::Finite(Binary { negative, ..self.largest() }),
        }
    }
}

#[cfg(test)]
mod tests;
