//! Sums of products in fixed point: each product is added exactly at its own place, and the whole is rounded once.

use super::short::{Wide, kept};
use super::{Dyadic, Form, Toward};

const WORDS: usize = Wide::LIMBS;

/// Binary digits above the largest product: room for the sum of 2^40 of them, and for the sign.
const ROOM: i64 = 42;

/// A number of up to 128 binary digits, made ready to be multiplied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Factor {
    /// The lowest word first.
    words: [u64; 2],
    exponent: i64,
    /// 0 is not negative.
    pub(crate) is_negative: bool,
}

impl Factor {
    /// A number; nothing where it has more digits.
    pub(crate) fn of(number: &Dyadic) -> Option<Self> {
        let Form::Short(short) = &number.0 else { return None };
        let (mut size, mut exponent) = (short.size, short.exponent);
        if size.as_limbs()[2..] != [0; 2] {
            // Rounded up it may be 1 followed by zeros.
            let zeros = size.trailing_zeros();
            size >>= zeros;
            exponent = exponent.saturating_add(i64::try_from(zeros).ok()?);
        }
        let [low, high, 0, 0] = *size.as_limbs() else { return None };
        Some(Self { words: [low, high], exponent, is_negative: short.negative })
    }

    /// The exponent of a power of two that it is below; nothing for 0.
    pub(crate) fn reach(&self) -> Option<i64> {
        let digits = match self.words {
            [0, 0] => return None,
            [low, 0] => 64 - low.leading_zeros(),
            [_, high] => 128 - high.leading_zeros(),
        };
        Some(self.exponent.saturating_add(i64::from(digits)))
    }
}

/// A sum of products.
#[derive(Clone, Debug)]
pub(crate) struct WideSum {
    /// In units of 2^lowest, the lowest word first; something negative as its complement.
    words: [u64; WORDS],
    lowest: i64,
    /// How many products were cut to whole units: those that are negative, and the others.
    cut: [u64; 2],
}

impl WideSum {
    /// A sum whose products are below 2 to this power in size.
    pub(crate) fn below(exponent: i64) -> Self {
        let digits = i64::try_from(Wide::BITS).expect("few binary digits");
        Self { words: [0; WORDS], lowest: exponent.saturating_add(ROOM).saturating_sub(digits), cut: [0; 2] }
    }

    /// Whether something was cut off.
    pub(crate) fn is_cut(&self) -> bool {
        self.cut != [0; 2]
    }

    /// Adds a product.
    #[inline]
    pub(crate) fn add_product(&mut self, left: &Factor, right: &Factor) {
        let product = product(left.words, right.words);
        if product == [0; 4] {
            return;
        }
        let is_negative = left.is_negative != right.is_negative;
        let place = left.exponent.saturating_add(right.exponent).saturating_sub(self.lowest);
        let by = usize::try_from(place.unsigned_abs()).unwrap_or(usize::MAX);
        let term = if place >= 0 { raised(&product, by) } else { self.lowered(&product, by, is_negative) };
        self.add_words(&term, is_negative);
    }

    /// The sum rounded to so many binary digits.
    pub(crate) fn rounded(&self, bits: u32, toward: Toward) -> Dyadic {
        let mut sum = self.clone();
        let mut units = [0; WORDS];
        let [negative, positive] = self.cut;
        match toward {
            Toward::Down => units[0] = negative,
            Toward::Up => units[0] = positive,
        }
        sum.add_words(&units, toward == Toward::Down);
        let is_negative = sum.words[WORDS - 1] >> 63 == 1;
        let size = Wide::from_limbs(sum.words);
        let size = if is_negative { size.wrapping_neg() } else { size };
        kept(is_negative, size, self.lowest, bits, toward)
    }

    /// Divided by a power of two and cut to whole units.
    #[cold]
    fn lowered(&mut self, product: &[u64; 4], by: usize, is_negative: bool) -> [u64; WORDS] {
        let (words, digits) = (by / 64, by % 64);
        let word = |place: usize| product.get(place).copied().unwrap_or(0);
        let is_cut = product.iter().take(words).any(|&word| word != 0)
            || product.get(words).is_some_and(|word| word & ((1 << digits) - 1) != 0);
        self.cut[usize::from(!is_negative)] += u64::from(is_cut);
        // Twice, since a word can't be shifted by all its digits at once.
        std::array::from_fn(|place| {
            let place = place.saturating_add(words);
            (word(place) >> digits) | (word(place.saturating_add(1)) << 1 << (63 - digits))
        })
    }

    #[inline]
    fn add_words(&mut self, term: &[u64; WORDS], is_negative: bool) {
        // What is subtracted is added as its complement.
        let (flipped, mut carry) = if is_negative { (u64::MAX, true) } else { (0, false) };
        for (to, &word) in self.words.iter_mut().zip(term) {
            let (sum, over) = to.overflowing_add(word ^ flipped);
            let (sum, again) = sum.overflowing_add(u64::from(carry));
            (*to, carry) = (sum, over || again);
        }
    }
}

/// Times a power of two.
#[inline]
fn raised(product: &[u64; 4], by: usize) -> [u64; WORDS] {
    let (words, digits) = (by / 64, by % 64);
    let mut term = [0; WORDS];
    let mut below = 0;
    for (place, &word) in product.iter().enumerate() {
        if let Some(to) = term.get_mut(words + place) {
            *to = (word << digits) | below;
        }
        below = word >> 1 >> (63 - digits);
    }
    if let Some(to) = term.get_mut(words + product.len()) {
        *to = below;
    }
    term
}

#[expect(clippy::cast_possible_truncation, reason = "the lower half is asked for")]
fn low(sum: u128) -> u64 {
    sum as u64
}

/// The product of two sizes, the lowest word first.
#[inline]
fn product([a, b]: [u64; 2], [c, d]: [u64; 2]) -> [u64; 4] {
    let times = |one: u64, other: u64| u128::from(one) * u128::from(other);
    let high = |sum: u128| sum >> 64;
    let first = times(a, c);
    // Doubles have one word.
    if b | d == 0 {
        return [low(first), low(high(first)), 0, 0];
    }
    let (ad, bc) = (times(a, d), times(b, c));
    let second = high(first) + u128::from(low(ad)) + u128::from(low(bc));
    let third = high(second) + high(ad) + high(bc) + u128::from(low(times(b, d)));
    let fourth = high(third) + high(times(b, d));
    [low(first), low(second), low(third), low(fourth)]
}
