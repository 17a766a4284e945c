//! Whether two arrays are the same in every case of signs.

use chainrule_array::chain::Calculus;
use chainrule_array::{Arrays, WholeId};

use super::rounds::Effort;
use super::signed::Signed;
use super::{Answer, ArrayJudge, Tried};

/// So many cases of signs are drawn in each round.
const CASES_OF_SIGNS: u64 = 32;

/// So many draws are made next to 0, from these ranges.
const CASES_AT_KINKS: u64 = 8;
const NEXT_TO_ZERO: [(i64, i64, i64); 3] = [(-1, 1, 1), (0, 1, 1), (0, 2, 1)];

impl ArrayJudge {
    /// Whether they are the same in every case of signs that was drawn: what relu, abs and max are follows from those.
    pub fn identical_by_signs(
        &self,
        arrays: &Arrays,
        calculus: &Calculus,
        left: WholeId,
        right: WholeId,
    ) -> Answer {
        if self.effort != Effort::Full {
            return Answer::Untested;
        }
        let mut answer = Answer::Untested;
        for seed in 0..CASES_OF_SIGNS {
            match self.identical_in(arrays, calculus, [left, right], seed, &Signed) {
                Answer::Equal => answer = Answer::Equal,
                Answer::Different => return Answer::Different,
                Answer::Untested => {}
            }
        }
        // At kinks there are no signs.
        match answer {
            Answer::Equal if self.differs_at_kinks(arrays, calculus, [left, right]) => Answer::Untested,
            Answer::Equal | Answer::Different | Answer::Untested => answer,
        }
    }

    /// Whether they differ at one of many draws of numbers next to 0, where arguments are 0 often.
    fn differs_at_kinks(&self, arrays: &Arrays, calculus: &Calculus, sides: [WholeId; 2]) -> bool {
        (1..=CASES_AT_KINKS).any(|seed| {
            matches!(self.difference_at(arrays, calculus, sides, &NEXT_TO_ZERO, seed), Tried::Differ(_))
        })
    }
}
