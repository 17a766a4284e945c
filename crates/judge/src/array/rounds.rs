//! The sizes and the numbers at which derivations of arrays are tried.

use chainrule_array::chain::Calculus;
use chainrule_array::word::Over;
use chainrule_array::{Arrays, QuantityId, Role, Size, SumFact};
use chainrule_number::{Enclosure, Rational, Scalar, Undefined};
use chainrule_program::array::{Array, Functions, Scene, Sizes, entry, whole};
use rustc_hash::FxHashMap;

use super::residue::{Residue, mixed};
use super::{LEAST_BITS, MOST_BITS, is_narrow};

/// Sizes, and numbers for all quantities.
pub(super) struct Round {
    pub(super) sizes: Sizes,
    pub(super) values: FxHashMap<QuantityId, Array<Enclosure>>,
    /// The precision at which the numbers are narrow.
    pub(super) bits: u32,
    /// A random number modulo the prime for every entry of every quantity, computed or not.
    pub(super) residues: FxHashMap<QuantityId, Array<Residue>>,
}

/// Indices by number up to this are tried as they stand; larger ones by their places among all that stand somewhere …
const LARGEST_AS_IT_STANDS: u64 = 64;

/// … where that leaves no more than this …
const LARGEST_INDEX: usize = 1024;

/// … where no array has more entries than this for it.
const MOST_ENTRIES: usize = 1 << 16;

/// How sizes are chosen in the rounds: the first ones of a list that is turned from round to round; and once all alike.
const TURNS: usize = 3;

/// Where numbers are drawn from, the second and third where a function has no value at the first.
const RANGES: [(i64, i64); 3] = [(-29, 31), (5, 31), (1, 15)];

/// Once all sizes are alike, unless an index is so large that this would be much work.
fn same_for_all(least: usize, largest_index: usize) -> usize {
    if largest_index <= 12 { largest_index.max(2) } else { least }
}

/// How far above the least a size lies in a round: any two sizes differ in one, so that none is taken for another.
fn apart(place: usize, turn: usize) -> usize {
    let (within, group, groups) = (place % 3, place / 3, place / 9);
    (within + turn * (1 + group) + (turn / 2) * groups) % 3 + place / 27 * 3
}

pub(super) fn draw(arrays: &Arrays, calculus: &Calculus, functions: &Functions) -> Vec<Round> {
    // Larger indices are tried in the order in which they stand, at small sizes: no rule looks at a size.
    let largest = arrays.largest_index();
    let ranks = if largest > LARGEST_AS_IT_STANDS { arrays.indices_by_number() } else { None };
    let ranks = ranks.unwrap_or_default();
    let rank = |index: u64| match ranks.binary_search(&index) {
        Ok(place) => place + 1,
        Err(_) => usize::try_from(index).unwrap_or(usize::MAX),
    };
    let largest = rank(largest);
    if largest > LARGEST_INDEX {
        return Vec::new();
    }
    let all = arrays.all_sizes();
    let fixed = arrays.fixed_sizes();
    let largest_on = arrays.largest_indices();
    let mut rounds = Vec::new();
    for turn in 0..=TURNS {
        let counts: FxHashMap<Size, usize> = all
            .iter()
            .enumerate()
            .map(|(place, &size)| {
                if let Some(&count) = fixed.get(&size) {
                    return (size, usize::try_from(count).unwrap_or(largest));
                }
                let least = largest_on.get(&size).map_or(2, |&index| rank(index).max(2));
                let other = least + apart(place, turn);
                (size, if turn == TURNS { same_for_all(least, largest) } else { other })
            })
            .collect();
        let mut sizes = Sizes { counts, ranks: ranks.clone() };
        arrays.add_sums(&mut sizes.counts);
        let is_small = |(_, data): (QuantityId, &chainrule_array::Quantity)| {
            let axes = sizes.all(&data.shape.axes()).unwrap_or_default();
            axes.iter()
                .try_fold(1usize, |all, &size| all.checked_mul(size))
                .is_some_and(|all| all <= MOST_ENTRIES)
        };
        if !arrays.quantities().all(is_small) {
            return Vec::new();
        }
        let narrow = |range| narrow(arrays, calculus, functions, &sizes, turn, range);
        let values = RANGES.into_iter().find_map(|range| narrow(range).ok());
        let residues = residues(arrays, &sizes, turn);
        rounds.extend(values.map(|(values, bits)| Round { sizes, values, bits, residues }));
    }
    rounds
}

