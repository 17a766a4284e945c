//! What a number system offers.

use crate::{Elementary, Rational, Undefined};

/// A number system. `bits` is the working precision of those that round.
pub trait Scalar: Clone {
    /// An exact number in this system.
    fn from_rational(value: &Rational, bits: u32) -> Self;
    /// The sum.
    fn add(&self, other: &Self, bits: u32) -> Result<Self, Undefined>;
    /// The product.
    fn mul(&self, other: &Self, bits: u32) -> Result<Self, Undefined>;
    /// The quotient.
    fn div(&self, other: &Self, bits: u32) -> Result<Self, Undefined>;
    /// Whether it is certainly 0.
    fn is_certainly_zero(&self) -> bool;
    /// The negative.
    #[must_use]
    fn neg(&self) -> Self;
    /// The power.
    fn pow(&self, exponent: &Self, bits: u32) -> Result<Self, Undefined>;
    /// A primitive function of its arguments.
    fn elementary(function: Elementary, arguments: &[Self], bits: u32) -> Result<Self, Undefined>;
    /// The largest singular value of a matrix with so many columns, row after row.
    ///
    /// # Errors
    /// The system can't compare numbers, or has no roots.
    fn spectral_norm(columns: usize, entries: &[Self], bits: u32) -> Result<Self, Undefined> {
        let _ = (columns, entries, bits);
        Err(Undefined::NotRational)
    }
}
