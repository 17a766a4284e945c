//! The arithmetics that a program runs in.

use std::cmp::Ordering;

use chainrule_symbolic::function::Function;
use chainrule_symbolic::function::rows::arithmetic::POWER;
use chainrule_symbolic::number::Rational;

use super::Observed;
use crate::number::{Format, Scalar, Undefined, Value};
use crate::template::primitive;

/// How far functions must be written out before an arithmetic can put numbers in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writing {
    /// In rows and derivatives of rows, which have float kernels.
    Kernels,
    /// In rows; derivatives by their formulas, operation by operation, as programs compute them.
    Rows,
    /// In primitives.
    Primitives,
}

/// An arithmetic: numbers, and how they are added, multiplied, divided, raised and put into functions.
pub trait StepArithmetic {
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
    /// A function, or its derivative where `primed`.
    fn call(
        &self,
        row: &'static Function,
        primed: bool,
        arguments: &[Self::Number],
    ) -> Result<Self::Number, Undefined>;
    /// Whether two numbers are the same, bit for bit.
    fn same(&self, left: &Self::Number, right: &Self::Number) -> bool;
    /// Whether it is neither infinite nor NaN.
    fn is_finite(&self, number: &Self::Number) -> bool;
    /// How it stands to zero, where that is certain.
    fn sign(&self, number: &Self::Number) -> Option<Ordering>;
    /// What it is, for reports.
    fn observe(&self, number: &Self::Number) -> Observed;
}

/// Native doubles: sums and products from left to right, each rounded; functions by the kernels of their rows.
#[derive(Clone, Copy, Debug)]
pub struct Double;

/// The nearest double of a value.
fn nearest(value: &Value) -> f64 {
    match value {
        Value::Exact(exact) => exact.to_f64(),
        Value::Enclosed(enclosure) => {
            let middle = enclosure.middle(128);
            match middle.top() {
                Some(top) if top > 2_000 => {
                    if middle.sign() == Ordering::Less {
                        f64::NEG_INFINITY
                    } else {
                        f64::INFINITY
                    }
                }
                Some(top) if top < -2_000 => 0.0,
                Some(_) | None => middle.to_rational().to_f64(),
            }
        }
    }
}

fn observed(number: f64) -> Observed {
    match Rational::from_f64(number) {
        Some(exact) => Observed::Value(Value::Exact(exact)),
        None if number.is_nan() => Observed::NotANumber,
        None => Observed::Infinite { negative: number < 0.0 },
    }
}

fn kernel(row: &'static Function, primed: bool, arguments: &[f64]) -> Result<f64, Undefined> {
    // Kernels take finite arguments; at the infinities they give their limits or NaN.
    let kernel = if primed { row.derivative_kernel } else { Some(row.kernel) };
    kernel.map(|kernel| (kernel.compute)(arguments)).ok_or(Undefined::Unknown)
}

impl StepArithmetic for Double {
    type Number = f64;

    fn constant(&self, value: &Value) -> Result<f64, Undefined> {
        Ok(nearest(value))
    }

    #[inline]
    fn add(&self, left: &f64, right: &f64) -> Result<f64, Undefined> {
        Ok(left + right)
    }

    #[inline]
    fn multiply(&self, left: &f64, right: &f64) -> Result<f64, Undefined> {
        Ok(left * right)
    }

    #[inline]
    fn divide(&self, above: &f64, below: &f64) -> Result<f64, Undefined> {
        Ok(above / below)
    }

    #[inline]
    fn power(&self, base: &f64, exponent: &f64) -> Result<f64, Undefined> {
        kernel(&POWER, false, &[*base, *exponent])
    }

    #[inline]
    fn negate(&self, of: &f64) -> f64 {
        -of
    }

    #[inline]
    fn call(&self, row: &'static Function, primed: bool, arguments: &[f64]) -> Result<f64, Undefined> {
        kernel(row, primed, arguments)
    }

    #[inline]
    fn same(&self, left: &f64, right: &f64) -> bool {
        left.to_bits() == right.to_bits()
    }

    #[inline]
    fn is_finite(&self, number: &f64) -> bool {
        number.is_finite()
    }

    fn sign(&self, number: &f64) -> Option<Ordering> {
        number.partial_cmp(&0.0)
    }

    fn observe(&self, number: &f64) -> Observed {
        observed(*number)
    }
}

/// A format narrower than a double: every operation is carried out in doubles and rounded to the format.
///
/// For sums, products and quotients that is the same as rounding once, since a double has more than twice the digits of
/// f32 and of all narrower formats (Figueroa, When is double rounding innocuous?, 1995). A function's value is what its
/// double kernel gives, rounded; derivatives are computed by their formulas.
#[derive(Clone, Copy, Debug)]
pub struct Narrow {
    /// The format.
    pub format: &'static Format,
}

impl StepArithmetic for Narrow {
    type Number = f64;

    fn constant(&self, value: &Value) -> Result<f64, Undefined> {
        // Where an enclosure does not decide, its middle does.
        let held = self.format.round_value(value);
        Ok(held.map_or_else(|| self.format.round_double(nearest(value)), |held| held.to_f64()))
    }

