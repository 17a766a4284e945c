//! Judging derivations of arrays by something that did not produce them.
//!
//! - a line is compared with the one before at entries, at sizes that differ and at equal ones, by dual numbers over
//!   enclosures: derivatives by loops, never by the rows' own;
//! - a reading as vectors and matrices is compared with the entries modulo 2⁶¹ − 1: loops on one side, operations on whole
//!   arrays on the other, with random numbers for every quantity;
//! - a derivative as a whole is compared with a derivative along a random direction, of one forward pass in dual numbers.

mod by_signs;
mod computed;
mod drawn;
mod exponential;
mod residue;
mod rounds;
mod sides;
mod signed;
mod simpler;
mod sizes;
mod smooth;
mod tried_at;
mod work;

use chainrule_array::chain::{Adjoint, Calculus, Jacobian, indices};
use chainrule_array::{Arrays, EntryId, Letter, QuantityId, Size, WholeId};
use chainrule_number::{Dual, Enclosure, Rational, Scalar, Undefined};
use chainrule_program::array::entry::Entries;
use chainrule_program::array::{Array, Functions, Scene, Sizes, whole};
use rustc_hash::{FxHashMap, FxHashSet};

use computed::Computed;
use residue::{Residue, mixed};
use rounds::{Effort, Round};
pub use sides::{Difference, Given, Tried};

/// Working precision of enclosures, where it does, and where nothing less does.
const LEAST_BITS: u32 = 128;
const MOST_BITS: u32 = 4096;

/// Of an array so many entries are looked at in each round.
const ENTRIES_A_ROUND: usize = 2;

/// Sides are told equal where enclosures meet that are so narrow, relative to 1 and to their size.
const NARROW: f64 = 1e-20;

/// What became of a derivation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ArrayTally {
    /// Lines that hold at every entry tried.
    pub lines: usize,
    /// Readings that hold at every entry.
    pub readings: usize,
    /// Derivatives that agree with the derivative along a direction.
    pub directions: usize,
    /// Lines, readings and derivatives that are wrong.
    pub refuted: usize,
    /// Those for which no numbers were found.
    pub untested: usize,
}

impl ArrayTally {
    /// Whether everything was tried and holds.
    pub fn is_sound(&self) -> bool {
        self.refuted == 0 && self.untested == 0
    }

    /// Adds another.
    pub fn include(&mut self, other: Self) {
        self.lines += other.lines;
        self.readings += other.readings;
        self.directions += other.directions;
        self.refuted += other.refuted;
        self.untested += other.untested;
    }
}

/// Whether two sides are equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// At everything tried.
    Equal,
    /// They differ.
    Different,
    /// Nothing could be tried.
    Untested,
}

/// Judges derivations of arrays.
pub struct ArrayJudge {
    functions: Functions,
    rounds: Vec<Round>,
    /// The leaves that keep their numbers.
    given: FxHashMap<QuantityId, Vec<Rational>>,
    /// Whether numbers at which a function has a kink are passed over: there are no derivatives there.
    pub passes_over_kinks: bool,
    effort: Effort,
    computed: Computed,
}

impl ArrayJudge {
    /// Draws numbers for all quantities, and computes those that are defined.
    pub fn new(arrays: &Arrays, calculus: &Calculus) -> Self {
        let functions = Functions::of(arrays);
        let rounds = rounds::draw(arrays, calculus, &functions);
        Self::with_rounds(functions, rounds, Effort::Full)
    }

    fn with_rounds(functions: Functions, rounds: Vec<Round>, effort: Effort) -> Self {
        Self {
            functions,
            rounds,
            given: FxHashMap::default(),
            passes_over_kinks: false,
            effort,
            computed: Computed::default(),
        }
    }

    /// At how many choices of sizes everything is tried.
    pub fn rounds(&self) -> usize {
        self.rounds.len()
    }

    /// Whether arrays are too large to try anything.
    pub fn is_too_large(&self) -> bool {
        self.rounds.is_empty()
    }

