//! Whether two arrays are the same, and where they differ.

use chainrule_array::chain::Calculus;
use std::cmp::Ordering;

use chainrule_array::word::Word;
use chainrule_array::{Arrays, QuantityId, Shape, Whole, WholeId};
use chainrule_number::singular::largest_compared;
use chainrule_number::{Enclosure, Rational, Scalar};
use chainrule_program::array::{Array, Scene, Sizes, whole};
use rustc_hash::FxHashMap;

use super::computed::Key;
use super::drawn::{CHOICES, Drawn, is_chosen};
use super::exponential::Exponential;
use super::residue::{Residue, mixed};
use super::rounds::Effort;
use super::smooth::Smooth;
use super::{Answer, ArrayJudge, is_narrow, rounds};

/// Numbers at which two sides differ.
#[derive(Clone, Debug)]
pub struct Difference {
    /// The numbers of all quantities; those of leaves are whole.
    pub values: FxHashMap<QuantityId, Array<Enclosure>>,
    /// The entry at which the sides differ, by its indices from 0.
    pub at: Vec<usize>,
    /// The sides.
    pub sides: [Enclosure; 2],
    /// Whether indices by number count as their places among all, so that the numbers are those of smaller arrays.
    pub is_renumbered: bool,
    /// How large everything is.
    pub(super) sizes: Sizes,
    pub(super) bits: u32,
}

/// What numbers say of two sides.
#[derive(Clone, Debug)]
pub enum Tried {
    /// They differ.
    Differ(Box<Difference>),
    /// They are the same wherever both have a value.
    Agree,
    /// No numbers were found at which both have a value.
    Nowhere,
}

/// The leaves that have numbers, and the sizes that go with them.
#[derive(Clone, Copy, Debug)]
pub struct Given<'a> {
    /// Their numbers.
    pub leaves: &'a FxHashMap<QuantityId, Array<Enclosure>>,
    /// How large everything is.
    pub sizes: &'a Sizes,
}

/// From where to where leaves are drawn, and by what that is divided: small numbers first, then further and further out.
const DRAWN: [(i64, i64, i64); 9] = [
    (0, 0, 1),
    (-2, 2, 1),
    (-4, 4, 1),
    (1, 4, 1),
    (-3, 3, 16),
    (1, 9, 8),
    (-40, 40, 1),
    (-1_000, 1_000, 1),
    (-1_000_000, 1_000_000, 1),
];

/// So often all of it is drawn, with other leaves 0 each time but the first, all but matrices in the second: activations are
/// steepest at 0.
const CASES_OF_ZEROS: u64 = 4;

/// The same for numbers at which two sides differ. Logarithms and roots have no value at numbers below 0, and steps may differ
/// between whole numbers alone.
const TRIED: [(i64, i64, i64); 8] = [
    (-2, 2, 1),
    (-4, 4, 1),
    (1, 4, 1),
    (1, 9, 1),
    (-40, 40, 1),
    (-1_000, 1_000, 1),
    (-1_000_000, 1_000_000, 1),
    (-9, 9, 2),
];

/// So many draws are made from each range where only one choice of sizes is tried.
const DRAWS_AT_ONE_CHOICE: u64 = 12;

/// With little effort so many choices of indices are tried.
const CHOICES_WITH_LITTLE_EFFORT: u64 = 4;

/// With little effort numbers are drawn from so many of the ranges.
const RANGES_WITH_LITTLE_EFFORT: usize = 2;

/// An entry; a number counts at every index.
pub(super) fn entry_at(array: &Array<Enclosure>, at: &[usize]) -> Option<Enclosure> {
    if array.axes.is_empty() { array.entries.first().cloned() } else { array.get(at).cloned() }
}

/// Whether a side is the largest singular value of a matrix of fractions, and that a number exactly.
fn is_exactly(scene: &Scene<'_, Enclosure>, side: WholeId, number: &Enclosure) -> bool {
    let Whole::Word { word: Word::SpectralNorm, arguments, .. } = scene.arrays.whole(side) else {
        return false;
    };
    let Ok(matrix) = whole::evaluate(scene, arguments[0]) else { return false };
    let entries: Option<Vec<Rational>> = matrix.entries.iter().map(Enclosure::exact).collect();
    let (Some(&columns), Some(entries), Some(number)) = (matrix.axes.get(1), entries, number.exact()) else {
        return false;
    };
    largest_compared(columns, &entries, &number) == Some(Ordering::Equal)
}