/// Arrays of more entries are not tried at sizes by number as they are written.
const MOST_ENTRIES_AS_WRITTEN: usize = 1 << 13;

/// The sizes as they are written, where some are written by number and none is large: what is claimed of these sizes need
/// not hold for others.
pub(super) fn at_written_sizes(arrays: &Arrays, calculus: &Calculus, functions: &Functions) -> Option<Round> {
    if !arrays.all_sizes().iter().any(|size| matches!(size, Size::Number(_))) {
        return None;
    }
    let sizes = with_others(arrays, &FxHashMap::default())?;
    let narrow = |range| narrow(arrays, calculus, functions, &sizes, TURNS + 1, range);
    let (values, bits) = RANGES.into_iter().find_map(|range| narrow(range).ok())?;
    let residues = residues(arrays, &sizes, TURNS + 1);
    Some(Round { sizes, values, bits, residues })
}

/// Sizes as they are known, with nothing drawn yet.
pub(super) fn at_known_sizes(arrays: &Arrays, given: &FxHashMap<Size, usize>) -> Option<Round> {
    let sizes = with_others(arrays, given)?;
    Some(Round { sizes, values: FxHashMap::default(), bits: LEAST_BITS, residues: FxHashMap::default() })
}

/// Sizes as they are known or written, and small ones for the others; nothing where an array is large.
fn with_others(arrays: &Arrays, given: &FxHashMap<Size, usize>) -> Option<Sizes> {
    let fixed = arrays.fixed_sizes();
    let largest_on = arrays.largest_indices();
    let mut counts: FxHashMap<Size, usize> = FxHashMap::default();
    for (place, &size) in arrays.all_sizes().iter().enumerate() {
        let count = match (given.get(&size), size, fixed.get(&size)) {
            (Some(&count), ..) => count,
            (None, Size::Number(count), _) | (None, Size::Letter(_), Some(&count)) => {
                usize::try_from(count).ok()?
            }
            (None, Size::Letter(_), None) => {
                let least = largest_on.get(&size).and_then(|&index| usize::try_from(index).ok());
                least.unwrap_or(2).max(2) + place % 7
            }
        };
        counts.insert(size, count);
    }
    let mut sizes = Sizes { counts, ranks: Vec::new() };
    arrays.add_sums(&mut sizes.counts);
    let is_small = |(_, data): (QuantityId, &chainrule_array::Quantity)| {
        let axes = sizes.all(&data.shape.axes()).unwrap_or_default();
        let count = axes.iter().try_fold(1usize, |all, &size| all.checked_mul(size));
        count.is_some_and(|count| count <= MOST_ENTRIES_AS_WRITTEN)
    };
    arrays.quantities().all(is_small).then_some(sizes)
}

/// Numbers at the least precision at which all are narrow: a deep network takes digits from layer to layer.
fn narrow(
    arrays: &Arrays,
    calculus: &Calculus,
    functions: &Functions,
    sizes: &Sizes,
    turn: usize,
    range: (i64, i64),
) -> Result<(FxHashMap<QuantityId, Array<Enclosure>>, u32), Undefined> {
    let mut bits = LEAST_BITS;
    loop {
        let values = numbers(arrays, calculus, functions, sizes, (turn, range), bits)?;
        if bits >= MOST_BITS || values.values().flat_map(|array| &array.entries).all(is_narrow) {
            return Ok((values, bits));
        }
        bits *= 2;
    }
}

