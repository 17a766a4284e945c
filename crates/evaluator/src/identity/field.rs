//! A finite field that behaves like the real numbers under multiplication.
//!
//! The prime `p` is one less than a multiple of 8·9·5·7·11·13·…·43. Therefore:
//! - −1 is no square, so of `x` and `−x` exactly one is a square. Squares play the positive numbers, `χ(x) = ±1` the
//!   sign, `χ(x)·x` the absolute value;
//! - every whole number made of primes up to 43 is a square: small positive numbers are positive;
//! - the squares have no element of order 2, 3, 5, …, 43: every positive element has one positive root of each such
//!   degree, and rational powers multiply as they do over the reals;
//! - the circle `c² + s² = 1` has points of every small order: angles that are rational multiples of π exist.
//!
//! An identity between real functions made of these operations holds here too; one that fails over the reals fails at
//! a random point here with a probability of about its degree over `p`.
//!
//! Source of the idea: Gonnet: Determining equivalence of expressions in random polynomial time (1984); quadratic
//! reciprocity for the choice of the prime (Ireland, Rosen: A Classical Introduction to Modern Number Theory, ch. 5).

use chainrule_symbolic::number::Rational;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::ToPrimitive;

/// The prime: 26 · (8·9·5·7·11·13·17·19·23·29·31·37·41·43) − 1.
pub const PRIME: u64 = 4_081_821_535_481_049_359;

/// Half of `p − 1`: the number of positive elements, odd.
const POSITIVES: u64 = (PRIME - 1) / 2;

/// The sum.
pub fn add(a: u64, b: u64) -> u64 {
    let sum = a + b;
    if sum >= PRIME { sum - PRIME } else { sum }
}

/// The negative.
pub fn neg(a: u64) -> u64 {
    if a == 0 { 0 } else { PRIME - a }
}

/// The difference.
pub fn sub(a: u64, b: u64) -> u64 {
    add(a, neg(b))
}

/// The product.
pub fn mul(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b) % u128::from(PRIME);
    u64::try_from(product).expect("a remainder is below the prime")
}

/// A whole power from 0 on.
pub fn power(base: u64, mut exponent: u64) -> u64 {
    let (mut result, mut square) = (1, base);
    while exponent > 0 {
        if exponent % 2 == 1 {
            result = mul(result, square);
        }
        square = mul(square, square);
        exponent /= 2;
    }
    result
}

/// One over it; 0 for 0, which the caller looks for.
pub fn inverse(a: u64) -> u64 {
    power(a, PRIME - 2)
}

/// Whether it plays a positive number.
pub fn is_positive(a: u64) -> bool {
    a != 0 && power(a, POSITIVES) == 1
}

/// Its size: itself or its negative, whichever is positive.
pub fn size(a: u64) -> u64 {
    if a == 0 || is_positive(a) { a } else { neg(a) }
}

/// A rational power of a positive element; nothing where the denominator has no inverse or is too large.
pub fn rational_power(base: u64, exponent: &Rational) -> Option<u64> {
    let order = BigInt::from(POSITIVES);
    let denominator = exponent.denominator().mod_floor(&order);
    let gcd = denominator.extended_gcd(&order);
    if gcd.gcd != BigInt::from(1) {
        return None;
    }
    let whole = (&*exponent.numerator() * gcd.x).mod_floor(&order).to_u64()?;
    Some(power(base, whole))
}

/// The element of an exact number; nothing where the prime divides its denominator.
pub fn element(value: &Rational) -> Option<u64> {
    let prime = BigInt::from(PRIME);
    let part = |part: &BigInt| part.mod_floor(&prime).to_u64();
    let below = part(&value.denominator())?;
    (below != 0).then_some(mul(part(&value.numerator())?, inverse(below)))
}

/// The fraction with small parts that an element stands for, where there is one: then it is the only one.
///
/// Source: rational reconstruction, Wang, Guy, Davenport (1982).
pub fn small_fraction(element: u64) -> Option<Rational> {
    const LARGEST: i128 = 1 << 20;
    let (mut above, mut left) = (i128::from(PRIME), i128::from(element));
    let (mut below, mut right) = (0i128, 1i128);
    while left > LARGEST {
        let quotient = above / left;
        (above, left) = (left, above - quotient * left);
        (below, right) = (right, below - quotient * right);
    }
    let (numerator, denominator) = if right < 0 { (-left, -right) } else { (left, right) };
    if denominator == 0 || denominator > LARGEST {
        return None;
    }
    Rational::new(BigInt::from(numerator), BigInt::from(denominator))
}

/// A point of the circle `c² + s² = 1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn {
    /// The cosine.
    pub cos: u64,
    /// The sine.
    pub sin: u64,
}

impl Turn {
    /// No turn at all.
    pub const NONE: Self = Self { cos: 1, sin: 0 };

    /// The point with this tangent of half the angle; nothing where its square is −1, which never happens.
    pub fn of_half_tangent(t: u64) -> Self {
        let square = mul(t, t);
        let below = inverse(add(1, square));
        Self { cos: mul(sub(1, square), below), sin: mul(add(t, t), below) }
    }

