//! Numbers modulo the prime of which each has a sign: relu, abs and max follow from it.
//!
//! A sign is drawn for each number and its negative together, so that `abs(u)` is `u·sign(u)` and `relu(u)·relu′(u)` is
//! `relu(u)`. Signs that no real numbers have at once occur as well: what holds here holds in every case of signs that
//! was drawn, and what holds for real numbers alone, such as `abs(u²) = u²`, need not.

use chainrule_number::{Elementary, Rational, Scalar, Undefined};

use super::residue::{Residue, mixed};

/// A number with a sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Signed(pub(super) Residue);

impl Signed {
    /// 1 or −1; 0 for 0 alone.
    fn sign(self) -> i64 {
        if self.0.is_certainly_zero() {
            return 0;
        }
        let negative = self.0.neg();
        let is_turned = negative.key() < self.0.key();
        let [real, imaginary] = if is_turned { negative.key() } else { self.0.key() };
        let drawn = mixed(0x51, &[real, imaginary]) & 1 == 1;
        if drawn == is_turned { -1 } else { 1 }
    }

    fn whole(value: i64) -> Self {
        Self(Residue::from_rational(&Rational::from_integer(value), 0))
    }

    fn larger(self, other: Self) -> Self {
        if Self(self.0.plus(other.0.neg())).sign() < 0 { other } else { self }
    }
}

impl Scalar for Signed {
    fn from_rational(value: &Rational, bits: u32) -> Self {
        Self(Residue::from_rational(value, bits))
    }

    fn add(&self, other: &Self, bits: u32) -> Result<Self, Undefined> {
        self.0.add(&other.0, bits).map(Self)
    }

    fn mul(&self, other: &Self, bits: u32) -> Result<Self, Undefined> {
        self.0.mul(&other.0, bits).map(Self)
    }

    fn div(&self, other: &Self, bits: u32) -> Result<Self, Undefined> {
        self.0.div(&other.0, bits).map(Self)
    }

    fn is_certainly_zero(&self) -> bool {
        self.0.is_certainly_zero()
    }

    fn neg(&self) -> Self {
        Self(self.0.neg())
    }

    fn pow(&self, exponent: &Self, bits: u32) -> Result<Self, Undefined> {
        self.0.pow(&exponent.0, bits).map(Self)
    }

    fn elementary(function: Elementary, arguments: &[Self], bits: u32) -> Result<Self, Undefined> {
        Ok(match (function, arguments) {
            (Elementary::Abs, [of]) => Self(of.0.mul(&Self::whole(of.sign()).0, bits)?),
            (Elementary::Sign, [of]) => Self::whole(of.sign()),
            (Elementary::Step, [of]) => Self::whole(i64::from(of.sign() > 0)),
            (Elementary::Max, [first, others @ ..]) => {
                others.iter().fold(*first, |largest, other| largest.larger(*other))
            }
            (Elementary::Min, [first, others @ ..]) => {
                others.iter().fold(*first, |least, other| least.neg().larger(other.neg()).neg())
            }
            _ => {
                let arguments: Vec<Residue> = arguments.iter().map(|argument| argument.0).collect();
                Self(Residue::elementary(function, &arguments, bits)?)
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Residue, Signed};
    use chainrule_number::{Elementary, Scalar};

    fn of(function: Elementary, arguments: &[Signed]) -> Signed {
        Signed::elementary(function, arguments, 0).unwrap()
    }

    #[test]
    fn what_holds_in_every_case_of_signs_holds_here() {
        let zero = Signed::whole(0);
        let mut signs = [false; 2];
        for seed in 1..40 {
            let [u, v] = [seed, seed + 100].map(|seed| Signed(Residue::drawn(7, &[seed])));
            let relu = of(Elementary::Max, &[u, zero]);
            let step = of(Elementary::Step, &[u]);
            signs[usize::from(step == zero)] = true;
            assert_eq!(relu, u.mul(&step, 0).unwrap());
            assert_eq!(relu, relu.mul(&step, 0).unwrap());
            let size = of(Elementary::Abs, &[u]);
            assert_eq!(size, of(Elementary::Abs, &[u.neg()]));
            assert_eq!(u, size.mul(&of(Elementary::Sign, &[u]), 0).unwrap());
            let (least, largest) = (of(Elementary::Min, &[u, v]), of(Elementary::Max, &[u, v]));
            assert_eq!(least.add(&largest, 0), u.add(&v, 0));
            assert_eq!(largest, of(Elementary::Max, &[v, u]));
        }
        assert_eq!(signs, [true; 2]);
        assert_eq!(of(Elementary::Step, &[zero]), zero);
    }
}
