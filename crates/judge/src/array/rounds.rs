//! The numbers at which derivations of arrays are tried.

use chainrule_array::chain::Calculus;
use chainrule_array::word::Over;
use chainrule_array::{Arrays, Quantity, QuantityId, Role, Size, SumFact, WholeId};
use chainrule_number::{Enclosure, Rational, Scalar, Undefined};
use chainrule_program::array::{Array, Functions, Scene, Sizes, entry, whole};
use rustc_hash::FxHashMap;

use super::drawn::{Drawn, chosen};
use super::residue::{Residue, mixed};
use super::sizes::{self, TURNS, Written};
use super::{LEAST_BITS, MOST_BITS, is_narrow, work};

/// Sizes, and numbers for all quantities.
pub(super) struct Round {
    pub(super) sizes: Sizes,
    pub(super) values: FxHashMap<QuantityId, Array<Enclosure>>,
    /// The precision at which the numbers are narrow.
    pub(super) bits: u32,
    /// A random number modulo the prime for every entry of every quantity, computed or not.
    pub(super) residues: FxHashMap<QuantityId, Array<Residue>>,
}

impl Round {
    fn undrawn(sizes: Sizes, bits: u32) -> Self {
        Self { sizes, values: FxHashMap::default(), bits, residues: FxHashMap::default() }
    }
}

/// How much is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effort {
    /// All that there is.
    Full,
    /// A few draws: arrays are large.
    Little,
    /// The sizes are smaller than those of the worksheet: what differs there differs, what is the same need not be.
    OnlyDifferences,
}

/// No array is tried with more entries than this.
const MOST_ENTRIES: usize = 1 << 16;

/// Where numbers are drawn from, the second and third where a function has no value at the first.
const RANGES: [(i64, i64); 3] = [(-29, 31), (5, 31), (1, 15)];

/// So many entries at most are tried at sizes that are larger than need be.
const MOST_ENTRIES_FURTHER_UP: usize = 1 << 11;

/// A round of larger sizes in which nothing is drawn yet, where sizes stand as numbers.
pub(super) fn further_up(arrays: &Arrays) -> Option<Round> {
    let sizes = sizes::further_up(arrays, &sizes::for_all(arrays)?)?;
    (largest_array(arrays, &sizes) <= MOST_ENTRIES_FURTHER_UP).then(|| Round::undrawn(sizes, LEAST_BITS))
}

pub(super) fn draw(arrays: &Arrays, calculus: &Calculus, functions: &Functions) -> Vec<Round> {
    let mut rounds = Vec::new();
    for (turn, sizes) in sizes::for_all(arrays).into_iter().flatten().enumerate() {
        if largest_array(arrays, &sizes) > MOST_ENTRIES {
            return Vec::new();
        }
        let narrow = |range| narrow(arrays, calculus, functions, &sizes, turn, range);
        let values = RANGES.into_iter().find_map(|range| narrow(range).ok());
        let residues = residues(arrays, &sizes, turn);
        rounds.extend(values.map(|(values, bits)| Round { sizes, values, bits, residues }));
    }
    rounds
}

/// How many entries the largest quantity has.
fn largest_array(arrays: &Arrays, sizes: &Sizes) -> usize {
    let count = |(_, data): (QuantityId, &Quantity)| {
        let axes = sizes.all(&data.shape.axes()).unwrap_or_default();
        axes.iter().try_fold(1usize, |all, &size| all.checked_mul(size)).unwrap_or(usize::MAX)
    };
    arrays.quantities().map(count).max().unwrap_or(1)
}

/// Arrays of more entries are tried at sizes by number as they are written with less effort, if at all.
const MOST_ENTRIES_AS_WRITTEN: usize = 1 << 13;

/// So many multiplications are made at sizes as they are written.
const MOST_WORK_AS_WRITTEN: u64 = 1 << 21;

/// A derivative that is more work by entries is carried out as it is read.
const MOST_BY_LOOPS: u64 = 1 << 14;

/// Rounds at sizes as they are written, and how much they tell.
pub(super) struct WrittenRounds {
    pub(super) rounds: Vec<Round>,
    pub(super) effort: Effort,
}

