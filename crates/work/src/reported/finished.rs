//! A result in the form a textbook prints.

use chainrule_judge::step::Verdict;
use chainrule_symbolic::finish::Finished;

/// A finished result and how its steps were judged.
#[derive(Clone, Debug)]
pub struct FinishedReport {
    /// The steps from the factors put back to the finished form.
    pub finished: Finished,
    /// The judgement of each step, and last of the whole.
    pub verdicts: Vec<Verdict>,
}

impl FinishedReport {
    /// Whether each step, and the whole, was tried and held.
    pub fn holds(&self) -> bool {
        self.verdicts.iter().all(|verdict| matches!(verdict, Verdict::Exact | Verdict::Enclosed { .. }))
    }
}
