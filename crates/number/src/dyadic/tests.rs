//! Short numbers against plain arithmetic on big integers: the same numbers, written the same way.

use num_bigint::{BigInt, Sign};
use num_traits::Zero;
use proptest::prelude::*;

use crate::{Rational, Undefined};

use super::long::Long;
use super::{Dyadic, Form, Toward};

/// Lengths on both sides of every border.
fn length() -> impl Strategy<Value = usize> {
    prop_oneof![0usize..4, 60usize..68, 124usize..136, 186usize..200, 240usize..262, 500usize..530]
}

fn mantissa() -> impl Strategy<Value = BigInt> {
    (length(), any::<bool>(), prop::collection::vec(any::<u32>(), 18), 0usize..3).prop_map(
        |(length, negative, digits, shape)| {
            let size = BigInt::from_biguint(Sign::Plus, num_bigint::BigUint::new(digits));
            let one = BigInt::from(1);
            let full = (&one << length) - &one;
            let size = match shape {
                // Anything, all digits one, a power of two.
                0 => size & full,
                1 => full,
                _ => (one << length) >> 1,
            };
            if negative { -size } else { size }
        },
    )
}

fn number() -> impl Strategy<Value = Long> {
    let exponent = prop_oneof![
        -3i64..4,
        -140i64..140,
        -700i64..700,
        Just(1 << 60),
        Just(-(1 << 60)),
        Just(-(1 << 60) + 3)
    ];
    (mantissa(), exponent).prop_map(|(mantissa, exponent)| Long { mantissa, exponent })
}

fn bits() -> impl Strategy<Value = u32> {
    prop_oneof![1u32..4, 60u32..68, 126u32..132, 140u32..170, 190u32..194, 250u32..262, 400u32..600]
}

fn toward() -> impl Strategy<Value = Toward> {
    prop_oneof![Just(Toward::Down), Just(Toward::Up)]
}

fn dyadic(long: &Long) -> Dyadic {
    Dyadic::scaled(long.mantissa.clone(), long.exponent)
}

/// Written with the same mantissa and exponent, and short if it can be.
fn same(dyadic: &Dyadic, plain: &Long) -> Result<(), TestCaseError> {
    let parts = dyadic.long();
    prop_assert_eq!((&parts.mantissa, parts.exponent), (&plain.mantissa, plain.exponent));
    prop_assert_eq!(matches!(dyadic.0, Form::Short(_)), plain.mantissa.bits() <= 256);
    if let Form::Short(short) = &dyadic.0 {
        prop_assert!(!(short.negative && short.size.is_zero()));
    }
    Ok(())
}