/// Whether two arrays are the same; a number counts at every index.
fn same<S: PartialEq + Clone>(left: &Array<S>, right: &Array<S>) -> bool {
    if left.axes.is_empty() || right.axes.is_empty() {
        let (number, other) = if left.axes.is_empty() { (left, right) } else { (right, left) };
        return other.entries.iter().all(|entry| *entry == number.entries[0]);
    }
    left == right
}

/// From what numbers are computed.
fn key(arrays: &Arrays, calculus: &Calculus, (round, seed): (usize, u64), range: (i64, i64, i64)) -> Key {
    Key { round, seed, range, counts: (arrays.quantities().count(), calculus.adjoints.len()) }
}

impl ArrayJudge {
    /// Whether two wholes are the same function, modulo the prime: with random numbers for leaves, and all else computed
    /// from them.
    pub fn identical(&self, arrays: &Arrays, calculus: &Calculus, left: WholeId, right: WholeId) -> Answer {
        if self.effort == Effort::OnlyDifferences {
            return Answer::Untested;
        }
        let is_open = |leaf: QuantityId| is_chosen(arrays, leaf) && !self.given.contains_key(&leaf);
        let choices = match self.effort {
            _ if !arrays.quantities().any(|(leaf, _)| is_open(leaf)) => 1,
            Effort::Full | Effort::OnlyDifferences => CHOICES,
            Effort::Little => CHOICES_WITH_LITTLE_EFFORT,
        };
        let mut answer = Answer::Untested;
        for seed in 0..choices {
            let residues = self.identical_in(arrays, calculus, [left, right], seed, &|drawn: Residue| drawn);
            let here = match residues {
                // An exponential of a sum is no product there.
                Answer::Different => {
                    self.identical_in(arrays, calculus, [left, right], seed, &Exponential::of_value)
                }
                Answer::Equal | Answer::Untested => residues,
            };
            match here {
                Answer::Different => return Answer::Different,
                Answer::Equal => answer = Answer::Equal,
                Answer::Untested => {}
            }
        }
        answer
    }

