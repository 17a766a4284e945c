//! Numbers modulo the prime of which each has an exponential and a logarithm: that of a sum is a product, that of a product
//! a sum; and an angle, whose cosine and sine are parts of `exp(i·x)`.
//!
//! No function of the numbers themselves is like that, so every number brings both along, drawn by its value where nothing
//! is known of how it came about. The exponentials of numbers that were drawn are as independent of each other as variables:
//! what holds here holds for real numbers wherever all of it has a value. What is the same number made in two ways, such as
//! `(a + b)·c` and `a·c + b·c`, need not have the same exponential here.

use chainrule_number::{Elementary, Rational, Scalar, Undefined};

use super::residue::Residue;

/// A number with its exponential and its logarithm.
#[derive(Clone, Copy, Debug)]
pub(super) struct Exponential {
    value: Residue,
    power_of_e: Residue,
    /// `exp(i·x)`
    turn: Residue,
    logarithm: Residue,
}

/// Whole numbers up to this are taken apart into primes.
const LARGEST_FACTORED: u64 = 1 << 20;

/// Exponentials of multiples up to so many are powers.
const MOST_TIMES: u64 = 64;

impl PartialEq for Exponential {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl Exponential {
    /// A number of which nothing else is known.
    pub(super) fn of_value(value: Residue) -> Self {
        let [power_of_e, turn] = [exponential_drawn(value), turn_drawn(value)];
        Self { value, power_of_e, turn, logarithm: logarithm_drawn(value) }
    }

    /// The exponentials of a product with a small whole number.
    fn of_multiple(&self, other: &Self) -> Option<[Residue; 2]> {
        let times = self.value.small().filter(|times| times.unsigned_abs() <= MOST_TIMES)?;
        Some([other.power_of_e.to_the(times).ok()?, other.turn.to_the(times).ok()?])
    }
}

/// Of 0 it is 1, of −x one over that of x, and of a small whole number a power of that of 1.
fn exponential_drawn(value: Residue) -> Residue {
    let drawn = |value: Residue| Residue::elementary(Elementary::Exp, &[value], 0);
    let power = |times: i64| drawn(Residue::ONE)?.to_the(times);
    value.small().map_or_else(|| drawn(value), power).unwrap_or(value)
}

/// The same of `i` times a number: its exponential is drawn apart from that of the number.
fn turn_drawn(value: Residue) -> Residue {
    let mark = Residue::drawn(0x74, &[]);
    let drawn = |value: Residue| {
        value.mul(&mark, 0).and_then(|value| Residue::elementary(Elementary::Exp, &[value], 0))
    };
    let power = |times: i64| drawn(Residue::ONE)?.to_the(times);
    value.small().map_or_else(|| drawn(value), power).unwrap_or(value)
}

/// The logarithm of `1 + ratio`.
fn of_one_plus(ratio: Residue) -> Residue {
    Residue::drawn(0x6D, &ratio.key())
}

/// The logarithm of a whole number is the sum of those of its prime factors.
fn logarithm_of_whole(mut value: u64) -> Residue {
    let mut sum = Residue::ZERO;
    let mut prime = 2;
    while prime * prime <= value {
        if value.is_multiple_of(prime) {
            value /= prime;
            sum = sum.plus(Residue::drawn(0x6C, &[prime]));
        } else {
            prime += 1;
        }
    }
    if value > 1 { sum.plus(Residue::drawn(0x6C, &[value])) } else { sum }
}

fn logarithm_drawn(value: Residue) -> Residue {
    Residue::drawn(0x6E, &value.key())
}

impl Scalar for Exponential {
    fn from_rational(value: &Rational, bits: u32) -> Self {
        let whole = |number: String| number.parse::<u64>().ok().filter(|number| *number <= LARGEST_FACTORED);
        let parts = [value.numerator().to_string(), value.denominator().to_string()].map(whole);
        let number = Self::of_value(Residue::from_rational(value, bits));
        match parts {
            [Some(above), Some(below)] if above > 0 => {
                Self { logarithm: logarithm_of_whole(above).plus(logarithm_of_whole(below).neg()), ..number }
            }
            _ => number,
        }
    }

