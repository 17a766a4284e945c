//! How far a product is: what its factors up to a place come to.

use chainrule_number::Rational;

use super::{BITS, Running};
use chainrule_number::format::{Format, Held};
use chainrule_number::{Enclosure, Kept, Scalar, Undefined, Value};

/// A product so far.
#[derive(Clone, Debug)]
pub(super) struct Progress {
    pub(super) product: Running,
    /// What each format holds of it; nothing where an enclosure does not tell what a factor is rounded to.
    pub(super) held: Vec<Option<Held>>,
}

/// The exact factor that was enclosed last: members of a family often have one number.
#[derive(Debug, Default)]
pub(super) struct Lately {
    enclosed: Option<(Rational, Enclosure)>,
}

impl Lately {
    fn enclosure(&mut self, exact: &Rational) -> &Enclosure {
        let kept = self.enclosed.take().filter(|(number, _)| number == exact);
        let kept = kept.unwrap_or_else(|| (exact.clone(), Enclosure::from_rational(exact, BITS)));
        &self.enclosed.insert(kept).1
    }
}

impl Progress {
    /// Before the first factor.
    pub(super) fn new(formats: &[&'static Format]) -> Self {
        let one = Rational::one();
        let held = formats.iter().map(|format| Some(format.round(&one))).collect();
        Self { product: Running::Exact(one), held }
    }

    /// Takes one more factor.
    pub(super) fn take(
        &mut self,
        value: &Value,
        formats: &[&'static Format],
        lately: &mut Lately,
    ) -> Result<(), Undefined> {
        self.product = match (&self.product, value) {
            (Running::Enclosed(product), Value::Enclosed(enclosure)) => {
                Running::Enclosed(product.mul(enclosure, BITS)?)
            }
            (Running::Enclosed(product), Value::Exact(number)) if !number.is_zero() => {
                Running::Enclosed(product.mul(lately.enclosure(number), BITS)?)
            }
            (product, value) => product.mul(&short(value), BITS)?,
        };
        for (held, format) in self.held.iter_mut().zip(formats) {
            *held = held.zip(format.round_value(value)).map(|(held, factor)| format.mul(held, factor));
        }
        Ok(())
    }
}

/// A value as a product takes it: enclosed where it is long.
fn short(value: &Value) -> Running {
    match value {
        Kept::Exact(exact) if exact.bits() <= 512 => Running::Exact(exact.clone()),
        Kept::Exact(_) | Kept::Enclosed(_) => Running::Enclosed(value.enclosure(BITS)),
    }
}