    pub(super) fn identical_in<S: Scalar + PartialEq + 'static>(
        &self,
        arrays: &Arrays,
        calculus: &Calculus,
        [left, right]: [WholeId; 2],
        seed: u64,
        kind: &dyn Fn(Residue) -> S,
    ) -> Answer {
        let mut answer = Answer::Untested;
        for (number, round) in self.rounds.iter().enumerate() {
            let (choice, key) = (seed, key(arrays, calculus, (number, seed), (0, 0, 1)));
            let seed = number as u64 + (seed << 8);
            let draw = |quantity: QuantityId, place: usize| match self.given_number(quantity, place) {
                Some(number) => S::from_rational(number, round.bits),
                None => kind(Residue::drawn(seed, &[0x1F, u64::from(quantity.0), place as u64])),
            };
            let sizes = (&round.sizes, round.bits);
            let is_known = |leaf: QuantityId| self.given.contains_key(&leaf);
            let drawn = Drawn { entry: &draw, is_known: &is_known, are_positive: false, choice };
            let compute = || rounds::compute(arrays, calculus, &self.functions, sizes, &drawn);
            let computed = self.computed.get(key, compute);
            let Ok(values) = &*computed else { continue };
            let scene = self.scene(arrays, round, values);
            match (whole::evaluate(&scene, left), whole::evaluate(&scene, right)) {
                (Ok(left), Ok(right)) if same(&left, &right) => answer = Answer::Equal,
                (Ok(_), Ok(_)) => return Answer::Different,
                (_, _) => {}
            }
        }
        answer
    }

    fn given_number(&self, quantity: QuantityId, place: usize) -> Option<&Rational> {
        self.given.get(&quantity)?.get(place)
    }

    /// Small whole numbers for the leaves at which two wholes differ, and where.
    pub fn difference(&self, arrays: &Arrays, calculus: &Calculus, left: WholeId, right: WholeId) -> Tried {
        self.difference_at(arrays, calculus, [left, right], &TRIED, 0)
    }

    /// The same with many draws from each range, for a judge of one choice of sizes.
    pub fn difference_in_many(&self, arrays: &Arrays, calculus: &Calculus, sides: [WholeId; 2]) -> Tried {
        let mut answer = Tried::Nowhere;
        let (draws, ranges) = match self.effort {
            Effort::Full | Effort::OnlyDifferences => (DRAWS_AT_ONE_CHOICE, TRIED.as_slice()),
            Effort::Little => (1, &TRIED[..RANGES_WITH_LITTLE_EFFORT]),
        };
        for seed in 0..draws {
            match self.difference_at(arrays, calculus, sides, ranges, seed) {
                Tried::Nowhere => {}
                Tried::Agree => answer = Tried::Agree,
                found @ Tried::Differ(_) => return found,
            }
        }
        answer
    }

    /// The same with numbers drawn from these ranges.
    pub(super) fn difference_at(
        &self,
        arrays: &Arrays,
        calculus: &Calculus,
        [left, right]: [WholeId; 2],
        ranges: &[(i64, i64, i64)],
        seed: u64,
    ) -> Tried {
        let mut tried = Tried::Nowhere;
        for (number, round) in self.rounds.iter().enumerate().rev() {
            for (&(least, largest, below), turn) in ranges.iter().zip(0..) {
                let draw = |quantity: QuantityId, place: usize| {
                    if let Some(number) = self.given_number(quantity, place) {
                        return Enclosure::from_rational(number, round.bits);
                    }
                    let number = number as u64 + (seed << 8);
                    let parts = [0x2D, u64::from(quantity.0), place as u64, number];
                    let width: u64 = u64::try_from(largest - least + 1).unwrap_or(1);
                    let drawn = mixed(largest.unsigned_abs(), &parts) % width;
                    let above = i64::try_from(drawn).unwrap_or(0) + least;
                    Enclosure::from_rational(&Rational::fraction(above, below), round.bits)
                };
                let is_known = |leaf: QuantityId| self.given.contains_key(&leaf);
                let (are_positive, choice) = (least > 0, (seed * ranges.len() as u64 + turn) % CHOICES);
                let drawn = Drawn { entry: &draw, is_known: &is_known, are_positive, choice };
                let sizes = (&round.sizes, round.bits);
                let key = key(arrays, calculus, (number, seed), (least, largest, below));
                let compute = || rounds::compute(arrays, calculus, &self.functions, sizes, &drawn);
                let computed = self.computed.get(key, compute);
                let Ok(values) = &*computed else { continue };
                if self.passes_over_kinks {
                    let smooth = |quantity: QuantityId, place: usize| Smooth(draw(quantity, place));
                    let drawn = Drawn { entry: &smooth, is_known: &is_known, are_positive, choice };
                    let compute = || rounds::compute(arrays, calculus, &self.functions, sizes, &drawn);
                    if self.computed.get(key, compute).is_err() {
                        continue;
                    }
                }
                let scene = self.scene(arrays, round, values);
                let (Ok(one), Ok(other)) = (whole::evaluate(&scene, left), whole::evaluate(&scene, right))
                else {
                    continue;
                };
                tried = Tried::Agree;
                let axes = if one.axes.is_empty() { other.axes.clone() } else { one.axes.clone() };
                for at in Array::<Enclosure>::indices(&axes) {
                    let of = |array: &Array<Enclosure>| {
                        if array.axes.is_empty() {
                            array.entries.first().cloned()
                        } else {
                            array.get(&at).cloned()
                        }
                    };
                    if let (Some(left), Some(right)) = (of(&one), of(&other))
                        && left.is_disjoint(&right)
                    {
                        let is_renumbered = !round.sizes.ranks.is_empty();
                        return Tried::Differ(Box::new(Difference {
                            values: values.clone(),
                            at,
                            sides: [left, right],
                            is_renumbered,
                            sizes: round.sizes.clone(),
                            bits: round.bits,
                        }));
                    }
                }
            }
        }
        tried
    }

    /// Numbers for the leaves at which an entry of one whole is larger than that of another, or as large where that is
    /// enough, and where. Leaves with numbers keep them.
    pub fn exceeding(
        &self,
        arrays: &Arrays,
        calculus: &Calculus,
        sides: [WholeId; 2],
        or_equal: bool,
        given: Given<'_>,
    ) -> Option<Difference> {
        let mut all: Vec<(&Sizes, u32)> =
            self.rounds.iter().rev().map(|round| (&round.sizes, round.bits)).collect();
        if !given.leaves.is_empty() {
            all = vec![(given.sizes, super::LEAST_BITS)];
        }
        for (number, (sizes, bits)) in all.into_iter().enumerate() {
            let (zeros, ranges) = match self.effort {
                Effort::Full | Effort::OnlyDifferences => (CASES_OF_ZEROS, DRAWN.len()),
                Effort::Little => (1, RANGES_WITH_LITTLE_EFFORT),
            };
            let cases = (0..zeros).flat_map(|zeros| DRAWN[..ranges].iter().map(move |&drawn| (zeros, drawn)));
            for ((zeros, (least, largest, below)), turn) in cases.zip(0..) {
                let draw = |quantity: QuantityId, place: usize| -> Enclosure {
                    if let Some(enclosure) =
                        given.leaves.get(&quantity).and_then(|leaf| leaf.entries.get(place))
                    {
                        return enclosure.clone();
                    }
                    let is_zero = match zeros {
                        0 => false,
                        1 => !matches!(arrays.quantity(quantity).shape, Shape::Matrix(..)),
                        _ => mixed(0x4F, &[u64::from(quantity.0), zeros]) & 1 == 1,
                    };
                    if is_zero {
                        return Enclosure::integer(0);
                    }
                    let parts = [0x3E, u64::from(quantity.0), place as u64, number as u64];
                    let width = u64::try_from(largest - least + 1).unwrap_or(1);
                    let drawn = mixed(largest.unsigned_abs(), &parts) % width;
                    let above = i64::try_from(drawn).unwrap_or(0) + least;
                    Enclosure::from_rational(&Rational::fraction(above, below), bits)
                };
                let is_known = |leaf: QuantityId| given.leaves.contains_key(&leaf);
                let (are_positive, choice) = (least > 0, turn % CHOICES);
                let drawn = Drawn { entry: &draw, is_known: &is_known, are_positive, choice };
                let computed = rounds::compute(arrays, calculus, &self.functions, (sizes, bits), &drawn);
                let Ok(values) = computed else { continue };
                let scene = Scene { arrays, sizes, functions: &self.functions, values: &values, bits };
                let [Ok(one), Ok(other)] = sides.map(|side| whole::evaluate(&scene, side)) else { continue };
                let axes = if one.axes.is_empty() { &other.axes } else { &one.axes };
                for at in Array::<Enclosure>::indices(axes) {
                    let [Some(left), Some(right)] = [&one, &other].map(|array| entry_at(array, &at)) else {
                        continue;
                    };
                    let is_larger = left.lower() > right.upper();
                    let is_as_large =
                        or_equal && (left.lower() >= right.upper() || is_exactly(&scene, sides[0], &right));
                    if is_larger || is_as_large {
                        let is_renumbered = !sizes.ranks.is_empty();
                        return Some(Difference {
                            values,
                            at,
                            sides: [left, right],
                            is_renumbered,
                            sizes: sizes.clone(),
                            bits,
                        });
                    }
                }
            }
        }
        None
    }

    /// Whether two wholes are the same numbers in every round.
    pub fn numbers(&self, arrays: &Arrays, left: WholeId, right: WholeId) -> Answer {
        let mut answer = Answer::Untested;
        for round in &self.rounds {
            let scene = self.scene(arrays, round, &round.values);
            let (Ok(left), Ok(right)) = (whole::evaluate(&scene, left), whole::evaluate(&scene, right))
            else {
                continue;
            };
            for place in 0..left.entries.len().max(right.entries.len()) {
                let of = |array: &Array<Enclosure>| {
                    if array.axes.is_empty() {
                        array.entries.first().cloned()
                    } else {
                        array.entries.get(place).cloned()
                    }
                };
                let (Some(left), Some(right)) = (of(&left), of(&right)) else { return Answer::Different };
                if left.is_disjoint(&right) {
                    return Answer::Different;
                }
                if is_narrow(&left) && is_narrow(&right) {
                    answer = Answer::Equal;
                }
            }
        }
        answer
    }
}
