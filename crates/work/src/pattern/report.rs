//! What repeats within one derivation, written once.

use chainrule_symbolic::derivation::pattern::{Pattern, Side, Written};
use chainrule_symbolic::graph::Graph;

use super::bound::{PatternBound, bound_of_pattern};

/// A derivation written once for all members of its families.
#[derive(Clone, Debug)]
pub struct PatternReport {
    /// The pattern: every factor that it stands for was compared with that of the derivation, by name and by result.
    pub pattern: Pattern,
    /// By names.
    pub names: Vec<Written>,
    /// With the factors put in.
    pub results: Vec<Written>,
    /// How it was judged besides.
    pub judged: Judged,
    /// How large it is at most, whatever the numbers.
    pub bound: Option<PatternBound>,
}

/// How a pattern was judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judged {
    /// Factor by factor.
    Compared,
    /// It was multiplied out besides, and is the derivation as a polynomial in its factors.
    MultipliedOut,
}

impl PatternReport {
    pub(super) fn new(
        graph: &mut Graph,
        pattern: Pattern,
        judged: Judged,
        is_taken: &dyn Fn(&str) -> bool,
    ) -> Self {
        let bound = bound_of_pattern(graph, &pattern, is_taken);
        let (names, results) = (pattern.written(graph, Side::Names), pattern.written(graph, Side::Results));
        Self { pattern, names, results, judged, bound }
    }
}
