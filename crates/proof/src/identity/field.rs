//! Finite fields that behave like the real numbers under multiplication.
//!
//! The prime `p` of each is one less than a multiple of 8·9·5·7·11·13·17·19·23, and such that the primes from 29 to 43
//! are squares and do not divide `p − 1`. Therefore:
//! - −1 is no square, so of `x` and `−x` exactly one is a square. Squares play the positive numbers, `χ(x) = ±1` the
//!   sign, `χ(x)·x` the absolute value;
//! - every whole number made of primes up to 43 is a square: small positive numbers are positive;
//! - the squares have no element of order 2, 3, 5, …, 43: every positive element has one positive root of each such
//!   degree, and rational powers multiply as they do over the reals;
//! - the circle `c² + s² = 1` has points of every small order: angles that are rational multiples of π exist.
//!
//! An identity between real functions made of these operations holds here too; one that fails over the reals fails at
//! a random point here with a probability of about its degree over `p`. There are some ten million such primes, and which
//! are taken is drawn from what is compared: no number in a worksheet is zero in all of them, nor aimed at one.
//!
//! The sign of a constant is another matter: `√3 − √2` is positive, and plays a positive number in every other field.
//! Fields are drawn until the constants that are written have their signs; those that are not written show in that fields
//! disagree.
//!
//! Source of the idea: Gonnet: Determining equivalence of expressions in random polynomial time (1984); quadratic
//! reciprocity for the choice of the prime (Ireland, Rosen: A Classical Introduction to Modern Number Theory, ch. 5).

use chainrule_number::Rational;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::ToPrimitive;

/// A field of this many elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    prime: u64,
    /// 2^(63 + bits) over the prime, cut: multiplying by it stands for dividing.
    reciprocal: u64,
    /// The bits of the prime.
    bits: u32,
}

impl Field {
    /// The field of a prime of the kind above; the ring, where it is another odd number from 3 to 2⁶².
    pub(super) fn of(prime: u64) -> Self {
        let bits = u64::BITS - prime.leading_zeros();
        let reciprocal = (1u128 << (63 + bits)) / u128::from(prime);
        Self { prime, reciprocal: u64::try_from(reciprocal).expect("no power of two"), bits }
    }

    /// Half of `p − 1`: the number of positive elements, odd.
    fn positives(self) -> u64 {
        (self.prime - 1) / 2
    }

    /// The sum.
    pub fn add(self, a: u64, b: u64) -> u64 {
        let sum = a + b;
        if sum >= self.prime { sum - self.prime } else { sum }
    }

    /// The negative.
    pub fn neg(self, a: u64) -> u64 {
        if a == 0 { 0 } else { self.prime - a }
    }

    /// The difference.
    pub fn sub(self, a: u64, b: u64) -> u64 {
        self.add(a, self.neg(b))
    }

    /// The product.
    ///
    /// The quotient by the prime is found too small by at most 3, from the leading bits alone: what is left is below
    /// four primes (Barrett: Implementing the Rivest Shamir and Adleman public key encryption algorithm, 1986).
    pub fn mul(self, a: u64, b: u64) -> u64 {
        let product = u128::from(a) * u128::from(b);
        let low = |wide: u128| u64::try_from(wide & u128::from(u64::MAX)).expect("64 bits");
        let quotient = low((u128::from(low(product >> (self.bits - 2))) * u128::from(self.reciprocal)) >> 65);
        let mut rest = low(product).wrapping_sub(quotient.wrapping_mul(self.prime));
        while rest >= self.prime {
            rest -= self.prime;
        }
        rest
    }

    /// A whole power from 0 on.
    pub fn power(self, base: u64, mut exponent: u64) -> u64 {
        let (mut result, mut square) = (1, base);
        while exponent > 0 {
            if exponent % 2 == 1 {
                result = self.mul(result, square);
            }
            square = self.mul(square, square);
            exponent /= 2;
        }
        result
    }

    /// One over it; 0 for 0, which the caller looks for.
    pub fn inverse(self, a: u64) -> u64 {
        self.power(a, self.prime - 2)
    }

    /// Whether it plays a positive number.
    pub fn is_positive(self, a: u64) -> bool {
        a != 0 && self.power(a, self.positives()) == 1
    }

    /// Its size: itself or its negative, whichever is positive.
    pub fn size(self, a: u64) -> u64 {
        if a == 0 || self.is_positive(a) { a } else { self.neg(a) }
    }

    /// A rational power of a positive element; nothing where the denominator has no inverse or is too large.
    pub fn rational_power(self, base: u64, exponent: &Rational) -> Option<u64> {
        let order = BigInt::from(self.positives());
        let denominator = exponent.denominator().mod_floor(&order);
        let gcd = denominator.extended_gcd(&order);
        if gcd.gcd != BigInt::from(1) {
            return None;
        }
        let whole = (&*exponent.numerator() * gcd.x).mod_floor(&order).to_u64()?;
        Some(self.power(base, whole))
    }

