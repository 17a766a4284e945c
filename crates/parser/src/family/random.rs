//! Numbers drawn for the members of a family: the same on every machine and in every version.
//!
//! The generator is specified in docs/src/reference/language.md, and written a second time, in Python, in
//! `tests/oracle/random_fill.py`. Each member has a stream of its own, which depends on the seed and on the member's
//! name: no member's number depends on the order of statements or on how many others there are.

use chainrule_number::Rational;
use std::ops::Neg;

/// How numbers are spread.
#[derive(Clone, Debug, PartialEq)]
pub enum Distribution {
    /// Evenly from one number up to another.
    Uniform(Rational, Rational),
    /// By the normal distribution of this mean and standard deviation.
    Normal(Rational, Rational),
}

impl Distribution {
    /// The number of the member of this name, for a seed: the exact value of a float.
    pub fn draw(&self, seed: u64, name: &str) -> Rational {
        let mut stream = Stream::new(seed, name);
        let (offset, scale, unit) = match self {
            Self::Uniform(low, high) => (low, high + &low.neg(), Rational::from(stream.unit())),
            Self::Normal(mean, deviation) => (mean, deviation.clone(), normal(&mut stream)),
        };
        let exact = offset + &(&scale * &unit);
        Rational::from_f64(exact.to_f64()).unwrap_or(exact)
    }
}

/// The standard deviation `sqrt(above / below)` as a float: a division and a square root, each correctly rounded.
pub fn deviation(above: u32, below: u64) -> Option<Rational> {
    #[expect(clippy::cast_precision_loss, reason = "counts of members are far below 2^53")]
    let quotient = f64::from(above) / below as f64;
    Rational::from_f64(quotient.sqrt())
}

/// Binary digits of a number between 0 and 1.
const UNIT_BITS: u32 = 53;

/// A multiple of 2^-53 between 0 and 1.
#[derive(Clone, Copy)]
struct Unit(u64);

impl From<Unit> for Rational {
    fn from(unit: Unit) -> Self {
        Self::new(unit.0.into(), (1u64 << UNIT_BITS).into()).expect("a power of two is not 0")
    }
}

/// The numbers of one member: `SplitMix64` (Steele, Lea, Flood: Fast splittable pseudorandom number generators, OOPSLA
/// 2014), begun at the FNV-1a hash of the member's name and the mixed seed.
struct Stream {
    state: u64,
}

/// The step of `SplitMix64`: 2^64 divided by the golden ratio, made odd.
const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

fn mix(mut value: u64) -> u64 {
    value = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    value = (value ^ (value >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    value ^ (value >> 31)
}

/// FNV-1a with 64 bits.
fn hash(name: &str) -> u64 {
    name.bytes()
        .fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3))
}

impl Stream {
    fn new(seed: u64, name: &str) -> Self {
        Self { state: mix(seed.wrapping_add(STEP)) ^ hash(name) }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(STEP);
        mix(self.state)
    }

    fn unit(&mut self) -> Unit {
        Unit(self.next() >> (64 - UNIT_BITS))
    }
}

/// A standard normal number, by Algorithm N of C. F. F. Karney, Sampling exactly from the normal distribution, ACM
/// Transactions on Mathematical Software 42 (2016): only comparisons of uniform numbers, no logarithm and no cosine.
fn normal(stream: &mut Stream) -> Rational {
    loop {
        let mut whole = 0u64;
        while half(stream) {
            whole += 1;
        }
        // `whole` stays with probability exp(-whole(whole-1)/2).
        if !(0..whole * whole.saturating_sub(1)).all(|_| half(stream)) {
            continue;
        }
        let part = stream.unit();
        if !(0..=whole).all(|_| decay(stream, whole, part)) {
            continue;
        }
        let value = &Rational::from(part) + &Rational::from_bigint(whole.into());
        return if stream.next() >> 63 == 1 { -&value } else { value };
    }
}

/// True with probability exp(-1/2): the length of a falling run that begins below 1/2 is even.
fn half(stream: &mut Stream) -> bool {
    let mut last = 1 << (UNIT_BITS - 1);
    let mut is_even = true;
    loop {
        let Unit(next) = stream.unit();
        if next >= last {
            return is_even;
        }
        last = next;
        is_even = !is_even;
    }
}

/// True with probability exp(-x(2k+x)/(2k+2)), for k = `whole` and x = `part`.
fn decay(stream: &mut Stream, whole: u64, part: Unit) -> bool {
    let mut last = part.0;
    let mut is_even = true;
    loop {
        let Unit(next) = stream.unit();
        if next >= last {
            return is_even;
        }
        // Stays with probability (2k+x)/(2k+2).
        let Unit(chance) = stream.unit();
        let most = (u128::from(2 * whole) << UNIT_BITS) + u128::from(part.0);
        if u128::from(chance) * u128::from(2 * whole + 2) >= most {
            return is_even;
        }
        last = next;
        is_even = !is_even;
    }
}

#[cfg(test)]
mod tests {
    use super::{Distribution, Stream, mix};
    use chainrule_number::Rational;

    #[test]
    fn the_generator_is_the_published_one() {
        // The first outputs of SplitMix64 from state 1234567, as its reference implementation gives them.
        let mut stream = Stream { state: 1_234_567 };
        assert_eq!(stream.next(), 6_457_827_717_110_365_317);
        assert_eq!(stream.next(), 3_203_168_211_198_807_973);
        assert_eq!(mix(0), 0);
    }

    #[test]
    fn numbers_depend_on_seed_and_name_alone() {
        let uniform = Distribution::Uniform(Rational::from_integer(-1), Rational::from_integer(1));
        assert_eq!(uniform.draw(7, "W[1,2]"), uniform.draw(7, "W[1,2]"));
        assert_ne!(uniform.draw(7, "W[1,2]"), uniform.draw(7, "W[2,1]"));
        assert_ne!(uniform.draw(7, "W[1,2]"), uniform.draw(8, "W[1,2]"));
    }

    #[test]
    fn normal_numbers_are_spread_as_they_should_be() {
        let normal = Distribution::Normal(Rational::zero(), Rational::one());
        let drawn: Vec<f64> = (0..20_000).map(|i| normal.draw(1, &format!("w[{i}]")).to_f64()).collect();
        #[expect(clippy::cast_precision_loss, reason = "a small count")]
        let count = drawn.len() as f64;
        let moment = |power: i32| drawn.iter().map(|x| x.powi(power)).sum::<f64>() / count;
        // The moments of the standard normal distribution, within five standard errors.
        for (power, expected, variance) in [(1, 0.0, 1.0), (2, 1.0, 2.0), (3, 0.0, 15.0), (4, 3.0, 96.0)] {
            let error = (moment(power) - expected).abs();
            assert!(error < 5.0 * f64::sqrt(variance / count), "moment {power}: {error}");
        }
    }
}
