//! Arithmetics in which every operand and every result is rounded.

use std::fmt::Debug;
use std::hash::Hash;

use chainrule_symbolic::number::{Elementary, Rational};

use super::format::{Format, Held};
use super::{Dyadic, Enclosure, Scalar, Undefined};

/// A way to round, and what it makes of arithmetic. A number is rounded where it enters, and every result is the exact one
/// of the rounded operands, rounded once.
pub trait Arithmetic {
    /// A number after rounding.
    type Number: Clone + Eq + Hash + Debug;

    /// The number that stands for an exact one.
    fn round(&self, value: &Rational) -> Self::Number;
    /// What every number of an enclosure is rounded to; nothing where they are not all rounded to the same one.
    fn round_enclosure(&self, value: &Enclosure) -> Option<Self::Number>;
    /// The number that stands for a binary one of any size: its exponent is never written out.
    ///
    /// # Errors
    /// The arithmetic holds nothing of its size.
    fn round_dyadic(&self, value: &Dyadic) -> Result<Self::Number, Undefined>;
    /// Its exact value; nothing for infinities and the like.
    fn exact(&self, number: &Self::Number) -> Option<Rational>;
    /// The sum.
    fn add(&self, left: &Self::Number, right: &Self::Number) -> Result<Self::Number, Undefined>;
    /// The product.
    fn mul(&self, left: &Self::Number, right: &Self::Number) -> Result<Self::Number, Undefined>;
    /// The quotient.
    fn div(&self, left: &Self::Number, right: &Self::Number) -> Result<Self::Number, Undefined>;
    /// The negative.
    fn neg(&self, number: &Self::Number) -> Self::Number;
    /// What a function gives where `exact` has nothing for an argument.
    fn beyond(&self, function: Elementary, arguments: &[Self::Number]) -> Result<Self::Number, Undefined>;
    /// What an operation gives where the real numbers have nothing.
    fn without_value(&self, why: Undefined, arguments: &[Self::Number]) -> Result<Self::Number, Undefined>;
}

impl Arithmetic for &Format {
    type Number = Held;

    fn round(&self, value: &Rational) -> Held {
        Format::round(self, value)
    }

    fn round_enclosure(&self, value: &Enclosure) -> Option<Held> {
        Format::round_enclosure(self, value)
    }

    fn round_dyadic(&self, value: &Dyadic) -> Result<Held, Undefined> {
        Ok(Format::round_dyadic(self, value))
    }

    fn exact(&self, number: &Held) -> Option<Rational> {
        number.to_rational()
    }

    fn add(&self, left: &Held, right: &Held) -> Result<Held, Undefined> {
        Ok(Format::add(self, *left, *right))
    }

    fn mul(&self, left: &Held, right: &Held) -> Result<Held, Undefined> {
        Ok(Format::mul(self, *left, *right))
    }

    fn div(&self, left: &Held, right: &Held) -> Result<Held, Undefined> {
        Ok(Format::div(self, *left, *right))
    }

    fn neg(&self, number: &Held) -> Held {
        number.negated()
    }

    /// Limits, as IEEE 754-2019 (section 9.2) has them.
    fn beyond(&self, function: Elementary, arguments: &[Held]) -> Result<Held, Undefined> {
        let (Some(&first), false) = (arguments.first(), arguments.contains(&Held::NotANumber)) else {
            return Ok(Held::NotANumber);
        };
        let negative = first == Held::Infinite { negative: true };
        let limit = |above: Held, below: Held| if negative { below } else { above };
        let whole = |value: i64| self.round(&Rational::from_integer(value));
        let infinity = |negative| self.infinity(negative);
        Ok(match function {
            Elementary::Exp => limit(infinity(false), whole(0)),
            Elementary::Ln | Elementary::Sqrt | Elementary::Acosh => limit(infinity(false), Held::NotANumber),
            Elementary::Sin
            | Elementary::Cos
            | Elementary::Tan
            | Elementary::Asin
            | Elementary::Acos
            | Elementary::Atanh
            | Elementary::Pi => Held::NotANumber,
            Elementary::Atan => {
                let half = Enclosure::from_rational(&Rational::fraction(1, 2), 192);
                let right_angle = Enclosure::elementary(Elementary::Pi, &[], 192)?.times(&half, 192);
                let size = self.round_enclosure(&right_angle).unwrap_or(Held::NotANumber);
                limit(size, size.negated())
            }
            Elementary::Sinh | Elementary::Asinh => infinity(negative),
            Elementary::Cosh | Elementary::Abs => infinity(false),
            Elementary::Tanh | Elementary::Erf | Elementary::Sign => limit(whole(1), whole(-1)),
            Elementary::Step => limit(whole(1), whole(0)),
            Elementary::Min | Elementary::Max => {
                let wanted = if function == Elementary::Min {
                    std::cmp::Ordering::Less
                } else {
                    std::cmp::Ordering::Greater
                };
                arguments.iter().skip(1).fold(first, |best, other| {
                    if other.compare(&best) == Some(wanted) { *other } else { best }
                })
            }
        })
    }

    fn without_value(&self, why: Undefined, arguments: &[Held]) -> Result<Held, Undefined> {
        match why {
            Undefined::Logarithm if arguments.first().is_some_and(Held::is_zero) => Ok(self.infinity(true)),
            // Poles: 1/0 and 0 to a negative power. Of which side is not told: plus.
            Undefined::DivisionByZero => Ok(self.infinity(false)),
            Undefined::Logarithm
            | Undefined::SquareRoot
            | Undefined::Domain(_)
            | Undefined::Power
            | Undefined::Kink => Ok(Held::NotANumber),
            Undefined::NotRational
            | Undefined::TooLarge
            | Undefined::BeyondExponents
            | Undefined::NotTold(_)
            | Undefined::TooFewDigits
            | Undefined::Unknown => Err(why),
        }
    }
}
