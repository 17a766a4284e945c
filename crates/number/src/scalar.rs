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
    /// The sum of the products of pairs.
    ///
    /// # Errors
    /// A product or a sum has no value.
    fn inner_product<'a>(
        mut pairs: impl Iterator<Item = (&'a Self, &'a Self)> + Clone,
        bits: u32,
    ) -> Result<Self, Undefined>
    where
        Self: 'a,
    {
        let zero = Self::from_rational(&Rational::zero(), bits);
        pairs.try_fold(zero, |sum, (left, right)| sum.add(&left.mul(right, bits)?, bits))
    }
    /// A matrix given row after row times one given column after column, row after row; so many numbers stand in each.
    ///
    /// # Errors
    /// A product or a sum has no value.
    fn matrix_product(
        inner: usize,
        rows: &[Self],
        columns: &[Self],
        bits: u32,
    ) -> Result<Vec<Self>, Undefined> {
        let pairs = rows.chunks(inner).flat_map(|row| columns.chunks(inner).map(move |column| (row, column)));
        pairs.map(|(row, column)| Self::inner_product(row.iter().zip(column), bits)).collect()
    }
    /// The largest singular value of a matrix with so many columns, row after row.
    ///
    /// # Errors
    /// The system can't compare numbers, or has no roots.
    fn spectral_norm(columns: usize, entries: &[Self], bits: u32) -> Result<Self, Undefined> {
        let _ = (columns, entries, bits);
        Err(Undefined::NotRational)
    }
}
