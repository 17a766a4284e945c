//! In how many directions almost nothing is left of what a chain of derivatives passes on.

use chainrule_number::singular::singular_values;
use chainrule_number::{Enclosure, Rational, Scalar};
use chainrule_program::array::Array;
use rustc_hash::FxHashMap;

use super::derivation::{ArrayDerivation, LedgerRow, LostDirections, Map};
use super::ledger::Ledgers;
use super::numbers::value;

/// Products of larger matrices are not looked at.
const MOST_DIRECTIONS: usize = 48;

/// The product of the factors along a way.
#[derive(Clone, Debug)]
struct Way {
    product: Option<Array<Enclosure>>,
    /// Its singular values, the largest first; none where there is no product yet.
    values: Vec<Enclosure>,
    /// How many directions softmaxes on the way do not see, whatever the numbers.
    blind: usize,
    /// Whether nothing is known further on.
    is_over: bool,
}

/// The ways that derivations go, as a tree: what they have in common is worked out once.
#[derive(Debug, Default)]
pub(super) struct Ways {
    all: Vec<Way>,
    /// Where a way goes on by an adjoint; all begin with one.
    next: FxHashMap<(Option<usize>, usize), usize>,
}

/// Directions in which the product of the factors is below ten to a power, though not in all; nothing where there are none.
pub(super) fn lost(
    ledgers: &Ledgers<'_>,
    ways: &mut Ways,
    derivation: &ArrayDerivation,
    rows: &[LedgerRow],
    limit: f64,
) -> Option<LostDirections> {
    let threshold = Rational::from_f64(10f64.powf(limit))?;
    let threshold = Enclosure::from_rational(&threshold, ledgers.numbers.bits);
    let mut found: Option<LostDirections> = None;
    let mut at: Option<usize> = None;
    for (number, (&place, row)) in derivation.adjoints.iter().zip(rows).enumerate() {
        let here = if let Some(&next) = ways.next.get(&(at, place)) {
            next
        } else {
            let next = further(ledgers, ways, derivation, at, (number, row))?;
            ways.all.push(next);
            ways.next.insert((at, place), ways.all.len() - 1);
            ways.all.len() - 1
        };
        at = Some(here);
        let way = &ways.all[here];
        if way.is_over {
            break;
        }
        let (Some(largest), Some(smallest)) = (way.values.first(), way.values.last()) else { continue };
        let below = way.values.iter().filter(|value| value.upper() < threshold.lower()).count();
        if below <= way.blind || largest.lower() < threshold.upper() {
            // All of them, or none: that is no matter of directions.
            if below > way.blind {
                return None;
            }
            continue;
        }
        let first = found.as_ref().map_or(number, |lost| lost.first);
        found = Some(LostDirections {
            lost: below - way.blind,
            of: way.values.len(),
            after: number,
            first,
            largest: value(largest),
            smallest: value(smallest),
        });
    }
    found
}

/// A way with one factor more; nothing where that has no numbers.
fn further(
    ledgers: &Ledgers<'_>,
    ways: &Ways,
    derivation: &ArrayDerivation,
    at: Option<usize>,
    (number, row): (usize, &LedgerRow),
) -> Option<Way> {
    let bits = ledgers.numbers.bits;
    let (mut product, blind) = match at {
        Some(at) => (ways.all[at].product.clone(), ways.all[at].blind),
        None if ledgers.arrays.quantity(derivation.of).shape.is_number() => (None, 0),
        // Of a vector the first derivative is a matrix itself.
        None => {
            let first = &ledgers.calculus.adjoints[*derivation.adjoints.first()?];
            (Some(ledgers.numbers.values.get(&first.name)?.clone()), 0)
        }
    };
    let over = |is_over: bool, product| Way { product, values: Vec::new(), blind, is_over };
    let Some(factor) = &row.factor else { return Some(over(number > 0, product)) };
    if factor.sizes.iter().any(|size| *size > MOST_DIRECTIONS) {
        return Some(over(true, None));
    }
    let (Some(matrix), Map::Jacobian { place, is_transposed }) = (ledgers.matrix(factor), factor.map) else {
        return Some(over(true, None));
    };
    let is_softmax = ledgers.calculus.jacobians[place].reading.is_some_and(|of| ledgers.is_softmax_slope(of));
    let next = match product.take() {
        None => matrix,
        // A derivative of a vector is multiplied from the right.
        Some(before) if is_transposed => times(&matrix, &before, bits)?,
        Some(before) => times(&before, &matrix, bits)?,
    };
    let [_, columns] = *next.axes.as_slice() else { return Some(over(true, None)) };
    let values = singular_values(columns, &next.entries, bits)?;
    Some(Way { product: Some(next), values, blind: blind + usize::from(is_softmax), is_over: false })
}

fn times(left: &Array<Enclosure>, right: &Array<Enclosure>, bits: u32) -> Option<Array<Enclosure>> {
    let [rows, inner] = *left.axes.as_slice() else { return None };
    let [height, columns] = *right.axes.as_slice() else { return None };
    if height != inner {
        return None;
    }
    let columns_of_right: Vec<Enclosure> =
        (0..columns).flat_map(|column| right.entries.iter().skip(column).step_by(columns)).cloned().collect();
    let entries = Enclosure::matrix_product(inner, &left.entries, &columns_of_right, bits).ok()?;
    Some(Array { axes: vec![rows, columns], entries })
}
