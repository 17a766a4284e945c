//! In how many directions almost nothing is left of what a chain of derivatives passes on.

use chainrule_number::singular::singular_values;
use chainrule_number::{Enclosure, Rational, Scalar, Value};
use chainrule_program::array::Array;

use super::ArrayDerivation;
use super::ledger::{LedgerRow, Ledgers, Map};
use super::numbers::value;

/// How many directions are nearly lost on the way, and where.
#[derive(Clone, Debug)]
pub struct LostDirections {
    /// So many singular values of the product of the factors are below the limit,
    pub lost: usize,
    /// … of so many,
    pub of: usize,
    /// … after this row of the ledger, where the product has that many directions.
    pub after: usize,
    /// The row after which the first was lost.
    pub first: usize,
    /// The largest singular value of the product.
    pub largest: Value,
    /// The smallest.
    pub smallest: Value,
}

/// Products of larger matrices are not looked at.
const MOST_DIRECTIONS: usize = 48;

/// Directions in which the product of the factors is below ten to a power, though not in all; nothing where there are none.
pub(super) fn lost(
    ledgers: &Ledgers<'_>,
    derivation: &ArrayDerivation,
    rows: &[LedgerRow],
    limit: f64,
) -> Option<LostDirections> {
    let bits = ledgers.numbers.bits;
    let of_number = ledgers.arrays.quantity(derivation.of).shape.is_number();
    let first = &ledgers.calculus.adjoints[*derivation.adjoints.first()?];
    // Of a vector the first derivative is a matrix itself.
    let mut product: Option<Array<Enclosure>> =
        if of_number { None } else { Some(ledgers.numbers.values.get(&first.name)?.clone()) };
    let (mut blind, mut found): (usize, Option<LostDirections>) = (0, None);
    for (number, row) in rows.iter().enumerate() {
        let Some(factor) = &row.factor else {
            if number == 0 {
                continue;
            }
            break;
        };
        if factor.sizes.iter().any(|size| *size > MOST_DIRECTIONS) {
            break;
        }
        let Some(own) = ledgers.matrix(factor) else { break };
        if let Map::Jacobian { place, .. } = factor.map
            && ledgers.calculus.jacobians[place].reading.is_some_and(|of| ledgers.is_softmax_slope(of))
        {
            blind += 1;
        }
        let Map::Jacobian { is_transposed, .. } = factor.map else { break };
        let next = match product {
            None => own,
            // A derivative of a vector is multiplied from the right.
            Some(before) if is_transposed => times(&own, &before, bits)?,
            Some(before) => times(&before, &own, bits)?,
        };
        let [_, columns] = *next.axes.as_slice() else { break };
        let values = singular_values(columns, &next.entries, bits)?;
        product = Some(next);
        let threshold = Rational::from_f64(10f64.powf(limit))?;
        let threshold = Enclosure::from_rational(&threshold, bits);
        let below = values.iter().filter(|own| own.upper() < threshold.lower()).count();
        let (Some(largest), Some(smallest)) = (values.first(), values.last()) else { break };
        if below <= blind || largest.lower() < threshold.upper() {
            // All of them, or none: that is no matter of directions.
            if below > blind {
                found = None;
                break;
            }
            continue;
        }
        let first = found.as_ref().map_or(number, |own| own.first);
        found = Some(LostDirections {
            lost: below - blind,
            of: values.len(),
            after: number,
            first,
            largest: value(largest),
            smallest: value(smallest),
        });
    }
    found
}

fn times(left: &Array<Enclosure>, right: &Array<Enclosure>, bits: u32) -> Option<Array<Enclosure>> {
    let [rows, inner] = *left.axes.as_slice() else { return None };
    let [height, columns] = *right.axes.as_slice() else { return None };
    if height != inner {
        return None;
    }
    let mut entries = Vec::with_capacity(rows * columns);
    for row in 0..rows {
        for column in 0..columns {
            let mut sum = Enclosure::integer(0);
            for place in 0..inner {
                let term =
                    left.entries[row * inner + place].mul(&right.entries[place * columns + column], bits);
                sum = sum.add(&term.ok()?, bits).ok()?;
            }
            entries.push(sum);
        }
    }
    Some(Array { axes: vec![rows, columns], entries })
}
