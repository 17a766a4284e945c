//! The scales of a loss with which a product stays among the normal numbers of a format.

use std::cmp::Ordering;

use chainrule_symbolic::derivation::FactorId;

use super::progress::{Lately, Progress};
use super::{BITS, Ledger, Order, Running};
use crate::number::format::{Binary, Format, Held};
use crate::number::{Enclosure, Value};

/// The largest scale of a loss, as an exponent of 2.
const LARGEST_SCALE: i64 = 1_000;

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
    /// before it enters the format. Both ends are tried, by carrying the product out in the format.
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
        // Scales that a double holds: nobody can scale by others.
        let (mut lowest, mut highest) = (-LARGEST_SCALE, LARGEST_SCALE);
        let (mut progress, mut lately) = (Progress::new(&[]), Lately::default());
        for &factor in &self.factors {
            progress.take(value(factor)?, &[], &mut lately).ok()?;
            let (low, high) = tops(&progress.product)?;
            lowest = lowest.max(i64::from(format.smallest_exponent()).saturating_sub(low));
            highest = highest.min(i64::from(format.largest_exponent()).saturating_sub(high));
            if lowest > highest {
                return None;
            }
        }
        // Rounding may carry a product over a power of two: then the next scale is tried.
        let lowest = [lowest, lowest.saturating_add(1)]
            .into_iter()
            .find(|&scale| scale <= highest && self.stays_normal(format, scale, &value))?;
        let highest = [highest, highest.saturating_sub(1)]
            .into_iter()
            .find(|&scale| scale >= lowest && self.stays_normal(format, scale, &value))?;
        Some(Window { lowest, highest })
    }

    /// Whether the product, its first factor times a power of two, stays among the normal numbers of a format.
    fn stays_normal<'v>(
        &self,
        format: &'static Format,
        scale: i64,
        value: impl Fn(FactorId) -> Option<&'v Value>,
    ) -> bool {
        let is_normal = |held: Held| {
            held.finite().is_some_and(|number: Binary| !number.is_zero() && !number.is_subnormal(format))
        };
        let mut product = None;
        for &factor in &self.factors {
            let Some(value) = value(factor) else { return false };
            let next = match product {
                None => {
                    let size = value.enclosure(BITS);
                    format.round_enclosure(&size.scaled(scale))
                }
                Some(product) => format.round_value(value).map(|held| format.mul(product, held)),
            };
            let Some(next) = next.filter(|&held| is_normal(held)) else { return false };
            product = Some(next);
        }
        product.is_some()
    }
}

/// The exponents of the leading binary digits of the least and the largest size that a product may have; nothing where
/// that may be 0.
fn tops(product: &Running) -> Option<(i64, i64)> {
    let of = |enclosure: &Enclosure| match enclosure.sign()? {
        Ordering::Less => Some((enclosure.upper().top()?, enclosure.lower().top()?)),
        Ordering::Equal => None,
        Ordering::Greater => Some((enclosure.lower().top()?, enclosure.upper().top()?)),
    };
    match product {
        Running::Exact(_) => of(&product.enclosure(64)),
        Running::Enclosed(enclosure) => of(enclosure),
    }
}
