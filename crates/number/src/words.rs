//! Numbers in fixed point as machine words: sums, products and quotients without the heap, each rounded down.

use num_bigint::BigUint;

/// A number of units of 2^-places below 4, the lowest 64 binary digits first; so many that two digits stay free.
pub(super) type Words<const LENGTH: usize> = [u64; LENGTH];

/// a·b, rounded down to a unit.
pub(super) fn product<const LENGTH: usize>(
    a: &Words<LENGTH>,
    b: &Words<LENGTH>,
    places: u32,
) -> Words<LENGTH> {
    let mut whole = [[0u64; LENGTH]; 2];
    let whole = whole.as_flattened_mut();
    for (place, &digit) in a.iter().enumerate() {
        // Powers become shorter from term to term.
        if digit == 0 {
            continue;
        }
        let mut carry = 0u64;
        for (to, &other) in whole[place..place + LENGTH].iter_mut().zip(b) {
            let sum = u128::from(digit) * u128::from(other) + u128::from(*to) + u128::from(carry);
            (*to, carry) = (low(sum), low(sum >> 64));
        }
        whole[place + LENGTH] = carry;
    }
    cut(whole, places)
}

/// a², rounded down to a unit: of the products of two different words each stands twice.
pub(super) fn square<const LENGTH: usize>(a: &Words<LENGTH>, places: u32) -> Words<LENGTH> {
    let mut whole = [[0u64; LENGTH]; 2];
    let whole = whole.as_flattened_mut();
    for (place, &digit) in a.iter().enumerate() {
        let mut carry = 0u64;
        for (to, &other) in whole[2 * place + 1..].iter_mut().zip(&a[place + 1..]) {
            let sum = u128::from(digit) * u128::from(other) + u128::from(*to) + u128::from(carry);
            (*to, carry) = (low(sum), low(sum >> 64));
        }
        whole[place + LENGTH] = carry;
    }
    let (mut above, mut carry) = (0u64, 0u64);
    for (pair, &digit) in whole.chunks_exact_mut(2).zip(a) {
        let squared = u128::from(digit) * u128::from(digit);
        for (to, squared) in pair.iter_mut().zip([low(squared), low(squared >> 64)]) {
            let twice = (*to << 1) | above;
            above = *to >> 63;
            let sum = u128::from(twice) + u128::from(squared) + u128::from(carry);
            (*to, carry) = (low(sum), low(sum >> 64));
        }
    }
    cut(whole, places)
}

/// What is left of a product of two numbers of units: the digits from the units on.
fn cut<const LENGTH: usize>(whole: &[u64], places: u32) -> Words<LENGTH> {
    let (from, by) = (places as usize / 64, places % 64);
    let mut cut = [0; LENGTH];
    for (place, word) in cut.iter_mut().enumerate() {
        // Twice, since a word can't be shifted by all its digits at once.
        *word = (whole[from + place] >> by) | (whole[from + place + 1] << 1 << (63 - by));
    }
    cut
}

/// Rounded down; a divisor has at most 32 binary digits.
pub(super) fn divided<const LENGTH: usize>(number: &Words<LENGTH>, divisor: u64) -> Words<LENGTH> {
    let mut quotient = [0; LENGTH];
    let mut rest = 0u64;
    for (word, &digits) in quotient.iter_mut().zip(number).rev() {
        if rest == 0 && digits == 0 {
            continue;
        }
        // By halves of a word: what is divided is below 2^32 times the divisor.
        let above = (rest << 32) | (digits >> 32);
        let below = ((above % divisor) << 32) | (digits & u64::from(u32::MAX));
        rest = below % divisor;
        *word = ((above / divisor) << 32) | (below / divisor);
    }
    quotient
}

pub(super) fn add<const LENGTH: usize>(sum: &mut Words<LENGTH>, term: &Words<LENGTH>) {
    let mut carry = 0u64;
    for (to, &word) in sum.iter_mut().zip(term) {
        let whole = u128::from(*to) + u128::from(word) + u128::from(carry);
        (*to, carry) = (low(whole), low(whole >> 64));
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the lower half is asked for")]
fn low(whole: u128) -> u64 {
    whole as u64
}

/// A whole number of units that the words hold.
pub(super) fn from_integer<const LENGTH: usize>(units: &BigUint) -> Words<LENGTH> {
    let mut words = [0; LENGTH];
    for (word, digits) in words.iter_mut().zip(units.iter_u64_digits()) {
        *word = digits;
    }
    words
}

pub(super) fn to_integer(words: &[u64]) -> BigUint {
    let bytes: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
    BigUint::from_bytes_le(&bytes)
}