/// Numbers for leaves, drawn so that stated facts hold, and for all that is computed from them.
fn numbers(
    arrays: &Arrays,
    calculus: &Calculus,
    functions: &Functions,
    sizes: &Sizes,
    (turn, (low, high)): (usize, (i64, i64)),
    bits: u32,
) -> Result<FxHashMap<QuantityId, Array<Enclosure>>, Undefined> {
    let width = u64::try_from(high - low).unwrap_or(1).max(1);
    let draw = |quantity: QuantityId, place: usize| {
        let drawn = mixed(turn as u64, &[0x1E, u64::from(quantity.0), place as u64]) % width;
        let numerator = low + i64::try_from(drawn).unwrap_or(0);
        let value = Rational::fraction(if numerator == 0 { 1 } else { numerator }, 16);
        Enclosure::from_rational(&value, bits)
    };
    compute(arrays, calculus, functions, (sizes, bits), (&draw, low > 0))
}

/// All quantities in numbers, from those of the leaves: each entry is drawn, and those of which a sum is stated are
/// changed so that it holds.
pub(super) fn compute<S: Scalar>(
    arrays: &Arrays,
    calculus: &Calculus,
    functions: &Functions,
    (sizes, bits): (&Sizes, u32),
    (draw, are_positive): (&dyn Fn(QuantityId, usize) -> S, bool),
) -> Result<FxHashMap<QuantityId, Array<S>>, Undefined> {
    let mut values: FxHashMap<QuantityId, Array<S>> = FxHashMap::default();
    let adjoints: FxHashMap<QuantityId, usize> =
        calculus.adjoints.iter().enumerate().map(|(place, adjoint)| (adjoint.name, place)).collect();
    for (quantity, declared) in arrays.quantities() {
        let axes = sizes.all(&declared.shape.axes())?;
        let array = match declared.role {
            Role::Leaf => {
                let count: usize = axes.iter().product();
                let mut entries: Vec<S> = match indices_held(arrays, sizes, quantity)? {
                    Some(held) => held.into_iter().map(|value| S::from_rational(&value, bits)).collect(),
                    None => (0..count).map(|place| draw(quantity, place)).collect(),
                };
                keep_facts((&mut entries, are_positive), &axes, quantity, &calculus.facts, bits);
                keep_symmetric(arrays, quantity, &mut entries);
                Array { axes, entries }
            }
            Role::Defined(definition) => {
                let scene = Scene { arrays, sizes, functions, values: &values, bits };
                match whole::evaluate(&scene, definition) {
                    // A number system without roots knows nothing of what is computed from one.
                    Err(Undefined::NotRational) => continue,
                    found => found?,
                }
            }
            Role::Adjoint { .. } => {
                let Some(&place) = adjoints.get(&quantity) else { continue };
                let adjoint = &calculus.adjoints[place];
                let scene = Scene { arrays, sizes, functions, values: &values, bits };
                entry::evaluate_all(&scene, adjoint.result(), &adjoint.free(), axes)?
            }
        };
        values.insert(quantity, array);
    }
    Ok(values)
}

/// The numbers of a leaf that holds indices, and of one that is 1 at those; nothing for other leaves.
fn indices_held(
    arrays: &Arrays,
    sizes: &Sizes,
    quantity: QuantityId,
) -> Result<Option<Vec<Rational>>, Undefined> {
    // No reader can write a name with brackets: `onehot(c)` is made for the indices that c holds.
    let places_name = |held: &str| format!("onehot({held})");
    let named = |name: &str| arrays.quantities().find(|(_, other)| other.name == name).map(|(id, _)| id);
    let name = arrays.quantity(quantity).name.as_str();
    let held = name.strip_prefix("onehot(").and_then(|rest| rest.strip_suffix(')'));
    let (by, places) = match (held.and_then(named), named(&places_name(name))) {
        (Some(by), _) => (by, quantity),
        (None, Some(places)) => (quantity, places),
        (None, None) => return Ok(None),
    };
    let axes = sizes.all(&arrays.quantity(places).shape.axes())?;
    let among = axes.last().copied().unwrap_or(1).max(1);
    let count: usize = axes.iter().rev().skip(1).product();
    let chosen = |row: usize| mixed(0x7C, &[u64::from(by.0), row as u64]) % among as u64;
    let whole = |value: u64| Rational::from_integer(i64::try_from(value).unwrap_or(0));
    Ok(Some(if quantity == places {
        let entries = (0..count).flat_map(|row| (0..among as u64).map(move |column| (row, column)));
        entries.map(|(row, column)| whole(u64::from(chosen(row) == column))).collect()
    } else {
        (0..count).map(|row| whole(chosen(row) + 1)).collect()
    }))
}