    fn add(&self, other: &Self, bits: u32) -> Result<Self, Undefined> {
        let value = self.value.add(&other.value, bits)?;
        let power_of_e = self.power_of_e.mul(&other.power_of_e, bits)?;
        let turn = self.turn.mul(&other.turn, bits)?;
        // 0 + x is x itself.
        let logarithm = match (self.value.is_certainly_zero(), other.value.is_certainly_zero()) {
            (true, _) => other.logarithm,
            (_, true) => self.logarithm,
            // ln(a + b) is ln(a) + ln(1 + b/a): so a factor of both comes out.
            (false, false) => self.logarithm.plus(of_one_plus(other.value.div(&self.value, bits)?)),
        };
        Ok(Self { value, power_of_e, turn, logarithm })
    }

    fn mul(&self, other: &Self, bits: u32) -> Result<Self, Undefined> {
        let value = self.value.mul(&other.value, bits)?;
        let multiple = self.of_multiple(other).or_else(|| other.of_multiple(self));
        let [power_of_e, turn] = multiple.unwrap_or_else(|| [exponential_drawn(value), turn_drawn(value)]);
        Ok(Self { value, power_of_e, turn, logarithm: self.logarithm.plus(other.logarithm) })
    }

    fn div(&self, other: &Self, bits: u32) -> Result<Self, Undefined> {
        let value = self.value.div(&other.value, bits)?;
        if other.value == Residue::ONE {
            return Ok(*self);
        }
        Ok(Self { logarithm: self.logarithm.plus(other.logarithm.neg()), ..Self::of_value(value) })
    }

    fn is_certainly_zero(&self) -> bool {
        self.value.is_certainly_zero()
    }

    fn neg(&self) -> Self {
        let value = self.value.neg();
        let power_of_e = self.power_of_e.inverse().unwrap_or_else(|| exponential_drawn(value));
        let turn = self.turn.inverse().unwrap_or_else(|| turn_drawn(value));
        Self { value, power_of_e, turn, logarithm: logarithm_drawn(value) }
    }

    fn pow(&self, exponent: &Self, bits: u32) -> Result<Self, Undefined> {
        let value = self.value.pow(&exponent.value, bits)?;
        let logarithm = self.logarithm.mul(&exponent.value, bits)?;
        Ok(Self { logarithm, ..Self::of_value(value) })
    }

    fn elementary(function: Elementary, arguments: &[Self], bits: u32) -> Result<Self, Undefined> {
        let [of] = arguments else {
            let values: Vec<Residue> = arguments.iter().map(|argument| argument.value).collect();
            return Residue::elementary(function, &values, bits).map(Self::of_value);
        };
        let with_inverse = || of.power_of_e.inverse().ok_or(Undefined::DivisionByZero);
        // exp(i·x) ± exp(−i·x) are twice the cosine and 2·i times the sine.
        let cosine_and_sine = || {
            let inverse = of.turn.inverse().ok_or(Undefined::DivisionByZero)?;
            let two = Residue::ONE.plus(Residue::ONE);
            let cosine = of.turn.plus(inverse).div(&two, bits)?;
            let sine = of.turn.plus(inverse.neg()).div(&two.mul(&Residue::I, bits)?, bits)?;
            Ok([cosine, sine])
        };
        let half = Residue::from_rational(&Rational::fraction(1, 2), bits);
        let value = match function {
            Elementary::Exp => {
                return Ok(Self { logarithm: of.value, ..Self::of_value(of.power_of_e) });
            }
            Elementary::Ln => {
                let power_of_e = of.value;
                return Ok(Self { power_of_e, ..Self::of_value(of.logarithm) });
            }
            Elementary::Sqrt => {
                let value = Residue::elementary(function, &[of.value], bits)?;
                return Ok(Self { logarithm: of.logarithm.mul(&half, bits)?, ..Self::of_value(value) });
            }
            // The logarithm of a size is that of the number, where it has one.
            Elementary::Abs => {
                let value = Residue::elementary(function, &[of.value], bits)?;
                return Ok(Self { logarithm: of.logarithm, ..Self::of_value(value) });
            }
            Elementary::Cos => cosine_and_sine()?[0],
            Elementary::Sin => cosine_and_sine()?[1],
            Elementary::Tan => {
                let [cosine, sine] = cosine_and_sine()?;
                sine.div(&cosine, bits)?
            }
            Elementary::Cosh => of.power_of_e.plus(with_inverse()?).mul(&half, bits)?,
            Elementary::Sinh => of.power_of_e.plus(with_inverse()?.neg()).mul(&half, bits)?,
            Elementary::Tanh => {
                let inverse = with_inverse()?;
                let above = of.power_of_e.plus(inverse.neg());
                above.div(&of.power_of_e.plus(inverse), bits)?
            }
            Elementary::Asin
            | Elementary::Acos
            | Elementary::Atan
            | Elementary::Asinh
            | Elementary::Acosh
            | Elementary::Atanh
            | Elementary::Erf
            | Elementary::Sign
            | Elementary::Step
            | Elementary::Min
            | Elementary::Max
            | Elementary::Pi => Residue::elementary(function, &[of.value], bits)?,
        };
        Ok(Self::of_value(value))
    }
}

#[cfg(test)]
mod tests {
    use super::{Exponential, Residue};
    use chainrule_number::{Elementary, Rational, Scalar};

