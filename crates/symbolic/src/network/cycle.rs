//! Quantities that are computed from themselves.

use std::fmt;

use crate::graph::SymbolId;

/// A quantity that is computed from itself, with the way round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cycle {
    /// `a`, `b`, … where `a` is computed from `b`, and so on; the last is computed from the first.
    pub path: Vec<SymbolId>,
}

impl fmt::Display for Cycle {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} quantities are computed from each other in a circle", self.path.len())
    }
}

impl std::error::Error for Cycle {}

/// Finds one way round among the quantities that could not be sorted.
///
/// `inputs` gives what a quantity is computed from; `stuck` says whether it could not be sorted.
pub(super) fn find<'network>(
    stuck: &[SymbolId],
    is_stuck: impl Fn(SymbolId) -> bool,
    inputs: impl Fn(SymbolId) -> &'network [SymbolId],
) -> Cycle {
    // Every stuck quantity has a stuck input: following them must come round within as many steps.
    let mut path: Vec<SymbolId> = Vec::new();
    let mut place = rustc_hash::FxHashMap::default();
    let mut at = stuck[0];
    loop {
        if let Some(&start) = place.get(&at) {
            return Cycle { path: path.split_off(start) };
        }
        place.insert(at, path.len());
        path.push(at);
        at = *inputs(at)
            .iter()
            .find(|&&input| is_stuck(input))
            .expect("a quantity that could not be sorted has an input that could not be sorted");
    }
}
