//! A value with a derivative: the judge of every step.

mod spectral_norm;

use crate::{Elementary, Rational, Scalar, Undefined};
use spectral_norm::largest_of_dual;

/// A value and how fast it moves with one quantity.
///
/// The derivatives of the primitives stand here a second time on purpose, and only here: what judges the rules must
/// not look at the table the rules come from.
#[derive(Clone, Debug)]
pub struct Dual<S> {
    /// The value.
    pub value: S,
    /// Its derivative.
    pub slope: S,
}

impl<S: Scalar> Dual<S> {
    /// A value that does not move.
    pub fn constant(value: S) -> Self {
        Self { value, slope: S::from_rational(&Rational::zero(), 64) }
    }

    /// The quantity derived by.
    pub fn variable(value: S) -> Self {
        Self { value, slope: S::from_rational(&Rational::one(), 64) }
    }
}

/// Small exact numbers in any system.
fn number<S: Scalar>(value: i64, bits: u32) -> S {
    S::from_rational(&Rational::from_integer(value), bits)
}

impl<S: Scalar> Scalar for Dual<S> {
    fn from_rational(value: &Rational, bits: u32) -> Self {
        Self::constant(S::from_rational(value, bits))
    }

    fn add(&self, other: &Self, bits: u32) -> Result<Self, Undefined> {
        Ok(Self { value: self.value.add(&other.value, bits)?, slope: self.slope.add(&other.slope, bits)? })
    }

    fn mul(&self, other: &Self, bits: u32) -> Result<Self, Undefined> {
        let left = self.slope.mul(&other.value, bits)?;
        let right = self.value.mul(&other.slope, bits)?;
        Ok(Self { value: self.value.mul(&other.value, bits)?, slope: left.add(&right, bits)? })
    }

    fn div(&self, other: &Self, bits: u32) -> Result<Self, Undefined> {
        let value = self.value.div(&other.value, bits)?;
        // (u/v)' = (u' − (u/v)·v') / v
        let moved = value.mul(&other.slope, bits)?.neg();
        Ok(Self { slope: self.slope.add(&moved, bits)?.div(&other.value, bits)?, value })
    }

    fn is_certainly_zero(&self) -> bool {
        self.value.is_certainly_zero() && self.slope.is_certainly_zero()
    }

    fn neg(&self) -> Self {
        Self { value: self.value.neg(), slope: self.slope.neg() }
    }

    fn pow(&self, exponent: &Self, bits: u32) -> Result<Self, Undefined> {
        let value = self.value.pow(&exponent.value, bits)?;
        // u^v moves by v·u^(v−1)·u' and by u^v·ln u·v'; a part whose factor does not move is not computed, so that
        // whole powers of negative bases, and constants to any power, stay defined. u^0 is 1 throughout, and 0^v is 0
        // for every positive v.
        let zero = || number::<S>(0, bits);
        let by_base = if self.slope.is_certainly_zero() || exponent.value.is_certainly_zero() {
            zero()
        } else {
            let lowered = exponent.value.add(&number(-1, bits), bits)?;
            exponent.value.mul(&self.value.pow(&lowered, bits)?, bits)?.mul(&self.slope, bits)?
        };
        let by_exponent = if exponent.slope.is_certainly_zero()
            || (self.value.is_certainly_zero() && value.is_certainly_zero())
        {
            zero()
        } else {
            let ln = S::elementary(Elementary::Ln, std::slice::from_ref(&self.value), bits)?;
            value.mul(&ln, bits)?.mul(&exponent.slope, bits)?
        };
        Ok(Self { value, slope: by_base.add(&by_exponent, bits)? })
    }

