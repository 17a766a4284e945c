use std::hash::{BuildHasher, BuildHasherDefault};

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive, Zero};
use proptest::prelude::*;
use rustc_hash::FxHasher;

use super::{PowerError, Rational};
use crate::Undefined;

#[test]
fn powers_are_sized_before_they_are_computed() {
    let nine = Rational::from_integer(9);
    assert_eq!(nine.pow(387_420_489), Err(PowerError::TooLarge));
    assert_eq!(nine.pow(2).unwrap(), Rational::from_integer(81));
    assert_eq!(Rational::fraction(-1, 2).pow(-3).unwrap(), Rational::from_integer(-8));
    assert_eq!(Rational::from_integer(-1).pow(i64::MAX).unwrap(), Rational::from_integer(-1));
    assert_eq!(Rational::from_integer(-1).pow(i64::MIN).unwrap(), Rational::one());
    assert_eq!(Rational::zero().pow(-1), Err(PowerError::ZeroBase));
    assert_eq!(nine.pow(0).unwrap(), Rational::one());
}

#[test]
fn numbers_of_giant_exponents_are_sized_before_they_are_computed() {
    let one = BigInt::from(1);
    let long = BigInt::from(3).pow(1000);
    for exponent in [i64::MAX, i64::MIN, 1 << 40, -(1 << 40), 340_000, -340_000] {
        for mantissa in [&one, &long] {
            assert_eq!(Rational::from_binary(mantissa, exponent), Err(Undefined::TooLarge));
        }
        assert_eq!(Rational::from_binary(&BigInt::zero(), exponent), Ok(Rational::zero()));
    }
    assert_eq!(Rational::from_binary(&one, -339_999).unwrap().bits(), 340_001);
    assert_eq!(Rational::power_of_two(-3), Rational::fraction(1, 8));
    assert_eq!(Rational::power_of_two(i16::MIN).bits(), 32_770);
}

#[test]
fn roots_and_logarithms() {
    assert_eq!(Rational::fraction(9, 4).nth_root_exact(2), Some(Rational::fraction(3, 2)));
    assert_eq!(Rational::from_integer(2).nth_root_exact(2), None);
    assert!((Rational::fraction(1, 1000).log10_abs() + 3.0).abs() < 1e-12);
}

#[test]
fn the_borders_of_the_small_form() {
    let (least, most) = (Rational::from_integer(i64::MIN), Rational::from_integer(i64::MAX));
    assert_eq!(least.as_small(), Some((i64::MIN, 1)));
    assert_eq!(most.as_small(), Some((i64::MAX, 1)));
    assert_eq!((-&least).as_small(), None);
    assert_eq!(-&-&least, least);
    assert_eq!(&(&most + &Rational::one()) - &Rational::one(), most);
    assert_eq!(least.abs(), &most + &Rational::one());
    assert_eq!(least.recip().unwrap().as_small(), None);
    assert_eq!(least.recip().unwrap().recip().unwrap(), least);
    assert_eq!(most.recip().unwrap().as_small(), Some((1, i64::MAX.unsigned_abs())));
    assert_eq!(Rational::fraction(i64::MIN, i64::MIN), Rational::one());
    assert_eq!(Rational::fraction(1, i64::MIN), least.recip().unwrap());
    assert_eq!(Rational::fraction(2, i64::MIN).as_small(), Some((-1, 1 << 62)));
    assert_eq!(Rational::from_integer(-2).pow(63).unwrap(), least);
    assert_eq!(Rational::from_integer(2).pow(-63).unwrap(), -least.recip().unwrap());
    assert_eq!(Rational::from_f64(-(2f64.powi(63))), Some(least));
    assert_eq!(Rational::from_f64(0.5f64.powi(62)).unwrap().as_small(), Some((1, 1 << 62)));
    assert_eq!(Rational::from_f64(0.5f64.powi(63)).unwrap().as_small(), None);
}

fn oracle(value: &Rational) -> BigRational {
    BigRational::new_raw(value.numerator().into_owned(), value.denominator().into_owned())
}

/// The value is what is expected, in lowest terms and in the only form it may have.
fn check(value: &Rational, expected: &BigRational) -> Result<(), TestCaseError> {
    prop_assert_eq!(&*value.numerator(), expected.numer());
    prop_assert_eq!(&*value.denominator(), expected.denom());
    let fits = expected.numer().to_i64().zip(expected.denom().to_i64());
    prop_assert_eq!(value.as_small(), fits.map(|(above, below)| (above, below.unsigned_abs())));
    let again = Rational::new(expected.numer().clone(), expected.denom().clone()).unwrap();
    prop_assert_eq!(&again, value);
    let hash = |value: &Rational| BuildHasherDefault::<FxHasher>::default().hash_one(value);
    prop_assert_eq!(hash(&again), hash(value));
    prop_assert_eq!(value.to_string(), expected.to_string());
    Ok(())
}