    /// Whether indices by number count as their places among all, so that everything is tried at small sizes.
    pub fn is_renumbered(&self) -> bool {
        self.rounds.iter().any(|round| !round.sizes.ranks.is_empty())
    }

    /// Judges the lines and the reading of the derivative of one quantity by another.
    pub fn jacobian(&self, arrays: &mut Arrays, jacobian: &Jacobian) -> ArrayTally {
        let child = arrays.of(jacobian.child, &indices(&jacobian.at));
        let start = arrays.derivative(child, jacobian.parent, &indices(&jacobian.by));
        let mut lines = vec![start];
        lines.extend(jacobian.lines.iter().map(|line| line.after));
        let free: Vec<Letter> = jacobian.at.iter().chain(&jacobian.by).copied().collect();
        let mut tally = self.lines(arrays, &lines, &free);
        if let Some(reading) = jacobian.reading {
            tally.include(self.reading_tally(arrays, jacobian.result(), &free, reading));
        }
        tally
    }

    /// Judges the lines and the readings of the derivative of the loss by a quantity.
    pub fn adjoint(&self, arrays: &mut Arrays, adjoint: &Adjoint) -> ArrayTally {
        let mut lines: Vec<EntryId> = adjoint.lines.iter().map(|line| line.after).collect();
        let free = adjoint.free();
        lines.insert(0, arrays.of(adjoint.name, &indices(&free)));
        let mut tally = self.lines(arrays, &lines, &free);
        // What stands in one line is the same with the adjoints in their places.
        tally.lines = tally.lines.saturating_sub(1);
        if let Some(reading) = adjoint.reading {
            tally.include(self.reading_tally(arrays, adjoint.result(), &free, reading));
        }
        if let Some(full) = adjoint.in_full.filter(|full| Some(*full) != adjoint.reading) {
            let name = arrays.quantity_whole(adjoint.name);
            tally.include(match self.numbers(arrays, name, full) {
                Answer::Equal => ArrayTally { readings: 1, ..ArrayTally::default() },
                Answer::Different => ArrayTally { refuted: 1, ..ArrayTally::default() },
                Answer::Untested => ArrayTally { untested: 1, ..ArrayTally::default() },
            });
        }
        tally
    }

    /// Judges a derivative as a whole: along a random direction the number moves as it says.
    pub fn direction(&self, arrays: &Arrays, adjoint: &Adjoint) -> ArrayTally {
        self.directions(arrays, &[adjoint])
    }

    /// Judges derivatives of one quantity by several leaves at once: all leaves move along one random direction.
    pub fn directions(&self, arrays: &Arrays, adjoints: &[&Adjoint]) -> ArrayTally {
        let mut tried = false;
        for round in &self.rounds {
            match self.along(arrays, adjoints, round) {
                Ok(Answer::Equal) => tried = true,
                Ok(Answer::Different) => return ArrayTally { refuted: 1, ..ArrayTally::default() },
                Ok(Answer::Untested) | Err(_) => {}
            }
        }
        if tried {
            ArrayTally { directions: 1, ..ArrayTally::default() }
        } else {
            ArrayTally { untested: 1, ..ArrayTally::default() }
        }
    }

    fn along(&self, arrays: &Arrays, adjoints: &[&Adjoint], round: &Round) -> Result<Answer, Undefined> {
        along_and_moved(arrays, (&round.sizes, round.bits), &self.functions, &round.values, adjoints)
    }

    /// Compares each line with the one before, at some entries of every round.
    fn lines(&self, arrays: &Arrays, lines: &[EntryId], free: &[Letter]) -> ArrayTally {
        let mut tally = ArrayTally::default();
        let mut tried = vec![false; lines.len()];
        let mut wrong = vec![false; lines.len()];
        for (number, round) in self.rounds.iter().enumerate() {
            let scene = self.scene(arrays, round, &round.values);
            let entries = Entries::new(&scene);
            for letters in some_entries(arrays, &round.sizes, free, number) {
                let mut before: Option<Enclosure> = None;
                for (place, &line) in lines.iter().enumerate() {
                    let enclosure = entries.at(line, &letters).ok();
                    if let (Some(before), Some(enclosure)) = (&before, &enclosure) {
                        tried[place] |= is_narrow(enclosure) && is_narrow(before);
                        wrong[place] |= before.is_disjoint(enclosure);
                    }
                    before = enclosure;
                }
            }
        }
        for place in 1..lines.len() {
            match (wrong[place], tried[place]) {
                (true, _) => tally.refuted += 1,
                (false, true) => tally.lines += 1,
                (false, false) => tally.untested += 1,
            }
        }
        tally
    }

