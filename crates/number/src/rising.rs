//! Functions that rise, over intervals: the values at the ends.

use std::cmp::Ordering;

use super::dyadic::{Dyadic, Toward};
use super::{Enclosure, Undefined};

/// A function that never falls, over an interval: its values at the ends.
pub(super) fn rising(
    x: &Enclosure,
    at: impl Fn(&Dyadic) -> Result<Enclosure, Undefined>,
) -> Result<Enclosure, Undefined> {
    let low = at(&x.lower)?;
    if x.lower == x.upper {
        return Ok(low);
    }
    let high = at(&x.upper)?;
    Ok(Enclosure::between(low.lower, high.upper))
}

pub(super) fn sqrt(x: &Dyadic, bits: u32) -> Result<Enclosure, Undefined> {
    if x.sign() == Ordering::Less {
        return Err(Undefined::SquareRoot);
    }
    if x.sign() == Ordering::Equal {
        return Ok(Enclosure::integer(0));
    }
    Ok(Enclosure::between(x.sqrt(bits, Toward::Down), x.sqrt(bits, Toward::Up)))
}