fn integer() -> impl Strategy<Value = BigInt> {
    let border = prop_oneof![
        Just(BigInt::from(i64::MIN)),
        Just(BigInt::from(i64::MAX)),
        Just(BigInt::from(u64::MAX)),
        Just(BigInt::from(1u64 << 32)),
        Just(BigInt::zero()),
    ];
    prop_oneof![
        (border, -2i64..=2).prop_map(|(border, by)| border + by),
        (-12i64..=12).prop_map(BigInt::from),
        any::<i64>().prop_map(BigInt::from),
        any::<i128>().prop_map(BigInt::from),
        (any::<i64>(), 0u32..40, 0u32..40)
            .prop_map(|(n, two, six)| BigInt::from(n) * BigInt::from(2).pow(two) * BigInt::from(6).pow(six)),
        (any::<i128>(), any::<i128>(), any::<i64>())
            .prop_map(|(a, b, c)| BigInt::from(a) * BigInt::from(b) * BigInt::from(c)),
    ]
}

fn fraction() -> impl Strategy<Value = (Rational, BigRational)> {
    (integer(), integer()).prop_filter_map("a denominator of 0", |(above, below)| {
        let value = Rational::new(above.clone(), below.clone())?;
        Some((value, BigRational::new(above, below)))
    })
}

/// Two fractions that often share divisors of their parts.
fn pair() -> impl Strategy<Value = (Rational, Rational)> {
    (fraction(), fraction(), 0..4usize).prop_map(|((a, _), (b, _), shared)| {
        let related =
            |value: BigRational| Rational::new(value.numer().clone(), value.denom().clone()).unwrap();
        let b = match shared {
            0 => related(oracle(&b) / BigRational::from(a.denominator().into_owned())),
            1 => related(oracle(&b) * BigRational::from(a.denominator().into_owned())),
            2 => related(oracle(&b) - oracle(&a)),
            _ => b,
        };
        (a, b)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn fractions_are_reduced((value, expected) in fraction()) {
        check(&value, &expected)?;
        check(&-&value, &-&expected)?;
        check(&value.abs(), &expected.abs())?;
        prop_assert_eq!(value.is_zero(), expected.is_zero());
        prop_assert_eq!(value.is_negative(), expected.is_negative());
        prop_assert_eq!(value.is_positive(), expected.is_positive());
        prop_assert_eq!(value.is_integer(), expected.is_integer());
        prop_assert_eq!(value.bits(), expected.numer().bits() + expected.denom().bits());
        prop_assert_eq!(value.floor(), expected.floor().to_integer());
        prop_assert_eq!(value.to_f64().to_bits(), expected.to_f64().unwrap().to_bits());
        prop_assert_eq!(value.to_i64(), if expected.is_integer() { expected.to_i64() } else { None });
        match value.recip() {
            Some(inverse) => check(&inverse, &expected.recip())?,
            None => prop_assert!(expected.is_zero()),
        }
    }

    #[test]
    fn logarithms_do_not_tell_the_forms_apart(word in any::<u64>(), shift in 0..64u32) {
        let word = word >> shift;
        prop_assert_eq!(super::log2_of_word(word).to_bits(), super::log2_of(&BigInt::from(word)).to_bits());
    }

    #[test]
    fn arithmetic_is_that_of_fractions((a, b) in pair()) {
        let (x, y) = (oracle(&a), oracle(&b));
        check(&(&a + &b), &(&x + &y))?;
        check(&(&a - &b), &(&x - &y))?;
        check(&(&a * &b), &(&x * &y))?;
        match a.checked_div(&b) {
            Some(quotient) => check(&quotient, &(&x / &y))?,
            None => prop_assert!(y.is_zero()),
        }
        prop_assert_eq!(a.cmp(&b), x.cmp(&y));
        prop_assert_eq!(a == b, x == y);
    }

    #[test]
    fn powers_are_those_of_fractions((value, expected) in fraction(), exponent in -9i32..=9) {
        match value.pow(exponent.into()) {
            Ok(power) => check(&power, &expected.pow(exponent))?,
            Err(error) => prop_assert!(error == PowerError::ZeroBase && expected.is_zero() && exponent < 0),
        }
    }

    #[test]
    fn roots_of_powers_come_back((value, _) in fraction(), n in 1u32..6) {
        let size = value.abs();
        prop_assert_eq!(size.pow(n.into()).unwrap().nth_root_exact(n), Some(size));
    }

    #[test]
    fn floats_are_taken_exactly(bits in any::<u64>(), whole in any::<i64>()) {
        let value = f64::from_bits(bits);
        match Rational::from_f64(value) {
            Some(exact) => {
                check(&exact, &BigRational::from_float(value).unwrap())?;
                prop_assert_eq!(exact.to_f64().to_bits(), (value + 0.0).to_bits());
            }
            None => prop_assert!(!value.is_finite()),
        }
        #[expect(clippy::cast_precision_loss, reason = "any float will do")]
        let small = whole as f64 * 0.5f64.powi(i32::try_from(bits % 130).unwrap());
        check(&Rational::from_f64(small).unwrap(), &BigRational::from_float(small).unwrap())?;
    }

    #[test]
    fn binary_fractions(mantissa in integer(), exponent in -200i64..=200) {
        let two = BigRational::from_integer(2.into());
        let expected = BigRational::from(mantissa.clone()) * two.pow(i32::try_from(exponent).unwrap());
        check(&Rational::from_binary(&mantissa, exponent).unwrap(), &expected)?;
    }
}