/// The sizes as they are written, where some are written by number: what is claimed of these sizes need not hold for others.
/// Where they are too large, smaller ones stand for them if no number in the formulas may be one of them; else there are no
/// rounds.
pub(super) fn at_written_sizes(
    arrays: &Arrays,
    calculus: &Calculus,
    functions: &Functions,
    (sides, given): ([WholeId; 2], &FxHashMap<Size, usize>),
) -> Option<WrittenRounds> {
    let is_known = |size: &Size| matches!(size, Size::Number(_)) || given.contains_key(size);
    if !arrays.all_sizes().iter().any(is_known) {
        return None;
    }
    let all = sizes::as_written(arrays, given, Written::All).unwrap_or_default();
    if all.iter().all(|sizes| largest_array(arrays, sizes) <= MOST_ENTRIES_AS_WRITTEN) {
        let narrow = |(turn, sizes): (usize, &Sizes)| {
            let narrow = |range| narrow(arrays, calculus, functions, sizes, TURNS + 1 + turn, range);
            RANGES.into_iter().find_map(|range| narrow(range).ok()).map(|(_, bits)| bits)
        };
        let bits: Option<Vec<u32>> = all.iter().enumerate().map(narrow).collect();
        let rounds = all.into_iter().zip(bits?).map(|(sizes, bits)| Round::undrawn(sizes, bits)).collect();
        return Some(WrittenRounds { rounds, effort: Effort::Full });
    }
    let is_too_much = |sizes: &Sizes| work::of_all(arrays, calculus, sizes, &sides) > MOST_WORK_AS_WRITTEN;
    let (all, effort) = if !all.iter().any(is_too_much) {
        (all, Effort::Little)
    } else if work::has_large_number(arrays, &sides) {
        (Vec::new(), Effort::Little)
    } else {
        let smaller = sizes::as_written(arrays, given, Written::Small).unwrap_or_default();
        let is_too_much = smaller.iter().any(|sizes| largest_array(arrays, sizes) > MOST_ENTRIES_AS_WRITTEN);
        (if is_too_much { Vec::new() } else { smaller }, Effort::OnlyDifferences)
    };
    let rounds = all.into_iter().map(|sizes| Round::undrawn(sizes, LEAST_BITS)).collect();
    Some(WrittenRounds { rounds, effort })
}

/// Sizes as they are known, with nothing drawn yet; nothing where an array is large.
pub(super) fn at_known_sizes(arrays: &Arrays, given: &FxHashMap<Size, usize>) -> Option<Vec<Round>> {
    let all = sizes::as_written(arrays, given, Written::All)?;
    let is_small = |sizes: &Sizes| largest_array(arrays, sizes) <= MOST_ENTRIES_AS_WRITTEN;
    let all = Some(all).filter(|all| all.iter().all(is_small))?;
    Some(all.into_iter().map(|sizes| Round::undrawn(sizes, LEAST_BITS)).collect())
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
    let drawn = Drawn::all(&draw, low > 0, turn as u64);
    compute(arrays, calculus, functions, (sizes, bits), &drawn)
}

/// All quantities in numbers, from those of the leaves: each entry is drawn, and those of which a sum is stated are
/// changed so that it holds.
pub(super) fn compute<S: Scalar>(
    arrays: &Arrays,
    calculus: &Calculus,
    functions: &Functions,
    (sizes, bits): (&Sizes, u32),
    drawn: &Drawn<'_, S>,
) -> Result<FxHashMap<QuantityId, Array<S>>, Undefined> {
    let mut values: FxHashMap<QuantityId, Array<S>> = FxHashMap::default();
    let adjoints: FxHashMap<QuantityId, usize> =
        calculus.adjoints.iter().enumerate().map(|(place, adjoint)| (adjoint.name, place)).collect();
    for (quantity, declared) in arrays.quantities() {
        let axes = sizes.all(&declared.shape.axes())?;
        let array = match declared.role {
            Role::Leaf => {
                let count: usize = axes.iter().product();
                let is_known = (drawn.is_known)(quantity);
                let held = if is_known { None } else { chosen(arrays, sizes, quantity, drawn.choice)? };
                let mut entries: Vec<S> = match held {
                    Some(held) => held.into_iter().map(|value| S::from_rational(&value, bits)).collect(),
                    None => (0..count).map(|place| (drawn.entry)(quantity, place)).collect(),
                };
                if !is_known {
                    keep_facts((&mut entries, drawn.are_positive), &axes, quantity, &calculus.facts, bits);
                    keep_symmetric(arrays, quantity, &mut entries);
                }
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
                let as_whole =
                    adjoint.reading.filter(|_| work::of_adjoint(arrays, sizes, adjoint) > MOST_BY_LOOPS);
                match as_whole {
                    Some(reading) => whole::evaluate(&scene, reading)?,
                    None => entry::evaluate_all(&scene, adjoint.result(), &adjoint.free(), axes)?,
                }
            }
        };
        values.insert(quantity, array);
    }
    Ok(values)
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