    fn drawn(seed: u64) -> Exponential {
        Exponential::of_value(Residue::drawn(5, &[seed]))
    }

    fn of(function: Elementary, of: Exponential) -> Exponential {
        Exponential::elementary(function, &[of], 0).unwrap()
    }

    #[test]
    fn of_a_sum_it_is_the_product() {
        let [a, b] = [1, 2].map(drawn);
        let sum = a.add(&b, 0).unwrap();
        let product = of(Elementary::Exp, a).mul(&of(Elementary::Exp, b), 0).unwrap();
        assert_eq!(of(Elementary::Exp, sum), product);
        assert_eq!(of(Elementary::Ln, product), sum);
        let twice = a.mul(&Exponential::from_rational(&Rational::from_integer(2), 0), 0).unwrap();
        let square = of(Elementary::Exp, a).mul(&of(Elementary::Exp, a), 0).unwrap();
        assert_eq!(of(Elementary::Exp, twice), square);
        assert_ne!(of(Elementary::Exp, a.mul(&b, 0).unwrap()), product);
    }

    #[test]
    fn each_undoes_the_other() {
        let a = drawn(3);
        assert_eq!(of(Elementary::Ln, of(Elementary::Exp, a)), a);
        assert_eq!(of(Elementary::Exp, of(Elementary::Ln, a)), a);
        let opposite = of(Elementary::Exp, a).mul(&of(Elementary::Exp, a.neg()), 0).unwrap();
        assert_eq!(opposite, Exponential::from_rational(&Rational::one(), 0));
        assert_ne!(of(Elementary::Ln, a.neg()), of(Elementary::Ln, a));
    }

    #[test]
    fn angles_are_added() {
        let [a, b] = [1, 2].map(drawn);
        let [cosine, sine] = [Elementary::Cos, Elementary::Sin].map(|function| move |x| of(function, x));
        let times = |x: Exponential, y: Exponential| x.mul(&y, 0).unwrap();
        let sum = a.add(&b, 0).unwrap();
        let both = times(cosine(a), cosine(b)).add(&times(sine(a), sine(b)).neg(), 0).unwrap();
        assert_eq!(cosine(sum), both);
        let squares = times(cosine(a), cosine(a)).add(&times(sine(a), sine(a)), 0).unwrap();
        assert_eq!(squares, Exponential::from_rational(&Rational::one(), 0));
        assert_eq!(sine(a.neg()), sine(a).neg());
    }

    #[test]
    fn nothing_else_is_known_of_them() {
        let [a, b] = [1, 2].map(drawn);
        let sum = a.add(&b, 0).unwrap();
        let logarithms = of(Elementary::Ln, a).add(&of(Elementary::Ln, b), 0).unwrap();
        assert_ne!(of(Elementary::Ln, sum), logarithms);
        let roots = of(Elementary::Sqrt, a).add(&of(Elementary::Sqrt, b), 0).unwrap();
        assert_ne!(of(Elementary::Sqrt, sum), roots);
    }
}