    /// One turn after another.
    pub fn then(self, other: Self) -> Self {
        Self {
            cos: sub(mul(self.cos, other.cos), mul(self.sin, other.sin)),
            sin: add(mul(self.sin, other.cos), mul(self.cos, other.sin)),
        }
    }

    /// The turn back.
    pub fn back(self) -> Self {
        Self { cos: self.cos, sin: neg(self.sin) }
    }

    /// The turn, so many times.
    pub fn times(self, count: i64) -> Self {
        let (mut result, mut square) = (Self::NONE, if count < 0 { self.back() } else { self });
        let mut rest = count.unsigned_abs();
        while rest > 0 {
            if rest % 2 == 1 {
                result = result.then(square);
            }
            square = square.then(square);
            rest /= 2;
        }
        result
    }
}

/// Angles are kept as multiples of this part of themselves, so that halves, thirds, … of them exist.
pub const ANGLE_PARTS: i64 = 4 * 9 * 5 * 7 * 11 * 13;

/// The turn by π/[`ANGLE_PARTS`], chosen such that the cosines of π/4, π/5 and π/6 are positive, as they are.
pub fn part_of_pi() -> Turn {
    let order = 2 * ANGLE_PARTS;
    let steps = i64::try_from((PRIME + 1) / u64::try_from(order).expect("positive")).expect("below 2^63");
    let is_primitive =
        |turn: Turn| [2, 3, 5, 7, 11, 13].iter().all(|prime| turn.times(order / prime) != Turn::NONE);
    let looks_right = |turn: Turn| {
        let cosine = |part: i64| turn.times(ANGLE_PARTS / part).cos;
        let sine = |part: i64| turn.times(ANGLE_PARTS / part).sin;
        [4, 5, 6].iter().all(|&part| is_positive(cosine(part)) && is_positive(sine(part)))
            && turn.times(ANGLE_PARTS / 2) == Turn { cos: 0, sin: 1 }
    };
    (2u64..PRIME)
        .map(|t| Turn::of_half_tangent(t).times(steps))
        .find(|&turn| is_primitive(turn) && looks_right(turn))
        .expect("one of the conjugates has these signs")
}

/// A number drawn for a key: the same on every run.
pub fn draw(key: u64, point: u64, attempt: u64) -> u64 {
    let mut state = key.wrapping_mul(0x9E37_79B9_7F4A_7C15)
        ^ point.wrapping_mul(0xD1B5_4A32_D192_ED03)
        ^ attempt.wrapping_mul(0x8CB9_2BA7_2F3D_8DD7);
    for _ in 0..3 {
        state = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        state = (state ^ (state >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        state ^= state >> 31;
    }
    state % PRIME
}

#[cfg(test)]
mod tests {
    use super::{
        ANGLE_PARTS, Turn, add, draw, element, inverse, is_positive, mul, neg, part_of_pi, rational_power,
        small_fraction,
    };
    use chainrule_symbolic::number::Rational;

    #[test]
    fn small_numbers_have_their_signs_and_roots() {
        for value in 1..=46 {
            let number = element(&Rational::from_integer(value)).unwrap();
            assert!(is_positive(number) && !is_positive(neg(number)), "{value}");
            for degree in 2..=43 {
                let root = rational_power(number, &Rational::fraction(1, degree)).unwrap();
                let back = rational_power(root, &Rational::from_integer(degree)).unwrap();
                assert_eq!(back, number, "{value}^(1/{degree})");
            }
        }
    }

    #[test]
    fn roots_multiply() {
        let (a, b) = (mul(draw(1, 0, 0), draw(1, 0, 0)), mul(draw(2, 0, 0), draw(2, 0, 0)));
        let root = |x| rational_power(x, &Rational::fraction(1, 2)).unwrap();
        assert_eq!(mul(root(a), root(b)), root(mul(a, b)));
        assert_eq!(mul(root(a), root(a)), a);
    }

    #[test]
    fn fractions_come_back() {
        for (above, below) in [(1, 3), (-7, 11), (1_000_000, 999_999), (0, 1)] {
            let value = Rational::fraction(above, below);
            assert_eq!(small_fraction(element(&value).unwrap()), Some(value));
        }
        assert_eq!(small_fraction(draw(3, 1, 4)), None);
    }

    #[test]
    fn angles_turn_as_they_should() {
        let part = part_of_pi();
        let sixth = part.times(ANGLE_PARTS / 6);
        assert_eq!(add(sixth.sin, sixth.sin), 1);
        let root_of_three = rational_power(3, &Rational::fraction(1, 2)).unwrap();
        assert_eq!(mul(2, sixth.cos), root_of_three);
        let quarter = part.times(ANGLE_PARTS / 4);
        assert_eq!(mul(quarter.cos, quarter.cos), inverse(2));
        assert_eq!(part.times(ANGLE_PARTS), Turn { cos: neg(1), sin: 0 });
    }
}