    fn inner_product<'a>(
        pairs: impl Iterator<Item = (&'a Self, &'a Self)> + Clone,
        bits: u32,
    ) -> Result<Self, Undefined>
    where
        Self: 'a,
    {
        let value = S::inner_product(pairs.clone().map(|(left, right)| (&left.value, &right.value)), bits)?;
        let of_left = pairs.clone().map(|(left, right)| (&left.slope, &right.value));
        let of_right = pairs.map(|(left, right)| (&left.value, &right.slope));
        Ok(Self { value, slope: S::inner_product(of_left.chain(of_right), bits)? })
    }

    fn matrix_product(
        inner: usize,
        rows: &[Self],
        columns: &[Self],
        bits: u32,
    ) -> Result<Vec<Self>, Undefined> {
        let values_of = |line: &[Self]| line.iter().map(|number| number.value.clone()).collect::<Vec<S>>();
        let slopes_of = |line: &[Self]| line.iter().map(|number| number.slope.clone()).collect::<Vec<S>>();
        let values = S::matrix_product(inner, &values_of(rows), &values_of(columns), bits)?;
        // (A·B)' = A'·B + A·B': one product of lines twice as long.
        let left: Vec<S> =
            rows.chunks(inner).flat_map(|row| [slopes_of(row), values_of(row)].concat()).collect();
        let right: Vec<S> = columns
            .chunks(inner)
            .flat_map(|column| [values_of(column), slopes_of(column)].concat())
            .collect();
        let slopes = S::matrix_product(2 * inner, &left, &right, bits)?;
        Ok(values.into_iter().zip(slopes).map(|(value, slope)| Self { value, slope }).collect())
    }

    fn spectral_norm(columns: usize, entries: &[Self], bits: u32) -> Result<Self, Undefined> {
        let values: Vec<S> = entries.iter().map(|entry| entry.value.clone()).collect();
        largest_of_dual(columns, entries, S::spectral_norm(columns, &values, bits)?, bits)
    }

    fn elementary(function: Elementary, arguments: &[Self], bits: u32) -> Result<Self, Undefined> {
        let values: Vec<S> = arguments.iter().map(|argument| argument.value.clone()).collect();
        let value = S::elementary(function, &values, bits)?;
        let Some(x) = arguments.first() else { return Ok(Self::constant(value)) };
        let one = || number::<S>(1, bits);
        let square = |u: &S| u.mul(u, bits);
        let of = |function, u: &S| S::elementary(function, std::slice::from_ref(u), bits);
        let u = &x.value;
        let rate = match function {
            Elementary::Exp => value.clone(),
            Elementary::Ln => one().div(u, bits)?,
            Elementary::Sqrt => one().div(&value.mul(&number(2, bits), bits)?, bits)?,
            Elementary::Sin => of(Elementary::Cos, u)?,
            Elementary::Cos => of(Elementary::Sin, u)?.neg(),
            Elementary::Tan => one().add(&square(&value)?, bits)?,
            Elementary::Asin => inverse_root(&one().add(&square(u)?.neg(), bits)?, bits)?,
            Elementary::Acos => inverse_root(&one().add(&square(u)?.neg(), bits)?, bits)?.neg(),
            Elementary::Atan => one().div(&one().add(&square(u)?, bits)?, bits)?,
            Elementary::Sinh => of(Elementary::Cosh, u)?,
            Elementary::Cosh => of(Elementary::Sinh, u)?,
            Elementary::Tanh => one().add(&square(&value)?.neg(), bits)?,
            Elementary::Asinh => inverse_root(&one().add(&square(u)?, bits)?, bits)?,
            Elementary::Acosh => inverse_root(&square(u)?.add(&number(-1, bits), bits)?, bits)?,
            Elementary::Atanh => one().div(&one().add(&square(u)?.neg(), bits)?, bits)?,
            Elementary::Erf => {
                let decay = of(Elementary::Exp, &square(u)?.neg())?;
                let pi = S::elementary(Elementary::Pi, &[], bits)?;
                decay.mul(&number(2, bits), bits)?.div(&of(Elementary::Sqrt, &pi)?, bits)?
            }
            Elementary::Abs => smooth_sign(u, bits)?,
            Elementary::Sign | Elementary::Step => {
                smooth_sign(u, bits)?;
                number(0, bits)
            }
            Elementary::Min | Elementary::Max => return extreme(function, arguments, bits),
            Elementary::Pi => number(0, bits),
        };
        Ok(Self { value, slope: rate.mul(&x.slope, bits)? })
    }
}

/// 1/√u.
fn inverse_root<S: Scalar>(u: &S, bits: u32) -> Result<S, Undefined> {
    let root = S::elementary(Elementary::Sqrt, std::slice::from_ref(u), bits)?;
    number::<S>(1, bits).div(&root, bits)
}

/// The sign, where it is certainly not zero.
fn smooth_sign<S: Scalar>(u: &S, bits: u32) -> Result<S, Undefined> {
    let sign = S::elementary(Elementary::Sign, std::slice::from_ref(u), bits)?;
    number::<S>(1, bits).div(&sign, bits).map_err(|_| Undefined::Kink)
}

fn extreme<S: Scalar>(function: Elementary, arguments: &[Dual<S>], bits: u32) -> Result<Dual<S>, Undefined> {
    let mut best = arguments[0].clone();
    for other in &arguments[1..] {
        // max(a, b) = (a + b + |a − b|)/2, and min with the other sign: the sign of a − b picks the slope.
        let gap = best.value.add(&other.value.neg(), bits)?;
        let value = S::elementary(function, &[best.value.clone(), other.value.clone()], bits)?;
        // At a tie of what moves alike it does not matter which is taken.
        if best.slope.add(&other.slope.neg(), bits)?.is_certainly_zero() {
            best = Dual { value, slope: best.slope };
            continue;
        }
        let mut sign = smooth_sign(&gap, bits)?;
        if function == Elementary::Min {
            sign = sign.neg();
        }
        let half = number::<S>(1, bits).div(&number(2, bits), bits)?;
        let share = number::<S>(1, bits).add(&sign, bits)?.mul(&half, bits)?;
        let others = number::<S>(1, bits).add(&sign.neg(), bits)?.mul(&half, bits)?;
        let slope = best.slope.mul(&share, bits)?.add(&other.slope.mul(&others, bits)?, bits)?;
        best = Dual { value, slope };
    }
    Ok(best)
}
