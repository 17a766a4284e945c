//! Enclosures as a number system.

use std::cmp::Ordering;

use super::dyadic::Dyadic;
use super::enclosure::Enclosure;
use super::inner_product::Line;
use super::singular::{largest_at_least, largest_at_most, singular_values};
use super::{Edge, Elementary, Rational, Scalar, Undefined, elementary, exact_power};

/// Why a primitive has no value over an interval: for certain only where the whole of it lies outside the domain.
fn certain_reason(why: Undefined, arguments: &[Enclosure]) -> Undefined {
    let [x] = arguments else { return why };
    let (one, minus_one) = (Dyadic::integer(1), Dyadic::integer(-1));
    let (is_outside, edge) = match why {
        Undefined::Logarithm => (x.upper.sign() != Ordering::Greater, Edge::Logarithm),
        Undefined::SquareRoot => (x.upper.sign() == Ordering::Less, Edge::SquareRoot),
        Undefined::Domain(function) => {
            let is_outside = match function {
                Elementary::Acosh => x.upper < one,
                Elementary::Atanh => x.lower >= one || x.upper <= minus_one,
                Elementary::Asin | Elementary::Acos => x.lower > one || x.upper < minus_one,
                // These have no domain of their own.
                Elementary::Exp
                | Elementary::Ln
                | Elementary::Sqrt
                | Elementary::Sin
                | Elementary::Cos
                | Elementary::Tan
                | Elementary::Atan
                | Elementary::Sinh
                | Elementary::Cosh
                | Elementary::Tanh
                | Elementary::Asinh
                | Elementary::Erf
                | Elementary::Abs
                | Elementary::Sign
                | Elementary::Step
                | Elementary::Min
                | Elementary::Max
                | Elementary::Pi => return why,
            };
            (is_outside, Edge::Domain(function))
        }
        Undefined::DivisionByZero
        | Undefined::Power
        | Undefined::NotRational
        | Undefined::TooLarge
        | Undefined::BeyondExponents
        | Undefined::Kink
        | Undefined::Unknown
        | Undefined::TooFewDigits
        | Undefined::NotTold(_) => return why,
    };
    if is_outside { why } else { Undefined::NotTold(edge) }
}

impl Scalar for Enclosure {
    fn from_rational(value: &Rational, bits: u32) -> Self {
        let (lower, upper) = Dyadic::around(value, bits);
        Self { lower, upper }
    }

    fn add(&self, other: &Self, bits: u32) -> Result<Self, Undefined> {
        self.plus(other, bits).within_exponents()
    }

    fn mul(&self, other: &Self, bits: u32) -> Result<Self, Undefined> {
        self.times(other, bits).within_exponents()
    }

    fn div(&self, other: &Self, bits: u32) -> Result<Self, Undefined> {
        self.over(other, bits)?.within_exponents()
    }

    fn is_certainly_zero(&self) -> bool {
        self.sign() == Some(Ordering::Equal)
    }

    fn neg(&self) -> Self {
        Self { lower: self.upper.neg(), upper: self.lower.neg() }
    }

    fn pow(&self, exponent: &Self, bits: u32) -> Result<Self, Undefined> {
        if let Some(exact) = exponent.exact() {
            if let (Some(base), true) = (self.exact(), exact.is_integer())
                && base.bits() < 256
                && let Ok(power) = exact_power(&base, &exact)
                && power.bits() < 4096
            {
                return Ok(Self::from_rational(&power, bits));
            }
            if let Some(whole) = exact.to_i64() {
                return self.to_the(whole, bits);
            }
        }
        match self.sign() {
            Some(Ordering::Greater) => {
                let ln = elementary::apply(Elementary::Ln, std::slice::from_ref(self), bits + 64)?;
                Self::elementary(Elementary::Exp, &[ln.times(exponent, bits + 64)], bits)
            }
            Some(Ordering::Equal) => match exponent.sign() {
                Some(Ordering::Greater) => Ok(self.clone()),
                Some(Ordering::Less) => Err(Undefined::DivisionByZero),
                Some(Ordering::Equal) => Ok(Self::integer(1)),
                None => Err(Undefined::NotTold(Edge::Power)),
            },
            Some(Ordering::Less) => Err(Undefined::Power),
            None => Err(Undefined::NotTold(Edge::Power)),
        }
    }

    fn inner_product<'a>(
        pairs: impl Iterator<Item = (&'a Self, &'a Self)> + Clone,
        bits: u32,
    ) -> Result<Self, Undefined> {
        Self::sum_of_products(pairs, bits).within_exponents()
    }

    fn matrix_product(
        inner: usize,
        rows: &[Self],
        columns: &[Self],
        bits: u32,
    ) -> Result<Vec<Self>, Undefined> {
        let [rows, columns] = [rows, columns].map(|all| all.chunks(inner).map(Line::of).collect::<Vec<_>>());
        let pairs = rows.iter().flat_map(|row| columns.iter().map(move |column| (row, column)));
        pairs.map(|(row, column)| row.times(column, bits).within_exponents()).collect()
    }

    fn spectral_norm(columns: usize, entries: &[Self], bits: u32) -> Result<Self, Undefined> {
        let found = singular_values(columns, entries, bits);
        if let Some(largest) = found.and_then(|values| values.into_iter().next()) {
            return largest.within_exponents();
        }
        let (most, _) = largest_at_most(columns, entries, bits);
        let least = largest_at_least(columns, entries, bits);
        Self::between(least.min(most.clone()), most).within_exponents()
    }

    fn elementary(function: Elementary, arguments: &[Self], bits: u32) -> Result<Self, Undefined> {
        elementary::apply(function, arguments, bits)
            .map_err(|why| certain_reason(why, arguments))?
            .within_exponents()
    }
}
