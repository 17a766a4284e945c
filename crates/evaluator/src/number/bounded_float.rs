//! Floats with a running bound of their error.
//!
//! Beside each result stands a bound of all that may be wrong with it: what its operands brought along, and what its own
//! rounding added. The true value is never further away. That costs a few float operations where an enclosure costs
//! hundreds, and gives up where the floats end: then, or where the bound is too wide to tell, an enclosure decides.
//!
//! Sources: Wilkinson, Error analysis revisited (1986); Higham, Accuracy and Stability of Numerical Algorithms, section 3.3.
//! What a rounding added is known exactly (Dekker's and Knuth's error-free transformations), so that exact results stay exact.

use std::cmp::Ordering;
use std::sync::LazyLock;

use chainrule_symbolic::function::{Definition, Kernel, TABLE};
use chainrule_symbolic::number::{Elementary, Rational};
use rustc_hash::FxHashMap;

use super::{Enclosure, Scalar, Undefined};

/// A float, and by how much the true value may be off.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BoundedFloat {
    value: f64,
    error: f64,
}

/// The smallest float above 0: what underflow may lose.
const TINY: f64 = f64::from_bits(1);

/// Products and quotients below this may have lost a part of their rounding error to underflow.
const SMALLEST_SAFE: f64 = 1e-290;

/// Whole powers up to this are products.
const LARGEST_POWER: i64 = 1 << 20;

impl BoundedFloat {
    /// A float and a bound of its error, the bound put up by what was lost in computing it.
    ///
    /// A bound here is a sum of at most a dozen rounded terms of one sign: 16 units of relative error cover their rounding.
    pub(super) fn bounded(value: f64, error: f64) -> Result<Self, Undefined> {
        if !value.is_finite() || !error.is_finite() {
            return Err(Undefined::BeyondExponents);
        }
        let error = if error == 0.0 { 0.0 } else { (error * (1.0 + 16.0 * f64::EPSILON)).next_up() };
        if error.is_finite() { Ok(Self { value, error }) } else { Err(Undefined::BeyondExponents) }
    }

    /// A number of which nothing is known: every operation on it gives up.
    pub(super) fn unknown() -> Self {
        Self { value: 0.0, error: f64::INFINITY }
    }

    /// A float, exactly.
    pub fn exact(value: f64) -> Self {
        Self { value, error: 0.0 }
    }

    /// The float.
    pub fn value(self) -> f64 {
        self.value
    }

    /// The true value is at most so far away.
    pub fn error(self) -> f64 {
        self.error
    }

    /// The sign of the true value, where it is certain.
    pub fn sign(self) -> Option<Ordering> {
        if self.value.abs() > self.error || self.error == 0.0 { self.value.partial_cmp(&0.0) } else { None }
    }

    /// The interval that the true value lies in; nothing where nothing is known of it.
    pub fn enclosure(self, bits: u32) -> Option<Enclosure> {
        let (value, error) = (Rational::from_f64(self.value)?, Rational::from_f64(self.error)?);
        Some(Enclosure::from_range(&(&value - &error), &(&value + &error), bits))
    }

    /// The ends of the interval, rounded outwards.
    fn ends(self) -> (f64, f64) {
        if self.error == 0.0 {
            (self.value, self.value)
        } else {
            ((self.value - self.error).next_down(), (self.value + self.error).next_up())
        }
    }

    /// A function that never falls where it is defined: the values at the ends bound what the argument brought along.
    fn rising(self, kernel: Kernel, outside: Undefined) -> Result<Self, Undefined> {
        let at = |x: f64| {
            let value = (kernel.compute)(&[x]);
            if value.is_nan() { Err(outside) } else { Ok((value, kernel_error(kernel, value))) }
        };
        let (value, error) = at(self.value)?;
        let (low, high) = self.ends();
        if low.total_cmp(&high).is_eq() {
            return Self::bounded(value, error);
        }
        let ((below, below_error), (above, above_error)) = (at(low)?, at(high)?);
        let down = (value - below).abs() + below_error;
        let up = (above - value).abs() + above_error;
        Self::bounded(value, error + down.max(up))
    }

