//! The greatest common divisor of integers of any size.
//!
//! Source: Knuth, *The Art of Computer Programming* 4.5.2, algorithm L, by Lehmer: the leading digits tell many quotients of
//! Euclid's algorithm at once, and only then are the long numbers touched.

use num_bigint::BigUint;
use num_integer::Integer;
use num_traits::{ToPrimitive, Zero};

/// The greatest common divisor; of 0 and a number it is that number.
pub(super) fn gcd(a: &BigUint, b: &BigUint) -> BigUint {
    let (larger, smaller) = if a < b { (b, a) } else { (a, b) };
    let (mut larger, mut smaller) = (larger.clone(), smaller.clone());
    loop {
        if smaller.is_zero() {
            return larger;
        }
        if let Some(small) = smaller.to_u64() {
            let rest = (&larger % small).to_u64().expect("below a number of 64 bits");
            return small.gcd(&rest).into();
        }
        if let Some(steps) = Steps::of(&larger, &smaller) {
            (larger, smaller) = steps.take(&larger, &smaller);
        } else {
            larger %= &smaller;
            std::mem::swap(&mut larger, &mut smaller);
        }
    }
}

/// Some steps of Euclid's algorithm: the next two numbers as sums of multiples of the two before. In each, one multiple is
/// above 0 and the other is not.
#[derive(Clone, Copy)]
struct Steps {
    next: (i128, i128),
    after: (i128, i128),
}

impl Steps {
    /// The steps that the 64 leading binary digits tell for sure; nothing where they tell none.
    fn of(larger: &BigUint, smaller: &BigUint) -> Option<Self> {
        let shift = larger.bits().saturating_sub(64);
        let digits = |value: &BigUint| (value >> shift).to_u64().map(i128::from);
        let (mut x, mut y) = (digits(larger)?, digits(smaller)?);
        let (mut next, mut after) = ((1i128, 0i128), (0i128, 1i128));
        // The true quotient lies between the two that follow if what was cut off is taken for nothing or for a whole unit.
        while y + after.0 != 0 && y + after.1 != 0 {
            let quotient = (x + next.0) / (y + after.0);
            if quotient != (x + next.1) / (y + after.1) {
                break;
            }
            (next, after) = (after, (next.0 - quotient * after.0, next.1 - quotient * after.1));
            (x, y) = (y, x - quotient * y);
        }
        (next.1 != 0).then_some(Self { next, after })
    }

    fn take(self, larger: &BigUint, smaller: &BigUint) -> (BigUint, BigUint) {
        let sum = |(first, second): (i128, i128)| {
            let (first_part, second_part) = (larger * first.unsigned_abs(), smaller * second.unsigned_abs());
            if first > 0 || second < 0 { first_part - second_part } else { second_part - first_part }
        };
        (sum(self.next), sum(self.after))
    }
}

#[cfg(test)]
mod tests {
    use num_bigint::BigUint;
    use num_integer::Integer;
    use proptest::prelude::*;

    use super::gcd;

    fn number() -> impl Strategy<Value = BigUint> {
        prop::collection::vec(any::<u32>(), 0..40).prop_map(BigUint::new)
    }

    proptest! {
        #[test]
        fn agrees_with_stein(a in number(), b in number(), common in number(), near in any::<u32>()) {
            let (left, right) = (&a * &common, &b * &common);
            prop_assert_eq!(gcd(&left, &right), left.gcd(&right));
            // Quotients of 1, and leading digits that are all the same.
            let close = &left + near;
            prop_assert_eq!(gcd(&left, &close), left.gcd(&close));
        }
    }

    #[test]
    fn neighbours_in_the_sequence_of_fibonacci() {
        let (mut a, mut b) = (BigUint::from(1u32), BigUint::from(1u32));
        for _ in 0..2000 {
            (a, b) = (&a + &b, a);
            assert_eq!(gcd(&a, &b), BigUint::from(1u32));
        }
        assert_eq!(gcd(&(&a * 6u32), &(&b * 6u32)), BigUint::from(6u32));
        let power = BigUint::from(1u32) << 4000u32;
        assert_eq!(gcd(&power, &(&power - 1u32)), BigUint::from(1u32));
        assert_eq!(gcd(&power, &power), power);
    }
}
