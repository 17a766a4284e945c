//! Enclosures that have no value at kinks: what is claimed of derivatives is not claimed where there are none.

use std::cmp::Ordering;

use chainrule_number::{Elementary, Enclosure, Rational, Scalar, Undefined};

/// A number; a function of it has none where it has a kink, or may have one.
#[derive(Clone, Debug)]
pub(super) struct Smooth(pub(super) Enclosure);

impl Smooth {
    /// Whether it may be 0.
    fn may_vanish(&self) -> bool {
        !matches!(self.0.sign(), Some(Ordering::Less | Ordering::Greater))
    }
}

impl Scalar for Smooth {
    fn from_rational(value: &Rational, bits: u32) -> Self {
        Self(Enclosure::from_rational(value, bits))
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
        let is_at_kink = match function {
            Elementary::Abs | Elementary::Sign | Elementary::Step => arguments.iter().any(Self::may_vanish),
            Elementary::Max | Elementary::Min => arguments
                .iter()
                .enumerate()
                .any(|(place, one)| arguments[place + 1..].iter().any(|other| !one.0.is_disjoint(&other.0))),
            Elementary::Exp
            | Elementary::Ln
            | Elementary::Sqrt
            | Elementary::Sin
            | Elementary::Cos
            | Elementary::Tan
            | Elementary::Asin
            | Elementary::Acos
            | Elementary::Atan
            | Elementary::Sinh
            | Elementary::Cosh
            | Elementary::Tanh
            | Elementary::Asinh
            | Elementary::Acosh
            | Elementary::Atanh
            | Elementary::Erf
            | Elementary::Pi => false,
        };
        if is_at_kink {
            return Err(Undefined::Kink);
        }
        let arguments: Vec<Enclosure> = arguments.iter().map(|argument| argument.0.clone()).collect();
        Enclosure::elementary(function, &arguments, bits).map(Self)
    }

    fn spectral_norm(columns: usize, entries: &[Self], bits: u32) -> Result<Self, Undefined> {
        let entries: Vec<Enclosure> = entries.iter().map(|entry| entry.0.clone()).collect();
        Enclosure::spectral_norm(columns, &entries, bits).map(Self)
    }
}
