//! The numbers tried for each leaf.

use chainrule_number::Rational;

use crate::ranges::LeafRange;

/// Numbers at which formulas tend to break.
const POOL: &[(i64, i64)] = &[
    (0, 1),
    (1, 1),
    (-1, 1),
    (1, 2),
    (-1, 2),
    (2, 1),
    (-2, 1),
    (3, 1),
    (-3, 1),
    (1, 10),
    (-1, 10),
    (7, 3),
    (-7, 3),
    (5, 1),
    (-5, 1),
    (10, 1),
    (-10, 1),
    (50, 1),
    (-50, 1),
    (1000, 1),
];

/// The sizes tried besides, as powers of ten: far out and close to zero.
const SIZES: &[i64] = &[2, 4, 6, 9, 12, -2, -4, -6, -9];

/// How many attempts take the sizes far out and close to zero, each once with either sign.
pub(super) const FAR_ATTEMPTS: usize = SIZES.len() * 2;

/// The number of a leaf at one attempt.
pub(super) fn number(range: &LeafRange, attempt: usize, place: usize) -> Option<Rational> {
    let (above, below) = if let 0..=4 = attempt {
        POOL[attempt]
    } else {
        let drawn = mix(attempt as u64 * 1_000_003 + place as u64);
        if attempt.is_multiple_of(3) {
            (i64::try_from(drawn % 129).ok()? - 64, 16)
        } else {
            POOL[usize::try_from(drawn % POOL.len() as u64).ok()?]
        }
    };
    let value = Rational::fraction(above, below);
    let share = |count: i64| Rational::fraction(count, 1 << 16);
    match (&range.lower, &range.upper) {
        (None, None) => Some(value),
        (Some((lower, _)), None) => {
            let value = lower + &value.abs();
            Some(if is_whole(attempt) { ceiling(&value) } else { value })
        }
        (None, Some((upper, _))) => {
            let value = upper - &value.abs();
            Some(if is_whole(attempt) { floor(&value) } else { value })
        }
        (Some((lower, _)), Some((upper, _))) => {
            let part = match attempt {
                0 => share(0),
                1 => share(1 << 16),
                2 => share(1 << 15),
                3 | 4 if range.contains(&value) => return Some(value),
                _ if is_whole(attempt) && ceiling(lower) <= floor(upper) => {
                    return Some(whole_between(
                        &ceiling(lower),
                        &floor(upper),
                        mix((attempt * 37 + place) as u64),
                    ));
                }
                _ => share(i64::try_from(mix((attempt * 31 + place) as u64) % (1 << 16)).ok()?),
            };
            Some(lower + &(&(upper - lower) * &part))
        }
    }
}

/// Whether an attempt takes whole numbers: powers of negative numbers are defined at whole exponents alone.
fn is_whole(attempt: usize) -> bool {
    attempt >= 5 && attempt % 4 == 1
}

fn floor(value: &Rational) -> Rational {
    Rational::from_bigint(value.floor())
}

fn ceiling(value: &Rational) -> Rational {
    -&floor(&-value)
}

/// One of the whole numbers from one to another; of many, one of those close to an end.
fn whole_between(first: &Rational, last: &Rational, drawn: u64) -> Rational {
    const NEAR: u64 = 16;
    let count = (last - first).to_i64().and_then(|count| u64::try_from(count).ok()).unwrap_or(u64::MAX);
    let steps = |count: u64| Rational::from_integer(i64::try_from(drawn % (count + 1)).unwrap_or(0));
    if count <= 2 * NEAR {
        return first + &steps(count);
    }
    let steps = steps(NEAR);
    if drawn >> 32 & 1 == 0 { first + &steps } else { last - &steps }
}

/// A number that depends on nothing but the seed.
pub(super) fn mix(seed: u64) -> u64 {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x2545_F491_4F6C_DD1D;
    state = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    state = (state ^ (state >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    state ^ (state >> 31)
}

/// The sizes tried where nothing is defined at the others, as powers of ten.
const REMOTE_SIZES: &[i64] = &[
    1, 3, 5, 8, 10, 14, 16, 20, 25, 30, 40, 50, 70, 100, 150, 200, 300, -12, -15, -20, -30, -50, -100, -200,
];

/// How many attempts take them: each with either sign, for all leaves alike and for each on its own.
pub(super) const REMOTE_ATTEMPTS: usize = REMOTE_SIZES.len() * 4;

/// The number of a leaf at one attempt of those.
pub(super) fn remote(range: &LeafRange, attempt: usize, place: usize) -> Option<Rational> {
    let round = attempt / (REMOTE_SIZES.len() * 2);
    let drawn = if place == 0 || round == 0 { attempt as u64 } else { mix((attempt * 71 + place) as u64) };
    sized(range, drawn, REMOTE_SIZES)
}

/// The number of a leaf far out or close to zero; the leaves behind the first are drawn of other sizes and signs.
pub(super) fn far(range: &LeafRange, attempt: usize, place: usize) -> Option<Rational> {
    let drawn = if place == 0 { attempt as u64 } else { mix((attempt * 67 + place) as u64) };
    sized(range, drawn, SIZES)
}

/// A number of one of these sizes and of either sign, from the end of a range.
fn sized(range: &LeafRange, drawn: u64, sizes: &[i64]) -> Option<Rational> {
    let size = sizes[usize::try_from(drawn / 2 % sizes.len() as u64).ok()?];
    let size = Rational::from_integer(10).pow(size).ok()?;
    let value = if drawn.is_multiple_of(2) { size } else { -size };
    let one = Rational::one();
    match (&range.lower, &range.upper) {
        (None, None) => Some(value),
        (Some((lower, _)), None) => Some(lower + &value.abs()),
        (None, Some((upper, _))) => Some(upper - &value.abs()),
        (Some((lower, _)), Some((upper, _))) => {
            // Close to the ends, from inside.
            let part = if value.abs() < one { value.abs() } else { value.abs().recip()? };
            let moved = &(upper - lower) * &part;
            Some(if value.is_negative() { upper - &moved } else { lower + &moved })
        }
    }
}