    /// A function that moves no faster than its argument.
    fn lazy(self, kernel: Kernel) -> Result<Self, Undefined> {
        let value = (kernel.compute)(&[self.value]);
        Self::bounded(value, kernel_error(kernel, value) + self.error)
    }

    /// The hyperbolic cosine: even and convex, so that it falls no more to one side than it rises to the other.
    fn cosh(self, kernel: Kernel) -> Result<Self, Undefined> {
        let size = self.size();
        let value = (kernel.compute)(&[size.value]);
        let top = (kernel.compute)(&[size.ends().1]);
        let brought = if self.error == 0.0 { 0.0 } else { (top - value).abs() + kernel_error(kernel, top) };
        Self::bounded(value, kernel_error(kernel, value) + brought)
    }

    fn step(self, below: f64, at: f64, above: f64) -> Self {
        match self.sign() {
            Some(Ordering::Less) => Self::exact(below),
            Some(Ordering::Equal) => Self::exact(at),
            Some(Ordering::Greater) => Self::exact(above),
            None => Self { value: f64::midpoint(below, above), error: (above - below) / 2.0 },
        }
    }

    fn size(self) -> Self {
        Self { value: self.value.abs(), error: self.error }
    }

    fn extreme(self, other: Self, wanted: Ordering) -> Self {
        let pick =
            if other.value.partial_cmp(&self.value) == Some(wanted) { other.value } else { self.value };
        Self { value: pick, error: self.error.max(other.error) }
    }

    fn to_the(self, exponent: i64) -> Result<Self, Undefined> {
        let (mut power, mut square) = (Self::exact(1.0), self);
        let mut rest = exponent.unsigned_abs();
        while rest > 0 {
            if rest % 2 == 1 {
                power = power.mul(&square, 0)?;
            }
            rest /= 2;
            if rest > 0 {
                square = square.mul(&square, 0)?;
            }
        }
        if exponent < 0 { Self::exact(1.0).div(&power, 0) } else { Ok(power) }
    }
}

/// The float kernels of the primitives: those of their rows.
static KERNELS: LazyLock<FxHashMap<Elementary, Kernel>> = LazyLock::new(|| {
    let own = TABLE.iter().filter_map(|row| match row.definition {
        Definition::Primitive(elementary) => Some((elementary, row.kernel)),
        Definition::Arithmetic | Definition::Formula(_) => None,
    });
    own.collect()
});

/// How far a kernel's result may be from the true one: its stated error, and one unit more, since that was measured.
fn kernel_error(kernel: Kernel, value: f64) -> f64 {
    if kernel.ulps == 0 {
        return 0.0;
    }
    let units = f64::from(kernel.ulps + 1);
    units * (value.abs() * f64::EPSILON + TINY)
}

impl Scalar for BoundedFloat {
    fn from_rational(value: &Rational, _bits: u32) -> Self {
        let float = value.to_f64();
        if Rational::from_f64(float).as_ref() == Some(value) {
            return Self::exact(float);
        }
        // Where the floats end the bound is infinite: the next operation says so.
        Self { value: float, error: float.abs() * f64::EPSILON + TINY }
    }

    fn add(&self, other: &Self, _bits: u32) -> Result<Self, Undefined> {
        let value = self.value + other.value;
        let of_other = value - self.value;
        let lost = (self.value - (value - of_other)) + (other.value - of_other);
        Self::bounded(value, self.error + other.error + lost.abs())
    }

    fn mul(&self, other: &Self, _bits: u32) -> Result<Self, Undefined> {
        if self.is_certainly_zero() || other.is_certainly_zero() {
            return Ok(Self::exact(0.0));
        }
        let value = self.value * other.value;
        let mut lost = f64::mul_add(self.value, other.value, -value).abs();
        if value.abs() < SMALLEST_SAFE {
            lost += TINY;
        }
        let brought = if self.error == 0.0 && other.error == 0.0 {
            0.0
        } else {
            self.value.abs() * other.error + other.value.abs() * self.error + self.error * other.error + TINY
        };
        Self::bounded(value, brought + lost)
    }