    fn reading_tally(
        &self,
        arrays: &Arrays,
        entry: EntryId,
        free: &[Letter],
        reading: WholeId,
    ) -> ArrayTally {
        match self.reading(arrays, entry, free, reading) {
            Answer::Equal => ArrayTally { readings: 1, ..ArrayTally::default() },
            Answer::Different => ArrayTally { refuted: 1, ..ArrayTally::default() },
            Answer::Untested => ArrayTally { untested: 1, ..ArrayTally::default() },
        }
    }

    /// Whether an array is the one whose entry this is: loops against operations, modulo the prime.
    pub fn reading(&self, arrays: &Arrays, entry: EntryId, free: &[Letter], reading: WholeId) -> Answer {
        let mut answer = Answer::Untested;
        for round in &self.rounds {
            let scene = self.scene(arrays, round, &round.residues);
            let Ok(array) = whole::evaluate(&scene, reading) else { continue };
            let sizes: Vec<Size> = free.iter().map(|&letter| arrays.size_of(letter)).collect();
            let Ok(axes) = round.sizes.all(&sizes) else { continue };
            let entries = Entries::new(&scene);
            for (place, at) in Array::<Residue>::indices(&axes).into_iter().enumerate() {
                let letters = free.iter().copied().zip(at).collect();
                let Ok(residue) = entries.at(entry, &letters) else { continue };
                // A number counts at every index.
                let other =
                    if array.axes.is_empty() { array.entries.first() } else { array.entries.get(place) };
                if other != Some(&residue) {
                    return Answer::Different;
                }
                answer = Answer::Equal;
            }
        }
        answer
    }

    fn scene<'a, S>(
        &'a self,
        arrays: &'a Arrays,
        round: &'a Round,
        values: &'a FxHashMap<QuantityId, Array<S>>,
    ) -> Scene<'a, S> {
        Scene { arrays, sizes: &round.sizes, functions: &self.functions, values, bits: round.bits }
    }
}

/// Whether derivatives of one quantity, taken along a random direction in all that they are taken by at once, are as that
/// quantity moves: derivatives by leaves, or one alone.
///
/// # Errors
/// A quantity has no number.
pub fn along_and_moved(
    arrays: &Arrays,
    sizes: (&Sizes, u32),
    functions: &Functions,
    values: &FxHashMap<QuantityId, Array<Enclosure>>,
    adjoints: &[&Adjoint],
) -> Result<Answer, Undefined> {
    let moved = moved(arrays, sizes, functions, values, adjoints)?;
    let bits = sizes.1;
    let mut sum = vec![Enclosure::integer(0); moved.len()];
    for adjoint in adjoints {
        let derivative = values.get(&adjoint.name).ok_or(Undefined::Unknown)?;
        for (sum, enclosure) in sum.iter_mut().zip(along(derivative, adjoint.by, moved.len(), bits)?) {
            *sum = sum.add(&enclosure, bits)?;
        }
    }
    Ok(same_numbers(&sum, &moved))
}

