//! The scales of a loss with which a product stays among the normal numbers of a format.
//!
//! Between the ends of the normal numbers a scale moves exponents and nothing else: the significands of all products so
//! far are the same for every scale. They are worked out once, with exponents that nothing overflows, and tell all scales
//! that work but a few: a product just below the smallest normal number may be rounded up to it, since one digit less is
//! kept there. Those few are carried out.

use chainrule_symbolic::derivation::FactorId;
use chainrule_symbolic::number::Rational;

use super::{BITS, Ledger, Order};
use crate::number::Value;
use crate::number::format::{Binary, Format, Held, Overflow, Specials};

/// The largest scale of a loss, as an exponent of 2: nobody can scale by what a double does not hold.
const LARGEST_SCALE: i64 = 1_000;

/// Below the smallest scale that is known to work, so many are carried out, and as many below each of those that works.
const CARRIED_OUT: i64 = 3;

/// A scale by powers of two, with which a product stays among the normal numbers of a format all the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The exponent of the smallest scale,
    pub lowest: i64,
    /// … and of the largest.
    pub highest: i64,
}

impl Ledger {
    /// The scales of the loss with which every product so far stays among the normal numbers of a format: the loss is scaled
    /// before it enters the format. Its ends are what trying every power of two gives.
    ///
    /// Nothing where there is none, and for the forward order, in which the loss comes last.
    pub fn window<'v>(
        &self,
        format: &'static Format,
        value: impl Fn(FactorId) -> Option<&'v Value>,
    ) -> Option<Window> {
        if self.order == Order::Forward {
            return None;
        }
        let factors = self.factors.iter().map(|&factor| value(factor)).collect::<Option<Vec<_>>>()?;
        let (least, most) = undisturbed(format, &factors)?;
        let (least, highest) = (least.max(-LARGEST_SCALE), most.min(LARGEST_SCALE));
        let mut lowest = (least <= highest).then_some(least);
        let mut scale = least.min(highest + 1) - 1;
        let mut reached = lowest.unwrap_or(least);
        let mut largest = lowest.map(|_| highest);
        while scale >= -LARGEST_SCALE && reached - scale <= CARRIED_OUT {
            if stays_normal(format, &factors, scale) {
                (lowest, reached) = (Some(scale), scale);
                largest = largest.or(Some(scale));
            }
            scale -= 1;
        }
        Some(Window { lowest: lowest?, highest: largest? })
    }
}

/// The scales from and up to which every product so far lies between the ends of the normal numbers before any product is
/// rounded at those ends; the first may be above the second. Larger scales than the second do not work.
fn undisturbed(format: &Format, factors: &[&Value]) -> Option<(i64, i64)> {
    // The same significands, and exponents of 29 bits.
    let wide = Format {
        exponent_bits: 30,
        specials: Specials::InfinitiesAndNans,
        overflow: Overflow::ToInfinity,
        ..*format
    };
    let (mut least, mut most) = (i64::MIN, i64::MAX);
    let mut product: Option<Held> = None;
    for value in factors {
        let next = match product {
            // The first is scaled before it is rounded.
            None => wide.round_value(value)?,
            Some(product) => wide.mul(product, format.round_value(value)?),
        };
        let number = next.finite()?;
        let top = i64::from(number.top()?);
        least = least.max(i64::from(format.smallest_exponent()) - top);
        let is_above = number.has_larger_significand(format.largest());
        most = most.min(i64::from(format.largest_exponent()) - top - i64::from(is_above));
        product = Some(next);
    }
    product.map(|_| (least, most))
}

/// Whether the product, its first factor times a power of two, stays among the normal numbers of a format.
fn stays_normal(format: &Format, factors: &[&Value], scale: i64) -> bool {
    // A product that is held at the largest number has left the format, too.
    let strict = Format { overflow: Overflow::ToInfinity, ..*format };
    let mut product: Option<Held> = None;
    for value in factors {
        let next = match product {
            None => scaled(&strict, value, scale),
            Some(product) => format.round_value(value).map(|held| strict.mul(product, held)),
        };
        let Some(next) = next.filter(|&held| is_normal(format, held)) else { return false };
        product = Some(next);
    }
    product.is_some()
}

/// A number times a power of two, rounded once.
fn scaled(format: &Format, value: &Value, scale: i64) -> Option<Held> {
    match value {
        Value::Exact(exact) => Some(format.round(&(exact * &Rational::from_binary(&1.into(), scale)))),
        Value::Enclosed(_) => format.round_enclosure(&value.enclosure(BITS).scaled(scale)),
    }
}

fn is_normal(format: &Format, held: Held) -> bool {
    held.finite().is_some_and(|number: Binary| !number.is_zero() && !number.is_subnormal(format))
}