    fn div(&self, other: &Self, _bits: u32) -> Result<Self, Undefined> {
        let least = (other.value.abs() - other.error).next_down();
        if least <= 0.0 {
            return Err(Undefined::DivisionByZero);
        }
        let value = self.value / other.value;
        let rest = f64::mul_add(-value, other.value, self.value).abs();
        // The rest is rounded once, and where it is below the smallest floats it is lost.
        let is_safe = [value, self.value, other.value].iter().all(|part| part.abs() > SMALLEST_SAFE);
        let rest = if is_safe || self.is_certainly_zero() { rest } else { rest + TINY };
        let above = rest + self.error + value.abs() * other.error;
        // What is not 0 stays so, however large the divisor.
        Self::bounded(value, above / least + if above == 0.0 { 0.0 } else { TINY })
    }

    fn is_certainly_zero(&self) -> bool {
        self.value == 0.0 && self.error == 0.0
    }

    fn neg(&self) -> Self {
        Self { value: -self.value, error: self.error }
    }

    fn pow(&self, exponent: &Self, bits: u32) -> Result<Self, Undefined> {
        let whole = exponent.value.round();
        if exponent.error == 0.0 && exponent.value.total_cmp(&whole).is_eq() {
            if self.sign() != Some(Ordering::Greater) && self.sign() != Some(Ordering::Less) && whole < 0.0 {
                return Err(Undefined::DivisionByZero);
            }
            let whole = Rational::from_f64(whole).and_then(|whole| whole.to_i64());
            if let Some(whole) = whole.filter(|whole| whole.abs() <= LARGEST_POWER) {
                return self.to_the(whole);
            }
        }
        if self.is_certainly_zero() && exponent.sign() == Some(Ordering::Greater) {
            return Ok(Self::exact(0.0));
        }
        if self.sign() != Some(Ordering::Greater) {
            return Err(Undefined::Power);
        }
        let ln = Self::elementary(Elementary::Ln, &[*self], bits)?;
        Self::elementary(Elementary::Exp, &[ln.mul(exponent, bits)?], bits)
    }

    fn elementary(function: Elementary, arguments: &[Self], bits: u32) -> Result<Self, Undefined> {
        let Some(&x) = arguments.first() else {
            // Only π has no argument.
            return if function == Elementary::Pi {
                Self::bounded(std::f64::consts::PI, f64::EPSILON)
            } else {
                Err(Undefined::Unknown)
            };
        };
        if !x.value.is_finite() || !x.error.is_finite() {
            return Err(Undefined::BeyondExponents);
        }
        let Some(&kernel) = KERNELS.get(&function) else { return Err(Undefined::Unknown) };
        match function {
            Elementary::Ln if x.ends().0 <= 0.0 => Err(Undefined::Logarithm),
            Elementary::Ln => x.rising(kernel, Undefined::Logarithm),
            Elementary::Sqrt => x.rising(kernel, Undefined::SquareRoot),
            Elementary::Atanh if x.ends().0 <= -1.0 || x.ends().1 >= 1.0 => Err(Undefined::Domain(function)),
            // The inverse cosine falls all the way: what the ends say is the same, the other way round.
            Elementary::Exp
            | Elementary::Sinh
            | Elementary::Tanh
            | Elementary::Atan
            | Elementary::Asinh
            | Elementary::Erf
            | Elementary::Asin
            | Elementary::Acos
            | Elementary::Acosh
            | Elementary::Atanh => x.rising(kernel, Undefined::Domain(function)),
            Elementary::Cosh => x.cosh(kernel),
            Elementary::Sin | Elementary::Cos => x.lazy(kernel),
            Elementary::Tan => {
                let of = |function| Self::elementary(function, &[x], bits);
                of(Elementary::Sin)?.div(&of(Elementary::Cos)?, bits)
            }
            Elementary::Abs => Ok(x.size()),
            Elementary::Sign => Ok(x.step(-1.0, 0.0, 1.0)),
            Elementary::Step => Ok(x.step(0.0, 0.0, 1.0)),
            Elementary::Min | Elementary::Max => {
                let wanted = if function == Elementary::Min { Ordering::Less } else { Ordering::Greater };
                Ok(arguments[1..].iter().fold(x, |best, other| best.extreme(*other, wanted)))
            }
            Elementary::Pi => Err(Undefined::Unknown),
        }
    }
}
