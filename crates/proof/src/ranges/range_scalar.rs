//! Ranges as a number system.

use chainrule_number::{Elementary, Rational, Scalar, Undefined};
use maryada::Interval;

use super::range::{Range, corner_open};
use super::{power, primitives};

impl Scalar for Range {
    fn from_rational(value: &Rational, _bits: u32) -> Self {
        Self::point(value)
    }

    fn add(&self, other: &Self, _bits: u32) -> Result<Self, Undefined> {
        Self::of(
            self.interval() + other.interval(),
            self.lower_open || other.lower_open,
            self.upper_open || other.upper_open,
        )
    }

    fn mul(&self, other: &Self, _bits: u32) -> Result<Self, Undefined> {
        let product = self.interval() * other.interval();
        if self.is_not_negative() && other.is_not_negative() {
            return Self::of(
                product,
                corner_open(self.lower, self.lower_open, other.lower, other.lower_open),
                corner_open(self.upper, self.upper_open, other.upper, other.upper_open),
            );
        }
        if self.is_not_positive() || other.is_not_positive() {
            // The sign is taken out, so that the case above applies where both keep one side.
            let (range, rest) =
                if self.is_not_positive() { (self.neg(), *other) } else { (*self, other.neg()) };
            if rest.is_not_negative() && range.is_not_negative() {
                return range.mul(&rest, 64).map(|product| product.neg());
            }
            if rest.is_not_positive() && range.is_not_negative() {
                return range.mul(&rest.neg(), 64);
            }
        }
        Self::of(product, false, false)
    }

    fn div(&self, other: &Self, _bits: u32) -> Result<Self, Undefined> {
        if other.lower == 0.0 && other.upper == 0.0 {
            return Err(Undefined::DivisionByZero);
        }
        if other.is_not_negative() || other.is_not_positive() {
            let one = Interval::new(1.0, 1.0);
            let recip = Self::of(one / other.interval(), other.upper_open, other.lower_open)?;
            let product = self.mul(&recip, 64)?;
            // The quotient rounded once is tighter than the product of two roundings.
            let direct = Self::of(self.interval() / other.interval(), false, false)?;
            return Ok(product.intersect(direct));
        }
        Self::of(self.interval() / other.interval(), false, false)
    }

    fn is_certainly_zero(&self) -> bool {
        self.lower == 0.0 && self.upper == 0.0
    }

    fn neg(&self) -> Self {
        Self {
            lower: -self.upper,
            upper: -self.lower,
            lower_open: self.upper_open,
            upper_open: self.lower_open,
        }
    }

    fn pow(&self, exponent: &Self, _bits: u32) -> Result<Self, Undefined> {
        power::power(*self, *exponent)
    }

    fn elementary(function: Elementary, arguments: &[Self], _bits: u32) -> Result<Self, Undefined> {
        primitives::apply(function, arguments)
    }
}
