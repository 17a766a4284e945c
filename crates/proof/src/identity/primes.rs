//! Which field: its prime is drawn from what is compared.

use chainrule_symbolic::graph::{ExprId, Graph, Node, Walk};
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};
use rustc_hash::FxHashMap;

use super::field::{Field, mixed};

/// The primes are one less than a multiple of this: 8·9·5·7·11·13·17·19·23.
const STEP: u64 = 2_677_114_440;

/// Where the primes begin, in steps: they lie between 2^61 and 2^62.
const FEWEST_STEPS: u64 = (1 << 61) / STEP + 1;

/// How many multiples there are.
const MULTIPLES: u64 = FEWEST_STEPS - 2;

/// The other primes that are to be squares, and no orders of positive elements.
const SMALL: [u64; 5] = [29, 31, 37, 41, 43];

/// All primes up to 43.
const UP_TO_43: [u32; 14] = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43];

/// So many numbers of the worksheet are made positive: each halves the fields that will do.
const MOST_NUMBERS: usize = 8;

/// The field of a key and a number: the same on every run. These numbers are positive in it.
pub(super) fn drawn(key: u64, number: u64, positive: &[BigInt]) -> Field {
    (0..u64::from(u32::MAX))
        .map(|attempt| (FEWEST_STEPS + mixed(key, number, attempt) % MULTIPLES) * STEP - 1)
        .find(|&prime| {
            SMALL.iter().all(|&small| prime % small != 1 && jacobi(small, prime) == 1)
                && positive.iter().all(|number| {
                    let rest = number.mod_floor(&BigInt::from(prime)).to_u64().unwrap_or_default();
                    jacobi(rest, prime) == 1
                })
                && is_prime(prime)
        })
        .map(Field::of)
        .expect("primes of this kind are everywhere")
}

/// A key that depends on all that is written in some expressions, and on nothing else.
pub(super) fn key(graph: &Graph, roots: &[ExprId]) -> u64 {
    let mut places: FxHashMap<ExprId, u64> = FxHashMap::default();
    let mut key = roots.len() as u64;
    for (place, id) in (1u64..).zip(Walk::in_reading_order(graph, roots, |_| false)) {
        places.insert(id, place);
        match graph.node(id) {
            Node::Number(number) => {
                for part in [number.numerator(), number.denominator()] {
                    key = mixed(key, u64::from(part.is_negative()), 1);
                    key = part.magnitude().iter_u64_digits().fold(key, |key, digit| mixed(key, digit, 2));
                }
            }
            Node::Symbol(_) | Node::Derivative { .. } => key = mixed(key, place, 3),
            Node::Apply { function, primes, .. } => {
                let name = graph.function_name(function);
                key = name
                    .bytes()
                    .fold(mixed(key, u64::from(primes), 4), |key, byte| mixed(key, byte.into(), 5));
            }
        }
        for child in graph.children(id) {
            key = mixed(key, places.get(child).copied().unwrap_or_default(), 6);
        }
    }
    key
}

/// The numbers in some expressions that may play negative ones: those with primes above 43.
pub(super) fn numbers(graph: &Graph, roots: &[ExprId]) -> Vec<BigInt> {
    let mut found: Vec<BigInt> = Vec::new();
    for id in Walk::in_reading_order(graph, roots, |_| false) {
        let Node::Number(number) = graph.node(id) else { continue };
        for part in [number.numerator(), number.denominator()] {
            let mut rest = BigInt::from(part.magnitude().clone());
            for small in UP_TO_43 {
                while !rest.is_zero() && (&rest % small).is_zero() {
                    rest /= small;
                }
            }
            if !rest.is_zero() && !rest.is_one() && !found.contains(&rest) && found.len() < MOST_NUMBERS {
                found.push(rest);
            }
        }
    }
    found
}

/// The symbol of Jacobi: for a prime, whether a number is a square (1), none (−1) or zero (0).
fn jacobi(number: u64, below: u64) -> i8 {
    let (mut a, mut n, mut sign) = (number % below, below, 1);
    while a != 0 {
        let twos = a.trailing_zeros();
        a >>= twos;
        if twos % 2 == 1 && matches!(n % 8, 3 | 5) {
            sign = -sign;
        }
        if a % 4 == 3 && n % 4 == 3 {
            sign = -sign;
        }
        (a, n) = (n % a, a);
    }
    if n == 1 { sign } else { 0 }
}

/// The test of Miller and Rabin, with the bases that leave no number below 2^64 undecided.
///
/// Source: Sorenson, Webster: Strong pseudoprimes to twelve prime bases (2015).
fn is_prime(odd: u64) -> bool {
    let ring = Field::of(odd);
    let twos = (odd - 1).trailing_zeros();
    let rest = (odd - 1) >> twos;
    UP_TO_43.iter().take(12).all(|&base| {
        let mut power = ring.power(base.into(), rest);
        let mut passes = power == 1 || power == odd - 1;
        for _ in 1..twos {
            if passes {
                break;
            }
            power = ring.mul(power, power);
            passes = power == odd - 1;
        }
        passes
    })
}

#[cfg(test)]
mod tests {
    use super::{drawn, is_prime, jacobi};
    use crate::identity::field::Field;
    use num_bigint::BigInt;

    #[test]
    fn primes_are_told_from_others() {
        for prime in [101, 4_081_821_535_481_049_359, (1 << 61) - 1] {
            assert!(is_prime(prime), "{prime}");
        }
        // The last passes the test for the bases 2, 3, 5 and 7.
        for composite in [1105, (1 << 61) + 1, 3_215_031_751] {
            assert!(!is_prime(composite), "{composite}");
        }
    }

    #[test]
    fn symbols_agree_with_powers() {
        let prime = 1_000_003;
        let field = Field::of(prime);
        for number in 1..200 {
            assert_eq!(jacobi(number, prime) == 1, field.is_positive(number), "{number}");
        }
    }

    #[test]
    fn every_draw_is_another_field_and_numbers_asked_for_are_positive() {
        let positive = [BigInt::from(53), BigInt::from(1_000_003)];
        let fields: Vec<Field> = (0..20).map(|number| drawn(1, number, &positive)).collect();
        for (place, field) in fields.iter().enumerate() {
            assert!(field.is_positive(53) && field.is_positive(1_000_003));
            assert!(!fields[..place].contains(field));
            assert_eq!(*field, drawn(1, u64::try_from(place).unwrap(), &positive));
        }
        assert_ne!(drawn(1, 0, &[]), drawn(2, 0, &[]));
    }
}