/// Changes the last entry of each line of which a sum is stated, so that it holds; of numbers above 0 all in proportion, so
/// that they stay that.
fn keep_facts<S: Scalar>(
    (entries, are_positive): (&mut [S], bool),
    axes: &[usize],
    quantity: QuantityId,
    facts: &[SumFact],
    bits: u32,
) {
    let count = entries.len();
    for fact in facts.iter().filter(|fact| fact.of == quantity) {
        let columns = axes.last().copied().unwrap_or(1);
        let rows = count / columns.max(1);
        let lines: Vec<Vec<usize>> = match fact.over {
            Over::All => vec![(0..count).collect()],
            Over::EachRow => (0..rows).map(|row| (row * columns..(row + 1) * columns).collect()).collect(),
            Over::EachColumn => {
                (0..columns).map(|column| (column..count).step_by(columns).collect()).collect()
            }
        };
        for line in lines {
            if are_positive && fact.value.is_positive() {
                let zero = S::from_rational(&Rational::zero(), bits);
                let sum = line.iter().try_fold(zero, |sum, &place| sum.add(&entries[place], bits));
                let value = S::from_rational(&fact.value, bits);
                if let Ok(factor) = sum.and_then(|sum| value.div(&sum, bits)) {
                    for &place in &line {
                        if let Ok(scaled) = entries[place].mul(&factor, bits) {
                            entries[place] = scaled;
                        }
                    }
                    continue;
                }
            }
            let Some((&last, others)) = line.split_last() else { continue };
            let mut left = S::from_rational(&fact.value, bits);
            for &place in others {
                if let Ok(rest) = left.add(&entries[place].neg(), bits) {
                    left = rest;
                }
            }
            entries[last] = left;
        }
    }
}

/// Below the diagonal stands what stands above it, where that is stated.
fn keep_symmetric<S: Clone>(arrays: &Arrays, quantity: QuantityId, entries: &mut [S]) {
    if !arrays.is_stated_symmetric(quantity) {
        return;
    }
    let size = entries.len().isqrt();
    for row in 0..size {
        for column in 0..row {
            entries[row * size + column] = entries[column * size + row].clone();
        }
    }
}

/// Random numbers modulo the prime for every quantity.
fn residues(arrays: &Arrays, sizes: &Sizes, round: usize) -> FxHashMap<QuantityId, Array<Residue>> {
    let mut values = FxHashMap::default();
    for (quantity, declared) in arrays.quantities() {
        let Ok(axes) = sizes.all(&declared.shape.axes()) else { continue };
        let count: usize = axes.iter().product();
        let mut entries = (0..count)
            .map(|place| Residue::drawn(round as u64, &[u64::from(quantity.0), place as u64]))
            .collect::<Vec<_>>();
        keep_symmetric(arrays, quantity, &mut entries);
        values.insert(quantity, Array { axes, entries });
    }
    values
}

#[cfg(test)]
mod tests {
    use super::{TURNS, apart};

    #[test]
    fn two_sizes_differ_in_some_round() {
        for one in 0..60 {
            for other in 0..one {
                assert!((0..TURNS).any(|turn| apart(one, turn) != apart(other, turn)), "{one} and {other}");
            }
        }
    }
}
