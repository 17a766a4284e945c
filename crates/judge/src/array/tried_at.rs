//! Judges of what is compared: at sizes as they are written or given, and with numbers for some leaves.

use chainrule_array::chain::Calculus;
use chainrule_array::{Arrays, QuantityId, Size, WholeId};
use chainrule_number::Rational;
use chainrule_program::array::Functions;
use rustc_hash::FxHashMap;

use super::rounds::Effort;
use super::{ArrayJudge, rounds};

impl ArrayJudge {
    /// The same for sides that are compared.
    pub fn of_claims(arrays: &Arrays, calculus: &Calculus) -> Self {
        let mut judge = Self::new(arrays, calculus);
        // Differences are looked for from the last round on, and small ones are read with less effort.
        judge.rounds.splice(0..0, rounds::further_up(arrays));
        judge
    }

    /// The same for two sides at sizes as they are written or given; nothing where all are open. Nothing can be tried where
    /// they are too large.
    pub fn at_written_sizes(
        arrays: &Arrays,
        calculus: &Calculus,
        (sides, given): ([WholeId; 2], &FxHashMap<Size, usize>),
    ) -> Option<Self> {
        let functions = Functions::of(arrays);
        let written = rounds::at_written_sizes(arrays, calculus, &functions, (sides, given))?;
        Some(Self::with_rounds(functions, written.rounds, written.effort))
    }

    /// The same with numbers for some leaves, at sizes of which those are known that go with them.
    pub fn at_numbers(
        arrays: &Arrays,
        counts: &FxHashMap<Size, usize>,
        given: FxHashMap<QuantityId, Vec<Rational>>,
    ) -> Option<Self> {
        let rounds = rounds::at_known_sizes(arrays, counts)?;
        Some(Self { given, ..Self::with_rounds(Functions::of(arrays), rounds, Effort::Full) })
    }
}