    fn add(&self, left: &f64, right: &f64) -> Result<f64, Undefined> {
        Ok(self.format.round_double(left + right))
    }

    fn multiply(&self, left: &f64, right: &f64) -> Result<f64, Undefined> {
        Ok(self.format.round_double(left * right))
    }

    fn divide(&self, above: &f64, below: &f64) -> Result<f64, Undefined> {
        Ok(self.format.round_double(above / below))
    }

    fn power(&self, base: &f64, exponent: &f64) -> Result<f64, Undefined> {
        Ok(self.format.round_double(kernel(&POWER, false, &[*base, *exponent])?))
    }

    fn negate(&self, of: &f64) -> f64 {
        -of
    }

    fn call(&self, row: &'static Function, primed: bool, arguments: &[f64]) -> Result<f64, Undefined> {
        Ok(self.format.round_double(kernel(row, primed, arguments)?))
    }

    fn same(&self, left: &f64, right: &f64) -> bool {
        Double.same(left, right)
    }

    fn is_finite(&self, number: &f64) -> bool {
        number.is_finite()
    }

    fn sign(&self, number: &f64) -> Option<Ordering> {
        Double.sign(number)
    }

    fn observe(&self, number: &f64) -> Observed {
        observed(*number)
    }
}

/// Exact fractions, as long as they have no more than so many binary digits.
#[derive(Clone, Copy, Debug)]
pub struct Exact {
    /// The most binary digits of a numerator and denominator together.
    pub most_bits: u64,
}

impl Exact {
    fn sized(self, value: Rational) -> Result<Rational, Undefined> {
        if value.bits() > self.most_bits { Err(Undefined::TooLarge) } else { Ok(value) }
    }
}

/// Exact operations need no working precision.
const NO_BITS: u32 = 64;

impl StepArithmetic for Exact {
    type Number = Rational;

    fn constant(&self, value: &Value) -> Result<Rational, Undefined> {
        value.exact().cloned().ok_or(Undefined::NotRational)
    }

    fn add(&self, left: &Rational, right: &Rational) -> Result<Rational, Undefined> {
        self.sized(Scalar::add(left, right, NO_BITS)?)
    }

    fn multiply(&self, left: &Rational, right: &Rational) -> Result<Rational, Undefined> {
        self.sized(Scalar::mul(left, right, NO_BITS)?)
    }

    fn divide(&self, above: &Rational, below: &Rational) -> Result<Rational, Undefined> {
        self.sized(Scalar::div(above, below, NO_BITS)?)
    }

    fn power(&self, base: &Rational, exponent: &Rational) -> Result<Rational, Undefined> {
        self.sized(Scalar::pow(base, exponent, NO_BITS)?)
    }

    fn negate(&self, of: &Rational) -> Rational {
        -of
    }

    fn call(
        &self,
        row: &'static Function,
        _primed: bool,
        arguments: &[Rational],
    ) -> Result<Rational, Undefined> {
        self.sized(primitive(row, arguments, NO_BITS)?)
    }

    fn same(&self, left: &Rational, right: &Rational) -> bool {
        left == right
    }

    fn is_finite(&self, _number: &Rational) -> bool {
        true
    }

    fn sign(&self, number: &Rational) -> Option<Ordering> {
        Some(number.cmp(&Rational::zero()))
    }

    fn observe(&self, number: &Rational) -> Observed {
        Observed::Value(Value::Exact(number.clone()))
    }
}

/// Values: exact where they are rational and short, enclosed where not.
#[derive(Clone, Copy, Debug)]
pub struct Enclosing {
    /// The working precision.
    pub bits: u32,
}

impl StepArithmetic for Enclosing {
    type Number = Value;

    fn constant(&self, value: &Value) -> Result<Value, Undefined> {
        Ok(value.clone())
    }

    fn add(&self, left: &Value, right: &Value) -> Result<Value, Undefined> {
        left.add(right, self.bits)
    }

    fn multiply(&self, left: &Value, right: &Value) -> Result<Value, Undefined> {
        left.mul(right, self.bits)
    }

    fn divide(&self, above: &Value, below: &Value) -> Result<Value, Undefined> {
        above.div(below, self.bits)
    }

    fn power(&self, base: &Value, exponent: &Value) -> Result<Value, Undefined> {
        base.pow(exponent, self.bits)
    }

    fn negate(&self, of: &Value) -> Value {
        of.neg()
    }

    fn call(&self, row: &'static Function, _primed: bool, arguments: &[Value]) -> Result<Value, Undefined> {
        primitive(row, arguments, self.bits)
    }

    fn same(&self, left: &Value, right: &Value) -> bool {
        left == right
    }

    fn is_finite(&self, _number: &Value) -> bool {
        true
    }

    fn sign(&self, number: &Value) -> Option<Ordering> {
        match number {
            Value::Exact(exact) => Some(exact.cmp(&Rational::zero())),
            Value::Enclosed(enclosure) => enclosure.sign(),
        }
    }

    fn observe(&self, number: &Value) -> Observed {
        Observed::Value(number.clone())
    }
}
