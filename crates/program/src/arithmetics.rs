//! The arithmetics that a program runs in.

use std::cmp::Ordering;

use chainrule_number::Rational;
use chainrule_symbolic::function::Function;
use chainrule_symbolic::function::rows::arithmetic::POWER;

use crate::arithmetic::{Arithmetic, Observed, Observing};
use crate::template::Templates;
use chainrule_number::{F64, Format, Held, Scalar, Undefined, Value};

/// Native doubles: sums and products from left to right, each rounded; functions by the kernels of their rows.
#[derive(Clone, Copy, Debug)]
pub struct Double;

/// What a format holds of a value. Where an enclosure does not decide between two numbers, its middle does.
pub fn rounded(format: &Format, value: &Value) -> Held {
    format.round_value(value).unwrap_or_else(|| match value {
        Value::Exact(exact) => format.round(exact),
        Value::Enclosed(enclosure) => format.round_dyadic(&enclosure.middle(128)),
    })
}

fn observed(number: f64) -> Observed {
    match Rational::from_f64(number) {
        Some(exact) => Observed::Value(Value::Exact(exact)),
        None if number.is_nan() => Observed::NotANumber,
        None => Observed::Infinite { negative: number < 0.0 },
    }
}

fn kernel(row: &'static Function, arguments: &[f64]) -> f64 {
    // Kernels take finite arguments; at the infinities they give their limits or NaN.
    (row.kernel.compute)(arguments)
}

impl Arithmetic for Double {
    type Number = f64;

    fn constant(&self, value: &Value) -> Result<f64, Undefined> {
        Ok(rounded(&F64, value).to_f64())
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
        Ok(kernel(&POWER, &[*base, *exponent]))
    }

    #[inline]
    fn negate(&self, of: &f64) -> f64 {
        -of
    }

    #[inline]
    fn call(&self, row: &'static Function, arguments: &[f64]) -> Result<f64, Undefined> {
        Ok(kernel(row, arguments))
    }
}

impl Observing for Double {
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
/// double kernel gives, rounded.
#[derive(Clone, Copy, Debug)]
pub struct Narrow {
    /// The format.
    pub format: &'static Format,
}

impl Arithmetic for Narrow {
    type Number = f64;

    fn constant(&self, value: &Value) -> Result<f64, Undefined> {
        Ok(rounded(self.format, value).to_f64())
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
        Ok(self.format.round_double(kernel(&POWER, &[*base, *exponent])))
    }

    fn negate(&self, of: &f64) -> f64 {
        -of
    }

    fn call(&self, row: &'static Function, arguments: &[f64]) -> Result<f64, Undefined> {
        Ok(self.format.round_double(kernel(row, arguments)))
    }
}

impl Observing for Narrow {
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
pub struct Exact<'t> {
    /// The most binary digits of a numerator and denominator together.
    pub most_bits: u64,
    /// The functions that are called, written out.
    pub functions: &'t Templates,
}

impl Exact<'_> {
    fn sized(self, value: Rational) -> Result<Rational, Undefined> {
        if value.bits() > self.most_bits { Err(Undefined::TooLarge) } else { Ok(value) }
    }
}

/// Exact operations need no working precision.
const NO_BITS: u32 = 64;

impl Arithmetic for Exact<'_> {
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

    fn call(&self, row: &'static Function, arguments: &[Rational]) -> Result<Rational, Undefined> {
        self.sized(self.functions.row(row, arguments, NO_BITS)?)
    }
}

impl Observing for Exact<'_> {
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
pub struct Enclosing<'t> {
    /// The working precision.
    pub bits: u32,
    /// The functions that are called, written out.
    pub functions: &'t Templates,
}

impl Arithmetic for Enclosing<'_> {
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

    fn call(&self, row: &'static Function, arguments: &[Value]) -> Result<Value, Undefined> {
        self.functions.row(row, arguments, self.bits)
    }
}