/// How each entry of what is derived moves when what it is derived by moves along the direction: one forward pass in dual
/// numbers, at these sizes and with so many bits.
fn moved(
    arrays: &Arrays,
    (sizes, bits): (&Sizes, u32),
    functions: &Functions,
    values: &FxHashMap<QuantityId, Array<Enclosure>>,
    adjoints: &[&Adjoint],
) -> Result<Vec<Enclosure>, Undefined> {
    let of = adjoints.first().ok_or(Undefined::Unknown)?.of;
    let by: FxHashSet<QuantityId> = adjoints.iter().map(|adjoint| adjoint.by).collect();
    let first = by.iter().min().map_or(of.0, |quantity| quantity.0);
    let mut dual: FxHashMap<QuantityId, Array<Dual<Enclosure>>> = FxHashMap::default();
    for (&quantity, array) in values {
        let moves = by.contains(&quantity);
        let entries = array.entries.iter().enumerate().map(|(place, value)| {
            let slope = if moves { direction(quantity, place) } else { Enclosure::integer(0) };
            Dual { value: value.clone(), slope }
        });
        dual.insert(quantity, Array { axes: array.axes.clone(), entries: entries.collect() });
    }
    for place in first + 1..=of.0 {
        let quantity = QuantityId(place);
        if by.contains(&quantity) {
            continue;
        }
        if let Some(definition) = arrays.definition(quantity) {
            let scene = Scene { arrays, sizes, functions, values: &dual, bits };
            // What has no derivative may be something that this one does not need.
            match whole::evaluate(&scene, definition) {
                Ok(array) => dual.insert(quantity, array),
                Err(_) => dual.remove(&quantity),
            };
        }
    }
    let derived = dual.get(&of).ok_or(Undefined::Unknown)?;
    Ok(derived.entries.iter().map(|entry| entry.slope.clone()).collect())
}

/// How each of so many entries moves along the direction, as a derivative by each entry says.
fn along(
    derivative: &Array<Enclosure>,
    by: QuantityId,
    count: usize,
    bits: u32,
) -> Result<Vec<Enclosure>, Undefined> {
    let columns = (derivative.entries.len() / count.max(1)).max(1);
    let direction: Vec<Enclosure> = (0..columns).map(|place| direction(by, place)).collect();
    let rows = derivative.entries.chunks(columns);
    rows.map(|row| Enclosure::inner_product(row.iter().zip(&direction), bits)).collect()
}

/// Whether enclosures hold the same numbers, one by one, as far as they are narrow.
pub fn same_numbers(left: &[Enclosure], right: &[Enclosure]) -> Answer {
    if left.len() != right.len() {
        return Answer::Different;
    }
    let mut answer = if left.is_empty() { Answer::Untested } else { Answer::Equal };
    for (one, other) in left.iter().zip(right) {
        if one.is_disjoint(other) {
            return Answer::Different;
        }
        if !is_narrow(one) || !is_narrow(other) {
            answer = Answer::Untested;
        }
    }
    answer
}

/// The direction along which derivatives are tried: whole numbers other than 0.
fn direction(by: QuantityId, place: usize) -> Enclosure {
    let drawn = mixed(0xD1, &[u64::from(by.0), place as u64]) % 17;
    let signed = i64::try_from(drawn).unwrap_or(0) - 8;
    Enclosure::integer(if signed == 0 { 9 } else { signed })
}

/// Some entries by the indices of their letters.
fn some_entries(
    arrays: &Arrays,
    sizes: &Sizes,
    free: &[Letter],
    round: usize,
) -> Vec<FxHashMap<Letter, usize>> {
    let count = if free.is_empty() { 1 } else { ENTRIES_A_ROUND };
    let entries = (0..count).map(|attempt| {
        let indices = free.iter().enumerate().map(|(place, &letter)| {
            let size = sizes.get(arrays.size_of(letter)).unwrap_or(1);
            // The first entry has equal indices, so that a δ counts.
            let drawn = if attempt == 0 { round as u64 } else { mixed(0x1D, &[round as u64, place as u64]) };
            (letter, usize::try_from(drawn).unwrap_or(0) % size)
        });
        indices.collect()
    });
    entries.collect()
}

/// Whether a number is known closely enough to tell it from others.
pub fn is_narrow(value: &Enclosure) -> bool {
    let width = value.upper().to_f64() - value.lower().to_f64();
    width <= NARROW * value.upper().to_f64().abs().max(1.0) || value.relative_width() < NARROW
}