    /// The element of an exact number; nothing where the prime divides its denominator.
    pub fn element(self, value: &Rational) -> Option<u64> {
        let prime = BigInt::from(self.prime);
        let part = |part: &BigInt| part.mod_floor(&prime).to_u64();
        let below = part(&value.denominator())?;
        (below != 0).then_some(self.mul(part(&value.numerator())?, self.inverse(below)))
    }

    /// The fraction with small parts that an element stands for, where there is one: then it is the only one.
    ///
    /// Source: rational reconstruction, Wang, Guy, Davenport (1982).
    pub fn small_fraction(self, element: u64) -> Option<Rational> {
        const LARGEST: i128 = 1 << 20;
        let (mut above, mut left) = (i128::from(self.prime), i128::from(element));
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

    /// Products, one by one.
    pub fn times(self, left: &[u64], right: &[u64]) -> Vec<u64> {
        left.iter().zip(right).map(|(a, b)| self.mul(*a, *b)).collect()
    }

    /// Sums, one by one.
    pub fn plus(self, left: &[u64], right: &[u64]) -> Vec<u64> {
        left.iter().zip(right).map(|(a, b)| self.add(*a, *b)).collect()
    }

    /// One over each; 0 for 0. All of them for one inverse, of the product (Montgomery, 1987).
    pub fn inverses(self, column: &[u64]) -> Vec<u64> {
        let mut before = Vec::with_capacity(column.len());
        let mut product = 1;
        for &value in column {
            before.push(product);
            if value != 0 {
                product = self.mul(product, value);
            }
        }
        let mut below = self.inverse(product);
        let mut inverses = before;
        for (inverse, &value) in inverses.iter_mut().zip(column).rev() {
            if value == 0 {
                *inverse = 0;
            } else {
                *inverse = self.mul(*inverse, below);
                below = self.mul(below, value);
            }
        }
        inverses
    }

    /// A column as a number times a column that starts with 1.
    pub fn scaled(self, column: &[u64]) -> Option<(Vec<u64>, u64)> {
        let &first = column.first()?;
        if first == 0 {
            return None;
        }
        let down = self.inverse(first);
        Some((column.iter().map(|&value| self.mul(value, down)).collect(), first))
    }

    /// The turn with this tangent of half the angle; its square is never −1.
    pub fn turn_of_half_tangent(self, t: u64) -> Turn {
        let square = self.mul(t, t);
        let below = self.inverse(self.add(1, square));
        Turn { cos: self.mul(self.sub(1, square), below), sin: self.mul(self.add(t, t), below) }
    }

    /// One turn after another.
    pub fn then(self, first: Turn, second: Turn) -> Turn {
        Turn {
            cos: self.sub(self.mul(first.cos, second.cos), self.mul(first.sin, second.sin)),
            sin: self.add(self.mul(first.sin, second.cos), self.mul(first.cos, second.sin)),
        }
    }

    /// The turn back.
    pub fn back(self, turn: Turn) -> Turn {
        Turn { cos: turn.cos, sin: self.neg(turn.sin) }
    }

    /// The turn, so many times.
    pub fn turn_times(self, turn: Turn, count: i64) -> Turn {
        let (mut result, mut square) = (Turn::NONE, if count < 0 { self.back(turn) } else { turn });
        let mut rest = count.unsigned_abs();
        while rest > 0 {
            if rest % 2 == 1 {
                result = self.then(result, square);
            }
            square = self.then(square, square);
            rest /= 2;
        }
        result
    }

    /// The turn by π/[`ANGLE_PARTS`], chosen such that the cosines of π/4, π/5 and π/6 are positive, as they are.
    pub fn part_of_pi(self) -> Turn {
        let order = 2 * ANGLE_PARTS;
        let steps =
            i64::try_from((self.prime + 1) / u64::try_from(order).expect("positive")).expect("below 2^63");
        let is_primitive = |turn: Turn| {
            [2, 3, 5, 7, 11, 13].iter().all(|prime| self.turn_times(turn, order / prime) != Turn::NONE)
        };
        let looks_right = |turn: Turn| {
            let part = |part: i64| self.turn_times(turn, ANGLE_PARTS / part);
            let both = |part: Turn| self.is_positive(part.cos) && self.is_positive(part.sin);
            [4, 5, 6].iter().all(|&share| both(part(share))) && part(2) == Turn { cos: 0, sin: 1 }
        };
        (2u64..self.prime)
            .map(|t| self.turn_times(self.turn_of_half_tangent(t), steps))
            .find(|&turn| is_primitive(turn) && looks_right(turn))
            .expect("one of the conjugates has these signs")
    }

    /// A number drawn for a key: the same on every run.
    pub fn draw(self, key: u64, point: u64, attempt: u64) -> u64 {
        // Nobody can aim at the numbers drawn either.
        mixed(mixed(self.prime, key, 0), point, attempt) % self.prime
    }
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
}

/// Angles are kept as multiples of this part of themselves, so that halves, thirds, … of them exist.
pub const ANGLE_PARTS: i64 = 4 * 9 * 5 * 7 * 11 * 13;

/// Three numbers made one that depends on each of their bits.
pub(super) fn mixed(key: u64, point: u64, attempt: u64) -> u64 {
    let mut state = key.wrapping_mul(0x9E37_79B9_7F4A_7C15)
        ^ point.wrapping_mul(0xD1B5_4A32_D192_ED03)
        ^ attempt.wrapping_mul(0x8CB9_2BA7_2F3D_8DD7);
    for _ in 0..3 {
        state = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        state = (state ^ (state >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        state ^= state >> 31;
    }
    state
}

#[cfg(test)]
mod tests {
    use super::super::primes::drawn;
    use super::{ANGLE_PARTS, Field, Turn};
    use chainrule_number::Rational;

    fn fields() -> Vec<Field> {
        (0..6).map(|number| drawn(7, number, &[])).collect()
    }

    #[test]
    fn small_numbers_have_their_signs_and_roots() {
        for field in fields() {
            for value in 1..=46 {
                let number = field.element(&Rational::from_integer(value)).unwrap();
                assert!(field.is_positive(number) && !field.is_positive(field.neg(number)), "{value}");
                for degree in 2..=43 {
                    let root = field.rational_power(number, &Rational::fraction(1, degree)).unwrap();
                    let back = field.rational_power(root, &Rational::from_integer(degree)).unwrap();
                    assert_eq!(back, number, "{value}^(1/{degree})");
                }
            }
        }
    }

    #[test]
    fn products_are_those_of_whole_numbers() {
        let others = [3, 5, 7, 9, 1_000_003, (1 << 61) - 1, (1 << 61) + 1, (1 << 62) - 1].map(Field::of);
        for field in fields().into_iter().chain(others) {
            let prime = field.prime;
            let numbers = [0, 1, 2, prime / 2, prime / 2 + 1, prime - 2, prime - 1];
            let drawn = (0..2_000).map(|key| field.draw(key, 1, 2));
            let all: Vec<u64> = numbers.into_iter().chain(drawn).collect();
            for (&a, &b) in all.iter().zip(all.iter().rev()).chain(all.iter().zip(&all)) {
                let right = u128::from(a) * u128::from(b) % u128::from(prime);
                assert_eq!(u128::from(field.mul(a, b)), right, "{a} * {b} mod {prime}");
            }
        }
    }

    #[test]
    fn inverses_of_a_column_are_those_of_its_numbers() {
        for field in fields() {
            let mut column: Vec<u64> = (0..9).map(|key| field.draw(key, 5, 0)).collect();
            column[4] = 0;
            let one_by_one: Vec<u64> = column.iter().map(|&value| field.inverse(value)).collect();
            assert_eq!(field.inverses(&column), one_by_one);
            assert_eq!(field.mul(column[0], one_by_one[0]), 1);
        }
    }

    #[test]
    fn roots_multiply() {
        for field in fields() {
            let square = |key| field.power(field.draw(key, 0, 0), 2);
            let (a, b) = (square(1), square(2));
            let root = |x| field.rational_power(x, &Rational::fraction(1, 2)).unwrap();
            assert_eq!(field.mul(root(a), root(b)), root(field.mul(a, b)));
            assert_eq!(field.mul(root(a), root(a)), a);
        }
    }

    #[test]
    fn fractions_come_back() {
        for field in fields() {
            for (above, below) in [(1, 3), (-7, 11), (1_000_000, 999_999), (0, 1)] {
                let value = Rational::fraction(above, below);
                assert_eq!(field.small_fraction(field.element(&value).unwrap()), Some(value));
            }
        }
    }

    #[test]
    fn angles_turn_as_they_should() {
        for field in fields() {
            let part = field.part_of_pi();
            let share = |count: i64| field.turn_times(part, ANGLE_PARTS / count);
            let sixth = share(6);
            assert_eq!(field.add(sixth.sin, sixth.sin), 1);
            let root_of_three = field.rational_power(3, &Rational::fraction(1, 2)).unwrap();
            assert_eq!(field.mul(2, sixth.cos), root_of_three);
            let quarter = share(4);
            assert_eq!(field.mul(quarter.cos, quarter.cos), field.inverse(2));
            assert_eq!(share(1), Turn { cos: field.neg(1), sin: 0 });
        }
    }
}
