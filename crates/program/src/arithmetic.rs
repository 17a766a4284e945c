//! What an arithmetic is that a program runs in.

use std::cmp::Ordering;

use chainrule_number::{Undefined, Value};
use chainrule_symbolic::function::Function;

/// An arithmetic: numbers, and how they are added, multiplied, divided, raised and put into functions.
pub trait Arithmetic {
    /// What a register holds.
    type Number: Clone;

    /// A number of the worksheet.
    ///
    /// # Errors
    /// It can't be held.
    fn constant(&self, value: &Value) -> Result<Self::Number, Undefined>;
    /// The sum.
    fn add(&self, left: &Self::Number, right: &Self::Number) -> Result<Self::Number, Undefined>;
    /// The product.
    fn multiply(&self, left: &Self::Number, right: &Self::Number) -> Result<Self::Number, Undefined>;
    /// The quotient.
    fn divide(&self, above: &Self::Number, below: &Self::Number) -> Result<Self::Number, Undefined>;
    /// The power.
    fn power(&self, base: &Self::Number, exponent: &Self::Number) -> Result<Self::Number, Undefined>;
    /// The negative.
    fn negate(&self, of: &Self::Number) -> Self::Number;
    /// A function.
    fn call(&self, row: &'static Function, arguments: &[Self::Number]) -> Result<Self::Number, Undefined>;
    /// A derivative of a function: only programs over ranges have those, all others write them out.
    fn primed(
        &self,
        _row: &'static Function,
        _primes: u8,
        _arguments: &[Self::Number],
    ) -> Result<Self::Number, Undefined> {
        Err(Undefined::Unknown)
    }
}

/// An arithmetic whose numbers are looked at while a run goes on.
pub trait Observing: Arithmetic {
    /// Whether two numbers are the same, bit for bit.
    fn same(&self, left: &Self::Number, right: &Self::Number) -> bool;
    /// Whether it is neither infinite nor NaN.
    fn is_finite(&self, number: &Self::Number) -> bool;
    /// How it stands to zero, where that is certain.
    fn sign(&self, number: &Self::Number) -> Option<Ordering>;
    /// What it is, for reports.
    fn observe(&self, number: &Self::Number) -> Observed;
}

/// A number that a run met, for reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Observed {
    /// This one.
    Value(Value),
    /// An infinity.
    Infinite {
        /// Whether it is minus infinity.
        negative: bool,
    },
    /// Not a number.
    NotANumber,
}