#[test]
fn fractions_beside_numbers_of_giant_exponents() {
    let giant = Dyadic::power_of_two(1 << 40);
    let tiny = Dyadic::power_of_two(-(1 << 40));
    let some = |exponent| Some(Rational::power_of_two(exponent));
    for (number, down, up) in [
        (giant.clone(), some(i16::MAX), None),
        (giant.neg(), None, some(i16::MAX).map(|size| -size)),
        (tiny.clone(), Some(Rational::zero()), some(-i16::MAX)),
        (tiny.neg(), some(-i16::MAX).map(|size| -size), Some(Rational::zero())),
        (Dyadic::power_of_two(-2), some(-2), some(-2)),
        (Dyadic::zero(), Some(Rational::zero()), Some(Rational::zero())),
    ] {
        assert_eq!((number.rational_toward(Toward::Down), number.rational_toward(Toward::Up)), (down, up));
    }
    assert_eq!(giant.to_rational(), Err(Undefined::TooLarge));
    assert_eq!(tiny.to_rational(), Err(Undefined::TooLarge));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn two_numbers(a in number(), b in number(), bits in bits(), toward in toward()) {
        let (x, y) = (dyadic(&a), dyadic(&b));
        same(&x.add(&y, bits, toward), &a.add(&b, bits, toward))?;
        same(&x.add(&x.neg(), bits, toward), &a.add(&a.neg(), bits, toward))?;
        same(&x.mul(&y, bits, toward), &a.mul(&b, bits, toward))?;
        same(&x.mul(&y, u32::MAX, toward), &a.mul(&b, u32::MAX, toward))?;
        if !b.mantissa.is_zero() {
            same(&x.div(&y, bits, toward), &a.div(&b, bits, toward))?;
        }
        prop_assert_eq!(x.cmp(&y), a.cmp(&b));
        let next = Long { mantissa: (&a.mantissa << 1u32) + 1u32, exponent: a.exponent - 1 };
        prop_assert_eq!(x.cmp(&dyadic(&next)), a.cmp(&next));
        let same_number = Long { mantissa: &a.mantissa << 5u32, exponent: a.exponent - 5 };
        prop_assert_eq!(&x, &dyadic(&same_number));
    }

    #[test]
    fn one_number(a in number(), bits in bits(), toward in toward(), places in 0u32..400) {
        let x = dyadic(&a);
        same(&x, &a)?;
        same(&x.clone().rounded(bits, toward), &a.clone().rounded(bits, toward))?;
        same(&x.neg(), &a.neg())?;
        prop_assert_eq!(x.sign(), a.sign());
        prop_assert_eq!(x.top(), a.top());
        prop_assert_eq!(x.nearest_integer(), a.nearest_integer());
        prop_assert_eq!(x.leading_digits(bits.min(128)), a.leading_digits(bits.min(128)));
        if a.sign() != std::cmp::Ordering::Less && a.exponent.abs() < 1 << 50 {
            same(&x.sqrt(bits, toward), &a.sqrt(bits, toward))?;
        }
        if a.exponent < 1 << 20 {
            let units = a.units(places);
            prop_assert_eq!(&x.units(places), &units);
            if let Some((negative, size)) = x.short_units(places) {
                prop_assert_eq!(super::short::whole(negative, &size), units);
            }
        }
    }

    /// The plain arithmetic rounds as it says.
    #[test]
    fn rounding_is_directed(a in number(), b in number(), bits in bits()) {
        if a.exponent.abs().max(b.exponent.abs()) > 1000 {
            return Ok(());
        }
        let exact = |long: &Long| Rational::from_binary(&long.mantissa, long.exponent).unwrap();
        let check = |low: Long, high: Long, true_value: &Rational| {
            prop_assert!(exact(&low) <= *true_value && *true_value <= exact(&high));
            // At most one unit in the last place apart.
            let unit = Rational::from_binary(&BigInt::from(1), high.top().max(low.top()).unwrap_or(0) + 1 - i64::from(bits)).unwrap();
            prop_assert!(&exact(&high) - &exact(&low) <= unit);
            Ok(())
        };
        let (x, y) = (exact(&a), exact(&b));
        check(a.add(&b, bits, Toward::Down), a.add(&b, bits, Toward::Up), &(&x + &y))?;
        check(a.mul(&b, bits, Toward::Down), a.mul(&b, bits, Toward::Up), &(&x * &y))?;
        if let Some(quotient) = x.checked_div(&y) {
            check(a.div(&b, bits, Toward::Down), a.div(&b, bits, Toward::Up), &quotient)?;
        }
    }

    #[test]
    fn fractions(above in mantissa(), below in mantissa(), bits in bits()) {
        if let Some(value) = Rational::new(above, below) {
            let (low, high) = Dyadic::around(&value, bits);
            let whole = |part: &BigInt| Long { mantissa: part.clone(), exponent: 0 };
            let end = |toward| {
                let above = whole(&value.numerator());
                if value.is_integer() {
                    above.rounded(bits, toward)
                } else {
                    above.div(&whole(&value.denominator()), bits, toward)
                }
            };
            same(&low, &end(Toward::Down))?;
            same(&high, &end(Toward::Up))?;
        }
    }
}
