//! Factors with their powers.

/// Multiplies by a factor to a power: powers of one factor are added up, and no factor keeps the power 0.
///
/// Powers whose sum is too large for a machine word stay side by side.
pub(crate) fn multiply<Id: Copy + PartialEq>(powers: &mut Vec<(Id, i64)>, factor: Id, power: i64) {
    let sum = powers.iter_mut().find_map(|(base, exponent)| {
        let sum = plus(*exponent, power).filter(|_| *base == factor)?;
        Some((exponent, sum))
    });
    match sum {
        Some((exponent, sum)) => *exponent = sum,
        None => powers.push((factor, power)),
    }
    powers.retain(|(_, power)| *power != 0);
}

/// The sum of two powers, where it can be a power: one whose sign can be turned.
pub(crate) fn plus(power: i64, other: i64) -> Option<i64> {
    power.checked_add(other).filter(|sum| sum.checked_neg().is_some())
}

/// A power of a power, likewise.
pub(crate) fn times(power: i64, other: i64) -> Option<i64> {
    power.checked_mul(other).filter(|product| product.checked_neg().is_some())
}

/// Factors with their powers, whatever their order.
pub(crate) fn sorted<Id: Copy + Ord>(powers: &[(Id, i64)]) -> Vec<(Id, i64)> {
    let mut sorted = powers.to_vec();
    sorted.sort_unstable();
    sorted
}
