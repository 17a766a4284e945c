//! The largest of many numbers, and which it is.

use chainrule_number::{Elementary, Rational, Scalar, Undefined};

use super::integer;

/// The shares of the largest entry: 1 for it alone, equal ones where several are largest.
pub(super) fn shares_of_largest<S: Scalar>(line: &[S], bits: u32) -> Result<Vec<S>, Undefined> {
    match shares_where_ordered(line, bits)? {
        Some(shares) => Ok(shares),
        None => shares_by_pairs(line, bits),
    }
}

/// The shares where one entry is certainly not smaller than any other.
fn shares_where_ordered<S: Scalar>(line: &[S], bits: u32) -> Result<Option<Vec<S>>, Undefined> {
    let one = integer::<S>(1, bits);
    let sign =
        |entry: &S, other: &S| S::elementary(Elementary::Sign, &[entry.add(&other.neg(), bits)?], bits);
    let mut largest = 0;
    for (place, entry) in line.iter().enumerate().skip(1) {
        if sign(entry, &line[largest])?.add(&one.neg(), bits)?.is_certainly_zero() {
            largest = place;
        }
    }
    let mut is_largest = Vec::with_capacity(line.len());
    for (place, entry) in line.iter().enumerate() {
        if place == largest {
            is_largest.push(true);
            continue;
        }
        let sign = sign(entry, &line[largest])?;
        if !(sign.is_certainly_zero() || sign.add(&one, bits)?.is_certainly_zero()) {
            return Ok(None);
        }
        is_largest.push(sign.is_certainly_zero());
    }
    let count = is_largest.iter().filter(|is_largest| **is_largest).count();
    let (share, zero) = (one.div(&integer(count, bits), bits)?, integer::<S>(0, bits));
    let shares =
        is_largest.into_iter().map(|is_largest| if is_largest { share.clone() } else { zero.clone() });
    Ok(Some(shares.collect()))
}

/// The shares by comparing each with each: where it is not certain which is the largest, and in systems without an order.
fn shares_by_pairs<S: Scalar>(line: &[S], bits: u32) -> Result<Vec<S>, Undefined> {
    let (one, two) = (integer::<S>(1, bits), integer::<S>(2, bits));
    let mut shares = Vec::with_capacity(line.len());
    for (place, entry) in line.iter().enumerate() {
        let mut share = two.clone();
        for other in line.iter().enumerate().filter(|(index, _)| *index != place).map(|(_, other)| other) {
            // (1 + s)·(2 − s) is 2 for the signs 0 and 1, and 0 for −1.
            let sign = S::elementary(Elementary::Sign, &[entry.add(&other.neg(), bits)?], bits)?;
            let factor = one.add(&sign, bits)?.mul(&two.add(&sign.neg(), bits)?, bits)?;
            share = share.mul(&factor.div(&two, bits)?, bits)?;
        }
        shares.push(share.div(&two, bits)?);
    }
    let zero = S::from_rational(&Rational::zero(), bits);
    if let [only] = shares.as_slice() {
        return Ok(vec![only.clone()]);
    }
    let total = shares.iter().try_fold(zero, |sum, share| sum.add(share, bits))?;
    shares.iter().map(|share| share.div(&total, bits)).collect()
}

fn folded<S: Scalar>(line: &[S], bits: u32) -> Result<S, Undefined> {
    let (first, others) = line.split_first().ok_or(Undefined::Unknown)?;
    others.iter().try_fold(first.clone(), |largest, entry| {
        S::elementary(Elementary::Max, &[largest, entry.clone()], bits)
    })
}

/// The largest entry. Where several are largest it is their mean, so that it moves with each of them alike.
pub(super) fn largest_entry<S: Scalar>(line: &[S], bits: u32) -> Result<S, Undefined> {
    let shares = shares_of_largest(line, bits)?;
    let one = integer::<S>(1, bits);
    let is_single = shares.iter().any(|share| match share.add(&one.neg(), bits) {
        Ok(rest) => rest.is_certainly_zero(),
        Err(_) => false,
    });
    if is_single {
        return folded(line, bits);
    }
    S::inner_product(line.iter().zip(&shares), bits)
}
