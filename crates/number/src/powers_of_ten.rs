//! Powers of ten, enclosed.

use std::cmp::Ordering;
use std::sync::OnceLock;

use super::{Enclosure, Undefined};

/// At this many binary digits the repeated squares of ten are kept, each from when it is first needed: what a page shows of
/// numbers far from 1 is computed with so many.
const KEPT_BITS: u32 = 228;

/// Exponents have 63 binary digits.
const MOST_SQUARES: usize = 63;

/// `10^exponent`, computed with so many binary digits.
pub(super) fn power_of_ten(exponent: i64, bits: u32) -> Result<Enclosure, Undefined> {
    static KEPT: [OnceLock<Enclosure>; MOST_SQUARES] = [const { OnceLock::new() }; MOST_SQUARES];
    let mut power = Enclosure::integer(1);
    let mut square = Enclosure::integer(10);
    let mut rest = exponent.unsigned_abs();
    for kept in &KEPT {
        if rest % 2 == 1 {
            power = power.times(&square, bits);
        }
        rest /= 2;
        if rest == 0 {
            break;
        }
        let next = || square.times(&square, bits);
        square =
            if bits == KEPT_BITS { kept.get_or_init(next).clone() } else { next() }.within_exponents()?;
    }
    let power = power.within_exponents()?;
    if exponent < 0 { Enclosure::integer(1).over(&power, bits) } else { Ok(power) }
}

/// log₁₀ 2, in units of 10⁻¹⁸.
const LOG10_OF_2: i128 = 301_029_995_663_981_195;
const TEN_TO_THE_18: i128 = 1_000_000_000_000_000_000;

impl Enclosure {
    /// `m·10^e` with `m` of a size from about 1/10 to 10: how numbers far beyond the floats are written. Nothing where the interval
    /// holds 0.
    pub fn scientific(&self, bits: u32) -> Option<(Self, i64)> {
        let size = self.size();
        if size.lower.sign() != Ordering::Greater {
            return None;
        }
        // A power of 10 takes up to 64 squarings, each of which may double the error.
        let work = bits + 96;
        // The exponent need not be the nearest: what is left over is `m`.
        let exponent = i64::try_from(i128::from(size.lower.top()?) * LOG10_OF_2 / TEN_TO_THE_18).ok()?;
        let power = power_of_ten(exponent, work).ok()?;
        Some((self.over(&power, bits).ok()?, exponent))
    }
}

#[cfg(test)]
mod tests {
    use super::{Enclosure, KEPT_BITS, power_of_ten};

    #[test]
    fn the_same_as_other_powers() {
        for exponent in [-1_000_000_007, -30_000, -308, -1, 0, 1, 2, 17, 99_999, 1 << 40] {
            for bits in [KEPT_BITS, KEPT_BITS + 1] {
                let expected = Enclosure::integer(10).to_the(exponent, bits);
                assert_eq!(power_of_ten(exponent, bits), expected, "{exponent}");
            }
        }
        assert!(power_of_ten(i64::MAX, KEPT_BITS).is_err());
    }
}
