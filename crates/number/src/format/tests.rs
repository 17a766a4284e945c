//! Against the native floats, the `half` crate, and the tables of fp8 that `ml_dtypes` gives.

#![expect(
    clippy::float_cmp,
    clippy::cast_precision_loss,
    reason = "a format holds one number exactly, and drawn numbers have as many bits as a double"
)]

use std::cmp::Ordering;

use crate::Rational;
use half::{bf16, f16};

use super::{
    ALL_FORMATS, BF16, E4M3, E4M3_SATURATING, E5M2, E5M2_SATURATING, F16, F32, F64, Format, Held, TF32,
};
use crate::{Dyadic, Enclosure};

/// The next of a sequence that looks random.
fn draw(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut mixed = (*state ^ (*state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

/// The bits of a double, NaN in one pattern.
fn bits_of(value: f64) -> u64 {
    F64.bits(&F64.held(value.to_bits()))
}

#[test]
fn every_pattern_of_16_bits_is_read_and_written_as_half_does() {
    for bits in 0..=u16::MAX {
        for (format, native) in
            [(&F16, f64::from(f16::from_bits(bits))), (&BF16, f64::from(bf16::from_bits(bits)))]
        {
            let held = format.held(bits.into());
            assert_eq!(bits_of(held.to_f64()), bits_of(native), "{} {bits:04x}", format.name);
            if held != Held::NotANumber {
                assert_eq!(format.bits(&held), u64::from(bits));
            }
            // Between neighbours lies what decides all roundings: the tie, and what is next to it.
            let Some(number) = held.finite().filter(|number| !number.negative) else { continue };
            let next = format.held(u64::from(bits) + 1);
            let Some(above) = next.finite() else { continue };
            let tie = &(&number.to_rational() + &above.to_rational()) * &Rational::fraction(1, 2);
            let little = Rational::power_of_two(-400);
            let even = if bits % 2 == 0 { held } else { next };
            assert_eq!(format.round(&tie), even);
            assert_eq!(format.round(&(&tie - &little)), held);
            assert_eq!(format.round(&(&tie + &little)), next);
            assert_eq!(format.round(&-&(&tie - &little)), held.negated());
        }
    }
}

/// Doubles of all sizes around the range of a format.
fn double(state: &mut u64, largest: i32) -> f64 {
    let drawn = draw(state);
    let span = u64::try_from(2 * largest + 60).unwrap_or(1);
    let exponent = i32::try_from(drawn % span).unwrap_or(0) - largest - 50;
    let size = 1.0 + (draw(state) >> 12) as f64 / (1u64 << 52) as f64;
    let size = size * 2f64.powi(exponent.max(-1022)) * 2f64.powi(exponent.min(-1022) + 1022);
    if drawn >> 63 == 1 { -size } else { size }
}

#[test]
#[expect(clippy::cast_possible_truncation, reason = "the native conversion is the oracle")]
fn a_million_doubles_are_rounded_as_native_f32_and_half_do() {
    let mut state = 1;
    for _ in 0..1_000_000 {
        let value = double(&mut state, 150);
        assert_eq!(F32.bits(&F32.round_f64(value)), u64::from((value as f32).to_bits()), "{value:e}");
        // `half` rounds from f32 correctly; from f64 it rounds twice.
        let single = value as f32;
        let bits = u64::from(bf16::from_f32(single).to_bits());
        assert_eq!(BF16.bits(&BF16.round_f64(single.into())), bits, "{single:e}");
        let value = double(&mut state, 20) as f32;
        let bits = u64::from(f16::from_f32(value).to_bits());
        assert_eq!(F16.bits(&F16.round_f64(value.into())), bits, "{value:e}");
    }
}

#[test]
#[expect(clippy::cast_possible_truncation, reason = "the native conversion is the oracle")]
fn fractions_dyadics_and_enclosures_are_rounded_alike() {
    let mut state = 2;
    for _ in 0..20_000 {
        let value = double(&mut state, 1000);
        let exact = Rational::from_f64(value).expect("finite");
        assert_eq!(F64.bits(&F64.round(&exact)), value.to_bits());
        assert_eq!(F32.bits(&F32.round(&exact)), u64::from((value as f32).to_bits()));
        // A third of it is no double: native division rounds it correctly.
        let third = &exact * &Rational::fraction(1, 3);
        assert_eq!(F64.bits(&F64.round(&third)), (value / 3.0).to_bits());
        let enclosed = Enclosure::from_range(&third, &third, 200);
        for format in ALL_FORMATS {
            let held = format.round(&third);
            assert_eq!(format.round_enclosure(&enclosed).expect("narrow"), held, "{} {third}", format.name);
            assert_eq!(format.round_dyadic(enclosed.lower()), held);
            assert_eq!(format.held(format.bits(&held)), held);
        }
    }
}

#[test]
fn sizes_far_beyond_a_format_cost_nothing() {
    for format in ALL_FORMATS {
        assert_eq!(format.round_dyadic(&Dyadic::power_of_two(i64::MAX)), format.infinity(false));
        assert_eq!(format.round_dyadic(&Dyadic::power_of_two(i64::MIN)), format.zero(false));
        assert_eq!(format.round_dyadic(&Dyadic::power_of_two(-4_000_000_000).neg()), format.zero(true));
    }
    let tiny = Rational::from_binary(&1.into(), -300_000).unwrap();
    assert_eq!(F64.round(&tiny), F64.zero(false));
    assert_eq!(F64.round(&-tiny.recip().expect("not zero")), F64.infinity(true));
}

#[test]
fn arithmetic_is_that_of_the_processor() {
    let mut state = 3;
    let mut operand = |wild: bool| {
        if wild { f64::from_bits(draw(&mut state)) } else { double(&mut state, 60) }
    };
    for round in 0..300_000 {
        let (left, right) = (operand(round % 3 == 0), operand(round % 5 == 0));
        let (a, b) = (F64.held(left.to_bits()), F64.held(right.to_bits()));
        for (held, native) in [
            (F64.add(a, b), left + right),
            (F64.sub(a, b), left - right),
            (F64.mul(a, b), left * right),
            (F64.div(a, b), left / right),
            (F64.sqrt(a), left.sqrt()),
        ] {
            assert_eq!(F64.bits(&held), bits_of(native), "{left:e} {right:e}");
        }
        assert_eq!(a.compare(&b), left.partial_cmp(&right));
    }
}

#[test]
#[expect(clippy::cast_possible_truncation, reason = "single precision is wanted")]
fn arithmetic_in_f32_and_on_special_values_is_that_of_the_processor() {
    let mut state = 4;
    let special =
        [0.0, -0.0, 1.0, -1.0, f32::INFINITY, f32::NEG_INFINITY, f32::NAN, f32::MAX, f32::from_bits(1)];
    let mut pairs: Vec<(f32, f32)> =
        special.iter().flat_map(|&left| special.iter().map(move |&right| (left, right))).collect();
    for _ in 0..200_000 {
        pairs.push((f32::from_bits(draw(&mut state) as u32), f32::from_bits(draw(&mut state) as u32)));
        pairs.push((double(&mut state, 20) as f32, double(&mut state, 20) as f32));
    }
    let bits = |value: f32| if value.is_nan() { 0x7FC0_0000 } else { u64::from(value.to_bits()) };
    for (left, right) in pairs {
        let (a, b) = (F32.held(left.to_bits().into()), F32.held(right.to_bits().into()));
        for (held, native) in [
            (F32.add(a, b), left + right),
            (F32.mul(a, b), left * right),
            (F32.div(a, b), left / right),
            (F32.sqrt(a), left.sqrt()),
        ] {
            assert_eq!(F32.bits(&held), bits(native), "{left:e} {right:e}");
        }
    }
}

/// `format bits value` and `format double bits`, one a line, from `tests/oracle/float8.py`.
const TABLES: &str = include_str!("../../../../tests/oracle/float8.txt");

#[test]
fn fp8_is_that_of_the_tables() {
    let mut decoded = 0;
    let mut rounded = 0;
    for line in TABLES.lines().filter(|line| !line.starts_with('#')) {
        let words: Vec<&str> = line.split(' ').collect();
        let format = Format::find(words[1]).expect("a format");
        let hex = |text: &str| u64::from_str_radix(text, 16).expect("hexadecimal");
        match words[0] {
            "value" => {
                decoded += 1;
                assert_eq!(bits_of(format.held(hex(words[2])).to_f64()), hex(words[3]), "{line}");
            }
            "round" => {
                rounded += 1;
                let held = format.round_f64(f64::from_bits(hex(words[2])));
                assert_eq!(format.bits(&held), hex(words[3]), "{line}");
            }
            other => panic!("{other}"),
        }
    }
    assert_eq!(decoded, 512);
    assert!(rounded > 3_000, "{rounded}");
}

#[test]
fn limits_are_those_of_the_specifications() {
    let of = |format: &Format| {
        let number = |held| Held::to_f64(&Held::Finite(held));
        [format.largest(), format.smallest_normal(), format.smallest()].map(number)
    };
    let power = |exponent| 2f64.powi(exponent);
    assert_eq!(of(&E4M3), [448.0, power(-6), power(-9)]);
    assert_eq!(of(&E5M2), [57344.0, power(-14), power(-16)]);
    assert_eq!(of(&F16), [65504.0, power(-14), power(-24)]);
    assert_eq!(of(&BF16), [f64::from(bf16::MAX), power(-126), power(-133)]);
    assert_eq!(of(&TF32), [(2.0 - power(-10)) * power(127), power(-126), power(-136)]);
    assert_eq!(of(&F32), [f64::from(f32::MAX), power(-126), power(-149)]);
    assert_eq!(of(&F64), [f64::MAX, f64::MIN_POSITIVE, f64::from_bits(1)]);
}

#[test]
fn too_large_for_fp8_is_what_the_mode_says() {
    let at = |format: &Format, value: f64| format.round_f64(value).to_f64();
    // 464 is the tie between 448 and the 480 that is not there.
    assert_eq!(at(&E4M3, 464.0), 448.0);
    assert!(at(&E4M3, 464.1).is_nan() && at(&E4M3, f64::INFINITY).is_nan());
    assert_eq!(at(&E4M3_SATURATING, -1e9), -448.0);
    assert_eq!(at(&E4M3_SATURATING, f64::NEG_INFINITY), -448.0);
    assert_eq!(at(&E5M2, 61439.0), 57344.0);
    assert_eq!(at(&E5M2, 61440.0), f64::INFINITY);
    assert_eq!(at(&E5M2_SATURATING, f64::INFINITY), 57344.0);
    assert!(at(&E4M3_SATURATING, f64::NAN).is_nan());
    assert_eq!(E4M3.div(E4M3.round_f64(1.0), E4M3.round_f64(0.0)), Held::NotANumber);
}

#[test]
fn f32_holds_7507500032_for_7507500000() {
    assert_eq!(F32.round(&Rational::from_integer(7_507_500_000)).to_f64(), 7_507_500_032.0);
    assert_eq!(F16.round(&Rational::from_integer(7_500_000)), Held::Infinite { negative: false });
    assert_eq!(F16.round_f64(1.0).compare(&F16.round_f64(-2.0)), Some(Ordering::Greater));
}
