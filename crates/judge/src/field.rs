//! Whole numbers modulo a prime, in which what the judges compare is tried at random points.

/// The Mersenne prime 2^61 − 1; −1 is no square modulo it.
pub(crate) const PRIME: u64 = (1 << 61) - 1;

/// A number of the field that depends on nothing but the seed.
pub(crate) fn drawn(seed: u64) -> u64 {
    let mut state = seed ^ 0x5851_F42D_4C95_7F2D;
    for _ in 0..3 {
        state = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        state = (state ^ (state >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        state ^= state >> 31;
    }
    state % PRIME
}

pub(crate) fn plus(left: u64, right: u64) -> u64 {
    let sum = left + right;
    if sum >= PRIME { sum - PRIME } else { sum }
}

/// 2^61 is 1 modulo the prime: the upper half of the product is added to the lower.
pub(crate) fn times(left: u64, right: u64) -> u64 {
    let product = u128::from(left) * u128::from(right);
    let half = |value: u128| u64::try_from(value & u128::from(PRIME)).expect("61 bits are fewer than 64");
    plus(half(product), half(product >> 61))
}

#[cfg(test)]
mod tests {
    use super::{PRIME, plus, times};

    #[test]
    fn products_are_those_of_whole_numbers() {
        for left in [0, 1, 2, 12_345, PRIME / 2, PRIME - 1] {
            for right in [0, 1, 3, 1 << 60, PRIME - 2, PRIME - 1] {
                let expected = u128::from(left) * u128::from(right) % u128::from(PRIME);
                assert_eq!(u128::from(times(left, right)), expected);
                let expected = (u128::from(left) + u128::from(right)) % u128::from(PRIME);
                assert_eq!(u128::from(plus(left, right)), expected);
            }
        }
    }
}
